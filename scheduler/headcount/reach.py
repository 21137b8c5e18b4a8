"""What of a week's requirement shifts reach at all, by kind of person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.errors import Fault, InputError
from scheduler.shift import Shift
from scheduler.solve.crews import able_of, rows_of, served
from scheduler.solve.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.problem import RosterProblem
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Tables

BEFORE = "before-"  # how the ids of people begin who work before the week and are not known
Bools = npt.NDArray[np.bool_]


def within_reach(problem: RosterProblem) -> RosterProblem:
    """
    Return a week with one person of each place, its beginning that nobody can reach covered.

    What lies before the first moment that any shift of the week covers on a post belongs to shifts
    of the week before, which are added to the past where they are not known.

    Raises
    ------
    InputError
        When nothing is asked for, or nobody certified can hold a post at some other moment.
    """
    tables, rows = tables_of(problem)
    wanted = _wanted(problem, rows)
    if not wanted.any():
        raise InputError(Fault("headcount_of_nobody"))
    reached = _reached(problem, tables)
    beginning = np.cumsum(reached, axis=1) == 0
    beginning[:, problem.horizon.first_interval(1) :] = False
    lost = wanted & ~reached & ~beginning
    if lost.any():
        raise InputError(list(faults_of(problem, lost)))
    return replace(problem, history=(*problem.history, *_before(problem, beginning & wanted)))


def left_out_hours(problem: RosterProblem) -> float:
    """Return the agent-hours required that shifts before the week cover which nobody knows."""
    unknown = {shift for shift in problem.history if shift.agent_id.startswith(BEFORE)}
    people = np.zeros_like(problem.requirement.agents)
    for shift in unknown:
        row = problem.requirement.posts.index(shift.post)
        people[row, : problem.horizon.interval_of(shift.end_min - 1) + 1] += 1
    needed = np.nan_to_num(problem.requirement.agents)
    return float(np.minimum(people, needed).sum()) * problem.horizon.interval_hours


def _before(problem: RosterProblem, cells: Bools) -> Iterator[Shift]:
    """Yield shifts of the week before that cover the cells: of people who are not known."""
    horizon = problem.horizon
    for row, post in enumerate(problem.requirement.posts):
        needed = np.where(cells[row], np.nan_to_num(problem.requirement.agents[row]), 0.0)
        least = np.where(cells[row], problem.min_agents(post), 0)
        most = np.maximum(np.ceil(needed), least)
        for number in range(1, int(most.max(initial=0)) + 1):
            last = int(np.flatnonzero(most >= number)[-1])
            span = horizon.start_min - horizon.interval_min, horizon.minute(last + 1)
            yield Shift(f"{BEFORE}{post}-{number}", *span, post)


def _wanted(problem: RosterProblem, rows: Rows) -> Bools:
    """Return where somebody more than the week before gives is needed; shape (posts, cells)."""
    shape = problem.requirement.agents.shape
    size = shape[0] * shape[1]
    most = np.maximum(np.where(rows.short > 0, rows.need, 0.0), rows.floor)[:size]
    found: Bools = (most > rows.base[:size]).reshape(shape)
    return found


def _reached(problem: RosterProblem, tables: Tables) -> Bools:
    shape = problem.requirement.agents.shape
    found = np.zeros(shape[0] * shape[1], dtype=np.bool_)
    for row in _rows(tables):
        if row < len(found):
            found[row] = True
    return found.reshape(shape)


def _rows(tables: Tables) -> Iterator[int]:
    seen = set()
    for agent in range(len(tables.kind_of)):
        for day in range(len(tables.day_first) - 1):
            able = able_of(tables, agent, day)
            cells = range(int(tables.day_first[day]), int(tables.day_first[day + 1]))
            for cell in cells:
                for shape in np.flatnonzero(np.isfinite(tables.wish[agent, cell])).tolist():
                    if (able, cell, shape) in seen:
                        continue
                    seen.add((able, cell, shape))
                    for place in served(tables, able, (day, cell, shape)):
                        for meal in {cell + place.low, cell + place.high}:
                            yield from rows_of(tables, place, meal)


def faults_of(problem: RosterProblem, lost: Bools) -> Iterable[Fault]:
    """Yield one fault a post: the first stretch that nobody can hold, and how many there are."""
    clock, step = problem.horizon.clock, problem.horizon.interval_min
    for row, post in enumerate(problem.requirement.posts):
        cells = np.flatnonzero(lost[row])
        if len(cells):
            runs = np.split(cells, np.flatnonzero(np.diff(cells) > 1) + 1)
            first, last = (problem.horizon.minute(int(at)) for at in runs[0][[0, -1]])
            yield Fault(
                "headcount_out_of_reach",
                value=post,
                details={
                    "first": clock.format(first),
                    "last": clock.format(last + step),
                    "many": len(runs),
                },
            )
