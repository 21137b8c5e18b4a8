"""What programs read of the demo's run."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from service.kpi_report import month_report
from service.report import solve_report

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.solve.result import SolveParams
    from service.demo import DemoRun
    from service.months import MonthRun
    from service.projection import Projected
    from service.simulation import Tested

Report = dict[str, Any]


def demo_report(ran: DemoRun, params: SolveParams) -> Report:
    """Return the numbers of the demo: next week's roster and its test, last month's payouts."""
    problem, answer = ran.problem, ran.answer
    return {
        "week": problem.horizon.iso_week,
        "agents": len(problem.agents),
        "chats_expected": ran.chats,
        "required_hours": problem.requirement.hours,
        "roster": solve_report(problem, params, answer.result, answer.verdict),
        "simulation": None if ran.tested is None else tested_report(problem, ran.tested),
        "projection": [_projected(each) for each in ran.projected],
        "month": month_report(ran.run.month, ran.run.scores, ran.run.payouts) | _sums(ran.run),
    }


def _projected(each: Projected) -> Report:
    return {
        "agent_id": each.agent_id,
        "post": each.post,
        "indicator": each.indicator,
        "value": None if each.value is None else str(each.value),
    }


def _sums(run: MonthRun) -> Report:
    """Return the mean score, how many people have each grade, and what is paid in all."""
    totals = [score.total for score in run.scores if score.total is not None]
    titles = {
        grade.id: {"zh": grade.title_zh, "en": grade.title_en}
        for scheme in run.inputs.schemes.values()
        for grade in scheme.grades
    }
    held = Counter(score.grade for score in run.scores if score.grade is not None)
    return {
        "mean_score": float(sum(totals) / len(totals)) if totals else None,
        "grades": {
            grade: titles[grade] | {"agents": held[grade]} for grade in titles if held[grade]
        },
        "paid": float(sum(payout.total for payout in run.payouts)),
    }


def tested_report(problem: RosterProblem, tested: Tested) -> Report:
    """Return a kept simulation in the shape of ``simulation_report``."""
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
