"""What a month is paid from beside scores, plans and hours: rewards, refunds, deductions, ranks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from kpi.facts.leave_days import LeaveDay
from kpi.month import Month
from kpi.pay.allowances import AllowanceEarned
from kpi.pay.commission import Rates
from kpi.pay.leave import LeaveLaw, UnusedLeave
from kpi.pay.payout import Unpaid
from kpi.pay.reckoning import Reckoning, to_fen
from kpi.scheme.targets import Target
from kpi.told import Told, told
from scheduler.errors import require
from scheduler.keys import Cell, Key, Plausible

if TYPE_CHECKING:
    from collections.abc import Iterable

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

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    date: dt.date
    name: Annotated[str, Key("case", cell=Cell.NAME)]
    buyer: Annotated[str, Key(cell=Cell.NAME)]
    proof: Annotated[str, Key(cell=Cell.NAME)]
    price: Annotated[Decimal, Key(cell=Cell.MONEY), Plausible(0.1, 50_000)] = ZERO
    compensation: Annotated[
        Decimal, Key(cell=Cell.MONEY), Plausible(0.01, 10_000, within="price")
    ] = ZERO

    def __post_init__(self) -> None:
        for column in ("agent_id", "name", "buyer", "proof"):
            require(bool(getattr(self, column)), "empty", column=column)
        for column in ("price", "compensation"):
            value: Decimal = getattr(self, column)
            require(value.is_finite() and value >= 0, "negative", column=column, value=value)


@dataclass(frozen=True, slots=True)
class Repaid:
    """Sales of an agent in an earlier month that were refunded since, in yuan."""

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    month: Month
    refunded: Annotated[Decimal, Key(cell=Cell.MONEY), Plausible(0.01, 500_000)]

    def __post_init__(self) -> None:
        good = self.refunded.is_finite() and self.refunded > 0
        require(good, "not_positive", column="refunded", value=self.refunded)


@dataclass(frozen=True, slots=True)
class LateRefund:
    """
    Sales of one agent and month refunded after that month was paid, all of a month together.

    Parameters
    ----------
    agent_id, month
        Whose sales, and the month in which commission was paid on them.
    refunded
        Yuan refunded in the month now paid.
    net_sales
        Yuan on which commission was paid then.
    rates
        By which it was paid then.
    refunded_before
        Yuan of the same sales that were refunded, and taken back, in months since.
    """

    agent_id: str
    month: Month
    refunded: Decimal
    net_sales: Decimal
    rates: Rates
    refunded_before: Decimal = ZERO

    def __post_init__(self) -> None:
        whole = self.refunded_before + self.refunded
        details = {"agent": self.agent_id, "month": self.month, "sales": to_fen(self.net_sales)}
        good = self.refunded > ZERO and whole <= self.net_sales
        require(good, "late_refund_above_sales", column="refunded", value=whole, **details)

    def owed(self, reckoning: Reckoning = Reckoning.EXACT) -> Decimal:
        """
        Return the commission to be given back, to the fen.

        What was refunded before took its commission already; together never more is given back than
        was paid, line by line, whether the refunds came at once or one by one. By the older
        reckoning the commission was rounded as a whole.
        """
        of = self.rates.paid if reckoning is Reckoning.EXACT else self.rates.commission
        left = self.net_sales - self.refunded_before
        return to_fen(of(left) - of(left - self.refunded))

    def notes(self, reckoning: Reckoning = Reckoning.EXACT) -> tuple[Told, ...]:
        """Return the month of sale, its tiers, and the commission with and without the refund."""
        left = self.net_sales - self.refunded_before
        sold = {"net_sales": self.net_sales, "before": self.refunded_before}
        refund = told("late_refund", month=self.month, refunded=self.refunded, **sold)
        slices = [
            told(f"commission_{when}", sales=part, rate=rate, amount=to_fen(part * rate))
            for when, sales in (("was", left), ("is", left - self.refunded))
            for part, rate in self.rates.slices(sales)
        ]
        back = told("given_back", month=self.month, amount=self.owed(reckoning))
        return refund, *self.rates.notes(), *slices, back


def by_month_of_sale(
    repaid: Iterable[tuple[Repaid, dt.date]], paid: Month
) -> dict[tuple[str, Month], tuple[Decimal, Decimal]]:
    """
    Return the refunds that fall to a month by agent and month of sale.

    Parameters
    ----------
    repaid
        Refunds, each with its date.
    paid
        The month now paid; later refunds are passed over.

    Returns
    -------
    dict
        (agent, month of sale) -> yuan refunded in the month, and in the months before it.
    """
    found: dict[tuple[str, Month], tuple[Decimal, Decimal]] = {}
    for one, date in repaid:
        now, before = found.get((one.agent_id, one.month), (ZERO, ZERO))
        if date in paid:
            now += one.refunded
        elif date < paid.first:
            before += one.refunded
        found[one.agent_id, one.month] = now, before
    return {key: sums for key, sums in sorted(found.items()) if sums[0]}


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

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    date: dt.date
    kind: DeductionKind
    amount: Annotated[Decimal, Key(cell=Cell.MONEY), Plausible(0.01, 10_000)]
    reason: Annotated[str, Key(cell=Cell.NAME)]
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
    in_doubt
        Agents with a presence that nobody can mean as it stands.
    outside_employment
        Agents of whom something is known for days on which they are not employed.
    waits
        What else of an agent's hours is not paid until somebody says more.
    leave, leave_laws
        Days of leave of the month, and what the law said of each kind.
    allowances
        What presence proves of the allowances of pay schemes.
    unused_leave
        Of who leaves in the month.
    """

    teams: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    rewards: tuple[RewardCase, ...] = ()
    refunds: tuple[LateRefund, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    owed: Mapping[str, Decimal] = field(default_factory=dict)
    months_running: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    overtime_unknown: tuple[str, ...] = ()
    in_doubt: tuple[str, ...] = ()
    outside_employment: tuple[str, ...] = ()
    waits: Mapping[str, tuple[Unpaid, ...]] = field(default_factory=dict)
    leave: tuple[LeaveDay, ...] = ()
    leave_laws: tuple[LeaveLaw, ...] = ()
    allowances: tuple[AllowanceEarned, ...] = ()
    unused_leave: tuple[UnusedLeave, ...] = ()
