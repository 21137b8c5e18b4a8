"""A roster that is tried by simulation and asked again where it misses its target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scheduler.correction import HourLevels, corrected, hour_levels
from scheduler.demand import Requirement
from scheduler.errors import require
from scheduler.limits import require_within
from scheduler.simulate.held import WhatCounts
from scheduler.simulate.outcome import Simulation
from scheduler.simulate.run import simulate
from scheduler.solve.result import SolveStatus
from scheduler.verify.checker import verify
from service.roster.folder import forecast_of
from service.roster.long_weeks import NOTHING, read_weeks, with_cycles
from service.roster.report import solve_report
from service.roster.solving import SolvedWeek, solved
from service.trial.simulation_report import course, held_by_post
from store.files.week import write_roster

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scheduler.demand import Forecast
    from scheduler.problem import RosterProblem
    from scheduler.simulate.params import SimulationParams
    from scheduler.solve.result import ProgressListener, SolveParams, StopAsked

TOLERANCE = 1e-6
HOUR_MIN = 60.0


@dataclass(frozen=True, eq=False, slots=True)
class SolvedRound:
    """
    One roster of the loop.

    Parameters
    ----------
    required
        What it was asked for.
    solved
        The roster, with the checker's word on it for the requirement at the beginning.
    simulation, levels
        What it does; None without a roster.
    counts
        What is to be held: hours at target, or the chats that come in them.
    """

    required: Requirement
    solved: SolvedWeek
    simulation: Simulation | None
    levels: HourLevels | None
    counts: WhatCounts = WhatCounts.WEEK_CHATS

    @property
    def held_share(self) -> float:
        """Return the share of what counts that lies in hours at target; 0 without a roster."""
        if self.levels is None:
            return 0.0
        by_hours = self.counts.of_hours
        return self.levels.all_held_share if by_hours else self.levels.all_held_chats

    @property
    def rank(self) -> tuple[float, float]:
        """Return what makes a round better: more of it held, and then fewer agent-hours."""
        roster = self.solved.result.roster
        worked = 0.0 if roster is None else sum(each.work_min for each in roster.shifts) / HOUR_MIN
        return round(self.held_share, 3), -worked


@dataclass(frozen=True, eq=False, slots=True)
class Closed:
    """
    The rounds of a loop.

    Parameters
    ----------
    rounds
        At least one; the first is asked for the requirement as it stands.
    best
        The one that holds most of what counts, of those the one with the fewest agent-hours, the
        earliest of those.
    """

    rounds: tuple[SolvedRound, ...]
    best: SolvedRound


def close_loop(
    problem: RosterProblem,
    forecast: Forecast,
    params: SolveParams,
    *,
    simulation: SimulationParams,
    rounds: int,
    listener: ProgressListener | None = None,
    tried: Callable[[Closed], None] | None = None,
    stop: StopAsked | None = None,
) -> Closed:
    """
    Return rosters that are each simulated and, where they miss targets, asked for more people, or
    for fewer where they lie far above.

    Parameters
    ----------
    problem, forecast
        The week.
    params, simulation
        Limits of each solve; replications and seed of each simulation, the same customers for all.
    rounds
        Solves at most, at least 1; it ends earlier where no hour misses its target.
    listener, stop
        Told of each solve's progress, asked whether to stop.
    tried
        Told of the rounds so far after each.
    """
    require(rounds >= 1, "not_positive", column="rounds", value=rounds)
    require_within("rounds", rounds, column="rounds")
    made: list[SolvedRound] = []
    required: Requirement | None = problem.requirement
    while required is not None and len(made) < rounds and not (made and stop and stop()):
        asked = replace(problem, requirement=required)
        start = made[-1].solved.result.roster if made else None
        answer = solved(asked, params, start=start, listener=listener, stop=stop)
        bound = made[0].solved.result.bound if made else answer.result.bound
        made.append(
            _tried(problem, forecast, required, _judged(problem, answer, bound), simulation)
        )
        if tried is not None:
            tried(_closed(made))
        levels = made[-1].levels
        required = None if levels is None else corrected(problem, levels, forecast, required)
    return _closed(made)


def _closed(made: list[SolvedRound]) -> Closed:
    return Closed(tuple(made), max(made, key=lambda each: each.rank))


def close_week(
    folder: Path,
    params: SolveParams,
    *,
    simulation: SimulationParams,
    rounds: int,
    out: Path,
    weeks: int | None = None,
    begun: Mapping[str, dt.date] = NOTHING,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> Closed:
    """
    Close the loop for a folder's week, or some weeks, and write the best roster to ``out``.

    Raises
    ------
    InputError
        For faulty files, or a folder without a forecast.
    """
    week = with_cycles(read_weeks(folder, weeks), begun)
    problem = week.problem()
    closed = close_loop(
        problem,
        forecast_of(week),
        params,
        simulation=simulation,
        rounds=rounds,
        listener=listener,
        stop=stop,
    )
    roster = closed.best.solved.result.roster
    if roster is not None:
        write_roster(roster, out, problem.horizon.clock)
    return closed


def closed_report(closed: Closed, params: SolveParams) -> dict[str, Any]:
    """
    Return the best roster's numbers, as those of a solve, and what each round came to.

    Cost, bound and breaches are those for the requirement at the beginning; ``hours`` are those of
    the best roster, and ``held`` is whether it holds each post's target, as in a simulation's
    report.
    """
    best = closed.best
    report = solve_report(best.solved.problem, params, best.solved.result, best.solved.verdict)
    report["rounds"] = [_round_report(each) for each in closed.rounds]
    report["best_round"] = closed.rounds.index(best) + 1
    if best.simulation is not None:
        report["hours"] = course(best.solved.problem, best.simulation)
        report["held"] = held_by_post(best.solved.problem, best.simulation)
    return report


def _round_report(each: SolvedRound) -> dict[str, Any]:
    levels, verdict = each.levels, each.solved.verdict
    return {
        "asked_hours": each.required.hours,
        "cost": None if verdict is None else verdict.cost.total,
        "breaches": None if verdict is None else len(verdict.violations),
        "stretches": None if verdict is None else len(verdict.stretches),
        "hours_met": 0 if levels is None else int(levels.is_met.sum()),
        "hours_at_target": None if levels is None else levels.held_share,
        "hours_missed": None if levels is None else int((levels.missed & levels.is_met).sum()),
        "hours": 0 if levels is None else int(levels.counts.sum()),
        "all_hours_at_target": None if levels is None else levels.all_held_share,
        "chats_in_hours_at_target": None if levels is None else levels.all_held_chats,
        "hours_missed_short": None if levels is None else int(levels.missed_short.sum()),
    }


def _tried(
    problem: RosterProblem,
    forecast: Forecast,
    required: Requirement,
    answer: SolvedWeek,
    simulation: SimulationParams,
) -> SolvedRound:
    roster = answer.result.roster
    if roster is None:
        return SolvedRound(required, answer, None, None)
    found = simulate(problem, roster, forecast, simulation)
    levels = hour_levels(problem, roster, found, problem.requirement)
    return SolvedRound(required, answer, found, levels, simulation.counts)


def _judged(problem: RosterProblem, answer: SolvedWeek, bound: float) -> SolvedWeek:
    """Return an answer with cost and bound for the requirement at the beginning."""
    result = answer.result
    if result.roster is None:
        return SolvedWeek(problem, result, None)
    verdict = verify(problem, result.roster)
    cost = verdict.cost.total
    proven = result.status is not SolveStatus.OPTIMAL or cost - bound <= TOLERANCE
    status = result.status if proven else SolveStatus.FEASIBLE
    judged = replace(result, status=status, cost=cost, bound=min(bound, cost))
    return SolvedWeek(problem, judged, verdict)
