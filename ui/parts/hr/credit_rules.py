"""The rules by which sales are credited, and what another one would change in a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError
from service.month import sales
from service.month.sales import AttributionRule, CreditBy, MovedSales, Pick
from ui import figures, link, state
from ui.guard import show_faults
from ui.parts import register
from ui.parts.hr.asking import full_day
from ui.parts.markup import empty
from ui.parts.register import Column, Register
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.month import Month

MOST_H = 24 * 31


def compare(month: Month) -> None:
    """Show the rules, ask for another, and show whose sales of a month it would move."""
    st.caption(say("credits.text"))
    rules = sales.attribution_rules(link.desk())
    if not rules:
        empty(say("credits.no_rule"), say("credits.no_rule_text"))
        return
    st.markdown(f"**{say('credits.held')}**")
    register.show(_rules(), rules)
    if not sales.orders(link.desk(), month):
        empty(say("credits.no_orders"), say("credits.no_orders_text"))
        return
    try:
        pairs = sales.compare_rules(link.desk(), month, _asked(rules, month))
    except InputError as error:  # no rule holds on some day; the other tabs are none the worse
        show_faults(error.faults)
        return
    if not pairs:
        st.success(say("credits.same"), icon=":material/check:")
        return
    total = figures.number(sum(now.order.amount for now, _ in pairs), state.lang(), 2)
    st.info(plain(say("credits.moves", count=len(pairs), yuan=total)), icon=":material/swap_horiz:")
    register.show(_moved(), sales.moved_sales(pairs))


def _asked(rules: Sequence[AttributionRule], month: Month) -> AttributionRule:
    """Ask for a rule to try, at first the last one kept."""
    last = rules[-1]
    by, pick, hours = st.columns(3)
    kinds, picks = list(CreditBy), list(Pick)
    told = by.selectbox(
        say("credits.by"),
        kinds,
        kinds.index(last.by),
        format_func=spoken(kinds, lambda one: say(f"credits.by_{one}")),
        key="credits.by",
    )
    whom = pick.selectbox(
        say("credits.pick"),
        picks,
        picks.index(last.pick),
        format_func=spoken(picks, lambda one: say(f"credits.pick_{one}")),
        key="credits.pick",
    )
    window = hours.number_input(
        say("credits.window_h"), 1, max(MOST_H, last.window_h), last.window_h, key="credits.window"
    )
    return AttributionRule(last.version, month.first, told, whom, int(window))


def _rules() -> Register[AttributionRule]:
    return Register(
        "credits",
        (
            Column("version", lambda one: one.version),
            Column("valid_from", lambda one: full_day(one.valid_from)),
            Column("by", lambda one: say(f"credits.by_{one.by}")),
            Column("pick", lambda one: say(f"credits.pick_{one.pick}")),
            Column("window_h", lambda one: one.window_h),
        ),
    )


def _moved() -> Register[MovedSales]:
    names = people() | {"": say("credits.nobody")}
    return Register(
        "credits",
        (
            Column("agent", lambda one: names.get(one.agent_id, one.agent_id)),
            Column("orders_lost", lambda one: one.orders_lost),
            Column("lost", lambda one: float(one.lost), format="%.2f"),
            Column("orders_gained", lambda one: one.orders_gained),
            Column("gained", lambda one: float(one.gained), format="%.2f"),
            Column("change", lambda one: float(one.change), format="%+.2f"),
        ),
    )
