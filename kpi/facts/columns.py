"""The columns of facts, listed once: what is counted, and in what."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class FactUnit(StrEnum):
    """What a column counts in."""

    COUNT = "count"
    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    FEN = "fen"
    POINT = "point"


COLUMNS: Mapping[str, FactUnit] = MappingProxyType(
    {
        # customers and what they bought
        "consulted": FactUnit.COUNT,  # customers who wrote
        "inquired": FactUnit.COUNT,  # of them with intent to buy, before any order
        "ordered": FactUnit.COUNT,  # customers who placed an order
        "paid": FactUnit.COUNT,  # customers who paid in the end
        "orders_placed": FactUnit.COUNT,
        "orders_paid": FactUnit.COUNT,
        "sales_fen": FactUnit.FEN,  # sales credited to the agent
        "refunded_fen": FactUnit.FEN,  # refunded part of credited sales
        "items_sold": FactUnit.COUNT,  # goods in the orders paid
        "linked_fen": FactUnit.FEN,  # sales of goods offered beside those asked for
        "returned_orders": FactUnit.COUNT,  # orders sent back
        # replies
        "received": FactUnit.COUNT,  # chats that came to the agent
        "replied": FactUnit.COUNT,  # of them answered at all
        "first_replies": FactUnit.COUNT,  # first replies that were timed
        "first_reply_s": FactUnit.SECOND,  # their waiting time, summed
        "replied_30s": FactUnit.COUNT,  # of the chats received, answered within 30 seconds
        "replied_3min": FactUnit.COUNT,  # of the chats received, answered within 3 minutes
        "replies": FactUnit.COUNT,  # all replies that were timed
        "reply_s": FactUnit.SECOND,  # their waiting time, summed
        "turns": FactUnit.COUNT,  # stretches of a customer's messages that wait for a reply
        "customer_messages": FactUnit.COUNT,
        "agent_messages": FactUnit.COUNT,  # of people, not machines
        # service
        "rated": FactUnit.COUNT,
        "satisfied": FactUnit.COUNT,
        "bad_rated": FactUnit.COUNT,
        "first_contacts": FactUnit.COUNT,  # cases judged for solution at first contact
        "solved_first": FactUnit.COUNT,
        "complaints": FactUnit.COUNT,  # complaints to be handled by the agent, at fault or not
        "complaints_in_time": FactUnit.COUNT,  # of them answered and closed in time
        "complaints_at_fault": FactUnit.COUNT,
        "complaints_solved": FactUnit.COUNT,  # of the complaints, solved
        "complaints_asked": FactUnit.COUNT,  # customers asked afterwards
        "complaints_content": FactUnit.COUNT,  # of them satisfied with how it was handled
        "complaints_repeated": FactUnit.COUNT,  # of the complaints, about a matter settled before
        "attitude_complaints": FactUnit.COUNT,
        "praises": FactUnit.COUNT,  # customers who praised the agent by name
        "proactive_contacts": FactUnit.COUNT,  # customers helped before they asked
        "stars": FactUnit.POINT,  # 1-5 a rating, summed
        "called_back": FactUnit.COUNT,  # customers called back
        "called_back_content": FactUnit.COUNT,  # of them satisfied
        "repeated": FactUnit.COUNT,  # of the chats received, about the same matter again
        "refund_cases": FactUnit.COUNT,  # refund cases closed
        "refund_h": FactUnit.HOUR,  # hours from request to closure, summed
        "refund_self_closed": FactUnit.COUNT,  # of them closed without the platform
        "trade_refund_h": FactUnit.HOUR,  # hours such cases take in the trade on average, summed
        "refund_only_cases": FactUnit.COUNT,  # refunds without return closed
        "refund_only_h": FactUnit.HOUR,
        "return_cases": FactUnit.COUNT,  # refunds with return closed
        "return_h": FactUnit.HOUR,  # hours from request to refund, summed
        "refunds_asked": FactUnit.COUNT,  # refunds asked for before dispatch
        "refunds_saved": FactUnit.COUNT,  # of them taken back
        "quality_refunds": FactUnit.COUNT,  # refunds for reasons of quality
        "platform_helps": FactUnit.COUNT,  # customers' calls on the platform
        "platform_faults": FactUnit.COUNT,  # cases the platform decided against the shop
        "low_rated_orders": FactUnit.COUNT,  # orders rated 3 or less
        "disputes": FactUnit.COUNT,  # refunds in which the platform stepped in
        "abuses": FactUnit.COUNT,  # confirmed abusive language
        "harassments": FactUnit.COUNT,  # confirmed harassment
        "night_messages": FactUnit.COUNT,  # messages written to customers in quiet hours, unasked
        # work on cases
        "tickets": FactUnit.COUNT,  # cases closed
        "tickets_passed": FactUnit.COUNT,  # of them found right when sampled
        "tickets_sampled": FactUnit.COUNT,
        "handled": FactUnit.COUNT,  # cases whose handling was timed
        "handle_s": FactUnit.SECOND,  # their handling time, summed
        "handled_in_standard": FactUnit.COUNT,  # of them within the standard time
        "handled_20min": FactUnit.COUNT,  # of them within 20 minutes
        "problems": FactUnit.COUNT,  # problems brought up
        "problems_solved": FactUnit.COUNT,
        "problems_2h": FactUnit.COUNT,  # of them solved within two hours
        "failed_solutions": FactUnit.COUNT,  # solutions that did not help
        "complex_cases": FactUnit.COUNT,  # complex cases settled
        "sla_due": FactUnit.COUNT,  # promises of time given
        "sla_met": FactUnit.COUNT,
        "reviews_due": FactUnit.COUNT,  # service orders to be reviewed
        "reviews_20min": FactUnit.COUNT,  # of them within 20 minutes
        "handovers": FactUnit.COUNT,  # cases handed over by other teams
        "handovers_24h": FactUnit.COUNT,  # of them answered within 24 hours
        "requests": FactUnit.COUNT,  # delivery, address, cancellation: requests timed
        "requests_s": FactUnit.SECOND,  # seconds until they were seen to, summed
        "knowledge_due": FactUnit.COUNT,  # cases to be answered from the knowledge base
        "knowledge_used": FactUnit.COUNT,
        "alone_due": FactUnit.COUNT,  # cases an agent should solve alone
        "alone_solved": FactUnit.COUNT,
        "handling_delays": FactUnit.COUNT,  # problems handled late or forgotten
        "data_errors": FactUnit.COUNT,  # omissions, errors and delays in reports
        "process_findings": FactUnit.COUNT,  # breaches of the process found
        # following up
        "reminded": FactUnit.COUNT,  # customers reminded of an unpaid order
        "reminded_in_time": FactUnit.COUNT,
        "reminded_paid": FactUnit.COUNT,  # of them who then paid
        "follow_ups_due": FactUnit.COUNT,  # customers to be written to again
        "follow_ups_in_time": FactUnit.COUNT,
        "assisted_fen": FactUnit.FEN,  # sales saved after the order was placed
        # judged by people
        "qa_samples": FactUnit.COUNT,
        "qa_points": FactUnit.POINT,  # 0-100 a sample, summed
        "supervisor_ratings": FactUnit.COUNT,
        "supervisor_points": FactUnit.POINT,  # 0-100 a rating, summed
        "phrases_due": FactUnit.COUNT,  # phrases sampled
        "phrases_right": FactUnit.COUNT,  # of them as they should be
        "trade_ranked": FactUnit.COUNT,  # times the shop was ranked in its trade
        "trade_beaten": FactUnit.COUNT,  # shares of shops beaten then, in [0, 1], summed
        "team_size": FactUnit.COUNT,  # members of a leader's team
        "team_passed": FactUnit.COUNT,
        "newcomers": FactUnit.COUNT,
        "newcomers_trained": FactUnit.COUNT,
        "training_tests": FactUnit.COUNT,
        "training_points": FactUnit.POINT,  # 0-100 a test, summed
        # hours; work minutes are without the meal
        "shifts": FactUnit.COUNT,
        "scheduled_min": FactUnit.MINUTE,  # work minutes of the version in force as it began
        "present_min": FactUnit.MINUTE,  # of them present
        "adherent_min": FactUnit.MINUTE,  # of them present, or lent or disrupted with approval
        "handling_min": FactUnit.MINUTE,  # of them present, not lent, disrupted or standing by
        "secondment_min": FactUnit.MINUTE,  # of them lent with approval (抽调)
        "disruption_min": FactUnit.MINUTE,  # of them disrupted with approval (非抽调)
        "busy_min": FactUnit.MINUTE,  # of those present, with a chat open
        "online_min": FactUnit.MINUTE,  # ready, in a chat or writing it up; breaks and meetings out
        "late_shifts": FactUnit.COUNT,
        "late_min": FactUnit.MINUTE,
        "early_shifts": FactUnit.COUNT,  # left early
        "early_min": FactUnit.MINUTE,
        "absent_shifts": FactUnit.COUNT,
        "holiday_min": FactUnit.MINUTE,  # adherent, by the clock on a statutory holiday
    }
)


def column_in_file(column: str) -> str:
    """Return what a column of facts is called in files: of money ``_yuan`` instead of ``_fen``."""
    is_money = COLUMNS[column] is FactUnit.FEN
    return column.removesuffix("_fen") + "_yuan" if is_money else column


PARTS = (
    ("replied", "received"),
    ("replied_30s", "received"),
    ("replied_3min", "received"),
    ("satisfied", "rated"),
    ("bad_rated", "rated"),
    ("solved_first", "first_contacts"),
    ("complaints_in_time", "complaints"),
    ("complaints_solved", "complaints"),
    ("complaints_asked", "complaints"),
    ("complaints_content", "complaints_asked"),
    ("called_back_content", "called_back"),
    ("repeated", "received"),
    ("complaints_repeated", "complaints"),
    ("refunds_saved", "refunds_asked"),
    ("handled_20min", "handled"),
    ("problems_solved", "problems"),
    ("problems_2h", "problems"),
    ("sla_met", "sla_due"),
    ("reviews_20min", "reviews_due"),
    ("handovers_24h", "handovers"),
    ("phrases_right", "phrases_due"),
    ("trade_beaten", "trade_ranked"),
    ("team_passed", "team_size"),
    ("newcomers_trained", "newcomers"),
    ("tickets_passed", "tickets_sampled"),
    ("handled_in_standard", "handled"),
    ("knowledge_used", "knowledge_due"),
    ("alone_solved", "alone_due"),
    ("follow_ups_in_time", "follow_ups_due"),
    ("refund_self_closed", "refund_cases"),
    ("reminded_in_time", "reminded"),
    ("reminded_paid", "reminded"),
    ("present_min", "scheduled_min"),
    ("adherent_min", "scheduled_min"),
    ("handling_min", "present_min"),
    ("holiday_min", "adherent_min"),
)
"""Columns whose count can never exceed that of another in the same row."""

POINTS = (
    ("qa_points", "qa_samples", 100),
    ("supervisor_points", "supervisor_ratings", 100),
    ("training_points", "training_tests", 100),
    ("stars", "rated", 5),
)
"""Columns of summed points, of how many there were, and the most that one can be."""

SELDOM_ABOVE = (
    ("inquired", "consulted"),
    ("ordered", "consulted"),
    ("paid", "consulted"),
    ("paid", "inquired"),
    ("refunded_fen", "sales_fen"),
    ("linked_fen", "sales_fen"),
    ("returned_orders", "orders_paid"),
    ("first_replies", "replied"),
    ("complaints_at_fault", "complaints"),
    ("attitude_complaints", "complaints"),
    ("quality_refunds", "refund_cases"),
    ("platform_faults", "platform_helps"),
    ("late_shifts", "shifts"),
    ("early_shifts", "shifts"),
    ("absent_shifts", "shifts"),
    ("busy_min", "present_min"),
)
"""
Columns of an agent whose count seldom exceeds that of another in the same row: who wrote yesterday
may pay today, and what was sold last week come back, but hardly more of them than on all the day.
"""

SELDOM_MEANS = (
    ("first_reply_s", "first_replies", 86_400),
    ("reply_s", "replies", 86_400),
    ("handle_s", "handled", 86_400),
    ("requests_s", "requests", 604_800),
    ("refund_h", "refund_cases", 2_160),
    ("refund_only_h", "refund_only_cases", 2_160),
    ("return_h", "return_cases", 2_160),
    ("sales_fen", "paid", 20_000_000),
    ("items_sold", "orders_paid", 200),
)
"""Columns of sums, of how many there were, and what one of them is seldom above."""

SELDOM_IN_A_DAY = MappingProxyType(
    {
        FactUnit.COUNT: 20_000,
        FactUnit.MINUTE: 1_440,
        FactUnit.FEN: 100_000_000,
    }
)
"""What the count of an agent's day is seldom above."""
