"""Commission on net sales by tiers, progressive or whole-amount, and its claw-back on refunds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from kpi.pay.reckoning import to_fen
from kpi.told import Told, told
from scheduler.errors import gathering
from scheduler.keys import Cell, Key, Plausible

ZERO = Decimal(0)


class TierMode(StrEnum):
    """What the rate of a tier is paid on."""

    PROGRESSIVE = "progressive"  # each slice of sales at its own rate
    WHOLE = "whole"  # all sales above the quota at the rate of the tier reached


@dataclass(frozen=True, slots=True)
class Tier:
    """
    A rate from some sales on.

    Parameters
    ----------
    sales
        Yuan of net sales from which it holds, up to the next tier's.
    rate
        Share of the sales, in [0, 1].
    """

    sales: Decimal
    rate: Annotated[Decimal, Key(cell=Cell.FACTOR), Plausible(0.0001, 0.3)]


@dataclass(frozen=True, slots=True)
class Rates:
    """
    How sales become commission.

    Parameters
    ----------
    tiers
        In any order; below the lowest nothing is paid.
    quota
        Yuan of net sales that earn nothing.
    mode
        Progressive or whole-amount.
    """

    tiers: tuple[Tier, ...]
    quota: Decimal = ZERO
    mode: TierMode = TierMode.PROGRESSIVE

    def __post_init__(self) -> None:
        tiers = tuple(sorted(self.tiers, key=lambda tier: tier.sales))
        object.__setattr__(self, "tiers", tiers)
        with gathering() as check:
            check(len(tiers) > 0, "empty", column="tiers")
            check(self.quota >= 0, "negative", column="quota", value=self.quota)
            for one, two in pairwise(tiers):
                check(one.sales < two.sales, "tier_twice", column="sales", value=two.sales)
                rising = one.rate <= two.rate
                check(rising, "tier_not_rising", column="rate", value=f"{one.rate}, {two.rate}")
            for tier in tiers:
                check(tier.sales >= 0, "negative", column="sales", value=tier.sales)
                good = ZERO <= tier.rate <= 1
                per_mille = tier.rate / 1000
                check(good, "commission_unit", column="rate", value=tier.rate, share=per_mille)

    def rate(self, net_sales: Decimal) -> Decimal:
        """Return the rate of the tier that sales reach; 0 below the lowest."""
        reached = [tier.rate for tier in self.tiers if tier.sales <= net_sales]
        return reached[-1] if reached else ZERO

    def slices(self, net_sales: Decimal) -> tuple[tuple[Decimal, Decimal], ...]:
        """Return yuan of sales and the rate paid on them; empty when the quota is not passed."""
        if net_sales <= self.quota:
            return ()
        if self.mode is TierMode.WHOLE:
            rate = self.rate(net_sales)
            return ((net_sales - self.quota, rate),) if rate else ()
        ends = [*(tier.sales for tier in self.tiers[1:]), net_sales]
        found = [
            (min(end, net_sales) - max(tier.sales, self.quota), tier.rate)
            for tier, end in zip(self.tiers, ends, strict=True)
        ]
        return tuple((part, rate) for part, rate in found if part > 0 and rate)

    def notes(self) -> tuple[Told, ...]:
        """Return the tiers, the quota and how a tier is paid, to be told."""
        tiers = tuple(told("tier", sales=one.sales, rate=one.rate) for one in self.tiers)
        return told(f"tier_mode_{self.mode}", quota=self.quota), *tiers

    def commission(self, net_sales: Decimal) -> Decimal:
        """Return the commission in yuan, not rounded."""
        return sum((part * rate for part, rate in self.slices(net_sales)), ZERO)

    def paid(self, net_sales: Decimal) -> Decimal:
        """Return the commission as it is paid: each slice's line rounded to the fen."""
        return sum((to_fen(part * rate) for part, rate in self.slices(net_sales)), ZERO)
