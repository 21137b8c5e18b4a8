"""
What programs read of scores and payouts: plain names and numbers, the same in every language.

Scores and money are texts, so that no digit is lost: ``"81.50"``.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.score.coverage import gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi.facts.employed import OutsideEmployment
    from kpi.facts.presences import AskedPresence
    from kpi.facts.scheduled import ExceptionLeftOut
    from kpi.month import Month
    from kpi.pay.outliers import PayCompared
    from kpi.pay.payout import Payout
    from kpi.scheme.scheme import Scheme
    from kpi.score.coverage import ScoredAnyway
    from kpi.score.scorecard import AgentScore, Scorecard, ScoreLine
    from scheduler.horizon import Clock
    from service.month.months import MonthRun
    from store.months import DecidedBackwards

Report = dict[str, Any]
HOUR_MIN = 60
MINUTE_S = 60


def month_report(
    month: Month,
    scores: Sequence[AgentScore],
    payouts: Sequence[Payout],
    schemes: Iterable[Scheme],
    *,
    in_doubt: Sequence[AskedPresence] = (),
    left_out: Sequence[ExceptionLeftOut] = (),
    outside: Sequence[OutsideEmployment] = (),
    anyway: Sequence[Report] = (),
    attended: Iterable[str] = (),
    has_cards: bool = True,
    clock: Clock,
) -> Report:
    """
    Return every agent's score and payout with their lines, and what they come to in all.

    ``in_doubt`` are the presences that nobody can mean as they stand, ``left_out`` the exceptions
    that excuse nothing, both told by the local clock; ``outside`` what is known of people for days
    on which they are not employed; ``anyway`` who was scored by decision, ``attended`` all
    of whom there is attendance, ``has_cards`` whether it names cards.
    """
    totals = [score.total for score in scores if score.total is not None]
    held = Counter(score.grade for score in scores)
    return {
        "month": str(month),
        "agents": [_agent(score) for score in scores],
        "mean_score": f"{sum(totals) / len(totals):.2f}" if totals else None,
        "grades": {
            grade.id: {"zh": grade.title_zh, "en": grade.title_en, "agents": held[grade.id]}
            for scheme in schemes
            for grade in scheme.grades
        },
        "payouts": [_payout(payout) for payout in payouts],
        "paid": str(sum((payout.total for payout in payouts), Decimal(0))),
        "presences_in_doubt": [
            {
                "agent_id": one.agent_id,
                "start": clock.format(one.start_min),
                "end": clock.format(one.end_min),
                "hours": round((one.end_min - one.start_min) / HOUR_MIN, 2),
                "why": one.why and one.why.value,
            }
            for one in in_doubt
        ],
        "exceptions_left_out": [
            {
                "agent_id": one.interruption.agent_id,
                "start": clock.format(one.interruption.start_min),
                "end": clock.format(one.interruption.end_min),
                "why": one.why.value,
            }
            for one in left_out
        ],
        "outside_employment": [
            {
                "agent_id": one.agent_id,
                "kind": one.kind.value,
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "days": one.days,
            }
            for one in outside
        ],
        "attendance_has_cards": has_cards,
        "coverage": coverage_report(scores),
        "scored_anyway": list(anyway),
        "attended_only": sorted(set(attended) - {score.agent_id for score in scores}),
    }


def coverage_report(scores: Sequence[AgentScore]) -> Report:
    """Return which lines of schemes give whom no points, and whose score that leaves too little."""
    return {
        "lines": [
            {
                "post": gap.post,
                "scheme": gap.scheme_id,
                "indicator": gap.indicator,
                "why": gap.why.value,
                "agents": list(gap.agents),
                "of": gap.of,
                "share": _share(gap.share),
            }
            for gap in gaps(scores)
        ],
        "below": [
            {
                "agent_id": score.agent_id,
                "coverage": _share(score.coverage),
                "least_coverage": _share(score.least_coverage),
                "scored": score.total is not None,
            }
            for score in scores
            if score.is_below
        ],
    }


def decided_report(one: ScoredAnyway, by: str, clock: Clock, at_min: int | None = None) -> Report:
    """Return a decision to score somebody, by whom and, where it is kept, when."""
    at = None if at_min is None else clock.format(at_min)
    return {"agents": list(one.agents), "reason": one.reason, "by": by, "at": at}


def _share(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.4f}"


def run_report(run: MonthRun, clock: Clock) -> Report:
    """Return the same of a month the database holds."""
    return month_report(
        run.month,
        run.scores,
        run.payouts,
        run.inputs.schemes.values(),
        in_doubt=run.inputs.in_doubt,
        left_out=run.inputs.left_out,
        outside=run.inputs.outside,
        anyway=[
            decided_report(one.decision, one.entered.by, clock, one.entered.at_s // MINUTE_S)
            for one in run.inputs.anyway
        ],
        attended=run.inputs.no_hours,
        clock=clock,
    ) | {"schemes_backwards": [_backwards(one, clock) for one in run.inputs.backwards]}


def _backwards(one: DecidedBackwards, clock: Clock) -> Report:
    put = one.decision
    return {
        "scheme": put.scheme_id,
        "version": put.version,
        "valid_from": put.valid_from.isoformat(),
        "reason": put.reason,
        "by": one.entered.by,
        "at": clock.format(one.entered.at_s // MINUTE_S),
    }


def compared_report(found: PayCompared) -> Report:
    """Return a month's pay beside the month before: whom to look at, and what changed most."""
    return {
        "people": found.people,
        "known": found.known,
        "outliers": [
            {
                "agent_id": one.agent_id,
                "before": str(one.before),
                "now": str(one.now),
                "factor": str(one.factor),
                "part": None if one.part is None else one.part.value,
                "part_before": str(one.part_before),
                "part_now": str(one.part_now),
            }
            for one in found.outliers
        ],
    }


def _agent(score: AgentScore) -> Report:
    return {
        "agent_id": score.agent_id,
        "total": _text(score.total),
        "full": _text(score.full),
        "coverage": _share(score.coverage),
        "grade": score.grade,
        "blended_by": score.blended_by.value,
        "cards": [
            _card(card) | {"share": _text(share)}
            for card, share in zip(score.cards, score.shares, strict=True)
        ],
    }


def _card(card: Scorecard) -> Report:
    return {
        "post": card.post,
        "scheme": card.scheme_id,
        "scheme_version": card.scheme_version,
        "total": _text(card.total),
        "full": _text(card.full),
        "grade": card.grade,
        "scheduled_min": _text(card.scheduled_min),
        "worked_min": _text(card.worked_min),
        "lines": [_line(line) for line in card.lines],
    }


def _line(line: ScoreLine) -> Report:
    return {
        "indicator": line.indicator,
        "numerator": _text(line.numerator),
        "denominator": _text(line.denominator),
        "value": _text(line.value),
        "band": line.band,
        "points": _text(line.points),
        "weight": _text(line.weight),
        "weight_used": _text(line.weight_used),
        "contribution": _text(line.contribution),
        "few_cases": line.has_few_cases,
        "left_out": None if line.left_out is None else line.left_out.value,
    }


def _payout(payout: Payout) -> Report:
    return {
        "agent_id": payout.agent_id,
        "total": str(payout.total),
        "lines": [
            {
                "pays": line.pays.value,
                "name": line.name,
                "amount": str(line.amount),
                "details": {name: str(value) for name, value in line.details.items()},
                "rests_on": {name: str(value) for name, value in line.rests_on.items()},
            }
            for line in payout.lines
        ],
        "unpaid": [reason.value for reason in payout.unpaid],
        "owed": str(payout.owed),
        "time_off": [
            {
                "date": one.date.isoformat(),
                "hours": one.minutes / HOUR_MIN,
                "until": one.until and one.until.isoformat(),
                "campaign": one.campaign,
            }
            for one in payout.time_off
        ],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
