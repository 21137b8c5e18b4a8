"""Agents to whom no shift at all can be given, and the cause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.rules.night import meals_clear_of_night
from scheduler.rules.opening import fits_in, may_start

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.shift import ShiftShape

HOUR_MIN = 60


class Cause(StrEnum):
    """Why an agent gets no shift, the first that holds."""

    NOT_EMPLOYED = "not_employed"  # values: first working date
    LEFT = "left"  # values: last day of employment
    NO_CERTIFICATE = "no_certificate"
    NO_SHAPE = "no_shape"  # values: contract hours, those that shapes are for
    TOO_LONG = "too_long"  # values: hours of the shortest shape, most hours of a day or week
    CLOSED = "closed"  # values: hours of the shortest shape with its meal, of the longest opening
    NIGHTS_ONLY = "nights_only"
    NO_START = "no_start"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """
    An agent whom the rules leave without any shift.

    Parameters
    ----------
    agent_id, cause
        Who and why.
    values
        As the cause says.
    """

    agent_id: str
    cause: Cause
    values: tuple[str, ...] = ()


def left_out(problem: RosterProblem) -> tuple[LeftOut, ...]:
    """
    Return the agents to whom no shift can be given, in the order of the staff list.

    Left aside are those for whom nothing is wrong: who are away, hired later or gone, and were
    promised no hours. The hours worked so far and pins are not looked at.
    """
    return tuple(each for agent in problem.agents for each in _of(problem, agent))


def _of(problem: RosterProblem, agent: Agent) -> Iterator[LeftOut]:
    found = _cause(problem, agent)
    is_planned = found is not None and found[0] in (Cause.AWAY, Cause.NOT_EMPLOYED, Cause.LEFT)
    if found is not None and not (is_planned and agent.contract.min_hours_week == 0):
        yield LeftOut(agent.id, found[0], found[1])


def _cause(problem: RosterProblem, agent: Agent) -> tuple[Cause, tuple[str, ...]] | None:
    """Return why an agent gets no shift, with what belongs to it; None: there is one."""
    employed = [date for date in problem.horizon.dates if agent.employed(date)]
    if not employed:
        has_left = agent.leaves is not None and agent.leaves < problem.horizon.start
        return (
            (Cause.LEFT, (str(agent.leaves),))
            if has_left
            else (Cause.NOT_EMPLOYED, (str(agent.hired),))
        )
    posts = problem.requirement.posts
    dates = [date for date in employed if any(agent.certified(post, date) for post in posts)]
    if not dates:
        return Cause.NO_CERTIFICATE, ()
    hours = agent.contract.hours_week
    shapes = own = problem.forms_of(agent)
    if not shapes:
        return Cause.NO_SHAPE, (f"{hours:g}", _ranges(problem.rules.forms))
    most = _most_min(problem, agent)
    shapes = tuple(shape for shape in shapes if shape.work_min <= most + 1e-6)
    if not shapes:
        shortest = min(shape.work_min for shape in own)
        return Cause.TOO_LONG, (f"{shortest / HOUR_MIN:g}", f"{most / HOUR_MIN:g}")
    return _without_start(problem, agent, shapes, dates)


def _ranges(shapes: tuple[ShiftShape, ...]) -> str:
    """Return the contract hours that shapes are for, such as ``20-39, 40``."""
    ranges = sorted({shape.contract_hours for shape in shapes})
    return ", ".join(f"{low:g}" if low == high else f"{low:g}-{high:g}" for low, high in ranges)


def _most_min(problem: RosterProblem, agent: Agent) -> float:
    """Return the most minutes of work that a single shift of an agent may have."""
    hours = problem.rules.hours
    day, period = float(hours.max_work_min_per_day), problem.period_limit_min(agent)
    dates = [date for date in problem.horizon.dates if agent.employed(date)]
    if all(map(agent.protected_on, dates)):
        return min(day - min(problem.nursing_min(agent, date) for date in dates), period)
    if problem.may_work_overtime(agent):
        days = range(problem.horizon.days)
        day += max(problem.overtime_cap_min(agent, each) for each in days)
        months = {(date.year, date.month) for date in problem.horizon.dates}
        period += max(problem.rules.overtime_month_min(*each) for each in months)
    return min(day, period)


def _without_start(
    problem: RosterProblem, agent: Agent, shapes: tuple[ShiftShape, ...], dates: list[dt.date]
) -> tuple[Cause, tuple[str, ...]] | None:
    """Return why no shift of some shapes may begin on some dates; None: one may."""
    met: set[Cause] = set()
    for shape in shapes:
        for start in _starts(problem, shape, dates):
            if not _is_open(problem, agent, shape, start):
                met.add(Cause.CLOSED)
            elif not _may_be_late(problem, agent, start) and _at_night(problem, shape, start):
                met.add(Cause.NIGHTS_ONLY)
            elif _is_away(problem, agent, start, start + shape.length_min):
                met.add(Cause.AWAY)
            else:
                return None
    if met == {Cause.CLOSED}:
        return Cause.CLOSED, _too_short(problem, agent, shapes)
    return next(
        (each for each in (Cause.AWAY, Cause.NIGHTS_ONLY) if each in met), Cause.NO_START
    ), ()


def _may_be_late(problem: RosterProblem, agent: Agent, start: int) -> bool:
    return agent.may_work_nights(problem.horizon.clock.date_of(start))


def _is_open(problem: RosterProblem, agent: Agent, shape: ShiftShape, start: int) -> bool:
    """Return whether a shift fits into the opening of a post of the agent."""
    horizon = problem.horizon
    date = horizon.clock.date_of(start)
    posts = tuple(post for post in problem.requirement.posts if agent.certified(post, date))
    number = problem.rules.forms.index(shape)
    return bool(_fits(problem, posts)[horizon.interval_of(start), number])


@lru_cache(maxsize=8)
def _fits(problem: RosterProblem, posts: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    return fits_in(problem, posts)


def _too_short(
    problem: RosterProblem, agent: Agent, shapes: tuple[ShiftShape, ...]
) -> tuple[str, str]:
    """Return the hours of the shortest of some shapes, and of an agent's longest opening."""
    shortest = min(shape.length_min for shape in shapes)
    spans = (span for post in agent.posts for span in problem.opening_of(post).stretches)
    longest = max((span.length_min for span in spans), default=0)
    return f"{shortest / HOUR_MIN:g}", f"{longest / HOUR_MIN:g}"


def _starts(problem: RosterProblem, shape: ShiftShape, dates: list[dt.date]) -> Iterator[int]:
    """Yield the moments of some dates at which a shift of a shape may start."""
    horizon = problem.horizon
    for date in dates:
        day = horizon.day(date)
        for cell in range(horizon.first_interval(day), horizon.first_interval(day + 1)):
            minute = horizon.minute(cell)
            if may_start(problem, shape, minute):
                yield minute


def _at_night(problem: RosterProblem, shape: ShiftShape, start: int) -> bool:
    """Return whether a shift works in the night hours wherever its meal lies."""
    horizon = problem.horizon
    step = horizon.interval_min
    length, meal = -(-shape.length_min // step), -(-shape.meal_min // step)
    meals = range(0)
    if shape.meal_min:
        meals = range(-(-shape.meal_earliest_min // step), shape.meal_latest_min // step + 1)
    span, clock_of = problem.rules.hours.night, horizon.clock.clock_of
    night = np.array([clock_of(start + cell * step) in span for cell in range(length)])
    return meals_clear_of_night(night, 0, length, meals, meal) is None


def _is_away(problem: RosterProblem, agent: Agent, start: int, end: int) -> bool:
    return any(
        absence.start_min < end and start < absence.end_min
        for absence in problem.absences_by_agent.get(agent.id, ())
    )
