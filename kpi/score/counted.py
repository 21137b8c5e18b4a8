"""The sums that a month's scorecards were counted from, for whoever wants to see them."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.employed import weekday_share
from kpi.metrics.totals import By, Totals
from kpi.scheme.targets import Shared, shares_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.facts.facts import Facts
    from kpi.month import Month
    from kpi.scheme.targets import Target
    from kpi.score.scorecard import Scorecard
    from scheduler.agent import Employment

ZERO = Decimal(0)
DUST = 8
"""Decimals of a sum beyond which there is nothing but what floats leave behind."""
Sums = tuple[Decimal | None, ...]


class CountedFrom:
    """
    A month's sums by agent and post, by post, and by post in the month before.

    Parameters
    ----------
    facts
        What the month was scored from.
    month
        Which.
    targets, teams, employment
        As it was scored with.
    """

    def __init__(
        self,
        facts: Facts,
        month: Month,
        targets: Iterable[Target],
        teams: Mapping[str, str],
        employment: Mapping[str, Employment],
    ) -> None:
        self._facts, self._month, self._teams = facts, month, teams
        self._employed = {who: weekday_share(each, month) for who, each in employment.items()}
        self._targets = [target for target in targets if target.month == month]
        self._totals = Totals(facts.between(month.first, month.last))
        self._place = {group: place for place, group in enumerate(self._totals.groups)}

    def own_of(self, card: Scorecard, columns: Sequence[str]) -> Sums:
        """Return an agent's sums on a post, over the days on which all the columns are known."""
        return _at(self._totals, self._place[card.agent_id, card.post], columns)

    def own(self, card: Scorecard, column: str) -> Decimal | None:
        """Return an agent's sum of one column on a post; None: unknown."""
        return self.own_of(card, (column,))[0]

    def post_of(self, card: Scorecard, columns: Sequence[str]) -> Sums:
        """Return the same of everybody on the post."""
        return _of_post(self._by_post, card.post, columns)

    def before_of(self, card: Scorecard, columns: Sequence[str]) -> Sums:
        """Return the same of everybody on the post in the month before."""
        return _of_post(self._by_post_before, card.post, columns)

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
        scheduled = self.own(card, "scheduled_min") or ZERO
        away = self.own_of(card, ("secondment_min", "disruption_min"))
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

    @cached_property
    def _by_post(self) -> Totals:
        return Totals(self._totals.facts, By.POST)

    @cached_property
    def _by_post_before(self) -> Totals:
        before = self._month.before
        return Totals(self._facts.between(before.first, before.last), By.POST)


def exact_share(share: Shared) -> Decimal:
    """Return an agent's part of a target without what floats leave behind."""
    left = Decimal(repr(share.left))
    if share.minutes is None or share.of_minutes is None:
        return left * Decimal(repr(share.employed))
    return left * Decimal(repr(share.minutes)) / Decimal(repr(share.of_minutes))


def _of_post(totals: Totals, post: str, columns: Sequence[str]) -> Sums:
    posts = [name for _, name in totals.groups]
    if post not in posts:
        return (None,) * len(columns)
    return _at(totals, posts.index(post), columns)


def _at(totals: Totals, place: int, columns: Sequence[str]) -> Sums:
    sums = [float(each[place]) for each in totals.sums(*columns)]
    return tuple(None if np.isnan(value) else _exact(value) for value in sums)


def _exact(value: float) -> Decimal:
    """Return a sum without what floats leave behind, such as of tenths of hours."""
    return Decimal(repr(round(value, DUST)))
