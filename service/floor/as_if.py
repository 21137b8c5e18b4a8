"""A day as it would go on if something were done, to be seen before it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.agent import Absence
from scheduler.present import shifts_present
from scheduler.roster import Roster
from scheduler.shift import Shift, Span
from scheduler.verify.cover import intervals_covered, people_at_work

if TYPE_CHECKING:
    from collections.abc import Collection

    from scheduler.open_stretch import OpenStretch
    from scheduler.problem import RosterProblem
    from scheduler.standby import StandbyCall
    from service.floor.day import EnteredInterruption, FloorDay

SOMEBODY = "\u2060somebody"
"""Begins the ids of people who would come, whoever they are; no person's id begins so."""


def without_loan(floor: FloorDay, loan: EnteredInterruption) -> FloorDay:
    """Return the day as it would go on were somebody not lent."""
    one = loan.interruption
    left = tuple(
        row
        for row in floor.problem.called_away
        if (row.agent_id, row.start_min, row.end_min) != (one.agent_id, one.start_min, one.end_min)
    )
    return _as_if(floor, replace(floor.problem, called_away=left))


def with_call(floor: FloorDay, call: StandbyCall) -> FloorDay:
    """Return the day as it would go on were somebody who stands by called."""
    return _as_if(floor, replace(floor.problem, calls=(*floor.problem.calls, call)))


def with_away(floor: FloorDay, away: Collection[Absence]) -> FloorDay:
    """Return the day as it would go on were people away for some hours."""
    problem = floor.problem
    return _as_if(floor, replace(problem, called_away=(*problem.called_away, *away)))


def with_shifts(floor: FloorDay, gone: Collection[Shift], come: Collection[Shift]) -> FloorDay:
    """Return the day as it would go on with other shifts."""
    kept = tuple(shift for shift in floor.roster.shifts if shift not in gone)
    return _as_if(replace(floor, roster=Roster((*kept, *come))), floor.problem)


def with_places(floor: FloorDay, stretch: OpenStretch, places: int) -> FloorDay:
    """
    Return the day as it would go on were all places of an open stretch taken.

    Parameters
    ----------
    places
        People more on the stretch's post, whoever they are; below 0: people fewer, of those who
        are there, the ones who are on the post for most of it first.
    """
    horizon, step = floor.problem.horizon, floor.problem.horizon.interval_min
    first = horizon.minute(horizon.interval_of(stretch.start_min))
    last = horizon.minute(horizon.interval_of(stretch.end_min - 1)) + step
    if places >= 0:
        come = (Shift(f"{SOMEBODY}{one}", first, last, stretch.post) for one in range(places))
        return with_shifts(floor, (), tuple(come))
    there = _on_post(floor, Span(first, last), stretch.post)
    return with_away(floor, [Absence(one, first, last) for one in there[:-places]])


def _on_post(floor: FloorDay, span: Span, post: str) -> list[str]:
    """Return who is on a post in a stretch; those who are for most of it first, then by id."""
    problem = floor.problem
    minutes: Counter[str] = Counter()
    for shift in shifts_present(problem, floor.roster):
        for cell in intervals_covered(problem.horizon, shift):
            at = problem.horizon.minute(cell)
            if at in span and shift.post_at(at) == post:
                minutes[shift.agent_id] += 1
    return sorted(minutes, key=lambda one: (-minutes[one], one))


def _as_if(floor: FloorDay, problem: RosterProblem) -> FloorDay:
    horizon = problem.horizon
    first = horizon.first_interval(horizon.day(floor.date))
    cells = slice(first, first + floor.required.shape[1])
    here = people_at_work(problem, floor.roster)[:, cells].astype(np.float64)
    return replace(floor, problem=problem, here=here)
