"""Scores beside those under like conditions, for who asks: nights and rushes are nobody's doing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from service.month.fair_view import FairTotal, fair_view
from ui import link, state
from ui.parts import register
from ui.parts.hr.values import floating, indicator_name, value_text
from ui.parts.markup import empty
from ui.parts.register import Column, Register
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.month import Month


def fair(month: Month, labels: Mapping[str, str]) -> None:
    """Offer the comparison; it reads all chats of the month, so that it waits to be asked."""
    key = "like_conditions.show"
    if not st.toggle(say(key), help=say("like_conditions.help"), key=key):
        return
    st.caption(say("like_conditions.text"))
    with st.spinner(say("like_conditions.finding")):
        found = fair_view(link.desk(), month)
    if not any(one.lines for one in found):
        empty(say("like_conditions.none"), say("like_conditions.none_text"))
        return
    moved = sorted(found, key=_difference)
    register.show(_register(labels), moved)


def _difference(one: FairTotal) -> float:
    if one.plain is None or one.adjusted is None:
        return 0.0
    return float(one.plain - one.adjusted)


def _lines(one: FairTotal) -> str:
    """Return the lines that were adjusted, with what was measured and what it comes to."""
    lang = state.lang()
    return " · ".join(
        say(
            "like_conditions.line",
            indicator=indicator_name(line.indicator, lang),
            plain=value_text(line.indicator, _exact(line.plain), lang),
            adjusted=value_text(line.indicator, _exact(line.adjusted), lang),
        )
        for line in one.lines
    )


def _exact(value: float) -> Decimal:
    return Decimal(str(value))


def _register(labels: Mapping[str, str]) -> Register[FairTotal]:
    return Register(
        "like_conditions",
        (
            Column("agent", lambda one: labels.get(one.agent_id, one.agent_id)),
            Column("post", lambda one: post_name(one.post, state.lang())),
            Column("plain", lambda one: floating(one.plain), format="%.2f"),
            Column("adjusted", lambda one: floating(one.adjusted), format="%.2f"),
            Column("difference", lambda one: -_difference(one), format="%+.2f"),
            Column("lines", _lines),
        ),
    )
