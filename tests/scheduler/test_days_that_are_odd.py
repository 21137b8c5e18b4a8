"""Starts fixed, people compared, gaps covered, weeks mended at midnight, as calendars turn."""

import datetime as dt

import numpy as np
import pytest

from scheduler.agent import Absence
from scheduler.covering import covering
from scheduler.demand import Requirement
from scheduler.instead import compared
from scheduler.mend.moves import MendParams, MoveKind
from scheduler.mend.proposals import left_of, propose
from scheduler.open_stretch import OpenStretch
from scheduler.roster import Roster
from scheduler.type_pin import TypePin
from tests.builders import agent, at, horizon, problem, shift
from tests.scheduler.verify.broken import breaches

ODD = {  # zone, first day of the week, day of the night, its week, minutes of rest after nine hours
    "midnight": ("Asia/Shanghai", dt.date(2026, 11, 16), 2, "2026-W47", 9 * 60),
    "the end of a month": ("Asia/Shanghai", dt.date(2026, 11, 30), 0, "2026-W49", 9 * 60),
    "the end of February": ("Asia/Shanghai", dt.date(2028, 2, 28), 1, "2028-W09", 9 * 60),
    "the end of a year of 53 weeks": (
        *("Asia/Shanghai", dt.date(2026, 12, 28), 3, "2026-W53", 9 * 60),
    ),
    "clocks put forward": ("Europe/Berlin", dt.date(2026, 3, 23), 5, "2026-W13", 8 * 60),
    "clocks put back": ("Europe/Berlin", dt.date(2026, 10, 19), 5, "2026-W43", 10 * 60),
}


@pytest.fixture(params=ODD)
def night(request):
    """Return a week, and in it a shift of nine hours from ten in the evening on."""
    zone, first, day, label, rest = ODD[request.param]
    week = horizon(first, timezone=zone)
    assert week.iso_week == label
    return week, day, shift("A1", day, "22:00", week=week), rest


def asked(week, **more):
    return problem(week=week, agents=(agent("A1"), agent("A2"), agent("A3")), **more)


def test_a_start_is_fixed_by_the_clock_of_the_day_on_which_the_shift_begins(night):
    week, day, mine, _ = night
    pins = [TypePin("A1", week.date(day), "", 22 * 60)]
    assert breaches(mine, week=week, type_pins=pins) == ()
    for date, start, found in (
        (week.date(day), 21 * 60, [("pinned_type", mine.start_min)]),
        (week.date(day + 1), 22 * 60, [("pinned_idle", at(day + 1, week=week))]),
    ):
        told = breaches(mine, week=week, type_pins=[TypePin("A1", date, "", start)])
        assert [(one.rule, one.at_min) for one in told] == found


def test_rest_beside_a_shift_is_of_hours_that_passed(night):
    week, day, mine, rest = night
    later = shift("A2", day + 1, "16:00", week=week)
    found = compared(asked(week), Roster((mine, later)), mine, "A2")
    assert (found.holder.rest_min, found.other.rest_min) == (None, rest)


def test_a_gap_over_midnight_is_covered_whole_or_by_two_in_turn(night):
    week, day, _, _ = night
    stretch = OpenStretch("presales", at(day, "23:00", week), at(day + 1, "03:00", week), 1)
    length = stretch.end_min - stretch.start_min
    found = covering(asked(week, need=1.0), Roster(()), stretch)
    assert found.offers[0].covers_until(stretch.end_min)
    long = OpenStretch("presales", stretch.start_min, stretch.start_min + length + 7 * 60, 1)
    (first, *_) = covering(asked(week, need=1.0), Roster(()), long).pairs
    assert first.second.helper.shift.start_min <= first.at_min
    assert first.second.covers_until(long.end_min)


def test_a_night_whose_person_is_ill_is_worked_by_somebody_free(night):
    week, _, mine, _ = night
    agents = np.full((1, week.intervals), np.nan)
    agents[0, week.interval_of(mine.start_min) : week.interval_of(mine.end_min)] = 1.0
    need = Requirement(week, ("presales",), agents)
    ill = Absence("A1", mine.start_min, mine.end_min, "sick")
    question = asked(week, need=need, absences=[ill])
    left = left_of(question, Roster((mine,)))
    found = next(propose(question, left, MendParams(mine.start_min - 720)))
    (move,) = found.moves
    assert (move.kind, move.agent_id) == (MoveKind.COME_IN, "A2")
    assert (move.now.start_min, move.now.end_min) == (mine.start_min, mine.end_min)
    assert (left.cost.short_hours, found.cost.short_hours) == (9, 1)
