"""Overtime is paid when it was approved and worked."""

import datetime as dt

import pytest

from kpi.facts.presences import attendance_of
from kpi.facts.scheduled import in_force
from kpi.month import Month
from kpi.pay.overtime import ApprovedOvertime, DaysOff, overtime_in, overtime_of, what_was_worked
from kpi.pay.payout import OvertimeKind
from scheduler.dispatch import Presence
from scheduler.errors import InputError
from scheduler.forecast.calendar import CHINA, rest_days, statutory_holidays
from tests.kpi.making import CLOCK, at, shift, version

DAY = "2026-11-02"
SHIFT = in_force(
    [[version(1, [shift(start=f"{DAY}T09:00", end=f"{DAY}T18:00")], "2026-10-25T12:00")]]
)


def approved(start, end, kind=OvertimeKind.WORKDAY, by="lead", **more):
    return ApprovedOvertime("A", at(f"{DAY}T{start}"), at(f"{DAY}T{end}"), kind, by, **more)


def minutes(asked, *present):
    there = [Presence("A", at(f"{DAY}T{start}"), at(f"{DAY}T{end}")) for start, end in present]
    worked = what_was_worked(asked, attendance_of(there), SHIFT)
    return [one.minutes for one in overtime_of(worked, clock=CLOCK)]


def test_only_approved_time_in_which_the_agent_was_there_counts():
    assert minutes([approved("18:00", "21:00")], ("09:00", "20:00")) == [120]
    assert minutes([approved("18:00", "19:00")], ("09:00", "23:00")) == [60]
    assert minutes([approved("18:00", "21:00")], ("09:00", "18:00")) == []
    assert minutes([], ("09:00", "23:00")) == []


def test_hours_of_the_roster_are_not_overtime():
    assert minutes([approved("17:00", "19:00")], ("09:00", "20:00")) == [60]


def test_stretches_that_overlap_count_once():
    asked = [approved("18:00", "20:00"), approved("19:00", "21:00")]
    assert minutes(asked, ("09:00", "21:00")) == [120, 60]


def test_nobody_approves_their_own_and_leave_is_for_rest_days():
    with pytest.raises(InputError, match="approved_by_oneself"):
        approved("18:00", "20:00", by="A")
    with pytest.raises(InputError, match="time_off_unlawful"):
        approved("18:00", "20:00", time_off=True)
    assert approved("18:00", "20:00", OvertimeKind.REST_DAY, time_off=True).time_off


WORKDAY, REST_DAY, HOLIDAY = OvertimeKind
AUTUMN = dt.date(2026, 9, 1), dt.date(2026, 12, 31)
OFF = DaysOff(statutory_holidays(CHINA, *AUTUMN), rest_days(CHINA, *AUTUMN))


def worked(start, end, kind, month, *, present=(), scheduled=(), **more):
    """Kind, date and minutes of a stretch in a month, of somebody who was there throughout."""
    one = ApprovedOvertime("A", at(start), at(end), kind, "lead", **more)
    there = [Presence("A", at(first), at(last)) for first, last in present or [(start, end)]]
    found = overtime_in(month, [one], attendance_of(there), scheduled, days=OFF, clock=CLOCK)
    return [(each.kind, str(each.date), each.minutes) for each in overtime_of(found, clock=CLOCK)]


def test_minutes_after_midnight_are_of_the_day_they_lie_on():
    eve = ("2026-09-30T21:00", "2026-10-01T01:30", WORKDAY)
    assert worked(*eve, Month(2026, 9)) == [(WORKDAY, "2026-09-30", 180)]
    assert worked(*eve, Month(2026, 10)) == [(HOLIDAY, "2026-10-01", 90)]


def test_after_a_holiday_comes_what_the_calendar_says():
    # 3 October 2026 is the last statutory day; the 4th is a Sunday in the week off
    ends = ("2026-10-03T23:00", "2026-10-04T02:00", HOLIDAY)
    assert [kind for kind, *_ in worked(*ends, Month(2026, 10))] == [HOLIDAY, REST_DAY]
    # 25 September 2026 is Mid-Autumn, a Friday; on Sunday the 20th people work instead
    before = ("2026-09-19T23:00", "2026-09-20T01:00", REST_DAY)
    assert [kind for kind, *_ in worked(*before, Month(2026, 9))] == [REST_DAY, REST_DAY]


def test_a_weekend_with_a_shift_is_a_workday_for_who_has_it():
    friday = ("2026-11-06T22:00", "2026-11-07T01:00", WORKDAY)
    assert [kind for kind, *_ in worked(*friday, Month(2026, 11))] == [WORKDAY, REST_DAY]
    late = shift(start="2026-11-07T14:00", end="2026-11-07T22:00")
    duty = in_force([[version(1, [late], "2026-10-25T12:00")]])
    mine = worked(*friday, Month(2026, 11), scheduled=duty)
    assert [kind for kind, *_ in mine] == [WORKDAY, WORKDAY]


def test_leave_instead_of_pay_is_for_the_minutes_of_the_rest_day():
    sunday = ("2026-11-08T22:00", "2026-11-09T01:00", REST_DAY)
    one = ApprovedOvertime("A", *map(at, sunday[:2]), REST_DAY, "lead", time_off=True)
    monday = shift(start="2026-11-09T09:00", end="2026-11-09T18:00")
    duty = in_force([[version(1, [monday], "2026-10-25T12:00")]])
    there = [Presence("A", one.start_min, one.end_min)]
    found = overtime_in(Month(2026, 11), [one], attendance_of(there), duty, days=OFF, clock=CLOCK)
    assert [each.time_off for each in overtime_of(found, clock=CLOCK)] == [True, False]


@pytest.mark.parametrize(
    "present",
    [
        [("2026-09-30T13:00", "2026-10-01T02:00")],
        [("2026-09-30T13:00", "2026-10-01T00:00"), ("2026-10-01T00:00", "2026-10-01T02:00")],
    ],
)
def test_a_presence_across_the_months_end_counts_in_both_however_it_is_written(present):
    night = ("2026-09-30T22:00", "2026-10-01T02:00", WORKDAY)
    assert worked(*night, Month(2026, 9), present=present)[0][-1] == 120
    assert worked(*night, Month(2026, 10), present=present)[0][-1] == 120
