"""What a month is paid from beside scores, plans and hours: rewards, refunds, deductions, ranks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from kpi.month import Month
from kpi.pay.commission import Rates
from kpi.scheme.targets import Target
from scheduler.errors import require

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class RewardCase:
    """
    A proven case that a pay scheme rewards.

    Parameters
    ----------
    agent_id, date, name
        Who, when, and what kind of case.
    buyer, proof
        The buyer's id, and where the proof lies; neither empty.
    price
        Of the goods, in yuan.
    compensation
        Given to the buyer, in yuan.
    """

    agent_id: str
    date: dt.date
    name: str
    buyer: str
    proof: str
    price: Decimal = ZERO
    compensation: Decimal = ZERO

    def __post_init__(self) -> None:
        for column in ("agent_id", "name", "buyer", "proof"):
            require(bool(getattr(self, column)), "empty", column=column)
        for column in ("price", "compensation"):
            value: Decimal = getattr(self, column)
            require(value.is_finite() and value >= 0, "negative", column=column, value=value)


@dataclass(frozen=True, slots=True)
class Repaid:
    """Sales of an agent in an earlier month that were refunded since, in yuan."""

    agent_id: str
    month: Month
    refunded: Decimal

    def __post_init__(self) -> None:
        good = self.refunded.is_finite() and self.refunded > 0
        require(good, "not_positive", column="refunded", value=self.refunded)


@dataclass(frozen=True, slots=True)
class LateRefund:
    """
    Sales refunded after their month was paid.

    Parameters
    ----------
    agent_id, month
        Whose sales, and the month in which commission was paid on them.
    refunded
        Yuan refunded since.
    net_sales
        Yuan on which commission was paid then.
    rates
        By which it was paid then.
    """

    agent_id: str
    month: Month
    refunded: Decimal
    net_sales: Decimal
    rates: Rates

    def __post_init__(self) -> None:
        good = ZERO < self.refunded <= self.net_sales
        require(good, "refund_above_sales", column="refunded", value=self.refunded)

    @property
    def owed(self) -> Decimal:
        """Return the commission to be given back, not rounded."""
        return self.rates.given_back(self.net_sales, self.refunded)


class DeductionKind(StrEnum):
    """Why something is to be taken from pay."""

    FINE = "fine"  # always refused
    DAMAGE = "damage"  # compensation for damage, where the contract says so


@dataclass(frozen=True, slots=True)
class Deduction:
    """
    Something to be taken from an agent's pay.

    Parameters
    ----------
    agent_id, date, kind
        Who, when, why.
    amount
        Yuan, above 0.
    reason
        What happened.
    clause
        Clause of the contract that agrees on it; never empty for damage.
    """

    agent_id: str
    date: dt.date
    kind: DeductionKind
    amount: Decimal
    reason: str
    clause: str = ""

    def __post_init__(self) -> None:
        good = self.amount.is_finite() and self.amount > 0
        require(good, "not_positive", column="amount", value=self.amount)
        require(bool(self.reason), "empty", column="reason")
        is_agreed = self.kind is not DeductionKind.DAMAGE or bool(self.clause)
        require(is_agreed, "clause_missing", column="clause", value=self.agent_id)


@dataclass(frozen=True, slots=True)
class PayExtras:
    """
    What the parts of pay schemes need beside scores and facts.

    Parameters
    ----------
    teams
        Team of each agent.
    targets
        Of the month; a team's sales target decides on the rate of team pay.
    rewards, refunds, deductions
        Of the month.
    owed
        Yuan left to be given back from the month before, by agent.
    months_running
        For how many months running, this one not included, an agent has had a grade: agent ->
        grade -> months.
    overtime_unknown
        Agents with approved overtime of whom nobody knows whether they were there.
    """

    teams: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    rewards: tuple[RewardCase, ...] = ()
    refunds: tuple[LateRefund, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    owed: Mapping[str, Decimal] = field(default_factory=dict)
    months_running: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    overtime_unknown: tuple[str, ...] = ()
