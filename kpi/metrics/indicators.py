"""
All indicators: a table of rows, and a function where a row cannot say it.

Each looks at the totals of all groups (an agent on a post, a post, …) at once. Where nothing is
known, or there was no occasion, there is no value: never 0/0 = 0. A scheme leaves such a line out
and shares its weight among the others. What a row means to people stands in ``ui/words``
(``indicator.<name>`` and ``indicator.<name>.formula``).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from kpi.metrics.measure import Better, Indicator, Measure, Measured
from kpi.metrics.totals import Knowing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.metrics.measure import Formula
    from kpi.metrics.totals import Totals

FEN = 100
HOUR_MIN = 60
SHARE, RATIO, POINT = Measured.SHARE, Measured.RATIO, Measured.POINT
SECOND, HOUR, YUAN = Measured.SECOND, Measured.HOUR, Measured.YUAN
COUNT, PER_HOUR, PER_DAY = Measured.COUNT, Measured.PER_HOUR, Measured.PER_DAY
HIGHER, LOWER = Better.HIGHER, Better.LOWER


def _rate(name: str, unit: Measured, better: Better, over: str, under: str) -> Indicator:
    """Return column ``over`` / column ``under``; no data: ``under`` is 0 or a day lacks one."""

    def measure(totals: Totals) -> Measure:
        return Measure(*totals.pair(over, under))

    return Indicator(name, unit, better, (over, under), measure)


def _count(name: str, better: Better, column: str) -> Indicator:
    """Return the count itself, over the days on which it is known; no data: none is."""

    def measure(totals: Totals) -> Measure:
        (found,) = totals.sums(column)
        return Measure(found, totals.days(column), is_count=True)

    return Indicator(name, COUNT, better, (column,), measure)


def _formula(measure: Formula, unit: Measured, better: Better, *columns: str) -> Indicator:
    """Return what a function measures, under its name."""
    return Indicator(measure.__name__, unit, better, columns, measure)


def target_attainment(totals: Totals) -> Measure:
    """Return sales / target (指标完成率); no data: no target, or a target of 0."""
    return Measure(*totals.with_target("sales_fen"))


def order_value(totals: Totals) -> Measure:
    """Return sales in yuan / customers who paid (客单价)."""
    sales_fen, paid = totals.sums("sales_fen", "paid")
    return Measure(sales_fen / FEN, paid)


def relative_order_value(totals: Totals) -> Measure:
    """Return own sales per customer / that of the whole post (落实客单价)."""
    own, shop = order_value(totals), Measure(*totals.post_pair("sales_fen", "paid"))
    return Measure(own.value, shop.value / FEN)


def linked_sales(totals: Totals) -> Measure:
    """Return sales of linked goods / their target (关联销售); no data: no target."""
    return Measure(*totals.with_target("linked_fen"))


def assisted_sales(totals: Totals) -> Measure:
    """Return yuan saved after the order was placed (协助跟进服务); over the days known."""
    (assisted_fen,) = totals.sums("assisted_fen")
    return Measure(assisted_fen / FEN, totals.days("assisted_fen"), is_count=True)


def chats_per_hour(totals: Totals) -> Measure:
    """Return chats answered / hours present and neither lent nor disrupted (每小时接待量)."""
    replied, handling_min = totals.sums("replied", "handling_min")
    return Measure(replied, handling_min / HOUR_MIN)


def chats_per_day(totals: Totals) -> Measure:
    """Return chats received / days worked (日均服务量); no data: no attendance."""
    received, shifts, absent = totals.sums("received", "shifts", "absent_shifts")
    return Measure(received, shifts - absent)


def tickets_per_day(totals: Totals) -> Measure:
    """Return cases closed / days worked (日均工单); no data: no attendance."""
    tickets, shifts, absent = totals.sums("tickets", "shifts", "absent_shifts")
    return Measure(tickets, shifts - absent)


def relative_refund_hours(totals: Totals) -> Measure:
    """Return own mean hours to close a refund / that of the whole post (退款时长与店均之比)."""
    own = Measure(*totals.pair("refund_h", "refund_cases"))
    shop = Measure(*totals.post_pair("refund_h", "refund_cases"))
    return Measure(own.value, shop.value)


def dispute_trend(totals: Totals) -> Measure:
    """
    Return own dispute rate / that of the whole post in the period before (纠纷退款率环比).

    The post's rate, not the agent's own: a person has too few disputes for a ratio of two months to
    mean anything, and who was good before should not be measured harder for it. No data: no
    disputes at all on the post in the period before, or nothing known of it.
    """
    own = Measure(*totals.pair("disputes", "refund_cases"))
    before = Measure(*totals.post_pair_before("disputes", "refund_cases"))
    return Measure(own.value, before.value)


def complaint_rate(totals: Totals) -> Measure:
    """
    Return complaints at fault / chats received (投诉率).

    A complaint that is proven counts whatever day it came in: over the month, not day by day, since
    it comes in days after the chat it is about.
    """
    if totals.knowing is Knowing.WHATEVER:
        return Measure(*totals.pair("complaints_at_fault", "received"))
    (at_fault,), (received,) = totals.sums("complaints_at_fault"), totals.sums("received")
    return Measure(at_fault, received)


def attendance(totals: Totals) -> Measure:
    """Return shifts begun late, left early or missed (迟到早退次数), each one; over the shifts."""
    late, early, absent, shifts = totals.sums(
        "late_shifts", "early_shifts", "absent_shifts", "shifts"
    )
    return Measure(late + early + absent, shifts, is_count=True)


_ROWS = (
    # Pre-sales: conversion, orders and sales (D0, D1 of the published sheets).
    _formula(target_attainment, RATIO, HIGHER, "sales_fen"),
    _rate("conversion", SHARE, HIGHER, "paid", "consulted"),
    _rate("inquiry_conversion", SHARE, HIGHER, "paid", "inquired"),
    _rate("order_conversion", SHARE, HIGHER, "ordered", "consulted"),
    _rate("order_success", SHARE, HIGHER, "paid", "ordered"),
    _rate("pay_rate", SHARE, HIGHER, "orders_paid", "orders_placed"),
    _formula(order_value, YUAN, HIGHER, "sales_fen", "paid"),
    _formula(relative_order_value, RATIO, HIGHER, "sales_fen", "paid"),
    _rate("items_per_order", RATIO, HIGHER, "items_sold", "orders_paid"),
    _formula(linked_sales, RATIO, HIGHER, "linked_fen"),
    _rate("refund_share", SHARE, LOWER, "refunded_fen", "sales_fen"),
    _rate("return_rate", SHARE, LOWER, "returned_orders", "orders_paid"),
    _rate("reminder_success", SHARE, HIGHER, "reminded_paid", "reminded"),
    _rate("reminder_in_time", SHARE, HIGHER, "reminded_in_time", "reminded"),
    _rate("follow_up_in_time", SHARE, HIGHER, "follow_ups_in_time", "follow_ups_due"),
    _formula(assisted_sales, YUAN, HIGHER, "assisted_fen"),
    # Replies and work done: how soon, how much.
    _rate("reply_rate", SHARE, HIGHER, "replied", "received"),
    _rate("first_reply", SECOND, LOWER, "first_reply_s", "first_replies"),
    _rate("average_reply", SECOND, LOWER, "reply_s", "replies"),
    _rate("reply_within_30s", SHARE, HIGHER, "replied_30s", "received"),
    _rate("reply_within_3min", SHARE, HIGHER, "replied_3min", "received"),
    _rate("answer_ratio", RATIO, HIGHER, "agent_messages", "customer_messages"),
    _formula(chats_per_hour, PER_HOUR, HIGHER, "replied", "handling_min"),
    _formula(chats_per_day, PER_DAY, HIGHER, "received", "shifts", "absent_shifts"),
    _rate("handling_time", SECOND, LOWER, "handle_s", "handled"),
    _rate("handling_in_standard", SHARE, HIGHER, "handled_in_standard", "handled"),
    _rate("handling_in_20min", SHARE, HIGHER, "handled_20min", "handled"),
    _formula(tickets_per_day, PER_DAY, HIGHER, "tickets", "shifts", "absent_shifts"),
    _rate("ticket_pass_rate", SHARE, HIGHER, "tickets_passed", "tickets_sampled"),
    _rate("work_time_use", SHARE, HIGHER, "busy_min", "present_min"),
    _rate("saturation", SHARE, HIGHER, "busy_min", "online_min"),
    # After-sales and in-sales: refunds, disputes, problems solved.
    _rate("first_contact_resolution", SHARE, HIGHER, "solved_first", "first_contacts"),
    _rate("resolution", SHARE, HIGHER, "problems_solved", "problems"),
    _rate("solved_within_2h", SHARE, HIGHER, "problems_2h", "problems"),
    _count("failed_solution", LOWER, "failed_solutions"),
    _count("complex_case", HIGHER, "complex_cases"),
    _rate("promise_kept", SHARE, HIGHER, "sla_met", "sla_due"),
    _rate("review_in_20min", SHARE, HIGHER, "reviews_20min", "reviews_due"),
    _rate("handover_in_24h", SHARE, HIGHER, "handovers_24h", "handovers"),
    _rate("request_reply", SECOND, LOWER, "requests_s", "requests"),
    _rate("refund_saved", SHARE, HIGHER, "refunds_saved", "refunds_asked"),
    _rate("refund_hours", HOUR, LOWER, "refund_h", "refund_cases"),
    _rate("refund_only_hours", HOUR, LOWER, "refund_only_h", "refund_only_cases"),
    _rate("return_hours", HOUR, LOWER, "return_h", "return_cases"),
    _formula(relative_refund_hours, RATIO, LOWER, "refund_h", "refund_cases"),
    _rate("refund_against_trade", RATIO, LOWER, "refund_h", "trade_refund_h"),
    _rate("refund_self_closure", SHARE, HIGHER, "refund_self_closed", "refund_cases"),
    _rate("dispute_rate", SHARE, LOWER, "disputes", "refund_cases"),
    _formula(dispute_trend, RATIO, LOWER, "disputes", "refund_cases"),
    _rate("dispute_per_order", SHARE, LOWER, "disputes", "orders_paid"),
    _rate("platform_help_rate", SHARE, LOWER, "platform_helps", "orders_paid"),
    _rate("platform_fault_rate", SHARE, LOWER, "platform_faults", "orders_paid"),
    _rate("quality_refund_rate", SHARE, LOWER, "quality_refunds", "orders_paid"),
    _rate("low_rating_rate", SHARE, LOWER, "low_rated_orders", "orders_paid"),
    _rate("trade_rank", SHARE, HIGHER, "trade_beaten", "trade_ranked"),
    # What customers say: ratings, complaints, praise.
    _rate("satisfaction", SHARE, HIGHER, "satisfied", "rated"),
    _rate("mean_stars", POINT, HIGHER, "stars", "rated"),
    _rate("bad_rate", SHARE, LOWER, "bad_rated", "rated"),
    _rate("call_back_satisfaction", SHARE, HIGHER, "called_back_content", "called_back"),
    _rate("repeat_rate", SHARE, LOWER, "repeated", "received"),
    _rate("complaint_handling", SHARE, HIGHER, "complaints_in_time", "complaints"),
    _rate("complaint_solved", SHARE, HIGHER, "complaints_solved", "complaints"),
    _rate("complaint_satisfaction", SHARE, HIGHER, "complaints_content", "complaints_asked"),
    _formula(complaint_rate, SHARE, LOWER, "complaints_at_fault", "received"),
    _rate("repeat_complaint_rate", SHARE, LOWER, "complaints_repeated", "complaints"),
    _count("attitude_complaint", LOWER, "attitude_complaints"),
    _count("praise", HIGHER, "praises"),
    _count("proactive_contact", HIGHER, "proactive_contacts"),
    # Conduct, attendance and what people judge.
    _count("abuse", LOWER, "abuses"),
    _count("harassment", LOWER, "harassments"),
    _count("night_message", LOWER, "night_messages"),
    _count("handling_delay", LOWER, "handling_delays"),
    _count("data_error", LOWER, "data_errors"),
    _count("process_finding", LOWER, "process_findings"),
    _rate("knowledge_use", SHARE, HIGHER, "knowledge_used", "knowledge_due"),
    _rate("solved_alone", SHARE, HIGHER, "alone_solved", "alone_due"),
    _rate("standard_phrases", SHARE, HIGHER, "phrases_right", "phrases_due"),
    _rate("adherence", SHARE, HIGHER, "adherent_min", "scheduled_min"),
    _formula(attendance, COUNT, LOWER, "late_shifts", "early_shifts", "absent_shifts", "shifts"),
    _rate("quality", POINT, HIGHER, "qa_points", "qa_samples"),
    _rate("supervisor_rating", POINT, HIGHER, "supervisor_points", "supervisor_ratings"),
    _rate("training", POINT, HIGHER, "training_points", "training_tests"),
    _rate("team_pass_rate", SHARE, HIGHER, "team_passed", "team_size"),
    _rate("newcomer_training", SHARE, HIGHER, "newcomers_trained", "newcomers"),
)
INDICATORS: Mapping[str, Indicator] = MappingProxyType({row.name: row for row in _ROWS})
