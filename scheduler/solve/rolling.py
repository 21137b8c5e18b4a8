"""
Long horizons by rolling weeks: each is solved with those before it as its history.

A quarter at once is hundreds of thousands of choices; week after week gives a whole roster soon,
with which the search over all days then begins. The bound is that of all days at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.horizon import Horizon
from scheduler.roster import Roster

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from scheduler.solve.result import SolveParams, SolveResult

LONG_DAYS = 35  # horizons above it are rolled first
LONG_TYPED_DAYS = 14  # the same of named types: weeks of these are solved far better than months
SHARE = 0.5  # of a run's limits that the weeks together take
TYPED_SHARE = 0.2  # the same of named types: what is left goes into windows over all days
AHEAD_DAYS = 2  # of the next week seen with each week of named types: who begins it must be rested
SolveWeek = Callable[["RosterProblem", "SolveParams"], "SolveResult"]


def is_long(problem: RosterProblem) -> bool:
    """Return whether a horizon is better begun week by week."""
    return problem.horizon.days > (LONG_TYPED_DAYS if _is_typed(problem) else LONG_DAYS)


def share_of_weeks(problem: RosterProblem) -> float:
    """Return the share of a run's limits that the weeks of a long horizon together take."""
    return TYPED_SHARE if _is_typed(problem) else SHARE


def _is_typed(problem: RosterProblem) -> bool:
    return bool(problem.rules.types) and not problem.rules.shapes


def rolled(problem: RosterProblem, params: SolveParams, solve_week: SolveWeek) -> Roster | None:
    """
    Return the rosters of all weeks together; None where one of them has none.

    Parameters
    ----------
    problem
        What is known of all days.
    params
        Limits of the whole run.
    solve_week
        Solves one week.
    """
    weeks, horizon, is_typed = problem.horizon.weeks(), problem.horizon, _is_typed(problem)
    share = share_of_weeks(problem)
    seconds, work = params.time_limit_s, params.work_limit
    limits = replace(
        params,
        time_limit_s=None if seconds is None else share * seconds / len(weeks),
        work_limit=None if work is None else max(1, round(share * work / len(weeks))),
    )
    is_promised = any(one.contract.min_hours_week > 0 for one in problem.agents)
    ahead = AHEAD_DAYS if is_typed and not is_promised else 0  # a promise lies in its own week
    made: tuple[Shift, ...] = ()
    for days in weeks:
        seen = range(days.start, min(days.stop + ahead, horizon.days))
        found = solve_week(part_of(problem, seen, made), limits).roster
        if found is None:
            return None
        end_min = horizon.day_starts_min[days.stop]
        made = (*made, *(shift for shift in found.shifts if shift.start_min < end_min))
    return Roster(made)


def part_of(problem: RosterProblem, days: range, made: tuple[Shift, ...]) -> RosterProblem:
    """
    Return the question of some days in a row.

    Parameters
    ----------
    problem
        What is known of all days.
    days
        Numbers of the days.
    made
        Shifts of the days before them.
    """
    whole = problem.horizon
    horizon = Horizon(whole.clock, whole.date(days.start), len(days), whole.interval_min)
    first, last = whole.first_interval(days.start), whole.first_interval(days.stop)
    need, cycles = problem.requirement, problem.cycles.known
    return replace(
        problem,
        horizon=horizon,
        agents=tuple(
            replace(one, cycle_start=cycles[one.id].start)
            if one.id in cycles and cycles[one.id].plan.is_cycle
            else one
            for one in problem.agents
        ),
        rules=replace(problem.rules, peak=problem.classes.peak),
        requirement=need.between(horizon, first, last),
        wishes=tuple(wish for wish in problem.wishes if whole.day(wish.date) in days),
        history=(*problem.history, *made),
        calls=tuple(call for call in problem.calls if call.from_min in horizon),
        type_pins=tuple(pin for pin in problem.type_pins if whole.day(pin.date) in days),
        pins=tuple(pin for pin in problem.pins if pin.start_min in horizon),
        known_hours=problem.hours_by_post,
    )
