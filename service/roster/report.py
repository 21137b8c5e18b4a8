"""
What programs read of a roster: plain names and numbers, the same in every language.

Times are local ISO times, hours are agent-hours, costs in the unit of the rules' weights; so too in
the other reports.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from scheduler.hours_given import hours_given
from scheduler.left_out import left_out
from scheduler.staffing.sealed import hours_to_fill
from scheduler.verify.opening import closed_hours
from service.roster.coverage import away_work, coverage
from service.roster.gap import gap_of
from service.roster.liveable_report import liveable_report
from service.roster.open_intervals import open_points
from service.roster.overriding import judged, still_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Horizon
    from scheduler.house_price import Override
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.solve.result import Progress, SolveParams, SolveResult
    from scheduler.verify.verdict import Verdict, Violation
    from service.roster.open_intervals import OpenPoint
    from service.roster.overriding import MarkedBreach

Report = dict[str, Any]
UNKNOWN = "unknown"


def verdict_report(
    problem: RosterProblem,
    roster: Roster,
    verdict: Verdict,
    overrides: Sequence[Override] = (),
) -> Report:
    """
    Return the cost and the breaches of a roster, under the names the referee uses.

    Breaches and cost count as the format does, a breach for each interval, and to which people who
    are away are at work; ``stretches`` counts intervals that follow one another as one.
    Each breach says whether it is of ``law``, with ground and article, or of the ``house``, and
    ``override`` with what price and reason it was decided by hand; None: it was not.
    ``shortage_agent_hours``, ``surplus_agent_hours`` and ``open_intervals`` are of those who are
    there, ``of_cost`` has the hours behind the cost (``weighed``: short as it counts them where
    single people have a worth of their own; None: nowhere), and ``liveable`` what the roster is
    like for those who work it.
    """
    cover, away = coverage(problem, roster), away_work(problem, roster)
    closed = closed_hours(problem, roster)
    breaches = judged(problem, roster, verdict.violations)
    return {
        "cost": verdict.cost.total,
        "shortage_agent_hours": cover.short_hours,
        "surplus_agent_hours": cover.surplus_hours,
        "of_cost": {
            "shortage_agent_hours": verdict.cost.short_hours,
            "surplus_agent_hours": verdict.cost.surplus_hours,
            "weighed_agent_hours": verdict.cost.weighed_hours,
        },
        "away_people": away.people,
        "away_hours": away.hours,
        "preference": verdict.cost.wishes,
        "overtime_hours": verdict.cost.overtime_hours,
        "unsteady_hours": verdict.cost.unsteady_hours,
        "unfair_shifts": verdict.cost.unfair_shifts,
        "missed_handovers": verdict.cost.missed_handovers,
        "type_changes": verdict.cost.type_changes,
        "post_changes": verdict.cost.post_changes,
        "weeks_days_off_apart": verdict.cost.weeks_apart,
        "hours_owed_not_given": verdict.cost.owed_hours,
        "standby_hours_missing": verdict.cost.standby_hours,
        "hours_outside_opening": closed.forbidden,
        "hours_outside_opening_allowed": closed.allowed,
        "shifts": len(roster.shifts),
        "required_hours": problem.requirement.hours,
        "required_hours_with_minimums": sum(hours_to_fill(problem).values()),
        "breaches": len(verdict.violations),
        "by_rule": verdict.by_rule,
        "stretches": len(verdict.stretches),
        "stretches_by_rule": verdict.stretches_by_rule,
        "violations": [_judged_report(each, problem.horizon, overrides) for each in breaches],
        "by_standing": dict(Counter(each.standing or UNKNOWN for each in breaches)),
        "open_intervals": [
            _open_point(each, problem.horizon) for each in open_points(problem, roster)
        ],
        "left_out": left_out_report(problem),
        "liveable": liveable_report(problem, roster),
        "hours_owed": owed_report(problem, roster),
    }


def owed_report(problem: RosterProblem, roster: Roster) -> Report | None:
    """
    Return the hours owed and given, who gets fewer, and those cover cannot use; None: none owed.

    ``most`` of a person are the hours of those owed that fit into the days, ``would_break`` the
    rules in the way of more; ``unused_people`` says how many people ``unused`` hours are.
    """
    found = hours_given(problem, roster)
    if found is None:
        return None
    return {
        "owed": found.owed_min / 60,
        "given": found.given_min / 60,
        "fewer": [
            {
                "agent_id": each.agent_id,
                "owed": each.owed_min / 60,
                "given": each.given_min / 60,
                "most": each.most_min / 60,
                "would_break": list(each.rules),
            }
            for each in found.fewer
        ],
        "unused": found.unused_min / 60,
        "unused_people": found.people,
    }


def left_out_report(problem: RosterProblem) -> list[Report]:
    """Return whom the rules leave without any shift, and the cause."""
    return [
        {"agent_id": each.agent_id, "cause": each.cause.value, "values": list(each.values)}
        for each in left_out(problem)
    ]


def _open_point(point: OpenPoint, horizon: Horizon) -> Report:
    """
    Return where people are missing, and who comes nearest; ``broken`` empty: at no harm.

    ``nearest`` is None where nobody was looked up.
    """
    clock, stretch = horizon.clock, point.stretch
    return {
        "post": stretch.post,
        "start": clock.format(stretch.start_min),
        "end": clock.format(stretch.end_min),
        "missing": stretch.missing,
        "nearest": None
        if point.nearest is None
        else [
            {
                "agent_id": helper.shift.agent_id,
                "start": clock.format(helper.shift.start_min),
                "end": clock.format(helper.shift.end_min),
                "replaces": None
                if helper.instead_of is None
                else clock.format(helper.instead_of.start_min),
                "broken": [violation_report(each, horizon) for each in helper.broken],
                "leaves_open": [violation_report(each, horizon) for each in helper.left_open],
            }
            for helper in point.nearest
        ],
    }


def violation_report(violation: Violation, horizon: Horizon) -> Report:
    """Return a breach: its rule, whom and when it concerns, the value found and the one allowed."""
    at = None if violation.at_min is None else horizon.clock.format(violation.at_min)
    return {
        "rule": violation.rule,
        "agent_id": violation.agent_id,
        "post": violation.post,
        "at": at,
        "measured": violation.measured,
        "limit": violation.limit,
    }


def override_report(one: Override) -> Report:
    """Return what breaking a rule by hand counted for, and why it was done."""
    return {"price": one.price, "reason": one.reason}


def _judged_report(each: MarkedBreach, horizon: Horizon, overrides: Sequence[Override]) -> Report:
    """Return a breach of the roster itself, with its standing; null: the law is not known."""
    told = still_of(overrides, [each.found])
    return violation_report(each.found, horizon) | {
        "override": override_report(told[-1]) if told else None,
        "standing": each.standing,
        "ground": each.ground,
        "article": each.named.get("article"),
        "article_en": each.named.get("article_en"),
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
        "required_hours_with_minimums": sum(hours_to_fill(problem).values()),
        "breaches": None,
        "stretches": None,
        "stretches_by_rule": {},
        "by_rule": {},
        "by_standing": {},
        "reasons": [{"code": code, "names": list(names)} for code, names in result.reasons],
        "trace": [_moment(each) for each in result.trace],
        "left_out": left_out_report(problem),
    }
    if result.roster is not None and result.cost is not None and verdict is not None:
        gap = gap_of(problem, result.cost, result.bound)
        report |= verdict_report(problem, result.roster, verdict)
        report |= {"gap_hours": gap.hours, "gap_of_required": gap.of_required}
    return report


def _moment(progress: Progress) -> Report:
    names = ("phase", "seconds", "cost", "bound")
    return {name: getattr(progress, name) for name in names}
