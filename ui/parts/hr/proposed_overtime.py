"""Overtime of sixth days that published rosters propose: looked at, and confirmed in one act."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from service.pay import sixth_days
from ui import figures, link
from ui.parts import register
from ui.parts.hr.asking import full_day
from ui.parts.register import Act, Column, Register
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.month import Month
    from scheduler.horizon import Clock
    from service.desk import Desk
    from service.pay.sixth_days import Proposal

NAME = "sixth_day"


def draw(month: Month, clock: Clock) -> None:
    """Draw what rosters propose for a month; nothing where they propose nothing."""
    found = sixth_days.proposals(link.desk(), month)
    if not found:
        return
    waiting = sum(one.waits for one in found)
    st.markdown(plain(say(f"{NAME}.waiting", count=waiting, of=len(found))))
    st.caption(say(f"{NAME}.rule"))
    register.draw(_register(month, clock), found)
    st.markdown(f"**{say(f'{NAME}.entered')}**")


def _register(month: Month, clock: Clock) -> Register[Proposal]:
    names = people()

    def times(one: Proposal) -> str:
        return f"{full_day(one.date)} {figures.times(clock, one.start_min, one.end_min)}"

    def stands(one: Proposal) -> str:
        said = say(f"{NAME}.stands_{one.stands}")
        if one.before is None or one.before == (one.start_min, one.end_min):
            return said
        return f"{said} {figures.times(clock, *one.before)}"

    def leave(one: Proposal) -> str:
        if one.until is None:
            return say(f"{NAME}.paid")
        return say(f"{NAME}.leave", campaign=one.campaign, until=full_day(one.until))

    def doubts(one: Proposal) -> str:
        return say("list.comma").join(say(f"{NAME}.doubt_{each}") for each in one.doubts)

    columns: tuple[Column[Proposal], ...] = (
        Column("agent", lambda one: names.get(one.agent_id, one.agent_id)),
        Column("times", times),
        Column("hours", lambda one: one.minutes / 60, format="%.2f"),
        Column("stands", stands),
        Column("leave_or_pay", leave),
        Column("doubts", doubts),
        Column("week", lambda one: one.week),
        Column("plan", lambda one: one.plan),
    )
    acts = (
        _act("confirm", month, None, ":material/check:"),
        _act("as_pay", month, False, ":material/payments:"),
        _act("as_leave", month, True, ":material/event_available:"),
    )
    return Register(NAME, columns, acts, height_px=300)


def _act(word: str, month: Month, time_off: bool | None, icon: str) -> Act[Proposal]:
    run = partial(_confirm, month=month, time_off=time_off)
    return Act(word, run, icon, is_main=time_off is None, can=lambda one: one.waits)


def _confirm(
    desk: Desk, chosen: Sequence[Proposal], *, month: Month, time_off: bool | None
) -> None:
    sixth_days.confirm(desk, month, chosen, time_off=time_off)
