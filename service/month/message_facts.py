"""A month's messages counted as chats, where no log of chats says what was answered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpi.facts.message_facts import facts_of_messages
from kpi.facts.messages import Messages
from scheduler.errors import require
from service.month.duties import scheduled_in

if TYPE_CHECKING:
    from kpi.facts.facts import Facts
    from kpi.month import Month
    from service.desk import Desk

SOURCE = "messages"
"""Name under which a month's facts of messages are kept."""
DAY = dt.timedelta(days=1)


def count_messages(desk: Desk, month: Month) -> Facts:
    """
    Count a month's messages into its facts, in place of what was counted before.

    Raises
    ------
    InputError
        When there are no messages, or a log of chats counts the same already.
    """
    stamp = desk.stamp
    with desk.write("messages_counted", ("month", month, "facts", "messages")) as unit:
        clock = unit.shops.get(desk.shop_id).clock
        messages = Messages.joined(unit.messages.of(desk.shop_id, month))
        require(len(messages) > 0, "no_messages", value=month)
        require(not unit.facts.chats(desk.shop_id, month), "chats_count_already", value=month)
        shifts = scheduled_in(unit, desk.shop_id, month.first - DAY, month.last)
        start_min, end_min = clock.at(month.first), clock.at(month.last + DAY)
        away = [
            one.interruption for one in unit.floor.interruptions(desk.shop_id, start_min, end_min)
        ]
        found = facts_of_messages(messages, [one.shift for one in shifts], away, clock=clock)
        found = found.between(month.first, month.last)
        unit.facts.save_facts(desk.shop_id, month, SOURCE, found, stamp)
        unit.note(str(month), {})
        return found
