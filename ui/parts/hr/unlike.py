"""Whose pay is unlike last month's: looked at before a month goes into review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.month.outliers import pay_compared
from ui import figures, link, state
from ui.parts.hr import values
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.month.months import MonthRun
    from service.month.outliers import PayOutlier


def outliers(run: MonthRun, labels: Mapping[str, str]) -> None:
    """Draw whose pay of a run is unlike the month before, and of how many that is not known."""
    found = pay_compared(link.desk(), run)
    st.subheader(say("unlike.title"), help=say("unlike.help"), anchor=False)
    unknown = found.people - found.known
    if found.outliers:
        names = ("who", "before", "now", "part", "part_before", "part_now")
        rows = [_row(one, labels) for one in found.outliers]
        with st.container(key="unlike"):
            heads = [say(f"unlike.{name}") for name in names]
            listing(heads, rows, numbers=frozenset({1, 2, 4, 5}))
    elif found.known:
        st.caption(plain(say("unlike.none", count=found.known)))
    if unknown:
        st.caption(plain(say("unlike.unknown", count=unknown)))


def _row(one: PayOutlier, labels: Mapping[str, str]) -> Row:
    lang = state.lang()
    part: tuple[str, ...] = (values.NONE, values.NONE, values.NONE)
    if one.part is not None:
        name = values.capital(say(f"pays.{one.part}"))
        amounts = (one.part_before, one.part_now)
        part = (name, *(figures.money(amount, lang) for amount in amounts))
    totals = (figures.money(amount, lang) for amount in (one.before, one.now))
    return Row((labels.get(one.agent_id, one.agent_id), *totals, *part))
