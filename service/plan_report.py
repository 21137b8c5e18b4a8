"""What programs read of a plan from volumes to a simulated roster."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.horizon import format_clock
from scheduler.staffing.sealed import hours_to_fill
from service.demand.volume_report import reading_report
from service.roster.report import solve_report
from service.shop.opening import PROPOSED
from service.trial.simulation_report import simulation_report
from store.files.codec import written

if TYPE_CHECKING:
    from scheduler.ruleset import RuleSet
    from scheduler.solve.result import SolveParams
    from service.planning import Plan

Report = dict[str, Any]


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
        "reading": reading_report(planned.export, interval_min=planned.week.horizon.interval_min),
        "closed_hours_chats": planned.closed_chats,
        "forecast": {
            "volume": float(np.nansum(week.forecast.mean)),
            "hit": None if hit is None else asdict(hit),
        },
        "opening": _opening(planned),
        "rules": _rules(week.rules)
        | {"night_group": _night_group(planned), "plans_fitted": _lost(planned)},
        "required_hours": sum(hours_to_fill(problem).values()),
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


def _rules(rules: RuleSet) -> Report:
    """Return by which shift types and work plan a plan was made; empty: starts are free."""
    return {
        "types": [
            {"code": each.code, "name_zh": each.name_zh, "name_en": each.name_en}
            | {"starts": [format_clock(clock) for clock in (each.starts[0], each.starts[-1])]}
            | {"work_hours": written(each)["work_hours"], "meal_minutes": each.meal_min}
            for each in rules.types
        ],
        "work_plan": rules.work_plan,
    }


def _opening(planned: Plan) -> Report | None:
    """Return what opening hours are proposed and how many chats they leave out; None: told."""
    if planned.outside is None:
        return None
    return {"proposed": PROPOSED, "outside": planned.outside}


def _lost(planned: Plan) -> list[Report]:
    """Return the work plans that lost types to the opening hours."""
    return [
        {"work_plan": each.plan, "types": list(each.codes), "is_there": each.is_there}
        for each in planned.lost
    ]


def _night_group(planned: Plan) -> Report | None:
    """Return which posts are, or could be, watched together at night."""
    found = planned.night_group
    if found is None:
        return None
    seal, is_used = found.seal, found.seal in planned.week.rules.seals
    return {
        "posts": list(seal.posts),
        "hours": str(seal.hours),
        "people": found.people,
        "used": is_used,
    }
