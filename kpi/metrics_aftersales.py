"""Indicators of after-sales and in-sales: refunds, disputes, problems solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.measure import Better, Indicator, Measure, Measured, listing_into

if TYPE_CHECKING:
    from kpi.totals import Totals

_SHARE, _RATIO, _SECOND = Measured.SHARE, Measured.RATIO, Measured.SECOND
_HIGHER, _LOWER = Better.HIGHER, Better.LOWER
AFTERSALES: dict[str, Indicator] = {}
_indicator = listing_into(AFTERSALES)


@_indicator(_SHARE, _HIGHER, "solved_first", "first_contacts")
def first_contact_resolution(totals: Totals) -> Measure:
    """Return cases solved at first contact / cases judged (一次解决率)."""
    return Measure(*totals.pair("solved_first", "first_contacts"))


@_indicator(_SHARE, _HIGHER, "problems_solved", "problems")
def resolution(totals: Totals) -> Measure:
    """Return problems solved / problems brought up (问题解决率)."""
    return Measure(*totals.pair("problems_solved", "problems"))


@_indicator(_SHARE, _HIGHER, "problems_2h", "problems")
def solved_within_2h(totals: Totals) -> Measure:
    """Return problems solved within two hours / problems brought up (2 小时解决率)."""
    return Measure(*totals.pair("problems_2h", "problems"))


@_indicator(Measured.COUNT, _LOWER, "failed_solutions")
def failed_solution(totals: Totals) -> Measure:
    """Return solutions that did not help (无效解决次数); over the days known."""
    (failed,) = totals.sums("failed_solutions")
    return Measure(failed, totals.days("failed_solutions"), is_count=True)


@_indicator(Measured.COUNT, _HIGHER, "complex_cases")
def complex_case(totals: Totals) -> Measure:
    """Return complex cases settled (疑难处理量); over the days known."""
    (cases,) = totals.sums("complex_cases")
    return Measure(cases, totals.days("complex_cases"), is_count=True)


@_indicator(_SHARE, _HIGHER, "sla_met", "sla_due")
def promise_kept(totals: Totals) -> Measure:
    """Return promises of time kept / promises given (SLA 达标率)."""
    return Measure(*totals.pair("sla_met", "sla_due"))


@_indicator(_SHARE, _HIGHER, "reviews_20min", "reviews_due")
def review_in_20min(totals: Totals) -> Measure:
    """Return service orders reviewed within 20 minutes / to be reviewed (审核 20 分钟达标率)."""
    return Measure(*totals.pair("reviews_20min", "reviews_due"))


@_indicator(_SHARE, _HIGHER, "handovers_24h", "handovers")
def handover_in_24h(totals: Totals) -> Measure:
    """Return cases of other teams answered within 24 hours / handed over (跨部门 24 小时响应率)."""
    return Measure(*totals.pair("handovers_24h", "handovers"))


@_indicator(_SECOND, _LOWER, "requests_s", "requests")
def request_reply(totals: Totals) -> Measure:
    """Return mean seconds to see to delivery, address or cancellation (售中诉求响应时长)."""
    return Measure(*totals.pair("requests_s", "requests"))


@_indicator(_SHARE, _HIGHER, "refunds_saved", "refunds_asked")
def refund_saved(totals: Totals) -> Measure:
    """Return refunds before dispatch taken back / asked for (发货前退款挽回率)."""
    return Measure(*totals.pair("refunds_saved", "refunds_asked"))


@_indicator(Measured.HOUR, _LOWER, "refund_h", "refund_cases")
def refund_hours(totals: Totals) -> Measure:
    """Return mean hours from a refund's request to its closure (退款自主完结时长)."""
    return Measure(*totals.pair("refund_h", "refund_cases"))


@_indicator(Measured.HOUR, _LOWER, "refund_only_h", "refund_only_cases")
def refund_only_hours(totals: Totals) -> Measure:
    """Return mean hours to close a refund without return (仅退款自主完结时长)."""
    return Measure(*totals.pair("refund_only_h", "refund_only_cases"))


@_indicator(Measured.HOUR, _LOWER, "return_h", "return_cases")
def return_hours(totals: Totals) -> Measure:
    """Return mean hours from a return's request to its refund (退货退款自主完结时长, 退货速度)."""
    return Measure(*totals.pair("return_h", "return_cases"))


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


@_indicator(_SHARE, _LOWER, "disputes", "orders_paid")
def dispute_per_order(totals: Totals) -> Measure:
    """Return refunds in which the platform stepped in / orders paid (平台介入率)."""
    return Measure(*totals.pair("disputes", "orders_paid"))


@_indicator(_SHARE, _LOWER, "platform_helps", "orders_paid")
def platform_help_rate(totals: Totals) -> Measure:
    """Return customers' calls on the platform / orders paid (平台求助率)."""
    return Measure(*totals.pair("platform_helps", "orders_paid"))


@_indicator(_SHARE, _LOWER, "platform_faults", "orders_paid")
def platform_fault_rate(totals: Totals) -> Measure:
    """Return cases the platform decided against the shop / orders paid (平台判责率)."""
    return Measure(*totals.pair("platform_faults", "orders_paid"))


@_indicator(_SHARE, _LOWER, "quality_refunds", "orders_paid")
def quality_refund_rate(totals: Totals) -> Measure:
    """Return refunds for reasons of quality / orders paid (品质退款率)."""
    return Measure(*totals.pair("quality_refunds", "orders_paid"))


@_indicator(_SHARE, _LOWER, "low_rated_orders", "orders_paid")
def low_rating_rate(totals: Totals) -> Measure:
    """Return orders rated 3 or less / orders paid (低分订单率)."""
    return Measure(*totals.pair("low_rated_orders", "orders_paid"))


@_indicator(_SHARE, _HIGHER, "trade_beaten", "trade_ranked")
def trade_rank(totals: Totals) -> Measure:
    """Return the mean share of shops of the trade that were beaten (打败商家占比)."""
    return Measure(*totals.pair("trade_beaten", "trade_ranked"))
