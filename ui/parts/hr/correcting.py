"""What a correction of a locked month changes, agent by agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.pay.corrections import CorrectedRun, correction
from ui import figures, link, state
from ui.parts import register
from ui.parts.register import Column, Register
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from service.month.months import Month
    from service.pay.pay_review import Difference


def changed(month: Month, names: Mapping[str, str]) -> None:
    """Draw what the newest run changes against the locked one; nothing where it is that one."""
    found = correction(link.desk(), month)
    if found is None:
        return
    lang = state.lang()
    st.subheader(
        plain(say("correction.title", before=found.before, after=found.after)), anchor=False
    )
    told = say("correction.reason", reason=found.reason)
    if not found.differences:
        st.success(f"{plain(told)} {say('correction.same')}", icon=":material/check:")
        return
    amount = f"¥{figures.signed(found.paid, lang, 2)}"
    text = say("correction.sum", count=len(found.differences), amount=amount)
    st.warning(f"{plain(told)} {plain(text)}", icon=":material/compare_arrows:")
    _table(found, names)


def _table(found: CorrectedRun, names: Mapping[str, str]) -> None:
    money = "¥%,.2f"
    columns: tuple[Column[Difference], ...] = (
        Column("agent", lambda one: names.get(one.agent_id, one.agent_id)),
        Column("score_before", lambda one: _float(one.score_before), "%.2f"),
        Column("score_after", lambda one: _float(one.score_after), "%.2f"),
        Column("paid_before", lambda one: _float(one.paid_before), money),
        Column("paid_after", lambda one: _float(one.paid_after), money),
        Column("more", lambda one: float(one.paid), "¥%+,.2f"),
    )
    known = Register("correction", columns, height_px=360, shared="scores")
    register.show(known, found.differences)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
