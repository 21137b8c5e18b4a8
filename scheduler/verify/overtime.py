"""Rules about overtime: only by consent, so much a day and so much a calendar month."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from scheduler.overtime import overtime_by_day
from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from scheduler.verify.view import RosterView


def overtime_per_day(view: RosterView) -> Iterator[Violation]:
    """Who agreed to overtime on a day works at most so much above its limit; else none."""
    problem = view.problem
    usual = problem.rules.hours.max_work_min_per_day
    for agent, shift in view.known_shifts:
        above, most = shift.work_min - usual, problem.overtime_cap_min(agent, view.day(shift))
        if most and above > most:
            yield Violation("overtime_per_day", agent.id, shift.post, shift.start_min, above, most)
    for agent, shifts in view.rosters if problem.rules.overtime_on else ():
        if problem.may_work_overtime(agent):
            yield from _without_consent(view, agent, shifts)


def _without_consent(
    view: RosterView, agent: Agent, shifts: tuple[Shift, ...]
) -> Iterator[Violation]:
    """Yield what passes the limit of the period on days for which nobody agreed to overtime."""
    problem, usual = view.problem, view.problem.rules.hours.max_work_min_per_day
    by_day = overtime_of(problem, agent, view.with_history(agent, shifts))
    for shift in shifts:
        day = view.day(shift)
        minutes = by_day.get(day, 0.0)
        if minutes > 1e-6 and shift.work_min <= usual and not problem.has_overtime(agent, day):
            start = shift.start_min
            yield Violation("overtime_per_day", agent.id, shift.post, start, minutes, 0)


def overtime_per_month(view: RosterView) -> Iterator[Violation]:
    """Overtime in a calendar month stays within its limit, history included."""
    for agent, shifts in view.rosters:
        if view.problem.may_work_overtime(agent):
            by_day = overtime_of(view.problem, agent, view.with_history(agent, shifts))
            yield from _above(view, agent, by_day)


def protected_hours(view: RosterView) -> Iterator[Violation]:
    """Nobody works overtime on a protected day; who is nursing works an hour less a day."""
    problem, day_limit = view.problem, view.problem.rules.hours.max_work_min_per_day
    for agent, shifts in view.rosters:
        by_day: dict[int, float] = {}
        if agent.protected and problem.may_work_overtime(agent):
            by_day = overtime_of(problem, agent, view.with_history(agent, shifts))
        done: dict[int, int] = {}
        for shift in shifts if agent.protected else ():
            if not agent.protected_on(problem.horizon.clock.date_of(shift.start_min)):
                continue
            day = view.day(shift)  # two shifts of a day are one day's work, with one nursing hour
            done[day] = done.get(day, 0) + shift.work_min
            work = done[day] + problem.counted_min(agent, shift) - shift.work_min
            above = max(by_day.get(day, 0.0), work - day_limit)
            if above > 1e-6:
                told = (shift.start_min, work, work - above)
                yield Violation("protected_hours", agent.id, shift.post, *told)


def overtime_of(problem: RosterProblem, agent: Agent, shifts: Iterable[Shift]) -> dict[int, float]:
    """Return an agent's minutes of overtime by day number, negative before the horizon."""
    work: dict[int, int] = defaultdict(int)
    for shift in shifts:
        work[problem.horizon.day_of(shift.start_min)] += problem.counted_min(agent, shift)
    day_limit = problem.rules.hours.max_work_min_per_day
    limit = problem.period_limit_min(agent)
    return overtime_by_day(work, day_limit, limit, problem.period_days(agent))


def _above(view: RosterView, agent: Agent, by_day: dict[int, float]) -> Iterator[Violation]:
    """Yield the months with overtime above their limit, at the horizon's first such day."""
    horizon = view.problem.horizon
    months: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    for day, minutes in sorted(by_day.items()):
        months[horizon.date(day).year, horizon.date(day).month].append((day, minutes))
    for name, days in months.items():
        limit = view.problem.rules.overtime_month_min(*name)
        total = sum(minutes for _, minutes in days)
        sums = accumulate(minutes for _, minutes in days)
        above = (day for (day, _), so_far in zip(days, sums, strict=True) if so_far > limit + 1e-6)
        first = next((day for day in above if day >= 0), None)
        if first is not None:
            moment = horizon.clock.at(horizon.date(first))
            yield Violation("overtime_per_month", agent.id, "", moment, total, limit)
