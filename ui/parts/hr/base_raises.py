"""Raises of the base that a month has brought: who is due one, and granting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.pay.base_raises import RaiseDue, grant_raise, raises_due
from ui import link
from ui.parts import register
from ui.parts.hr.asking import full_day
from ui.parts.hr.values import capital
from ui.parts.register import Act, Column, Register, each
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.month import Month
    from service.desk import Desk


def due(
    month: Month, labels: Mapping[str, str], grades: Mapping[str, str], *, is_locked: bool
) -> None:
    """List the raises a month makes due; nothing where there are none. Locked, they are granted."""
    found = raises_due(link.desk(), month)
    if not found:
        return

    def grant(desk: Desk, one: RaiseDue) -> None:
        grant_raise(desk, month, one.agent_id)

    columns: tuple[Column[RaiseDue], ...] = (
        Column("agent", lambda one: labels.get(one.agent_id, one.agent_id)),
        Column("grade", lambda one: capital(grades.get(one.grade, one.grade))),
        Column("months", lambda one: one.months),
        Column("old_base", lambda one: float(one.old_base), format="%.2f"),
        Column("new_base", lambda one: float(one.new_base), format="%.2f"),
        Column("valid_from", lambda one: full_day(one.valid_from)),
        Column("state", lambda one: say(f"base_raise.{'granted' if one.is_granted else 'due'}")),
    )

    def can(one: RaiseDue) -> bool:
        return is_locked and not one.is_granted

    acts: tuple[Act[RaiseDue], ...] = (
        Act("grant", each(grant), ":material/trending_up:", can=can),
    )
    st.subheader(say("base_raise.title"), anchor=False)
    st.caption(say("base_raise.text"))
    register.draw(Register("base_raise", columns, acts), found)
