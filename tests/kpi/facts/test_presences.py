"""A presence nobody can mean decides nothing until it is put right."""

import datetime as dt

import numpy as np
import pytest

from kpi.facts.day_hours import facts_of_days
from kpi.facts.facts import merge
from kpi.facts.hours import facts_of_hours, shift_hours
from kpi.facts.presences import presences_in_doubt
from kpi.facts.scheduled import in_force
from kpi.pay.overtime import ApprovedOvertime, what_was_worked
from kpi.pay.payout import OvertimeKind
from scheduler.dispatch import Presence
from tests.kpi.making import CLOCK, at, facts, shift, version

DAYS = ("2026-11-02", "2026-11-03", "2026-11-04")
BOUND = in_force(
    [[version(1, [shift(start=f"{d}T09:00", end=f"{d}T18:00") for d in DAYS], "2026-10-25T12:00")]]
)


def there(*stretches):
    return [Presence("A", at(f"2026-11-{a}"), at(f"2026-11-{b}")) for a, b in stretches]


FORGOTTEN = there(("02T09:00", "02T18:00"), ("03T09:00", "04T18:00"))


@pytest.mark.parametrize(
    ("stretch", "is_doubted"),
    [
        (("02T00:00", "02T16:00"), False),
        (("02T00:00", "02T16:01"), True),
        (("02T09:00", "02T09:05"), False),
        (("02T09:00", "02T09:04"), True),
    ],
)
def test_the_bounds_themselves_are_no_doubt(stretch, is_doubted):
    assert bool(presences_in_doubt(there(stretch))) is is_doubted


def test_rows_that_touch_are_one_presence():
    one = there(("02T08:00", "02T20:00"), ("02T20:00", "03T06:00"))
    (found,) = presences_in_doubt(one)
    assert (found.start_min, found.end_min) == (at("2026-11-02T08:00"), at("2026-11-03T06:00"))
    twice = there(("02T09:00", "02T09:02"), ("02T09:02", "02T18:00"))
    assert presences_in_doubt(twice) == ()


def test_the_shifts_it_touches_are_unknown_and_no_others():
    known = facts_of_hours(shift_hours(BOUND, FORGOTTEN, (), clock=CLOCK))
    assert np.isnan(known["adherent_min"]).tolist() == [False, True, True]
    assert np.isnan(known["absent_shifts"]).tolist() == [False, True, True]
    assert known["scheduled_min"].tolist() == [540, 540, 540]


def test_without_a_roster_the_days_it_touches_are_unknown():
    rows = [facts(date=dt.date.fromisoformat(d), scheduled_min=540) for d in DAYS]
    known = merge([merge(rows), facts_of_days(merge(rows), FORGOTTEN, (), clock=CLOCK)])
    assert np.isnan(known["present_min"]).tolist() == [False, True, True]


def test_overtime_within_it_waits():
    def asked(day):
        start, end = at(f"2026-11-{day}T18:00"), at(f"2026-11-{day}T20:00")
        return ApprovedOvertime("A", start, end, OvertimeKind.WORKDAY, "lead")

    present = [*there(("02T09:00", "02T19:30")), *FORGOTTEN[1:]]
    worked = what_was_worked([asked("02"), asked("03")], present, BOUND)
    assert [one.minutes for one in worked] == [90, None]
