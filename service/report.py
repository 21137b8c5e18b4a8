"""
What programs read of a result: plain names and numbers, the same in every language.

Times are local ISO times, hours are agent-hours, costs in the unit of the rules' weights.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.post import LevelDefinition
from service.gap import gap_of
from service.open_intervals import open_points

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.demand import Forecast, Requirement
    from scheduler.forecast.backtest import PostBacktest
    from scheduler.horizon import Horizon
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.simulate.estimate import Estimate
    from scheduler.simulate.outcome import Simulation
    from scheduler.simulate.tally import Tally
    from scheduler.solve.result import Progress, SolveParams, SolveResult
    from scheduler.staffing.met import Met
    from scheduler.staffing.overload import Overload
    from scheduler.verify.verdict import Verdict, Violation
    from service.open_intervals import OpenPoint
    from service.planning import Plan
    from service.volume_file import FileForecast
    from service.whatif import Outcome, WhatIf

Report = dict[str, Any]
MEASURES = (
    "service_level",
    "answer_rate",
    "abandonment",
    "mean_wait_s",
    "mean_reply_s",
    "concurrency",
    "occupancy",
    "mean_offered",
)


def verdict_report(problem: RosterProblem, roster: Roster, verdict: Verdict) -> Report:
    """Return the cost and the breaches of a roster, under the names the referee uses."""
    return {
        "cost": verdict.cost.total,
        "shortage_agent_hours": verdict.cost.short_hours,
        "surplus_agent_hours": verdict.cost.surplus_hours,
        "preference": verdict.cost.wishes,
        "overtime_hours": verdict.cost.overtime_hours,
        "unsteady_hours": verdict.cost.unsteady_hours,
        "unfair_shifts": verdict.cost.unfair_shifts,
        "missed_handovers": verdict.cost.missed_handovers,
        "shifts": len(roster.shifts),
        "required_hours": problem.requirement.hours,
        "breaches": len(verdict.violations),
        "by_rule": verdict.by_rule,
        "violations": [_violation(each, problem.horizon) for each in verdict.violations],
        "open_intervals": [
            _open_point(each, problem.horizon) for each in open_points(problem, roster, verdict)
        ],
    }


def _open_point(point: OpenPoint, horizon: Horizon) -> Report:
    """Return where people are missing, and who comes nearest; ``broken`` empty: at no harm."""
    clock, stretch = horizon.clock, point.stretch
    return {
        "post": stretch.post,
        "start": clock.format(stretch.start_min),
        "end": clock.format(stretch.end_min),
        "missing": stretch.missing,
        "nearest": [
            {
                "agent_id": helper.shift.agent_id,
                "start": clock.format(helper.shift.start_min),
                "end": clock.format(helper.shift.end_min),
                "replaces": None
                if helper.instead_of is None
                else clock.format(helper.instead_of.start_min),
                "broken": [_violation(each, horizon) for each in helper.broken],
                "leaves_open": [_violation(each, horizon) for each in helper.left_open],
            }
            for helper in point.nearest
        ],
    }


def _violation(violation: Violation, horizon: Horizon) -> Report:
    at = None if violation.at_min is None else horizon.clock.format(violation.at_min)
    return {
        "rule": violation.rule,
        "agent_id": violation.agent_id,
        "post": violation.post,
        "at": at,
        "measured": violation.measured,
        "limit": violation.limit,
    }


def solve_report(
    problem: RosterProblem, params: SolveParams, result: SolveResult, verdict: Verdict | None
) -> Report:
    """
    Return how a solve ended and how good its roster is.

    ``gap`` is (cost - bound) / cost; ``gap_hours`` the same distance in agent-hours at the price
    of a missing one, ``gap_of_required`` that as a share of the hours required.
    """
    report: Report = {
        "status": result.status.value,
        "cost": result.cost,
        "bound": result.bound,
        "gap": result.gap,
        "gap_hours": None,
        "gap_of_required": None,
        "seconds": result.seconds,
        "ended_by_clock": result.ended_by_clock,
        "seed": params.seed,
        "time_limit": params.time_limit_s,
        "work_limit": params.work_limit,
        "workers": params.workers,
        "required_hours": problem.requirement.hours,
        "breaches": None,
        "by_rule": {},
        "reasons": [{"code": code, "names": list(names)} for code, names in result.reasons],
        "trace": [_moment(each) for each in result.trace],
    }
    if result.roster is not None and result.cost is not None and verdict is not None:
        gap = gap_of(problem, result.cost, result.bound)
        report |= verdict_report(problem, result.roster, verdict)
        report |= {"gap_hours": gap.hours, "gap_of_required": gap.of_required}
    return report


def _moment(progress: Progress) -> Report:
    names = ("phase", "seconds", "cost", "bound")
    return {name: getattr(progress, name) for name in names}


def whatif_report(found: WhatIf, params: SolveParams) -> Report:
    """Return what a week as it is leads to, and what it leads to with changes."""
    return {"base": _outcome(found.base, params), "changed": _outcome(found.changed, params)}


def _outcome(outcome: Outcome, params: SolveParams) -> Report:
    problem, tested = outcome.week.problem, outcome.simulation
    needed = problem.requirement
    posts = {
        post: {
            "required_hours": float(np.nansum(needed.of(post))) * problem.horizon.interval_hours,
            "contract_hours": outcome.contract_hours.get(post, 0.0),
            "people_short": list(outcome.short_by_hour.get(post, ())),
        }
        for post in needed.posts
    }
    return {
        "agents": len(problem.agents),
        "posts": posts,
        "contract_cost": outcome.contract_cost,
        "wage_cost": outcome.wage_cost,
        "roster": solve_report(problem, params, outcome.result, outcome.verdict),
        "simulation": None if tested is None else simulation_report(problem, tested),
    }


def requirement_report(
    requirement: Requirement,
    overloads: Sequence[Overload] = (),
    met: Mapping[str, Met] | None = None,
) -> Report:
    """
    Return the people needed, by post: hours, the most at once, and every open interval.

    ``overloads`` names posts whose need the people there are could never cover, with the shortfall;
    ``met`` is what customers would meet, None of posts where that is not known.
    """
    told = met or {}
    return {
        "required_hours": requirement.hours,
        "overloads": [
            asdict(each) | {"short_hours": each.short_hours, "short_people": each.short_people}
            for each in overloads
        ],
        "posts": {
            post: _post_requirement(requirement, post)
            | {"expected": asdict(told[post]) if post in told else None}
            for post in requirement.posts
        },
    }


def _post_requirement(requirement: Requirement, post: str) -> Report:
    horizon, agents = requirement.horizon, requirement.of(post)
    is_open = np.flatnonzero(~np.isnan(agents))
    return {
        "hours": float(np.nansum(agents)) * horizon.interval_hours,
        "peak": float(np.nanmax(agents)) if len(is_open) else 0.0,
        "open_hours": len(is_open) * horizon.interval_hours,
        "start": [horizon.clock.format(horizon.minute(int(interval))) for interval in is_open],
        "agents": [float(agents[interval]) for interval in is_open],
    }


def forecast_report(found: FileForecast) -> Report:
    """
    Return the expected chats of each post with their quantiles, and how good such forecasts were.

    ``models`` compares by back-test, ``chosen`` is the one that made the forecast;
    ``chosen_on_earlier_folds`` is the error of what would have been forecast, each fold by the
    model chosen on the weeks before it; ``floor`` is the error that even the true rates would have.
    """
    expected, tests = found.forecast, {test.post: test for test in found.backtests}
    posts: Report = {}
    for row, post in enumerate(expected.posts):
        model = expected.models[row] if expected.models else None
        posts[post] = _expected(expected, row) | {"chosen": model} | _tested(tests.get(post))
    return {
        "first": expected.horizon.start.isoformat(),
        "days": expected.horizon.days,
        "interval_minutes": expected.horizon.interval_min,
        "dropped_rows": found.export.dropped_rows,
        "clock_change_rows": found.export.clock_change_rows,
        "caveats": [
            {"code": caveat.code, "post": caveat.post, "details": dict(caveat.details)}
            for caveat in expected.caveats
        ],
        "effects": [asdict(effect) for effect in found.effects],
        "posts": posts,
    }


def _expected(expected: Forecast, row: int) -> Report:
    horizon, mean = expected.horizon, expected.mean[row]
    is_open = np.flatnonzero(~np.isnan(mean))
    assert expected.quantiles is not None
    return {
        "volume": float(np.nansum(mean)),
        "start": [horizon.clock.format(horizon.minute(int(place))) for place in is_open],
        "mean": mean[is_open],
        "quantiles": {
            str(level): expected.quantiles[row, number, is_open]
            for number, level in enumerate(expected.levels)
        },
    }


def _tested(test: PostBacktest | None) -> Report:
    if test is None:
        return {"models": {}}
    return {
        "models": {model.value: asdict(found) for model, found in test.accuracy.items()},
        "chosen_on_earlier_folds": asdict(test.chosen),
        "floor": test.floor,
        "coverage_80": test.coverage_80,
        "coverage_95": test.coverage_95,
        "even_coverage_80": test.even_80,
        "even_coverage_95": test.even_95,
        "folds": [
            {"start": start.isoformat(), "chosen": model.value}
            for start, model in zip(test.folds, test.models, strict=True)
        ],
    }


def plan_report(planned: Plan, params: SolveParams) -> Report:
    """Return a plan's numbers, stage by stage."""
    week, hit = planned.week, planned.hit
    assert week.requirement is not None
    assert week.forecast is not None
    problem = planned.solved.problem
    return {
        "week": week.horizon.iso_week,
        "dropped_rows": planned.export.dropped_rows,
        "clock_change_rows": planned.export.clock_change_rows,
        "closed_hours_chats": planned.closed_chats,
        "forecast": {
            "volume": float(np.nansum(week.forecast.mean)),
            "hit": None if hit is None else asdict(hit),
        },
        "required_hours": week.requirement.hours,
        "contract_hours": sum(agent.contract.hours_week for agent in week.agents),
        "agents": len(week.agents),
        "roster": solve_report(problem, params, planned.solved.result, planned.solved.verdict),
        "simulation": None
        if planned.expected is None
        else simulation_report(problem, planned.expected),
        "simulation_of_arrivals": None
        if planned.arrived is None
        else simulation_report(problem, planned.arrived),
    }


def simulation_report(problem: RosterProblem, simulation: Simulation) -> Report:
    """
    Return the measures of a simulation, of each post and of all, with 95 % intervals.

    ``target_missed`` of a post says that its service level, as the post defines it, lies below its
    target by more than its interval; ``promises`` are its further targets.
    """
    posts: Report = {}
    for row, post in enumerate(simulation.posts):
        target = problem.post_by_id[post].staffing.service_level
        measures = _measures(simulation.by_post, row)
        level = measures["service_level"]["high"]
        missed = level is not None and level < target
        posts[post] = {
            "target": target,
            "target_missed": missed,
            "definition": problem.post_by_id[post].staffing.definition.value,
            **measures,
            "by_definition": {
                each.value: _estimate(simulation.by_post.service_level_as(each), row)
                for each in LevelDefinition
            },
            "promises": [each for each in _promises(simulation) if each["post"] == post],
        }
    return {
        "replications": simulation.replications,
        "seed": simulation.params.seed,
        "posts": posts,
        "total": _measures(simulation.total, ()),
    }


def _promises(simulation: Simulation) -> list[Report]:
    kept = simulation.kept
    found = []
    for place, promise in enumerate(simulation.promises):
        target, level = promise.target, _estimate(kept, place)
        found.append(
            {
                "post": promise.post,
                "share": target.share,
                "within_seconds": None if promise.is_answer_rate else target.within_s,
                "definition": target.definition.value,
                "hours": None if target.hours is None else str(target.hours),
                "kept": level,
                "missed": level["high"] is not None and level["high"] < target.share,
            }
        )
    return found


def _measures(tally: Tally, place: int | tuple[()]) -> Report:
    return {name: _estimate(getattr(tally, name), place) for name in MEASURES}


def _estimate(estimate: Estimate, place: int | tuple[()]) -> Report:
    values = {name: getattr(estimate, name)[place] for name in ("mean", "low", "high")}
    return {name: float(value) if np.isfinite(value) else None for name, value in values.items()}
