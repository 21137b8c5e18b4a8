"""The hours behind a scorecard: scheduled, present, lent and lost, and what those changed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kpi.facts.facts import Facts
    from kpi.score.scorecard import Scorecard
    from store.months import MonthRun


@dataclass(frozen=True, slots=True)
class CardHours:
    """
    An agent's minutes on a post in a month; None: unknown.

    Parameters
    ----------
    scheduled_min, present_min, adherent_min, handling_min
        As in ``kpi.columns``.
    secondment_min, disruption_min
        Lent and lost with approval.
    shifts, late_shifts, early_shifts, absent_shifts
        Counts of shifts: all, begun late, ended early, not worked.
    target_fen
        The sales target after lent and lost time was taken from it; None: there is none.
    """

    scheduled_min: Decimal | None
    present_min: Decimal | None
    adherent_min: Decimal | None
    handling_min: Decimal | None
    secondment_min: Decimal | None
    disruption_min: Decimal | None
    shifts: Decimal | None
    late_shifts: Decimal | None
    early_shifts: Decimal | None
    absent_shifts: Decimal | None
    target_fen: Decimal | None

    @property
    def excused_min(self) -> Decimal:
        """Return the minutes lent and lost with approval."""
        return (self.secondment_min or Decimal()) + (self.disruption_min or Decimal())

    @property
    def target_before_fen(self) -> Decimal | None:
        """Return what the target would be had nothing been lent or lost; None: there is none."""
        scheduled = self.scheduled_min
        if self.target_fen is None or not scheduled or scheduled == self.excused_min:
            return None
        return self.target_fen * scheduled / (scheduled - self.excused_min)


COUNTED = tuple(name for name in CardHours.__dataclass_fields__ if name != "target_fen")


def card_hours(run: MonthRun, card: Scorecard) -> CardHours:
    """Return the hours a run counted for one of its scorecards."""
    facts = run.facts.between(card.month.first, card.month.last)
    sums = {name: _sum(facts, card, name) for name in COUNTED}
    aimed = [line for line in card.lines if line.indicator == "target_attainment"]
    target = aimed[0].denominator if aimed else None
    return CardHours(**sums, target_fen=target)


def _sum(facts: Facts, card: Scorecard, name: str) -> Decimal | None:
    if name not in facts.counts or card.agent_id not in facts.agents:
        return None
    if card.post not in facts.posts:
        return None
    mine = (facts.agent == facts.agents.index(card.agent_id)) & (
        facts.post == facts.posts.index(card.post)
    )
    values = facts[name][mine]
    if np.isnan(values).all():
        return None
    return Decimal(repr(float(np.nansum(values)))).normalize()
