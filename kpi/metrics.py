"""
Indicators: one function each, all with one signature, listed once in ``INDICATORS``.

A function looks at the totals of all groups (an agent on a post, a post, …) at once and returns the
numerator and denominator of each. Where nothing is known, or the denominator is zero, there is no
value: never 0/0 = 0. A scheme leaves such a line out and shares its weight among the others.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from kpi.measure import Better, Formula, Indicator, Measure, Measured

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kpi.totals import Totals

FEN = 100
HOUR_MIN = 60

_FOUND: dict[str, Indicator] = {}
INDICATORS: Mapping[str, Indicator] = MappingProxyType(_FOUND)


def _indicator(unit: Measured, better: Better, *columns: str) -> Callable[[Formula], Formula]:
    def listed(formula: Formula) -> Formula:
        name = formula.__name__
        _FOUND[name] = Indicator(name, unit, better, columns, formula)
        return formula

    return listed


_SHARE, _RATIO, _SECOND = Measured.SHARE, Measured.RATIO, Measured.SECOND
_HIGHER, _LOWER = Better.HIGHER, Better.LOWER


# --- sales --------------------------------------------------------------------------------------


@_indicator(_RATIO, _HIGHER, "sales_fen")
def target_attainment(totals: Totals) -> Measure:
    """Return sales / target (指标完成率); no data: no target, or a target of 0."""
    return Measure(*totals.with_target("sales_fen"))


@_indicator(_SHARE, _HIGHER, "paid", "consulted")
def conversion(totals: Totals) -> Measure:
    """Return customers who paid / customers who wrote (最终咨询付款转化率)."""
    return Measure(*totals.pair("paid", "consulted"))


@_indicator(_SHARE, _HIGHER, "paid", "inquired")
def inquiry_conversion(totals: Totals) -> Measure:
    """Return customers who paid / customers with intent to buy (询单转化率)."""
    return Measure(*totals.pair("paid", "inquired"))


@_indicator(_SHARE, _HIGHER, "ordered", "consulted")
def order_conversion(totals: Totals) -> Measure:
    """Return customers who ordered / customers who wrote (咨询下单转化率)."""
    return Measure(*totals.pair("ordered", "consulted"))


@_indicator(_SHARE, _HIGHER, "paid", "ordered")
def order_success(totals: Totals) -> Measure:
    """Return customers who paid / customers who ordered (下单成功率)."""
    return Measure(*totals.pair("paid", "ordered"))


@_indicator(_SHARE, _HIGHER, "orders_paid", "orders_placed")
def pay_rate(totals: Totals) -> Measure:
    """Return orders paid / orders placed (支付率)."""
    return Measure(*totals.pair("orders_paid", "orders_placed"))


@_indicator(Measured.YUAN, _HIGHER, "sales_fen", "paid")
def order_value(totals: Totals) -> Measure:
    """Return sales in yuan / customers who paid (客单价)."""
    sales_fen, paid = totals.sums("sales_fen", "paid")
    return Measure(sales_fen / FEN, paid)


@_indicator(_RATIO, _HIGHER, "sales_fen", "paid")
def relative_order_value(totals: Totals) -> Measure:
    """Return own sales per customer / that of the whole post (落实客单价)."""
    own, shop = order_value(totals), Measure(*totals.post_pair("sales_fen", "paid"))
    return Measure(own.value, shop.value / FEN)


# --- replies ------------------------------------------------------------------------------------


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


@_indicator(Measured.PER_DAY, _HIGHER, "tickets", "shifts", "absent_shifts")
def tickets_per_day(totals: Totals) -> Measure:
    """Return cases closed / days worked (日均工单); no data: no attendance."""
    tickets, shifts, absent = totals.sums("tickets", "shifts", "absent_shifts")
    return Measure(tickets, shifts - absent)


@_indicator(_SHARE, _HIGHER, "tickets_passed", "tickets_sampled")
def ticket_pass_rate(totals: Totals) -> Measure:
    """Return cases found right / cases sampled (工单合格率)."""
    return Measure(*totals.pair("tickets_passed", "tickets_sampled"))


# --- service ------------------------------------------------------------------------------------


@_indicator(_SHARE, _HIGHER, "satisfied", "rated")
def satisfaction(totals: Totals) -> Measure:
    """Return satisfied ratings / ratings (满意度)."""
    return Measure(*totals.pair("satisfied", "rated"))


@_indicator(Measured.POINT, _HIGHER, "stars", "rated")
def mean_stars(totals: Totals) -> Measure:
    """Return the mean of ratings from 1 to 5 (满意度评分)."""
    return Measure(*totals.pair("stars", "rated"))


@_indicator(_SHARE, _LOWER, "bad_rated", "rated")
def bad_rate(totals: Totals) -> Measure:
    """Return bad ratings / ratings (中差评率)."""
    return Measure(*totals.pair("bad_rated", "rated"))


@_indicator(_SHARE, _HIGHER, "called_back_content", "called_back")
def call_back_satisfaction(totals: Totals) -> Measure:
    """Return customers satisfied when called back / customers called back (回访满意度)."""
    return Measure(*totals.pair("called_back_content", "called_back"))


@_indicator(_SHARE, _LOWER, "repeated", "received")
def repeat_rate(totals: Totals) -> Measure:
    """Return chats about the same matter again / chats received (重复咨询率)."""
    return Measure(*totals.pair("repeated", "received"))


@_indicator(_SHARE, _HIGHER, "solved_first", "first_contacts")
def first_contact_resolution(totals: Totals) -> Measure:
    """Return cases solved at first contact / cases judged (一次解决率)."""
    return Measure(*totals.pair("solved_first", "first_contacts"))


@_indicator(Measured.HOUR, _LOWER, "refund_h", "refund_cases")
def refund_hours(totals: Totals) -> Measure:
    """Return mean hours from a refund's request to its closure (退款自主完结时长)."""
    return Measure(*totals.pair("refund_h", "refund_cases"))


@_indicator(_RATIO, _LOWER, "refund_h", "refund_cases")
def relative_refund_hours(totals: Totals) -> Measure:
    """Return own mean hours to close a refund / that of the whole post (退款时长与店均之比)."""
    shop = Measure(*totals.post_pair("refund_h", "refund_cases"))
    return Measure(refund_hours(totals).value, shop.value)


@_indicator(_RATIO, _LOWER, "refund_h", "trade_refund_h")
def refund_against_trade(totals: Totals) -> Measure:
    """Return hours to close refunds / what they take in the trade (退款时长与行业均值之比)."""
    return Measure(*totals.pair("refund_h", "trade_refund_h"))


@_indicator(_SHARE, _HIGHER, "refund_self_closed", "refund_cases")
def refund_self_closure(totals: Totals) -> Measure:
    """Return refunds closed without the platform / refunds closed (退款自主完结率)."""
    return Measure(*totals.pair("refund_self_closed", "refund_cases"))


@_indicator(_SHARE, _LOWER, "disputes", "refund_cases")
def dispute_rate(totals: Totals) -> Measure:
    """Return refunds in which the platform stepped in / refunds closed (纠纷退款率)."""
    return Measure(*totals.pair("disputes", "refund_cases"))


@_indicator(_RATIO, _LOWER, "disputes", "refund_cases")
def dispute_trend(totals: Totals) -> Measure:
    """
    Return own dispute rate / that of the whole post in the period before (纠纷退款率环比).

    The post's rate, not the agent's own: a person has too few disputes for a ratio of two months to
    mean anything, and who was good before should not be measured harder for it. No data: no
    disputes at all on the post in the period before, or nothing known of it.
    """
    before = Measure(*totals.post_pair_before("disputes", "refund_cases"))
    return Measure(dispute_rate(totals).value, before.value)


@_indicator(_SHARE, _HIGHER, "complaints_in_time", "complaints")
def complaint_handling(totals: Totals) -> Measure:
    """Return complaints answered and closed in time / complaints to handle (投诉处理及时率)."""
    return Measure(*totals.pair("complaints_in_time", "complaints"))


@_indicator(_SHARE, _HIGHER, "complaints_solved", "complaints")
def complaint_solved(totals: Totals) -> Measure:
    """Return complaints solved / complaints to handle (投诉解决率)."""
    return Measure(*totals.pair("complaints_solved", "complaints"))


@_indicator(_SHARE, _HIGHER, "complaints_content", "complaints_asked")
def complaint_satisfaction(totals: Totals) -> Measure:
    """Return customers content afterwards / customers asked (投诉处理满意度)."""
    return Measure(*totals.pair("complaints_content", "complaints_asked"))


@_indicator(_SHARE, _LOWER, "complaints_at_fault", "received")
def complaint_rate(totals: Totals) -> Measure:
    """Return complaints at fault / chats received (有责投诉率)."""
    return Measure(*totals.pair("complaints_at_fault", "received"))


@_indicator(Measured.COUNT, _LOWER, "abuses")
def abuse(totals: Totals) -> Measure:
    """Return confirmed cases of abusive language (辱骂客户); over the days that were looked at."""
    (abuses,) = totals.sums("abuses")
    return Measure(abuses, totals.days("abuses"), is_count=True)


@_indicator(Measured.COUNT, _LOWER, "harassments")
def harassment(totals: Totals) -> Measure:
    """Return confirmed cases of harassment (骚扰客户); over the days that were looked at."""
    (harassments,) = totals.sums("harassments")
    return Measure(harassments, totals.days("harassments"), is_count=True)


@_indicator(Measured.COUNT, _LOWER, "night_messages")
def night_message(totals: Totals) -> Measure:
    """Return messages written unasked in quiet hours (夜间打扰); over the days looked at."""
    (messages,) = totals.sums("night_messages")
    return Measure(messages, totals.days("night_messages"), is_count=True)


@_indicator(Measured.COUNT, _LOWER, "handling_delays")
def handling_delay(totals: Totals) -> Measure:
    """Return problems handled late or forgotten (问题处理延误); over the days known."""
    (delays,) = totals.sums("handling_delays")
    return Measure(delays, totals.days("handling_delays"), is_count=True)


@_indicator(Measured.COUNT, _LOWER, "data_errors")
def data_error(totals: Totals) -> Measure:
    """Return omissions, errors and delays in reports (数据统计差错); over the days known."""
    (errors,) = totals.sums("data_errors")
    return Measure(errors, totals.days("data_errors"), is_count=True)


@_indicator(Measured.COUNT, _LOWER, "process_findings")
def process_finding(totals: Totals) -> Measure:
    """Return breaches of the process found (流程违规); over the days known."""
    (findings,) = totals.sums("process_findings")
    return Measure(findings, totals.days("process_findings"), is_count=True)


@_indicator(_SHARE, _HIGHER, "knowledge_used", "knowledge_due")
def knowledge_use(totals: Totals) -> Measure:
    """Return cases answered from the knowledge base / cases to be (知识库使用率)."""
    return Measure(*totals.pair("knowledge_used", "knowledge_due"))


@_indicator(_SHARE, _HIGHER, "alone_solved", "alone_due")
def solved_alone(totals: Totals) -> Measure:
    """Return cases solved alone / cases to be solved alone (独立处理率)."""
    return Measure(*totals.pair("alone_solved", "alone_due"))


# --- following up -------------------------------------------------------------------------------


@_indicator(_SHARE, _HIGHER, "reminded_paid", "reminded")
def reminder_success(totals: Totals) -> Measure:
    """Return customers who paid after a reminder / customers reminded (催付成功率)."""
    return Measure(*totals.pair("reminded_paid", "reminded"))


@_indicator(_SHARE, _HIGHER, "reminded_in_time", "reminded")
def reminder_in_time(totals: Totals) -> Measure:
    """Return reminders sent within 10 to 15 minutes / reminders sent (催付及时率)."""
    return Measure(*totals.pair("reminded_in_time", "reminded"))


@_indicator(_SHARE, _HIGHER, "follow_ups_in_time", "follow_ups_due")
def follow_up_in_time(totals: Totals) -> Measure:
    """Return customers written to again in time / customers due (跟进及时率)."""
    return Measure(*totals.pair("follow_ups_in_time", "follow_ups_due"))


@_indicator(Measured.YUAN, _HIGHER, "assisted_fen")
def assisted_sales(totals: Totals) -> Measure:
    """Return yuan saved after the order was placed (协助跟进服务); over the days known."""
    (assisted_fen,) = totals.sums("assisted_fen")
    return Measure(assisted_fen / FEN, totals.days("assisted_fen"), is_count=True)


# --- hours --------------------------------------------------------------------------------------


@_indicator(_SHARE, _HIGHER, "adherent_min", "scheduled_min")
def adherence(totals: Totals) -> Measure:
    """Return adherent minutes / scheduled minutes (排班遵守率); no data: no attendance."""
    return Measure(*totals.pair("adherent_min", "scheduled_min"))


@_indicator(Measured.COUNT, _LOWER, "late_shifts", "early_shifts", "absent_shifts", "shifts")
def attendance(totals: Totals) -> Measure:
    """Return shifts begun late, left early or missed (迟到早退次数), each one; over the shifts."""
    late, early, absent, shifts = totals.sums(
        "late_shifts", "early_shifts", "absent_shifts", "shifts"
    )
    return Measure(late + early + absent, shifts, is_count=True)


# --- judged by people ---------------------------------------------------------------------------


@_indicator(Measured.POINT, _HIGHER, "qa_points", "qa_samples")
def quality(totals: Totals) -> Measure:
    """Return the mean points of the chats sampled (质检分)."""
    return Measure(*totals.pair("qa_points", "qa_samples"))


@_indicator(Measured.POINT, _HIGHER, "supervisor_points", "supervisor_ratings")
def supervisor_rating(totals: Totals) -> Measure:
    """Return the mean of the supervisor's ratings (主管评分)."""
    return Measure(*totals.pair("supervisor_points", "supervisor_ratings"))


@_indicator(Measured.POINT, _HIGHER, "training_points", "training_tests")
def training(totals: Totals) -> Measure:
    """Return the mean points of training tests (培训考试分)."""
    return Measure(*totals.pair("training_points", "training_tests"))
