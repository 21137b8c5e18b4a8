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
        "items_sold": Unit.COUNT,  # goods in the orders paid
        "linked_fen": Unit.FEN,  # sales of goods offered beside those asked for
        "returned_orders": Unit.COUNT,  # orders sent back
        # replies
        "received": Unit.COUNT,  # chats that came to the agent
        "replied": Unit.COUNT,  # of them answered at all
        "first_replies": Unit.COUNT,  # first replies that were timed
        "first_reply_s": Unit.SECOND,  # their waiting time, summed
        "replied_30s": Unit.COUNT,  # of the chats received, answered within 30 seconds
        "replied_3min": Unit.COUNT,  # of the chats received, answered within 3 minutes
        "replies": Unit.COUNT,  # all replies that were timed
        "reply_s": Unit.SECOND,  # their waiting time, summed
        "turns": Unit.COUNT,  # stretches of a customer's messages that wait for a reply
        "customer_messages": Unit.COUNT,
        "agent_messages": Unit.COUNT,  # of people, not machines
        # service
        "rated": Unit.COUNT,
        "satisfied": Unit.COUNT,
        "bad_rated": Unit.COUNT,
        "first_contacts": Unit.COUNT,  # cases judged for solution at first contact
        "solved_first": Unit.COUNT,
        "complaints": Unit.COUNT,  # complaints to be handled by the agent, at fault or not
        "complaints_in_time": Unit.COUNT,  # of them answered and closed in time
        "complaints_at_fault": Unit.COUNT,
        "complaints_solved": Unit.COUNT,  # of the complaints, solved
        "complaints_asked": Unit.COUNT,  # customers asked afterwards
        "complaints_content": Unit.COUNT,  # of them satisfied with how it was handled
        "complaints_repeated": Unit.COUNT,  # of the complaints, about a matter settled before
        "attitude_complaints": Unit.COUNT,
        "praises": Unit.COUNT,  # customers who praised the agent by name
        "proactive_contacts": Unit.COUNT,  # customers helped before they asked
        "stars": Unit.POINT,  # 1-5 a rating, summed
        "called_back": Unit.COUNT,  # customers called back
        "called_back_content": Unit.COUNT,  # of them satisfied
        "repeated": Unit.COUNT,  # of the chats received, about the same matter again
        "refund_cases": Unit.COUNT,  # refund cases closed
        "refund_h": Unit.HOUR,  # hours from request to closure, summed
        "refund_self_closed": Unit.COUNT,  # of them closed without the platform
        "trade_refund_h": Unit.HOUR,  # hours the same cases take in the trade on average, summed
        "refund_only_cases": Unit.COUNT,  # refunds without return closed
        "refund_only_h": Unit.HOUR,
        "return_cases": Unit.COUNT,  # refunds with return closed
        "return_h": Unit.HOUR,  # hours from request to refund, summed
        "refunds_asked": Unit.COUNT,  # refunds asked for before dispatch
        "refunds_saved": Unit.COUNT,  # of them taken back
        "quality_refunds": Unit.COUNT,  # refunds for reasons of quality
        "platform_helps": Unit.COUNT,  # customers' calls on the platform
        "platform_faults": Unit.COUNT,  # cases the platform decided against the shop
        "low_rated_orders": Unit.COUNT,  # orders rated 3 or less
        "disputes": Unit.COUNT,  # refunds in which the platform stepped in
        "abuses": Unit.COUNT,  # confirmed abusive language
        "harassments": Unit.COUNT,  # confirmed harassment
        "night_messages": Unit.COUNT,  # messages written to customers in quiet hours, unasked
        # work on cases
        "tickets": Unit.COUNT,  # cases closed
        "tickets_passed": Unit.COUNT,  # of them found right when sampled
        "tickets_sampled": Unit.COUNT,
        "handled": Unit.COUNT,  # cases whose handling was timed
        "handle_s": Unit.SECOND,  # their handling time, summed
        "handled_in_standard": Unit.COUNT,  # of them within the standard time
        "handled_20min": Unit.COUNT,  # of them within 20 minutes
        "problems": Unit.COUNT,  # problems brought up
        "problems_solved": Unit.COUNT,
        "problems_2h": Unit.COUNT,  # of them solved within two hours
        "failed_solutions": Unit.COUNT,  # solutions that did not help
        "complex_cases": Unit.COUNT,  # complex cases settled
        "sla_due": Unit.COUNT,  # promises of time given
        "sla_met": Unit.COUNT,
        "reviews_due": Unit.COUNT,  # service orders to be reviewed
        "reviews_20min": Unit.COUNT,  # of them within 20 minutes
        "handovers": Unit.COUNT,  # cases handed over by other teams
        "handovers_24h": Unit.COUNT,  # of them answered within 24 hours
        "requests": Unit.COUNT,  # delivery, address, cancellation: requests timed
        "requests_s": Unit.SECOND,  # seconds until they were seen to, summed
        "knowledge_due": Unit.COUNT,  # cases to be answered from the knowledge base
        "knowledge_used": Unit.COUNT,
        "alone_due": Unit.COUNT,  # cases an agent should solve alone
        "alone_solved": Unit.COUNT,
        "handling_delays": Unit.COUNT,  # problems handled late or forgotten
        "data_errors": Unit.COUNT,  # omissions, errors and delays in reports
        "process_findings": Unit.COUNT,  # breaches of the process found
        # following up
        "reminded": Unit.COUNT,  # customers reminded of an unpaid order
        "reminded_in_time": Unit.COUNT,
        "reminded_paid": Unit.COUNT,  # of them who then paid
        "follow_ups_due": Unit.COUNT,  # customers to be written to again
        "follow_ups_in_time": Unit.COUNT,
        "assisted_fen": Unit.FEN,  # sales saved after the order was placed
        # judged by people
        "qa_samples": Unit.COUNT,
        "qa_points": Unit.POINT,  # 0-100 a sample, summed
        "supervisor_ratings": Unit.COUNT,
        "supervisor_points": Unit.POINT,  # 0-100 a rating, summed
        "phrases_due": Unit.COUNT,  # phrases sampled
        "phrases_right": Unit.COUNT,  # of them as they should be
        "trade_ranked": Unit.COUNT,  # times the shop was ranked in its trade
        "trade_beaten": Unit.COUNT,  # shares of shops beaten then, in [0, 1], summed
        "team_size": Unit.COUNT,  # members of a leader's team
        "team_passed": Unit.COUNT,
        "newcomers": Unit.COUNT,
        "newcomers_trained": Unit.COUNT,
        "training_tests": Unit.COUNT,
        "training_points": Unit.POINT,  # 0-100 a test, summed
        # hours; work minutes are without the meal
        "shifts": Unit.COUNT,
        "scheduled_min": Unit.MINUTE,  # work minutes of the version in force at the shift's start
        "present_min": Unit.MINUTE,  # of them present
        "adherent_min": Unit.MINUTE,  # of them present, or lent or disrupted with approval
        "handling_min": Unit.MINUTE,  # of them present and neither lent nor disrupted
        "secondment_min": Unit.MINUTE,  # of them lent with approval (抽调)
        "disruption_min": Unit.MINUTE,  # of them disrupted with approval (非抽调)
        "busy_min": Unit.MINUTE,  # of those present, with a chat open
        "online_min": Unit.MINUTE,  # ready, in a chat or writing it up; breaks and meetings out
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
