"""Sales -> agents: which agent an order is credited to, by a rule that is dated and versioned."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from kpi.facts.facts import NOBODY, Facts, counting
from scheduler.errors import gathering, require
from scheduler.keys import Cell, Key, Plausible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.horizon import Clock

HOUR_MIN = 60
FEN = 100


class CreditBy(StrEnum):
    """Which moment decides."""

    ORDER = "order"  # 下单判定: who is credited with the order
    PAYMENT = "payment"  # 付款判定: who is credited with the payment
    ORDER_FIRST = "order_first"  # 下单优先: who is credited with the order, else with the payment


class Pick(StrEnum):
    """Which of the agents a buyer talked to before that moment."""

    LAST = "last"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class AttributionRule:
    """
    A rule of attribution in one of its versions.

    Parameters
    ----------
    version
        Number, at least 1.
    valid_from
        First date of orders placed it holds for.
    by, pick
        Which moment, and which agent.
    window_h
        Hours before the moment in which the buyer must have talked to the agent.
    """

    version: int
    valid_from: dt.date
    by: CreditBy
    pick: Pick = Pick.LAST
    window_h: Annotated[int, Plausible(1, 30 * 24)] = 48

    def __post_init__(self) -> None:
        with gathering() as check:
            check(self.version >= 1, "not_positive", column="version", value=self.version)
            check(self.window_h > 0, "not_positive", column="window_h", value=self.window_h)


@dataclass(frozen=True, slots=True)
class Order:
    """
    An order of a buyer.

    Parameters
    ----------
    id, buyer, post
        The order, the buyer, and the post whose customers they are.
    placed_min, paid_min
        When; None: not paid.
    amount
        Yuan.
    refunded
        Yuan refunded so far.
    """

    id: Annotated[str, Key("order", cell=Cell.NAME)]
    buyer: Annotated[str, Key(cell=Cell.NAME)]
    post: Annotated[str, Key(cell=Cell.POST)]
    placed_min: Annotated[int, Key("placed", cell=Cell.MOMENT)]
    paid_min: Annotated[int | None, Key("paid", cell=Cell.MOMENT)]
    amount: Annotated[Decimal, Key(cell=Cell.MONEY), Plausible(0.01, 200_000)]
    refunded: Annotated[Decimal, Key(cell=Cell.MONEY)] = Decimal(0)

    def __post_init__(self) -> None:
        with gathering() as check:
            for column in ("id", "buyer", "post"):
                check(bool(getattr(self, column)), "empty", column=column)
            good = self.amount.is_finite() and self.amount >= 0
            check(good, "negative", column="amount", value=self.amount)
            good = 0 <= self.refunded <= self.amount
            check(good, "refund_above_sales", column="refunded", value=self.refunded)
            good = self.paid_min is None or self.paid_min >= self.placed_min
            check(good, "ends_before_start", column="paid", value=self.id)


@dataclass(frozen=True, slots=True)
class Contact:
    """A moment in which an agent wrote to a buyer."""

    buyer: str
    agent_id: str
    at_min: int


@dataclass(frozen=True, slots=True)
class Credit:
    """
    An order and who is credited with it.

    Parameters
    ----------
    order
        The order as it was imported.
    agent_id
        Who; empty: nobody, it is a silent order.
    rule_version
        By which version of the rule.
    """

    order: Order
    agent_id: str
    rule_version: int


def rule_on(rules: Iterable[AttributionRule], date: dt.date) -> AttributionRule:
    """Return the latest version of a rule that holds on a date; raises when none does."""
    held = [rule for rule in rules if rule.valid_from <= date]
    require(len(held) > 0, "attribution_missing", value=date)
    return max(held, key=lambda rule: (rule.valid_from, rule.version))


def credited(
    orders: Iterable[Order],
    contacts: Iterable[Contact],
    rules: Sequence[AttributionRule],
    *,
    clock: Clock,
) -> tuple[Credit, ...]:
    """
    Return who is credited with each order, by the rule in force when it was placed.

    An order that was never paid is nobody's sale; it is returned with whoever is credited with it
    being placed, so that orders placed can be counted.
    """
    by_buyer: dict[str, list[Contact]] = defaultdict(list)
    for contact in sorted(contacts, key=lambda one: one.at_min):
        by_buyer[contact.buyer].append(contact)
    found = []
    for order in orders:
        rule = rule_on(rules, clock.date_of(order.placed_min))
        agent = _agent(order, by_buyer[order.buyer], rule)
        found.append(Credit(order, agent, rule.version))
    return tuple(found)


def _agent(order: Order, contacts: Sequence[Contact], rule: AttributionRule) -> str:
    placer = _picked(order.placed_min, contacts, rule)
    if rule.by is CreditBy.ORDER or order.paid_min is None:
        return placer
    payer = _picked(order.paid_min, contacts, rule)
    return payer if rule.by is CreditBy.PAYMENT else placer or payer


def _picked(at_min: int, contacts: Sequence[Contact], rule: AttributionRule) -> str:
    first = at_min - rule.window_h * HOUR_MIN
    inside = [one.agent_id for one in contacts if first <= one.at_min <= at_min]
    if not inside:
        return NOBODY
    return inside[-1 if rule.pick is Pick.LAST else 0]


def facts_of_credits(credited_orders: Iterable[Credit], *, clock: Clock) -> Facts:
    """
    Return orders and sales by agent, post and day; what nobody is credited with counts for nobody.

    Orders belong to the day they were placed, sales and refunds to the day they were paid.
    """
    counts = counting(COLUMNS)
    buyers: set[tuple[str, tuple[str, str, dt.date], str]] = set()
    for one in credited_orders:
        order = one.order
        placed = (one.agent_id, order.post, clock.date_of(order.placed_min))
        counts[placed]["orders_placed"] += 1
        _count_buyer(counts, buyers, "ordered", placed, order.buyer)
        if order.paid_min is not None:
            paid = (one.agent_id, order.post, clock.date_of(order.paid_min))
            counts[paid]["orders_paid"] += 1
            counts[paid]["sales_fen"] += float(order.amount * FEN)
            counts[paid]["refunded_fen"] += float(order.refunded * FEN)
            _count_buyer(counts, buyers, "paid", paid, order.buyer)
    return Facts.counted(counts, COLUMNS)


COLUMNS = ("ordered", "paid", "orders_placed", "orders_paid", "sales_fen", "refunded_fen")


def _count_buyer(
    counts: Mapping[tuple[str, str, dt.date], dict[str, float]],
    buyers: set[tuple[str, tuple[str, str, dt.date], str]],
    column: str,
    key: tuple[str, str, dt.date],
    buyer: str,
) -> None:
    """Count a buyer once a day, however many orders."""
    if (column, key, buyer) not in buyers:
        buyers.add((column, key, buyer))
        counts[key][column] += 1
