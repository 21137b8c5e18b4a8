"""
The hours people are owed: those of the contract, less the planned days that something takes.

Forty hours on five days are 16 in a week with three days of leave. They are counted by the week, or
by the calendar month: then what the days so far should have brought, less what was worked on them.
Days due are whole ones: what is left of a week or month that is cut short is due in the next.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from scheduler.forecast.calendar import statutory_holidays
from scheduler.horizon import DAY_MIN, WEEK_DAYS
from scheduler.hours_rules import OwedBy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift

HOUR_MIN = 60
ROUNDING = 1e-9
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owed:
    """
    What is owed for some days of a horizon.

    Parameters
    ----------
    first, last
        Numbers of the days, both included.
    minutes
        Of work, within the limit of a day each, on days that are no statutory holidays.
    since
        The date from which it is counted, in the horizon or before it.
    """

    first: int
    last: int
    minutes: float
    since: dt.date


@lru_cache(maxsize=8)
def owed_by_agent(problem: RosterProblem) -> dict[str, tuple[Owed, ...]]:
    """Return what is owed to each agent to whom hours are."""
    found = ((agent.id, hours_owed(problem, agent)) for agent in problem.agents)
    return {name: mine for name, mine in found if mine}


def hours_owed(problem: RosterProblem, agent: Agent) -> tuple[Owed, ...]:
    """
    Return what an agent is owed, by weeks or months in order; empty: hours are not owed.

    Weeks are the 7 days from the horizon's start. A month that began before the horizon is counted
    from where the history begins, for those who are in it.
    """
    by = problem.owed_by(agent)
    if by is OwedBy.NONE:
        return ()
    spans = _months(problem) if by is OwedBy.MONTH else _cycles(problem, agent)
    return tuple(_owed(problem, agent, first, last) for first, last in spans)


def given_min(problem: RosterProblem, owed: Owed, shifts: Iterable[Shift]) -> int:
    """Return the minutes of an agent's shifts that count towards what is owed for some days."""
    return sum(
        counted_min(problem, shift)
        for shift in shifts
        if owed.first <= problem.horizon.day_of(shift.start_min) <= owed.last
    )


def counted_min(problem: RosterProblem, shift: Shift) -> int:
    """Return the minutes of a shift that count: none on a holiday, no overtime of the day."""
    date = problem.horizon.clock.date_of(shift.start_min)
    if date in holidays_of(problem.rules.hours.holidays, date.year):
        return 0
    work = problem.counted_min(problem.agent_by_id[shift.agent_id], shift)
    return min(work, problem.rules.hours.max_work_min_per_day)


@lru_cache(maxsize=64)
def holidays_of(country: str, year: int) -> frozenset[dt.date]:
    """Return the statutory holidays of a country in a year; those of no country are none."""
    if not country:
        return frozenset()
    return statutory_holidays(country, dt.date(year, 1, 1), dt.date(year, 12, 31))


def _cycles(problem: RosterProblem, agent: Agent) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield the rounds of the cycle of an agent's plan, or weeks where it has none."""
    start, length = problem.horizon.start, WEEK_DAYS
    cycle = problem.cycles.known.get(agent.id)
    if problem.owed_by(agent) is OwedBy.CYCLE and cycle is not None and cycle.plan.is_cycle:
        length, is_of_weeks = cycle.plan.cycle_days, cycle.plan.step_days == WEEK_DAYS
        start = start - cycle.week(start) * WEEK_DAYS * DAY if is_of_weeks else cycle.start
    dates = problem.horizon.dates
    for number, part in groupby(dates, key=lambda date: (date - start).days // length):
        inside = list(part)
        first = start + number * length * DAY
        yield first if inside[0] == problem.horizon.start else inside[0], inside[-1]


def _months(problem: RosterProblem) -> Iterator[tuple[dt.date, dt.date]]:
    for _, month in groupby(problem.horizon.dates, key=lambda date: (date.year, date.month)):
        dates = list(month)
        is_first = dates[0] == problem.horizon.start
        yield dates[0].replace(day=1) if is_first else dates[0], dates[-1]


def _owed(problem: RosterProblem, agent: Agent, first: dt.date, last: dt.date) -> Owed:
    """Return what is owed from one date to another, less what was worked before the horizon."""
    horizon = problem.horizon
    past = problem.history_by_agent.get(agent.id, ())
    if first < horizon.start:
        first = max(first, problem.known_since) if past else horizon.start
    days = (last - first).days + 1
    dates = [first + number * DAY for number in range(days)]
    on, week_days = _days_on(problem, agent, dates)
    day_min = agent.contract.hours_week * HOUR_MIN / week_days
    if on is not None:  # a cycle of days may hold fewer than the contract takes
        day_min = min(day_min, problem.usual_shift_min(agent) or day_min)
    due = len(on) if on is not None else math.floor(week_days * days / WEEK_DAYS + ROUNDING)
    taken = sum(_taken(problem, agent, date, day_min) for date in (dates if on is None else on))
    worked = sum(
        counted_min(problem, shift)
        for shift in past
        if first <= horizon.clock.date_of(shift.start_min) < horizon.start
    )
    minutes = max(0.0, (due - taken) * day_min - worked)
    return Owed(max(0, horizon.day(first)), horizon.day(last), minutes, first)


def _days_on(
    problem: RosterProblem, agent: Agent, dates: list[dt.date]
) -> tuple[list[dt.date] | None, float]:
    """Return the dates a cycle of days works, None without such a one, and days a week planned."""
    cycle = problem.cycles.known.get(agent.id)
    if cycle is None or not cycle.plan.day_cycle:
        return None, problem.contract_days(agent)
    codes = frozenset(each.code for each in problem.rules.types)
    length = len(cycle.plan.day_cycle)
    days = (cycle.start + number * DAY for number in range(length))
    often = sum(cycle.day(date, codes).must_work for date in days)
    if not often:
        return None, problem.contract_days(agent)
    return [date for date in dates if cycle.day(date, codes).must_work], (
        WEEK_DAYS * often / length
    )


def _taken(problem: RosterProblem, agent: Agent, date: dt.date, day_min: float) -> float:
    """Return how much of a planned day a date takes: all of it, or the hours of an absence."""
    if not agent.employed(date) or date in holidays_of(problem.rules.hours.holidays, date.year):
        return 1.0
    clock = problem.horizon.clock
    first, after = clock.at(date), clock.at(date, DAY_MIN)
    away = sum(
        max(0, min(after, each.end_min) - max(first, each.start_min))
        for each in problem.absences_by_agent.get(agent.id, ())
    )
    return min(1.0, away / day_min)
