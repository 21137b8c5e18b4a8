"""Customers to be written to again: what is open now, and a month's count of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.facts.facts import merge
from kpi.facts.follow_ups import (
    FollowUp,
    FollowUpKind,
    facts_of_follow_ups,
    silent_customers,
)
from kpi.facts.messages import Messages
from kpi.facts.reminders import Noted, facts_of_reminders, noted_follow_ups, unpaid_orders
from kpi.month import Month
from service.month.sales import credits_in

if TYPE_CHECKING:
    from kpi.facts.attribution import Order
    from kpi.facts.facts import Facts
    from service.desk import Desk
    from store.unit import Unit

__all__ = ["FollowUp", "FollowUpKind", "Month", "Noted"]

SOURCE = "follow_ups"
"""Name under which a month's facts of follow-ups are kept."""


def note_follow_up(desk: Desk, noted: Noted) -> int:
    """Note a customer who was told of a promotion, or hesitates; return the note's number."""
    with desk.write("follow_up_noted", unseen="a new entry beside the others") as unit:
        clock = unit.shops.get(desk.shop_id).clock
        unit.require_known(noted)
        unit.note(noted.agent_id, {"user": noted.user})
        date = clock.date_of(noted.since_min)
        return unit.enter(noted, subject=noted.agent_id, date=date)


def count_follow_ups(desk: Desk, month: Month) -> Facts:
    """
    Count a month's follow-ups into its facts, in place of what was counted before.

    Reminders of unpaid orders are counted apart, where orders were imported.
    """
    stamp = desk.stamp
    with desk.write("follow_ups_counted", ("month", month, "facts", "follow_ups")) as unit:
        clock = unit.shops.get(desk.shop_id).clock
        talked, reminders, orders = _follow_ups(unit, desk.shop_id, month)
        now_min = int(desk.now.timestamp()) // 60
        found = facts_of_follow_ups(talked, clock=clock, now_min=now_min)
        if orders:
            unpaid = facts_of_reminders(reminders, orders, clock=clock)
            found = merge([found, unpaid], [SOURCE, "orders"])
        unit.facts.save_facts(desk.shop_id, month, SOURCE, found, stamp)
        unit.note(str(month), {})
        return found


def _follow_ups(
    unit: Unit, shop_id: str, month: Month
) -> tuple[tuple[FollowUp, ...], tuple[FollowUp, ...], tuple[Order, ...]]:
    """Return what talks call for, what orders call for, and the orders."""
    clock = unit.shops.get(shop_id).clock
    messages = Messages.joined(unit.messages.of(shop_id, month))
    noted = [
        one.value for one in unit.register.all(shop_id, Noted, first=month.first, last=month.last)
    ]
    talked = (
        *silent_customers(messages, clock=clock),
        *noted_follow_ups(noted, messages, clock=clock),
    )
    credited = credits_in(unit, shop_id, (month,))
    orders = tuple(one.order for one in credited)
    agents = {one.order.id: one.agent_id for one in credited}
    return talked, unpaid_orders(orders, messages, agents, clock=clock), orders
