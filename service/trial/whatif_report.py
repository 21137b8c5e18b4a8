"""What programs read of a week as it is beside the week with changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.roster.report import solve_report
from service.trial.scenario_result import required_hours
from service.trial.simulation_report import simulation_report

if TYPE_CHECKING:
    from scheduler.solve.result import SolveParams
    from service.trial.whatif import WeekOutcome, WhatIf

Report = dict[str, Any]


def whatif_report(found: WhatIf, params: SolveParams) -> Report:
    """Return what a week as it is leads to, and what it leads to with changes."""
    return {
        "base": outcome_report(found.base, params),
        "changed": outcome_report(found.changed, params),
    }


def outcome_report(outcome: WeekOutcome, params: SolveParams) -> Report:
    """Return what a week leads to."""
    problem, tested = outcome.problem, outcome.simulation
    posts = {
        post: {
            "required_hours": hours,
            "contract_hours": outcome.contract_hours.get(post, 0.0),
            "people_short": list(outcome.short_by_hour.get(post, ())),
        }
        for post, hours in required_hours(problem).items()
    }
    return {
        "agents": len(problem.agents),
        "posts": posts,
        "contract_cost": outcome.contract_cost,
        "wage_cost": outcome.wage_cost,
        "roster": solve_report(problem, params, outcome.result, outcome.verdict),
        "simulation": None if tested is None else simulation_report(problem, tested),
    }
