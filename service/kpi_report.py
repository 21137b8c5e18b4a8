"""
What programs read of scores and payouts: plain names and numbers, the same in every language.

Scores and money are texts, so that no digit is lost: ``"81.50"``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from kpi.month import Month
    from kpi.payout import Payout
    from kpi.scorecard import AgentScore, Scorecard, ScoreLine

Report = dict[str, Any]


def month_report(month: Month, scores: Iterable[AgentScore], payouts: Iterable[Payout]) -> Report:
    """Return every agent's score with its lines, and every payout with its lines."""
    return {
        "month": str(month),
        "agents": [_agent(score) for score in scores],
        "payouts": [_payout(payout) for payout in payouts],
    }


def _agent(score: AgentScore) -> Report:
    return {
        "agent_id": score.agent_id,
        "total": _text(score.total),
        "full": _text(score.full),
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
        "left_out": None if line.left_out is None else line.left_out.value,
    }


def _payout(payout: Payout) -> Report:
    return {
        "agent_id": payout.agent_id,
        "total": str(payout.total),
        "lines": [
            {
                "pays": line.pays.value,
                "amount": str(line.amount),
                "details": {name: str(value) for name, value in line.details.items()},
            }
            for line in payout.lines
        ],
        "unpaid": [reason.value for reason in payout.unpaid],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
