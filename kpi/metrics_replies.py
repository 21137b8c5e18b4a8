"""Indicators of replies and of work done: how soon, how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.measure import Better, Indicator, Measure, Measured, listing_into

if TYPE_CHECKING:
    from kpi.totals import Totals

HOUR_MIN = 60
_SHARE, _RATIO, _SECOND = Measured.SHARE, Measured.RATIO, Measured.SECOND
_HIGHER, _LOWER = Better.HIGHER, Better.LOWER
REPLIES: dict[str, Indicator] = {}
_indicator = listing_into(REPLIES)


@_indicator(_SHARE, _HIGHER, "replied", "received")
def reply_rate(totals: Totals) -> Measure:
    """Return chats answered at all / chats received (回复率)."""
    return Measure(*totals.pair("replied", "received"))


@_indicator(_SECOND, _LOWER, "first_reply_s", "first_replies")
def first_reply(totals: Totals) -> Measure:
    """Return mean seconds from a customer's first message to the first reply (首次响应时间)."""
    return Measure(*totals.pair("first_reply_s", "first_replies"))


@_indicator(_SECOND, _LOWER, "reply_s", "replies")
def average_reply(totals: Totals) -> Measure:
    """Return mean seconds to a reply over all turns (平均响应时间)."""
    return Measure(*totals.pair("reply_s", "replies"))


@_indicator(_SHARE, _HIGHER, "replied_30s", "received")
def reply_within_30s(totals: Totals) -> Measure:
    """Return chats answered within 30 seconds / chats received (30 秒应答率)."""
    return Measure(*totals.pair("replied_30s", "received"))


@_indicator(_SHARE, _HIGHER, "replied_3min", "received")
def reply_within_3min(totals: Totals) -> Measure:
    """Return chats answered within 3 minutes / chats received (3 分钟回复率)."""
    return Measure(*totals.pair("replied_3min", "received"))


@_indicator(_RATIO, _HIGHER, "agent_messages", "customer_messages")
def answer_ratio(totals: Totals) -> Measure:
    """Return messages of the agent / messages of customers (答问比)."""
    return Measure(*totals.pair("agent_messages", "customer_messages"))


@_indicator(Measured.PER_HOUR, _HIGHER, "replied", "handling_min")
def chats_per_hour(totals: Totals) -> Measure:
    """Return chats answered / hours present and neither lent nor disrupted (每小时接待量)."""
    replied, handling_min = totals.sums("replied", "handling_min")
    return Measure(replied, handling_min / HOUR_MIN)


@_indicator(Measured.PER_DAY, _HIGHER, "received", "shifts", "absent_shifts")
def chats_per_day(totals: Totals) -> Measure:
    """Return chats received / days worked (日均服务量); no data: no attendance."""
    received, shifts, absent = totals.sums("received", "shifts", "absent_shifts")
    return Measure(received, shifts - absent)


@_indicator(_SECOND, _LOWER, "handle_s", "handled")
def handling_time(totals: Totals) -> Measure:
    """Return mean seconds a case is worked on (平均处理时长)."""
    return Measure(*totals.pair("handle_s", "handled"))


@_indicator(_SHARE, _HIGHER, "handled_in_standard", "handled")
def handling_in_standard(totals: Totals) -> Measure:
    """Return cases handled within the standard time / cases timed (处理时长达标率)."""
    return Measure(*totals.pair("handled_in_standard", "handled"))


@_indicator(_SHARE, _HIGHER, "handled_20min", "handled")
def handling_in_20min(totals: Totals) -> Measure:
    """Return service orders handled within 20 minutes / handled (处理 20 分钟达标率)."""
    return Measure(*totals.pair("handled_20min", "handled"))


@_indicator(Measured.PER_DAY, _HIGHER, "tickets", "shifts", "absent_shifts")
def tickets_per_day(totals: Totals) -> Measure:
    """Return cases closed / days worked (日均工单); no data: no attendance."""
    tickets, shifts, absent = totals.sums("tickets", "shifts", "absent_shifts")
    return Measure(tickets, shifts - absent)


@_indicator(_SHARE, _HIGHER, "tickets_passed", "tickets_sampled")
def ticket_pass_rate(totals: Totals) -> Measure:
    """Return cases found right / cases sampled (工单合格率)."""
    return Measure(*totals.pair("tickets_passed", "tickets_sampled"))


@_indicator(_SHARE, _HIGHER, "busy_min", "present_min")
def work_time_use(totals: Totals) -> Measure:
    """Return minutes with a chat open / minutes present (工时利用率)."""
    return Measure(*totals.pair("busy_min", "present_min"))


@_indicator(_SHARE, _HIGHER, "busy_min", "online_min")
def saturation(totals: Totals) -> Measure:
    """Return minutes with a chat open / minutes online, breaks out (占用率)."""
    return Measure(*totals.pair("busy_min", "online_min"))
