"""The scorecards of several posts -> one score, blended by worked minutes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.scheme.line import ZERO
from kpi.score.scorecard import AgentScore, Blend, Scorecard, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.scheme.scheme import Scheme


def blended(cards: Sequence[Scorecard], schemes: Mapping[str, Scheme]) -> AgentScore:
    """Return the scorecards of one agent blended by worked minutes."""
    scored = [card for card in cards if card.total is not None]
    by, minutes = minutes_of(scored)
    weight = dict(zip((card.post for card in scored), minutes, strict=True))
    ordered = sorted(cards, key=lambda card: (-weight.get(card.post, ZERO), card.post))
    whole = sum(minutes, ZERO)
    shares = tuple(weight.get(card.post, ZERO) / whole if whole else ZERO for card in ordered)
    first = ordered[0]
    total = None
    if scored:
        parts = [
            share * card.total / card.full
            for share, card in zip(shares, ordered, strict=True)
            if card.total is not None
        ]
        total = min(first.full, rounded(sum(parts, ZERO) * first.full))
    grade = None if total is None else schemes[first.post].grade(total)
    return AgentScore(
        agent_id=first.agent_id,
        month=first.month,
        cards=tuple(ordered),
        shares=shares,
        blended_by=by,
        full=first.full,
        total=total,
        grade=grade.id if grade else None,
    )


def minutes_of(cards: Sequence[Scorecard]) -> tuple[Blend, list[Decimal]]:
    """Return by what to blend, and how much of it each card has."""
    if all(card.worked_min is not None or not card.scheduled_min for card in cards):
        worked = [card.worked_min or ZERO for card in cards]
        if any(worked):
            return Blend.WORKED, worked
    scheduled = [card.scheduled_min or ZERO for card in cards]
    if any(scheduled):
        return Blend.SCHEDULED, scheduled
    return Blend.EQUAL, [Decimal(1)] * len(cards)
