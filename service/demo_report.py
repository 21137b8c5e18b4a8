"""What programs read of the demo's run."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scheduler.staffing.sealed import hours_to_fill
from service.month.kpi_report import run_report
from service.roster.report import solve_report

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.solve.result import SolveParams
    from service.demo import DemoRun
    from service.trial.projection import Projected
    from service.trial.simulation import Tested

Report = dict[str, Any]


def demo_report(ran: DemoRun, params: SolveParams) -> Report:
    """Return the numbers of the demo: next week's roster and its test, last month's payouts."""
    problem, answer = ran.problem, ran.answer
    return {
        "week": problem.horizon.iso_week,
        "agents": len(problem.agents),
        "chats_expected": ran.chats,
        "required_hours": sum(hours_to_fill(problem).values()),
        "roster": solve_report(problem, params, answer.result, answer.verdict),
        "simulation": None if ran.tested is None else tested_report(problem, ran.tested),
        "projection": [_projected(each) for each in ran.projected],
        "month": run_report(ran.run, problem.horizon.clock),
    }


def _projected(each: Projected) -> Report:
    return {
        "agent_id": each.agent_id,
        "post": each.post,
        "indicator": each.indicator,
        "value": None if each.value is None else str(each.value),
    }


def tested_report(problem: RosterProblem, tested: Tested) -> Report:
    """Return a kept simulation as ``simulation_report`` does, less what is not kept of it."""
    note = tested.kept.note
    posts: Report = {
        post: {
            "target": problem.post_by_id[post].staffing.service_level,
            "target_missed": post in tested.missed,
            **{name: asdict(measured) for name, measured in measures.items()},
        }
        for post, measures in note.by_post.items()
    }
    return {
        "replications": note.replications,
        "seed": note.params.seed,
        "posts": posts,
        "total": {name: asdict(measured) for name, measured in note.total.items()},
    }
