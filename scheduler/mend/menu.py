"""All shifts a kind of person could work on a day, as arrays that can be priced at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.problem import RosterProblem
from scheduler.rules.grid import on_start_grid
from scheduler.rules.opening import may_start
from scheduler.shift import Shift, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.agent import Agent
    from scheduler.shift import ShiftShape

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Option(NamedTuple):
    """A shift as numbers: its start, shape by number, meal in minutes after the start or -1."""

    start_min: int
    shape: int
    meal_min: int
    post: int


@dataclass(frozen=True, eq=False, slots=True)
class DayMenu:
    """
    The shifts of a kind of person on a day.

    Parameters
    ----------
    problem
        Whose posts and forms the numbers of ``options`` are of.
    options
        The shifts.
    covered
        Which of a day's cells each covers; shape (options, cells).
    first
        Number of the first of these cells in the horizon.
    posts
        Post of each; shape (options,).
    hours
        Start, end and work in minutes; shape (options, 3).
    """

    problem: RosterProblem
    options: tuple[Option, ...]
    covered: Bools
    first: int
    posts: Ints
    hours: Ints

    def gains(self, value: Floats) -> Floats:
        """
        Return what one person more in each option is worth.

        Parameters
        ----------
        value
            Worth of a person in each cell; shape (posts, intervals).
        """
        cells = value[:, self.first : self.first + self.covered.shape[1]]
        each = self.covered.astype(np.float64) @ cells.T
        found: Floats = each[np.arange(len(self.options)), self.posts]
        return found

    def shift(self, agent_id: str, number: int) -> Shift:
        """Return an option as somebody's shift."""
        return _shift(self.problem, agent_id, self.options[number])


def kind_of_person(problem: RosterProblem, agent: Agent, day: int) -> tuple[object, ...]:
    """Return what an agent's menu of a day depends on; no shapes or posts: it is empty."""
    forms = problem.forms_of(agent)
    date = problem.horizon.date(day)
    posts = tuple(post for post in problem.requirement.posts if agent.certified(post, date))
    return forms, posts


def menu_of(problem: RosterProblem, agent: Agent, day: int, from_min: int) -> DayMenu | None:
    """Return what an agent could work from a day's beginning on; None: nothing."""
    horizon = problem.horizon
    first = horizon.first_interval(day)
    found = tuple(_options(problem, agent, day, from_min))
    if not found:
        return None
    shifts = [_shift(problem, agent.id, option) for option in found]
    last = max(horizon.interval_of(shift.end_min - 1) for shift in shifts) + 1
    width = min(horizon.intervals, last) - first
    known: dict[tuple[int, int], Bools] = {}
    covered = np.zeros((len(found), width), dtype=np.bool_)
    for number, (option, shift) in enumerate(zip(found, shifts, strict=True)):
        key = option.shape, option.meal_min
        if key not in known:
            known[key] = _at_work(shift, horizon.interval_min)
        begin = horizon.interval_of(option.start_min) - first
        cells = known[key][: width - begin]
        covered[number, begin : begin + len(cells)] = cells
    return DayMenu(
        problem,
        found,
        covered,
        first,
        np.array([option.post for option in found], dtype=np.int64),
        np.array([(s.start_min, s.end_min, s.work_min) for s in shifts], dtype=np.int64),
    )


def _at_work(shift: Shift, step: int) -> Bools:
    begins = range(shift.start_min, shift.end_min, step)
    return np.array([shift.works_at(minute) for minute in begins], dtype=np.bool_)


def _options(problem: RosterProblem, agent: Agent, day: int, from_min: int) -> Iterator[Option]:
    horizon, rules = problem.horizon, problem.rules
    date, posts = horizon.date(day), problem.requirement.posts
    mine = [number for number, post in enumerate(posts) if agent.certified(post, date)]
    end = horizon.day_starts_min[day + 1] if day + 1 < horizon.days else horizon.end_min
    starts = [
        start
        for start in range(horizon.day_starts_min[day], end, horizon.interval_min)
        if start >= from_min and on_start_grid(horizon, start, rules.start_grid_min)
    ]
    may = set(problem.forms_of(agent))
    for number, shape in enumerate(rules.forms):
        if shape not in may or shape.code in rules.standby:
            continue
        at = [start for start in starts if may_start(problem, shape, start)]
        on = [post for post in mine if shape.is_on((posts[post],))]
        for start, meal, post in product(at, _meals(shape, horizon.interval_min), on):
            yield Option(start, number, meal, post)


def _meals(shape: ShiftShape, step: int) -> tuple[int, ...]:
    """Return when the meal of a shape may begin, in minutes after the start; -1: it has none."""
    if not shape.meal_min:
        return (-1,)
    first = -(-shape.meal_earliest_min // step) * step
    return tuple(range(first, shape.meal_latest_min + 1, step))


def _shift(problem: RosterProblem, agent_id: str, option: Option) -> Shift:
    shape, start = problem.rules.forms[option.shape], option.start_min
    meal = None
    if option.meal_min >= 0:
        meal = Span(start + option.meal_min, start + option.meal_min + shape.meal_min)
    pauses = shape.usual_breaks(start, meal)
    post = problem.requirement.posts[option.post]
    return Shift(agent_id, start, start + shape.length_min, post, meal, pauses)
