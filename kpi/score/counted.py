"""The sums that a month's scorecards were counted from, for whoever wants to see them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.employed import weekday_share
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.totals import Knowing, Totals
from kpi.scheme.targets import Shared, shares_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi.facts.facts import Facts, Floats
    from kpi.month import Month
    from kpi.scheme.targets import Target
    from kpi.score.scorecard import Scorecard
    from scheduler.agent import Employment

ZERO = Decimal(0)
DUST = 8
"""Decimals of a sum beyond which there is nothing but what floats leave behind."""
Sums = tuple[Decimal | None, ...]


class Whose(StrEnum):
    """Whose counts an indicator looks at."""

    OWN = "own"
    POST = "post"
    POST_BEFORE = "post_before"


@dataclass(frozen=True, slots=True)
class CountedSum:
    """A sum that an indicator was measured by; None: unknown."""

    whose: Whose
    column: str
    value: Decimal | None


class Noting(Totals):
    """Totals that note which sums they were asked for: what an indicator says it rests on."""

    def __init__(self, totals: Totals) -> None:
        super().__init__(totals.facts, totals.by, totals.before, totals.targets, totals.knowing)
        object.__setattr__(self, "asked", [])

    asked: list[tuple[Whose, str, Floats]]

    def sums(self, *columns: str) -> tuple[Floats, ...]:
        """Return the agents' own sums, and note them."""
        found = super().sums(*columns)
        self.asked.extend((Whose.OWN, *one) for one in zip(columns, found, strict=True))
        return found

    def post_pair(self, numerator: str, denominator: str) -> tuple[Floats, Floats]:
        """Return the sums of the posts, and note them."""
        return self._note(Whose.POST, numerator, denominator)

    def post_pair_before(self, numerator: str, denominator: str) -> tuple[Floats, Floats]:
        """Return the sums of the posts in the month before, and note them."""
        return self._note(Whose.POST_BEFORE, numerator, denominator)

    def _note(self, whose: Whose, *columns: str) -> tuple[Floats, Floats]:
        pair = super().post_pair if whose is Whose.POST else super().post_pair_before
        over, under = pair(*columns)
        self.asked.extend((whose, *one) for one in zip(columns, (over, under), strict=True))
        return over, under


class CountedFrom:
    """
    The sums that a month's scorecards were counted from, and how targets were shared out.

    Parameters
    ----------
    facts
        What the month was scored from.
    month
        The month that was scored.
    targets, teams, employment, knowing
        As it was scored with.
    """

    def __init__(
        self,
        facts: Facts,
        month: Month,
        targets: Iterable[Target],
        teams: Mapping[str, str],
        employment: Mapping[str, Employment],
        *,
        knowing: Knowing = Knowing.COVERED,
    ) -> None:
        self._teams = teams
        self._employed = {who: weekday_share(each, month) for who, each in employment.items()}
        self._targets = [target for target in targets if target.month == month]
        before = facts.between(month.before.first, month.before.last)
        self._totals = Totals(
            facts.between(month.first, month.last),
            before=before if len(before) else None,
            knowing=knowing,
        )
        self._noted: dict[str, list[tuple[Whose, str, Floats]]] = {}
        self._place = {group: place for place, group in enumerate(self._totals.groups)}

    def sums(self, card: Scorecard, indicator: str) -> tuple[CountedSum, ...]:
        """Return the sums an indicator of an agent was measured by, in the order it asks."""
        if indicator not in self._noted:
            noting = Noting(self._totals)
            INDICATORS[indicator].measure(noting)
            self._noted[indicator] = noting.asked
        place = self._place[card.agent_id, card.post]
        asked = self._noted[indicator]
        return tuple(
            CountedSum(whose, column, _exact(each[place])) for whose, column, each in asked
        )

    def own(self, card: Scorecard, *columns: str) -> Sums:
        """Return an agent's sums on a post, over the days on which all the columns are known."""
        place = self._place[card.agent_id, card.post]
        return tuple(_exact(each[place]) for each in self._totals.sums(*columns))

    def target(
        self, card: Scorecard, column: str
    ) -> tuple[Shared, Decimal, Decimal, Decimal] | None:
        """
        Return how a target came to an agent; None: there is none.

        Returns
        -------
        tuple
            The share, scheduled minutes, excused minutes, and the target that is left.
        """
        place = self._place[card.agent_id, card.post]
        share = self._shares.get(column, {}).get(place)
        if share is None:
            return None
        scheduled = self.own(card, "scheduled_min")[0] or ZERO
        away = self.own(card, "secondment_min", "disruption_min")
        excused = sum((one or ZERO for one in away), ZERO)
        kept = 1 - excused / scheduled if scheduled else 1
        return share, scheduled, excused, exact_share(share) * kept

    @cached_property
    def _shares(self) -> Mapping[str, Mapping[int, Shared]]:
        (scheduled_min,) = self._totals.sums("scheduled_min")
        groups, employed = self._totals.groups, self._employed
        found = shares_of(self._targets, groups, scheduled_min, self._teams, employed)
        return {
            column: {place: share for place, share in enumerate(shares) if share is not None}
            for column, shares in found.items()
        }


def exact_share(share: Shared) -> Decimal:
    """Return an agent's part of a target without what floats leave behind."""
    left = Decimal(repr(share.left))
    if share.minutes is None or share.of_minutes is None:
        return left * Decimal(repr(share.employed))
    return left * Decimal(repr(share.minutes)) / Decimal(repr(share.of_minutes))


def _exact(value: float) -> Decimal | None:
    """Return a sum without what floats leave behind, such as of tenths of hours; None: unknown."""
    return None if np.isnan(value) else Decimal(repr(round(float(value), DUST)))
