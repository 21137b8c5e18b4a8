"""Rules about one agent's days: rest, one shift a day, hours, days off, days in a row."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.agent import Agent
    from scheduler.shift import Shift
    from scheduler.verify.view import RosterView

LOOK_BACK_DAYS = 28  # days before the horizon that a run of working days may come from


def rest(view: RosterView) -> Iterator[Violation]:
    """Between the end of a shift and the start of the next lies the rest, history included."""
    limit = view.problem.rules.hours.min_rest_min
    for agent, shifts in view.rosters:
        for last, following in pairwise(view.with_history(agent, shifts)):
            gap = following.start_min - last.end_min
            if gap < limit:
                yield Violation("rest", agent.id, following.post, following.start_min, gap, limit)


def two_shifts_a_day(view: RosterView) -> Iterator[Violation]:
    """On one date an agent starts at most one shift; said once an agent."""
    for agent, shifts in view.rosters:
        for earlier, later in pairwise(shifts):
            if view.day(earlier) == view.day(later):
                yield Violation("two_shifts_a_day", agent.id, later.post, later.start_min, 2, 1)
                break


def hours_per_week(view: RosterView) -> Iterator[Violation]:
    """In each 7 days from the horizon's start, work stays within the rule and the contract."""
    for agent, shifts in view.rosters:
        if view.problem.is_averaged(agent) or view.problem.may_work_overtime(agent):
            continue
        limit = view.problem.week_limit_min(agent)
        for week, _ in view.weeks:
            mine = [shift for shift in shifts if view.day(shift) in week]
            work = sum(view.problem.counted_min(agent, shift) for shift in mine)
            if work > limit + 1e-6:  # a contract's hours may be a decimal
                yield Violation("hours_per_week", agent.id, "", _first(view, week), work, limit)


def hours_per_horizon(view: RosterView) -> Iterator[Violation]:
    """Where hours are averaged, all work stays within the average times the horizon's weeks."""
    averaged = (each for each in view.rosters if view.problem.is_averaged(each[0]))
    for agent, shifts in averaged:
        limit, work = view.problem.period_limit_min(agent), _work(view, agent, shifts)
        if work > limit + 1e-6 and not view.problem.may_work_overtime(agent):
            start = view.problem.horizon.start_min
            yield Violation("hours_per_horizon", agent.id, "", start, work, limit)


def min_hours(view: RosterView) -> Iterator[Violation]:
    """Everybody works the hours promised, on average over the horizon."""
    horizon = view.problem.horizon
    for agent, shifts in view.everybody:
        promised = view.problem.promised_min(agent)
        work = _work(view, agent, shifts) if promised else 0
        if promised and work < promised - 1e-6:
            yield Violation("min_hours", agent.id, "", horizon.start_min, work, promised)


def _work(view: RosterView, agent: Agent, shifts: tuple[Shift, ...]) -> int:
    problem = view.problem
    inside = (shift for shift in shifts if shift.start_min in problem.horizon)
    return sum(problem.counted_min(agent, shift) for shift in inside)


def days_off(view: RosterView) -> Iterator[Violation]:
    """
    Each 7 days from the horizon's start have enough days without a shift start.

    All days of a last week that is shorter than the days off due are to be off.
    """
    for agent, shifts in view.rosters:
        for week, days in view.weeks:
            limit = min(view.problem.min_days_off(agent), days)
            off = days - len({view.day(shift) for shift in shifts} & set(week))
            if off < limit:
                yield Violation("days_off", agent.id, "", _first(view, week), off, limit)


def consecutive_days(view: RosterView) -> Iterator[Violation]:
    """Shifts start on at most so many days in a row, history included; said once an agent."""
    horizon = view.problem.horizon
    for agent, shifts in view.rosters:
        limit = view.problem.max_consecutive_days(agent)
        working = {view.day(shift) for shift in view.with_history(agent, shifts)}
        run = 0
        for day in range(-LOOK_BACK_DAYS, horizon.days):
            run = run + 1 if day in working else 0
            if run > limit:
                midnight = horizon.clock.at(horizon.date(day))
                yield Violation("consecutive_days", agent.id, "", midnight, run, limit)
                break


def _first(view: RosterView, week: range) -> int:
    return view.problem.horizon.day_starts_min[week.start]
