"""Own people or a vendor: what the same hours of computed scenarios cost either way."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.horizon import ClockSpan, format_clock
from scheduler.outsourcing import OwnOrVendor, VendorOffer, own_or_vendor
from scheduler.roster import Roster
from service.vendors.contracts import contracts
from ui import figures, link, state
from ui.parts.hr.asking import posts_known
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.trial.scenarios import ScenarioView

HALF_HOUR, DAY_MIN = 30, 1440
UNKNOWN = "—"
HEADS = ("scenario", "required", "own_hours", "short", "own_cost", "vendor_cost")


def show(views: Sequence[ScenarioView]) -> None:
    """Draw the offer that is asked about, and what each scenario with a roster comes to."""
    with st.expander(say("outsourcing.title"), icon=":material/handshake:"):
        offer = _ask()
        found = [(view, one) for view in views if (one := _against(view, offer))]
        if not found:
            st.caption(say("outsourcing.no_roster"))
            return
        heads = [say(f"outsourcing.{name}") for name in HEADS]
        numbers = frozenset(range(1, len(HEADS)))
        listing(heads, [_row(view, one) for view, one in found], numbers=numbers)
        st.caption(plain(say("outsourcing.left_out")))


def _ask() -> VendorOffer:
    """Ask for price, posts and hours; a contract that is chosen gives its price of a night hour."""
    known = {say("outsourcing.no_contract"): Decimal(40)} | _prices()
    names = list(known)
    first, second, third = st.columns([2, 2, 3])
    named = first.selectbox(
        say("outsourcing.contract"), names, format_func=spoken(names, plain), key="outsourcing.of"
    )
    price = second.number_input(
        say("outsourcing.price"),
        min_value=0.01,
        value=float(known.get(named, Decimal(40))),
        step=1.0,
        format="%.2f",
        key=f"outsourcing.price.{names.index(named) if named in names else 0}",
    )
    posts = posts_known()
    chosen = third.multiselect(
        say("outsourcing.posts"),
        list(posts),
        format_func=spoken(list(posts), posts.__getitem__),
        placeholder=say("outsourcing.posts_hint"),
        key="outsourcing.posts",
    )
    clocks = [format_clock(at) for at in range(0, DAY_MIN, HALF_HOUR)]
    start = first.selectbox(say("outsourcing.from"), clocks, index=44, key="outsourcing.from")
    until = second.selectbox(
        say("outsourcing.until"), clocks, index=12, key="outsourcing.until",
        help=say("outsourcing.all_day"),
    )  # fmt: skip
    window = None if start == until else ClockSpan.parse(f"{start}-{until}")
    return VendorOffer(Decimal(f"{price:.2f}"), tuple(chosen), window)


def _prices() -> dict[str, Decimal]:
    """Return what an hour of the night costs by each contract that prices hours."""
    if not link.desk().may("vendors"):
        return {}
    found = (kept.contract for kept in contracts(link.desk()))
    return {
        f"{one.vendor} {one.name}": one.hour_price + one.night_hour
        for one in found
        if one.hour_price
    }


def _against(view: ScenarioView, offer: VendorOffer) -> OwnOrVendor | None:
    result = view.scenario.result
    if view.problem is None or not view.is_current or result is None or not result.shifts:
        return None
    return own_or_vendor(view.problem, Roster(result.shifts), offer)


def _row(view: ScenarioView, one: OwnOrVendor) -> Row:
    lang = state.lang()
    hours = (one.required_hours, one.own_hours, one.short_hours)
    return Row(
        (
            view.scenario.name,
            *(figures.number(each, lang, 1) for each in hours),
            figures.money(one.own_cost, lang) if view.has_wages else UNKNOWN,
            figures.money(one.vendor_cost, lang),
        )
    )
