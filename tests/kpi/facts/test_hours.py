"""Presence is never assumed, approved interruptions excuse, and hours keep their date."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from kpi.facts.hours import HoursParams, facts_of_hours, shift_hours
from kpi.facts.presences import NOBODY, attendance_of
from kpi.facts.scheduled import in_force, with_calls
from scheduler.dispatch import Interruption, InterruptionKind, Presence
from scheduler.horizon import Clock
from scheduler.shift import Shift, Span, Stint
from scheduler.standby import StandbyCall
from tests.kpi.making import CLOCK, at, shift, version

MEAL = ("2026-11-02T12:00", "2026-11-02T13:00")
DAY = shift(meal=MEAL)  # Monday 09:00-18:00, 480 minutes of work


def there(start, end, agent="A"):
    return Presence(agent, at(start), at(end))


WHOLE_DAY = there("2026-11-02T09:00", "2026-11-02T18:00")


def away(start, end, kind=InterruptionKind.SECONDMENT, **more):
    values = {"approved_by": "manager", "registered_min": at(start)} | more
    return Interruption(
        "A", kind, at(start), at(end), "stocktaking", registered_by="lead", **values
    )


def hours(*presences, shifts=(DAY,), interruptions=(), **params):
    bound = in_force([[version(1, shifts, "2026-09-20T12:00")]])
    return shift_hours(
        bound, attendance_of(presences), interruptions, clock=CLOCK, params=HoursParams(**params)
    )


def one(*presences, **more):
    (found,) = hours(*presences, **more)
    return found


def test_all_there_is_all_adherent():
    found = one(WHOLE_DAY)
    assert found.scheduled_min == 480
    assert (found.attended.present_min, found.attended.adherent_min) == (480, 480)
    assert (found.attended.late_min, found.attended.early_min) == (0, 0)


def test_a_shift_that_changes_post_counts_on_each_for_its_time_there():
    noon, end = at("2026-11-02T13:00"), DAY.end_min
    stints = (Stint(Span(DAY.start_min, noon), DAY.post), Stint(Span(noon, end), "aftersales"))
    late_and_early = there("2026-11-02T09:20", "2026-11-02T17:00")
    found = hours(late_and_early, shifts=(replace(DAY, stints=stints),))
    facts = facts_of_hours(found)
    by_post = {facts.posts[post]: row for row, post in enumerate(facts.post)}
    morning, afternoon = by_post[DAY.post], by_post["aftersales"]
    assert found[0].attended.adherent_min == 400
    for name, first, second in (
        ("scheduled_min", 180, 300),
        ("adherent_min", 160, 240),
        ("late_min", 20, 0),
        ("early_min", 0, 60),
    ):
        assert (facts[name][morning], facts[name][afternoon]) == (first, second), name


def test_standing_by_is_present_and_handles_nothing():
    bound = in_force([[version(1, [DAY], "2026-09-20T12:00")]])
    call = StandbyCall("A", at("2026-11-02T11:00"), DAY.post)
    for calls, handled in (([call], 360), ([], 0)):
        waiting = with_calls(bound, [DAY], calls)
        (found,) = shift_hours(waiting, attendance_of([WHOLE_DAY]), (), clock=CLOCK)
        assert (found.scheduled_min, found.attended.present_min) == (480, 480)
        assert (found.attended.adherent_min, found.attended.handling_min) == (480, handled)


def test_presence_outside_the_shift_does_not_count():
    found = one(there("2026-11-02T06:30", "2026-11-02T22:00"))
    assert found.attended.present_min == 480


def test_clocking_out_for_the_meal_costs_nothing():
    morning = there("2026-11-02T09:00", "2026-11-02T12:00")
    afternoon = there("2026-11-02T13:00", "2026-11-02T18:00")
    assert one(morning, afternoon).attended.adherent_min == 480


def test_late_and_early_are_counted_against_the_shift():
    found = one(there("2026-11-02T09:10", "2026-11-02T17:30")).attended
    assert (found.late_min, found.early_min, found.adherent_min) == (10, 30, 440)


def test_within_the_grace_is_not_late_but_the_minutes_are_missing():
    found = one(there("2026-11-02T09:05", "2026-11-02T18:00"), grace_min=5).attended
    assert (found.late_min, found.adherent_min) == (0, 475)
    assert one(there("2026-11-02T09:06", "2026-11-02T18:00"), grace_min=5).attended.late_min == 6


def test_who_never_came_is_absent_and_neither_late_nor_early():
    other_day = there("2026-11-05T09:00", "2026-11-05T18:00")  # the time clock knows the agent
    found = one(other_day).attended
    assert found.is_absent
    assert (found.late_min, found.early_min, found.adherent_min) == (0, 0, 0)


def test_without_any_record_in_the_month_attendance_is_unknown():
    assert one().attended is None
    assert one(there("2026-10-05T09:00", "2026-10-05T18:00")).attended is None
    facts = facts_of_hours(hours())
    assert facts["scheduled_min"][0] == 480
    assert np.isnan(facts["adherent_min"][0])


@pytest.mark.parametrize("kind", list(InterruptionKind))
def test_an_approved_interruption_is_adherent_but_not_handling(kind):
    lent = away("2026-11-02T10:00", "2026-11-02T11:00", kind)
    morning = there("2026-11-02T09:00", "2026-11-02T10:00")
    rest = there("2026-11-02T11:00", "2026-11-02T18:00")
    found = one(morning, rest, interruptions=[lent])
    assert (found.attended.adherent_min, found.attended.handling_min) == (480, 420)
    assert found.secondment_min + found.disruption_min == 60


def test_an_approved_late_bus_is_no_lateness():
    bus = away("2026-11-02T08:30", "2026-11-02T09:20", InterruptionKind.DISRUPTION)
    found = one(there("2026-11-02T09:20", "2026-11-02T18:00"), interruptions=[bus])
    assert found.attended.late_min == 0
    assert found.disruption_min == 20


@pytest.mark.parametrize(
    ("changes", "excused"),
    [
        ({"approved_by": ""}, 0),  # not approved
        ({"registered_min": at("2026-11-02T23:59")}, 60),  # the same day
        ({"registered_min": at("2026-11-03T00:00")}, 0),  # a day late, nothing more
        ({"registered_min": at("2026-11-03T00:00"), "late_reason": "down"}, 0),
        (
            {
                "registered_min": at("2026-11-03T00:00"),
                "late_reason": "down",
                "second_approval": "director",
            },
            60,
        ),
    ],
)
def test_only_what_was_registered_in_time_and_approved_excuses(changes, excused):
    lent = away("2026-11-02T10:00", "2026-11-02T11:00", **changes)
    morning = there("2026-11-02T09:00", "2026-11-02T10:00")
    rest = there("2026-11-02T11:00", "2026-11-02T18:00")
    found = one(morning, rest, interruptions=[lent])
    assert found.attended.adherent_min == 420 + excused


def test_a_paid_break_of_an_attended_shift_is_adherent():
    pause = Span(at("2026-11-02T10:00"), at("2026-11-02T10:15"))
    pausing = shift(meal=MEAL, breaks=(pause,))
    morning = there("2026-11-02T09:00", "2026-11-02T10:00")
    rest = there("2026-11-02T10:15", "2026-11-02T18:00")
    found = one(morning, rest, shifts=[pausing]).attended
    assert (found.present_min, found.adherent_min) == (465, 480)


NIGHT = shift(start="2026-11-30T22:00", end="2026-12-01T06:00")


def test_a_night_across_the_months_end_belongs_to_the_date_it_began():
    found = one(there("2026-11-30T22:00", "2026-12-01T06:00"), shifts=[NIGHT])
    assert found.date == dt.date(2026, 11, 30)
    facts = facts_of_hours([found])
    assert facts.date.tolist() == [dt.date(2026, 11, 30)]
    assert facts["adherent_min"].tolist() == [480]


def test_holiday_minutes_go_by_the_clock():
    eve = shift(start="2026-09-30T22:00", end="2026-10-01T06:00")
    found = one(
        there("2026-09-30T22:00", "2026-10-01T05:00"),
        shifts=[eve],
        holidays=frozenset({dt.date(2026, 10, 1)}),
    )
    assert found.date == dt.date(2026, 9, 30)
    assert (found.holiday_min, found.attended.holiday_min) == (360, 300)


def test_facts_add_up_the_shifts_of_a_day_and_post():
    morning = shift(start="2026-11-02T08:00", end="2026-11-02T12:00")
    evening = shift(start="2026-11-02T18:00", end="2026-11-02T22:00")
    other = shift(start="2026-11-02T13:00", end="2026-11-02T15:00", post="aftersales")
    facts = facts_of_hours(hours(shifts=[morning, evening, other]))
    assert facts.posts == ("aftersales", "presales")
    assert facts["shifts"].tolist() == [1, 2]
    assert facts["scheduled_min"].tolist() == [120, 480]


def test_minutes_are_elapsed_time_when_the_clock_goes_back():
    berlin = Clock("Europe/Berlin")
    start, end = berlin.parse("2026-10-24T22:00"), berlin.parse("2026-10-25T06:00")
    night = Shift("A", start, end, "presales")
    bound = in_force([[version(1, [night], "2026-10-20T12:00")]])
    (found,) = shift_hours(bound, NOBODY, (), clock=berlin)
    assert found.scheduled_min == 9 * 60
