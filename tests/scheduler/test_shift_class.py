"""What a stretch of work counts as, at the borders and when clocks change."""

import datetime as dt

import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.shift_class import MinutesOfWeek
from scheduler.shift_kind import ShiftKind, Succession
from tests.builders import WEEK, at, horizon, problem, rules

NIGHT = ClockSpan.parse("22:00-06:00")
EVERY_NIGHT = MinutesOfWeek(((NIGHT,),) * 7)
KINDS = (
    ShiftKind("early", ClockSpan.parse("05:00-09:00")),
    ShiftKind("first", ClockSpan.parse("05:00-06:00")),
    ShiftKind("late", ClockSpan.parse("21:00-01:00")),
)


def of(**asked):
    return problem(ruleset=rules(**asked)).classes


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("20:00", "23:00", 60),
        ("22:00", "23:00", 60),
        ("05:00", "08:00", 60),
        ("06:00", "22:00", 0),
        ("00:00", "24:00", 480),
    ],
)
def test_minutes_of_the_night_are_counted_by_the_clock(start, end, minutes):
    assert EVERY_NIGHT.minutes(WEEK.clock, at(0, start), at(0, end)) == minutes


def test_a_span_reaches_from_sunday_into_monday():
    sundays = MinutesOfWeek(((),) * 6 + ((NIGHT,),))
    assert sundays.minutes(WEEK.clock, at(6, "20:00"), at(7, "08:00")) == 480
    assert sundays.minutes(WEEK.clock, at(0, "00:00"), at(0, "08:00")) == 360  # Sunday before
    assert sundays.minutes(WEEK.clock, at(0, "20:00"), at(1, "08:00")) == 0


def test_minutes_pass_when_clocks_change():
    spring = horizon(dt.date(2026, 3, 23), timezone="Europe/Berlin")  # Sunday 02:00 becomes 03:00
    night = at(5, "22:00", spring), at(6, "06:00", spring)
    assert EVERY_NIGHT.minutes(spring.clock, *night) == 420
    autumn = horizon(dt.date(2026, 10, 19), timezone="Europe/Berlin")
    night = at(5, "22:00", autumn), at(6, "06:00", autumn)
    assert EVERY_NIGHT.minutes(autumn.clock, *night) == 540


def test_a_late_shift_until_one_is_no_night_shift_where_the_night_is_counted_apart():
    evening, deep = ClockSpan.parse("20:00-01:00"), ClockSpan.parse("00:00-06:00")
    classes = of(night=NIGHT, counted_night=deep, late=evening)
    until_one = at(0, "16:00"), at(1, "01:00")
    assert (classes.is_late(*until_one), classes.is_night(*until_one)) == (True, False)
    assert of(night=NIGHT).is_night(*until_one)
    assert not of(night=NIGHT).is_late(*until_one)


@pytest.mark.parametrize(
    ("start", "end", "sides"),
    [
        ("13:59", "22:59", (False, False)),  # a minute less than three hours of the evening
        ("14:00", "23:00", (True, False)),
        ("19:00", "26:59", (True, False)),
        ("19:00", "27:00", (False, True)),  # three hours of the night: no late one any more
        ("22:00", "30:00", (False, True)),
    ],
)
def test_late_and_night_shifts_at_their_borders(start, end, sides):
    evening, deep = ClockSpan.parse("20:00-01:00"), ClockSpan.parse("00:00-06:00")
    classes = of(counted_night=deep, late=evening)
    span = tuple(
        at(0, "00:00") + int(hour) * 60 + int(minute)
        for hour, minute in (clock.split(":") for clock in (start, end))
    )
    assert (classes.is_late(*span), classes.is_night(*span)) == sides


def test_a_shift_has_the_first_kind_that_holds_its_start():
    classes = of(kinds=KINDS)
    starts = ("04:59", "05:00", "08:59", "09:00", "20:59", "21:00", "23:59")
    assert [classes.kind(at(0, each), at(0, each) + 480) for each in starts] == [
        "", "early", "early", "", "", "late", "late",
    ]  # fmt: skip
    assert classes.kind(at(1, "00:59"), at(1, "08:59")) == "late"


def test_night_stands_for_the_rules_night_unless_a_kind_has_the_name():
    span = at(0, "20:00"), at(1, "02:00")
    assert of(kinds=KINDS).counts_as("night", *span)
    own = (ShiftKind("night", ClockSpan.parse("21:00-22:00")),)
    assert not of(kinds=own).counts_as("night", *span)


def test_a_weekend_is_named_by_its_saturday():
    classes = of()
    days = [classes.weekend(at(day, "23:59")) for day in (4, 5, 6, 7)]
    assert days == [None, WEEK.date(5), WEEK.date(5), None]
    assert classes.counts_as("weekend", at(6), at(6, "08:00"))


def test_half_a_shift_in_the_peak_makes_it_a_peak_shift():
    mondays = ((ClockSpan.parse("10:00-14:00"),), *((),) * 6)
    classes = of(peak=mondays)
    assert classes.is_peak(at(0, "06:00"), at(0, "14:00"))
    assert not classes.is_peak(at(0, "05:59"), at(0, "14:00"))
    assert not classes.is_peak(at(1, "10:00"), at(1, "14:00"))


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: ShiftKind("", NIGHT), "empty"),
        (lambda: ShiftKind("off", NIGHT), "kind_name"),
        (lambda: ShiftKind("weekend", NIGHT), "kind_name"),
        (lambda: ShiftKind("a|b", NIGHT), "kind_name"),
        (lambda: Succession("early", ""), "empty"),
        (lambda: rules(kinds=KINDS, successions=(Succession("early", "x"),)), "unknown_kind"),
        (lambda: rules(kinds=KINDS[:1] * 2), "duplicate_kind"),
        (lambda: rules(peak=((),) * 6), "opening_days"),
        (lambda: rules(newcomer_days=-1), "negative"),
    ],
)
def test_what_cannot_be_is_refused(make, code):
    with pytest.raises(InputError, match=code):
        make()


def test_a_stretch_of_many_weeks_is_counted_too():
    end = at(0, "08:00") + 5 * 365 * 1440  # 260 weeks and five days
    assert EVERY_NIGHT.minutes(WEEK.clock, at(0, "08:00"), end) == 5 * 365 * 480
    assert EVERY_NIGHT.minutes(WEEK.clock, at(0, "08:00"), at(7, "08:00")) == 7 * 480
