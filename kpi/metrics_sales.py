"""Indicators of pre-sales: conversion, orders and sales (D0, D1 of the published sheets)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.measure import Better, Indicator, Measure, Measured, listing_into

if TYPE_CHECKING:
    from kpi.totals import Totals

FEN = 100
_SHARE, _RATIO, _HIGHER, _LOWER = Measured.SHARE, Measured.RATIO, Better.HIGHER, Better.LOWER
SALES: dict[str, Indicator] = {}
_indicator = listing_into(SALES)


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


@_indicator(_RATIO, _HIGHER, "items_sold", "orders_paid")
def items_per_order(totals: Totals) -> Measure:
    """Return goods sold / orders paid (连带率)."""
    return Measure(*totals.pair("items_sold", "orders_paid"))


@_indicator(_RATIO, _HIGHER, "linked_fen")
def linked_sales(totals: Totals) -> Measure:
    """Return sales of linked goods / their target (关联销售); no data: no target."""
    return Measure(*totals.with_target("linked_fen"))


@_indicator(_SHARE, _LOWER, "refunded_fen", "sales_fen")
def refund_share(totals: Totals) -> Measure:
    """Return sales refunded / sales (退款金额占比)."""
    return Measure(*totals.pair("refunded_fen", "sales_fen"))


@_indicator(_SHARE, _LOWER, "returned_orders", "orders_paid")
def return_rate(totals: Totals) -> Measure:
    """Return orders sent back / orders paid (月退货率)."""
    return Measure(*totals.pair("returned_orders", "orders_paid"))


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
