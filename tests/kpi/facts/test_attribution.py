"""Orders are credited by the three rules, to the agent the window gives."""

import datetime as dt
from decimal import Decimal

import pytest

from kpi.facts.attribution import (
    AttributionRule,
    Contact,
    CreditBy,
    Order,
    Pick,
    credited,
    facts_of_credits,
)
from scheduler.errors import InputError
from tests.kpi.making import CLOCK, at

START = dt.date(2026, 1, 1)


def order(placed="2026-11-03T10:00", paid="2026-11-03T20:00", buyer="b", number="1", **more):
    amount = Decimal(more.pop("amount", 100))
    when = None if paid is None else at(paid)
    return Order(number, buyer, "presales", at(placed), when, amount, **more)


TALKS = [
    Contact("b", "first", at("2026-11-02T12:00")),
    Contact("b", "placer", at("2026-11-03T09:00")),
    Contact("b", "payer", at("2026-11-03T15:00")),
    Contact("other", "stranger", at("2026-11-03T09:30")),
]


def who(by, *, pick=Pick.LAST, window_h=48, orders=None, talks=TALKS):
    rule = AttributionRule(1, START, by, pick, window_h)
    return [one.agent_id for one in credited(orders or [order()], talks, [rule], clock=CLOCK)]


@pytest.mark.parametrize(
    ("by", "agent"),
    [
        (CreditBy.ORDER, "placer"),
        (CreditBy.PAYMENT, "payer"),
        (CreditBy.ORDER_FIRST, "placer"),
    ],
)
def test_each_rule_looks_at_its_own_moment(by, agent):
    assert who(by) == [agent]


def test_order_first_falls_back_to_the_payment():
    talks = [Contact("b", "payer", at("2026-11-03T15:00"))]
    assert who(CreditBy.ORDER_FIRST, talks=talks) == ["payer"]
    assert who(CreditBy.ORDER, talks=talks) == [""]


def test_the_first_within_24_hours_or_the_last_within_48():
    assert who(CreditBy.ORDER, pick=Pick.FIRST, window_h=24) == ["first"]
    assert who(CreditBy.ORDER, pick=Pick.FIRST, window_h=21) == ["placer"]
    assert who(CreditBy.PAYMENT, window_h=4) == [""]
    assert who(CreditBy.PAYMENT, window_h=5) == ["payer"]  # exactly five hours before


def test_an_order_goes_by_the_version_in_force_when_it_was_placed():
    rules = [
        AttributionRule(1, START, CreditBy.ORDER),
        AttributionRule(2, dt.date(2026, 11, 4), CreditBy.PAYMENT),
    ]
    later = order("2026-11-04T10:00", "2026-11-04T11:00", number="2")
    found = credited([order(), later], TALKS, rules, clock=CLOCK)
    assert [(one.agent_id, one.rule_version) for one in found] == [("placer", 1), ("payer", 2)]
    with pytest.raises(InputError, match="attribution_missing"):
        credited([order()], TALKS, rules[1:], clock=CLOCK)


def test_credits_become_facts_by_day_and_silent_orders_count_for_nobody():
    orders = [
        order(refunded=Decimal(30)),
        order("2026-11-03T11:00", None, number="2"),
        order("2026-11-03T12:00", "2026-11-04T01:00", buyer="silent", number="3"),
    ]
    rule = AttributionRule(1, START, CreditBy.ORDER)
    found = facts_of_credits(credited(orders, TALKS, [rule], clock=CLOCK), clock=CLOCK)
    rows = {
        (found.agent_id(row), str(found.date[row])): {
            name: int(values[row]) for name, values in found.counts.items()
        }
        for row in range(len(found))
    }
    assert rows["placer", "2026-11-03"] == {
        "ordered": 1,  # one buyer, two orders
        "paid": 1,
        "orders_placed": 2,
        "orders_paid": 1,
        "sales_fen": 10_000,
        "refunded_fen": 3_000,
    }
    assert rows["", "2026-11-03"]["orders_placed"] == 1
    assert rows["", "2026-11-04"]["sales_fen"] == 10_000


def test_more_refunded_than_sold_is_refused():
    with pytest.raises(InputError, match="refund_above_sales"):
        order(refunded=Decimal(101))
