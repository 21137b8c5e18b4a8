"""Customers to be written to again: what is open now, and a month's count of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.follow_ups import (
    FollowUp,
    FollowUpKind,
    facts_of_follow_ups,
    open_follow_ups,
    silent_customers,
)
from kpi.messages import Messages
from kpi.month import Month
from store.actions import Action
from store.stamp import Stamp

if TYPE_CHECKING:
    import datetime as dt

    from kpi.facts import Facts
    from store.database import Database

__all__ = ["FollowUp", "FollowUpKind", "Month"]

SOURCE = "follow_ups"
"""Name under which a month's facts of follow-ups are kept."""


def follow_ups_due(
    database: Database, shop_id: str, month: Month, *, now: dt.datetime
) -> tuple[FollowUp, ...]:
    """Return the follow-ups of a month's messages still to be done, the most urgent first."""
    with database.read() as unit:
        clock = unit.shops.get(shop_id).clock
        messages = Messages.joined(unit.messages.of(shop_id, month))
    return open_follow_ups(silent_customers(messages, clock=clock), int(now.timestamp()) // 60)


def count_follow_ups(
    database: Database, shop_id: str, month: Month, *, by: str, now: dt.datetime
) -> Facts:
    """Count a month's follow-ups into its facts, in place of what was counted before."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        clock = unit.shops.get(shop_id).clock
        messages = Messages.joined(unit.messages.of(shop_id, month))
        found = facts_of_follow_ups(
            silent_customers(messages, clock=clock),
            clock=clock,
            now_min=int(now.timestamp()) // 60,
        )
        unit.facts.save_facts(shop_id, month, SOURCE, found, stamp)
        unit.actions.add(shop_id, Action("follow_ups_counted", str(month), {}, stamp))
        return found
