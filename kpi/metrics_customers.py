"""Indicators of what customers say: ratings, complaints, praise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.measure import Better, Indicator, Measure, Measured, listing_into

if TYPE_CHECKING:
    from kpi.totals import Totals

_SHARE, _HIGHER, _LOWER = Measured.SHARE, Better.HIGHER, Better.LOWER
CUSTOMERS: dict[str, Indicator] = {}
_indicator = listing_into(CUSTOMERS)


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


@_indicator(_SHARE, _LOWER, "complaints_repeated", "complaints")
def repeat_complaint_rate(totals: Totals) -> Measure:
    """Return complaints about a matter settled before / complaints (重复投诉率)."""
    return Measure(*totals.pair("complaints_repeated", "complaints"))


@_indicator(Measured.COUNT, _LOWER, "attitude_complaints")
def attitude_complaint(totals: Totals) -> Measure:
    """Return complaints about attitude (态度投诉); over the days known."""
    (complaints,) = totals.sums("attitude_complaints")
    return Measure(complaints, totals.days("attitude_complaints"), is_count=True)


@_indicator(Measured.COUNT, _HIGHER, "praises")
def praise(totals: Totals) -> Measure:
    """Return customers who praised the agent by name (点名表扬); over the days known."""
    (praises,) = totals.sums("praises")
    return Measure(praises, totals.days("praises"), is_count=True)


@_indicator(Measured.COUNT, _HIGHER, "proactive_contacts")
def proactive_contact(totals: Totals) -> Measure:
    """Return customers helped before they asked (主动服务); over the days known."""
    (contacts,) = totals.sums("proactive_contacts")
    return Measure(contacts, totals.days("proactive_contacts"), is_count=True)
