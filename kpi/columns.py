"""The columns of facts, listed once: what is counted, and in what."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Unit(StrEnum):
    """What a column counts in."""

    COUNT = "count"
    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    FEN = "fen"
    POINT = "point"


COLUMNS: Mapping[str, Unit] = MappingProxyType(
    {
        # customers and what they bought
        "consulted": Unit.COUNT,  # customers who wrote
        "inquired": Unit.COUNT,  # of them with intent to buy, before any order
        "ordered": Unit.COUNT,  # customers who placed an order
        "paid": Unit.COUNT,  # customers who paid in the end
        "orders_placed": Unit.COUNT,
        "orders_paid": Unit.COUNT,
        "sales_fen": Unit.FEN,  # sales credited to the agent
        "refunded_fen": Unit.FEN,  # refunded part of credited sales
        # replies
        "received": Unit.COUNT,  # chats that came to the agent
        "replied": Unit.COUNT,  # of them answered at all
        "first_replies": Unit.COUNT,  # first replies that were timed
        "first_reply_s": Unit.SECOND,  # their waiting time, summed
        "replied_30s": Unit.COUNT,  # of the chats received, answered within 30 seconds
        "replied_3min": Unit.COUNT,  # of the chats received, answered within 3 minutes
        "replies": Unit.COUNT,  # all replies that were timed
        "reply_s": Unit.SECOND,  # their waiting time, summed
        # service
        "rated": Unit.COUNT,
        "satisfied": Unit.COUNT,
        "bad_rated": Unit.COUNT,
        "first_contacts": Unit.COUNT,  # cases judged for solution at first contact
        "solved_first": Unit.COUNT,
        "complaints": Unit.COUNT,  # complaints to be handled by the agent, at fault or not
        "complaints_in_time": Unit.COUNT,  # of them answered and closed in time
        "complaints_at_fault": Unit.COUNT,
        "refund_cases": Unit.COUNT,  # refund cases closed
        "refund_h": Unit.HOUR,  # hours from request to closure, summed
        "refund_self_closed": Unit.COUNT,  # of them closed without the platform
        "disputes": Unit.COUNT,  # refunds in which the platform stepped in
        "abuses": Unit.COUNT,  # confirmed abusive language
        # following up
        "reminded": Unit.COUNT,  # customers reminded of an unpaid order
        "reminded_in_time": Unit.COUNT,
        "reminded_paid": Unit.COUNT,  # of them who then paid
        "assisted_fen": Unit.FEN,  # sales saved after the order was placed
        # judged by people
        "qa_samples": Unit.COUNT,
        "qa_points": Unit.POINT,  # 0-100 a sample, summed
        "supervisor_ratings": Unit.COUNT,
        "supervisor_points": Unit.POINT,  # 0-100 a rating, summed
        # hours; work minutes are without the meal
        "shifts": Unit.COUNT,
        "scheduled_min": Unit.MINUTE,  # work minutes of the version in force at the shift's start
        "present_min": Unit.MINUTE,  # of them present
        "adherent_min": Unit.MINUTE,  # of them present, or lent or disrupted with approval
        "handling_min": Unit.MINUTE,  # of them present and neither lent nor disrupted
        "secondment_min": Unit.MINUTE,  # of them lent with approval (抽调)
        "disruption_min": Unit.MINUTE,  # of them disrupted with approval (非抽调)
        "late_shifts": Unit.COUNT,
        "late_min": Unit.MINUTE,
        "early_shifts": Unit.COUNT,  # left early
        "early_min": Unit.MINUTE,
        "absent_shifts": Unit.COUNT,
        "holiday_min": Unit.MINUTE,  # adherent, by the clock on a statutory holiday
    }
)

PARTS = (
    ("replied", "received"),
    ("replied_30s", "received"),
    ("replied_3min", "received"),
    ("satisfied", "rated"),
    ("bad_rated", "rated"),
    ("solved_first", "first_contacts"),
    ("complaints_in_time", "complaints"),
    ("refund_self_closed", "refund_cases"),
    ("reminded_in_time", "reminded"),
    ("reminded_paid", "reminded"),
    ("present_min", "scheduled_min"),
    ("adherent_min", "scheduled_min"),
    ("handling_min", "present_min"),
    ("holiday_min", "adherent_min"),
)
"""Columns whose count can never exceed that of another in the same row."""

POINTS = (("qa_points", "qa_samples"), ("supervisor_points", "supervisor_ratings"))
"""Columns of summed points, 0 to 100 each, and of how many there were."""
