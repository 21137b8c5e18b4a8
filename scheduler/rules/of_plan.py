"""The counting rules of one agent's work plan, with what each remembers of the past."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from scheduler.horizon import WEEK_DAYS
from scheduler.rules.runs import run_until
from scheduler.rules.work_plan import (
    CloseStarts,
    DaysAWeek,
    FreeWeekends,
    NightRuns,
    OffTogether,
    OneKind,
    PlannedKinds,
)
from scheduler.shift_class import SATURDAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.agent import Agent
    from scheduler.cycle import Cycle, PlannedDay
    from scheduler.problem import RosterProblem
    from scheduler.rules.memory import Memory
    from scheduler.shift import Shift


def plan_rules(
    problem: RosterProblem, agent: Agent, past: tuple[Shift, ...]
) -> Iterator[tuple[str, Memory[Any]]]:
    """Yield rules and prices of the agent's work plan, and the price of another type in a week."""
    price = problem.rules.weights.type_change
    plan = problem.plan_of(agent)
    if price > 0 and not (plan and plan.is_one_type):
        yield "", OneKind(price)
    if plan is None:
        return
    horizon = problem.horizon
    worked = frozenset(horizon.day_of(shift.start_min) for shift in past)
    if plan.is_one_type:
        yield "one_type", OneKind()
    if plan.max_start_spread_min is not None:
        yield "start_spread", CloseStarts(plan.max_start_spread_min)
    if plan.days_off_together > 1:
        run = min(max(0, -run_until(worked, -1)), plan.days_off_together)
        asked = plan.days_off_together_price
        name = "off_together" if asked is None else ""
        least, is_round = plan.days_off_together, plan.is_week_round
        yield name, OffTogether(least, horizon.days, (False, run, 0), asked, is_round)
    if plan.max_nights_in_row is not None:
        begun = _nights_until(problem, past, worked, plan.days_off_after_nights)
        rule = NightRuns(plan.max_nights_in_row, plan.days_off_after_nights, begun)
        yield "night_run", rule
    if plan.free_weekend_every is not None:
        yield "free_weekend", _weekends(problem, plan.free_weekend_every, past)
    if agent.id in problem.cycles.known:
        yield from _cycle_rules(problem, agent, problem.cycles.known[agent.id])


def _cycle_rules(
    problem: RosterProblem, agent: Agent, cycle: Cycle
) -> Iterator[tuple[str, Memory[Any]]]:
    """Yield what the place in the cycle of the plan says of weeks and days."""
    plan, horizon = cycle.plan, problem.horizon
    away = set(absent_days(problem, agent))
    away |= {day for day, date in enumerate(horizon.dates) if not agent.employed(date)}
    firsts = range(0, horizon.days, WEEK_DAYS)
    bounds = [cycle.bounds(horizon.date(first)) for first in firsts]
    if plan.days_week:
        yield "week_days", DaysAWeek(tuple((0, most) for _, most in bounds))
    owed = [0] * len(bounds)
    for number, first in enumerate(firsts):
        week = range(first, first + WEEK_DAYS)
        if week.stop <= horizon.days:
            asked = problem.least_days(agent, bounds[number][0])
            owed[number] = max(0, asked - len(away.intersection(week)))
    if any(owed):
        yield "few_days", DaysAWeek(tuple((least, WEEK_DAYS) for least in owed))
    if plan.rotation:
        turns = [frozenset({cycle.type_of(horizon.date(first))}) for first in firsts]
        yield (
            "rotation",
            PlannedKinds(tuple((True, turns[day // WEEK_DAYS]) for day in range(horizon.days))),
        )
    if plan.day_cycle:
        planned = problem.planned_days(agent)
        yield "cycle_day", PlannedKinds(tuple((True, _kinds(said)) for said in planned))
        idle = (not said.must_work or day in away for day, said in enumerate(planned))
        yield "idle_day", PlannedKinds(tuple((may_be_off, None) for may_be_off in idle))


def _kinds(said: PlannedDay) -> frozenset[str] | None:
    """Return the kinds that may be worked on a day; None: any."""
    if not said.may_work:
        return frozenset()
    return frozenset({said.kind}) if said.kind else None


def _nights_until(
    problem: RosterProblem, past: tuple[Shift, ...], worked: frozenset[int], off: int
) -> tuple[int, int]:
    """Return the nights in a row before the horizon, and the days off still due after them."""
    nights = frozenset(
        problem.horizon.day_of(shift.start_min)
        for shift in past
        if problem.classes.is_night(shift.start_min, shift.end_min)
    )
    if -1 in nights:
        return run_until(nights, -1), 0
    last = max(nights, default=None)
    if last is None or any(day > last for day in worked):
        return 0, 0
    return 0, max(0, off + 1 + last)


def _weekends(problem: RosterProblem, every: int, past: tuple[Shift, ...]) -> FreeWeekends:
    horizon, classes = problem.horizon, problem.classes
    saturdays = [classes.weekend(minute) for minute in horizon.day_starts_min[:-1]]
    places = tuple(
        0 if saturday is None else 1 if date == saturday else 2
        for date, saturday in zip(horizon.dates, saturdays, strict=True)
    )
    worked = {classes.weekend(shift.start_min) for shift in past} - {None}
    reaches_in = places[0] == 2 and saturdays[0] in worked
    back = (horizon.start.weekday() - SATURDAY) % WEEK_DAYS or WEEK_DAYS  # to the last one begun
    saturday = horizon.start - dt.timedelta(back)
    if places[0] == 2 and not reaches_in:
        saturday -= dt.timedelta(WEEK_DAYS)
    run = 0
    while saturday in worked and run < every:
        run, saturday = run + 1, saturday - dt.timedelta(WEEK_DAYS)
    return FreeWeekends(every, places, (run, reaches_in))


def absent_days(problem: RosterProblem, agent: Agent) -> Iterator[int]:
    """Yield the days on which an absence of the agent lies."""
    for absence in problem.absences_by_agent.get(agent.id, ()):
        first = problem.horizon.day_of(absence.start_min)
        yield from range(first, problem.horizon.day_of(absence.end_min - 1) + 1)
