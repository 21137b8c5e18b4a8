"""A day as it would go on if something were done, to be seen before it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.roster import Roster
from scheduler.verify.cover import people_at_work

if TYPE_CHECKING:
    from collections.abc import Collection

    from scheduler.agent import Absence
    from scheduler.open_stretch import OpenStretch
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from scheduler.standby import StandbyCall
    from service.floor.day import EnteredInterruption, FloorDay


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


def short_with(floor: FloorDay, stretch: OpenStretch, people: int) -> float:
    """Return the agent-hours missing from now on with so many people more on a stretch's post."""
    horizon, posts = floor.problem.horizon, floor.problem.requirement.posts
    here = floor.here.copy()
    if stretch.post in posts:
        first = horizon.first_interval(horizon.day(floor.date))
        cells = slice(
            max(0, horizon.interval_of(stretch.start_min) - first),
            max(0, horizon.interval_of(stretch.end_min - 1) + 1 - first),
        )
        row = here[posts.index(stretch.post), cells]
        row[:] = np.maximum(0.0, row + people)
    return floor.short_hours(here)


def _as_if(floor: FloorDay, problem: RosterProblem) -> FloorDay:
    horizon = problem.horizon
    first = horizon.first_interval(horizon.day(floor.date))
    cells = slice(first, first + floor.required.shape[1])
    here = people_at_work(problem, floor.roster)[:, cells].astype(np.float64)
    return replace(floor, problem=problem, here=here)
