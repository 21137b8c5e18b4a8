"""Rules of work plans: what the weeks of those who have one look like."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from scheduler.horizon import DAY_MIN, WEEK_DAYS
from scheduler.verify.rhythm import LOOK_BACK_DAYS
from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from scheduler.agent import Agent
    from scheduler.shift import Shift
    from scheduler.verify.view import RosterView
    from scheduler.work_plan import WorkPlan


def one_type(view: RosterView) -> Iterator[Violation]:
    """All shifts of a week are of one type, where the plan says so."""
    for agent, week in _weeks_of(view):
        if not _plan(view, agent).is_one_type:
            continue
        kinds = [_kind(view, shift) for shift in week]
        for shift, kind in zip(week, kinds, strict=True):
            if kind != kinds[0]:
                pair = "|".join((kinds[0], kind))
                yield Violation("one_type", agent.id, shift.post, shift.start_min, subject=pair)


def start_spread(view: RosterView) -> Iterator[Violation]:
    """No start of a week lies far from another by the clock, where the plan says so."""
    clock_of = view.problem.horizon.clock.clock_of
    for agent, week in _weeks_of(view):
        most = _plan(view, agent).max_start_spread_min
        if most is None:
            continue
        clocks = sorted({clock_of(shift.start_min) for shift in week})
        around = pairwise([*clocks, clocks[0] + DAY_MIN])  # the widest gap is not between starts
        spread = DAY_MIN - max(after - before for before, after in around)
        if spread > most:
            first = week[0]
            yield Violation("start_spread", agent.id, "", first.start_min, spread, most)


def off_together(view: RosterView) -> Iterator[Violation]:
    """
    Every whole week holds so many days off in a row, those just before it counted.

    Where the plan's week goes round, its first day also follows its last.
    """
    for agent, plan, first, longest in weeks_apart(view):
        if plan.days_off_together_price is None:
            start = view.problem.horizon.day_starts_min[first]
            yield Violation("off_together", agent.id, "", start, longest, plan.days_off_together)


def weeks_apart(view: RosterView) -> Iterator[tuple[Agent, WorkPlan, int, int]]:
    """Yield each whole week without a plan's days off in a row: its first day, the most of it."""
    for agent, shifts in view.everybody:
        plan = view.problem.plan_of(agent)
        if plan is None or plan.days_off_together == 1:
            continue
        least = plan.days_off_together
        worked = {view.day(shift) for shift in view.with_history(agent, shifts)}
        known = agent.id in view.problem.history_by_agent
        for days, length in view.weeks:
            first = days[0]
            ends = [
                day
                for day in days
                if all(
                    each not in worked and (each >= 0 or known)
                    for each in range(day - least + 1, day + 1)
                )
            ]
            lain = (*days, *days) if plan.is_week_round else days
            runs = [len(list(run)) for off, run in groupby(d not in worked for d in lain) if off]
            longest = max(runs, default=0)
            if length == WEEK_DAYS and not ends and longest < least:
                yield agent, plan, first, longest


def night_run(view: RosterView) -> Iterator[Violation]:
    """So many nights in a row at most."""
    for agent, by_day, nights in _nights(view):
        limit = _plan(view, agent).max_nights_in_row or 0
        for day in sorted(nights):
            shift, run = by_day[day], _run_until(nights, day)
            if day >= 0 and run > limit:
                yield Violation("night_run", agent.id, shift.post, shift.start_min, run, limit)


def after_nights(view: RosterView) -> Iterator[Violation]:
    """Days off follow nights in a row."""
    for agent, by_day, nights in _nights(view):
        least = _plan(view, agent).days_off_after_nights
        for before, day in pairwise(sorted(by_day)):
            shift, off = by_day[day], day - before - 1
            goes_on = day in nights and off == 0
            if day >= 0 and before in nights and not goes_on and off < least:
                yield Violation("after_nights", agent.id, shift.post, shift.start_min, off, least)


def _nights(view: RosterView) -> Iterator[tuple[Agent, dict[int, Shift], set[int]]]:
    """Yield the last shift of each day, and the nights, of those whose plan limits nights."""
    for agent, shifts in view.rosters:
        plan = view.problem.plan_of(agent)
        if plan is not None and plan.max_nights_in_row is not None:
            by_day = {view.day(shift): shift for shift in view.with_history(agent, shifts)}
            nights = {day for day, shift in by_day.items() if _is_night(view, shift)}
            yield agent, by_day, nights


def free_weekend(view: RosterView) -> Iterator[Violation]:
    """Of so many weekends in a row at least one is free of work."""
    classes = view.problem.classes
    for agent, shifts in view.rosters:
        plan = view.problem.plan_of(agent)
        if plan is None or plan.free_weekend_every is None:
            continue
        worked: dict[int, Shift] = {}  # the last shift of each weekend
        for shift in view.with_history(agent, shifts):
            saturday = classes.weekend(shift.start_min)
            if saturday is not None:
                worked[saturday.toordinal() // WEEK_DAYS] = shift
        for number, shift in worked.items():
            run, limit = _run_until(worked, number), plan.free_weekend_every - 1
            if run > limit and shift.start_min in view.problem.horizon:
                yield Violation("free_weekend", agent.id, "", shift.start_min, run, limit)


def _weeks_of(view: RosterView) -> Iterator[tuple[Agent, Sequence[Shift]]]:
    """Yield the shifts of each week of each agent who has a plan, in order of start."""
    for agent, shifts in view.rosters:
        if view.problem.plan_of(agent) is None:
            continue
        by_week: dict[int, list[Shift]] = defaultdict(list)
        for shift in shifts:
            by_week[view.day(shift) // WEEK_DAYS].append(shift)
        for _, week in sorted(by_week.items()):
            yield agent, week


def _plan(view: RosterView, agent: Agent) -> WorkPlan:
    plan = view.problem.plan_of(agent)
    assert plan is not None  # of those whose weeks are looked at
    return plan


def _kind(view: RosterView, shift: Shift) -> str:
    return view.problem.classes.kind_of(shift)


def _is_night(view: RosterView, shift: Shift) -> bool:
    return view.problem.classes.is_night(shift.start_min, shift.end_min)


def _run_until(days: Collection[int], day: int) -> int:
    """Return how many numbers in a row, up to one, are in a set; at most what is looked back."""
    run = 0
    while run <= LOOK_BACK_DAYS and day - run in days:
        run += 1
    return run
