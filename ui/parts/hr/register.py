"""The register of lent (抽调) and lost (非抽调) time: entering, approving, removing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from scheduler.dispatch import Interruption, InterruptionKind
from scheduler.errors import Fault, InputError
from service.month.kpi_intake import (
    approve_interruption,
    enter_interruption,
    interruptions,
    remove_interruption,
)
from ui import figures, link, state
from ui.guard import action
from ui.parts.hr import values
from ui.parts.markup import empty
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.month.kpi_intake import EnteredInterruption
    from service.month.months import Month

STEP_S = 300
ROUND = "register.round"
NAMES = ("agent", "kind", "times", "hours", "reason", "registered", "approved", "status")


def form(month: Month, clock: Clock) -> None:
    """Ask for lent or lost time and register it."""
    now_min = int(link.now().timestamp()) // 60
    today = clock.date_of(now_min)
    days = [
        month.first + dt.timedelta(days=day) for day in range((month.last - month.first).days + 1)
    ]
    upto = [day for day in days if day <= today]
    if not upto:
        st.info(say("register.future"))
        return
    names = people()
    with st.form("register.new", border=True):
        st.markdown(f"**{say('register.new')}**")
        st.selectbox(say("register.agent"), names, format_func=names.get, key="register.agent")
        st.radio(
            say("register.kind"),
            list(InterruptionKind),
            format_func=lambda kind: say(f"register.kind_{kind}"),
            horizontal=True,
            key="register.kind",
        )
        st.selectbox(
            say("register.day"),
            upto[::-1],
            format_func=lambda day: figures.day(day, state.lang()),
            key="register.day",
        )
        first, last = st.columns(2)
        first.time_input(say("register.from"), dt.time(9), step=STEP_S, key="register.from")
        last.time_input(say("register.until"), dt.time(10), step=STEP_S, key="register.until")
        st.text_input(
            say("register.reason"), key="register.reason", placeholder=say("register.reason_hint")
        )
        st.text_input(
            say("register.late_reason"),
            key="register.late_reason",
            help=say("register.late_help"),
            placeholder=say("register.late_hint"),
        )
        st.form_submit_button(
            say("register.enter"), type="primary", on_click=_enter, args=(clock, now_min)
        )
    st.caption(plain(say("register.by", by=link.by())))


@action
def _enter(clock: Clock, now_min: int) -> None:
    told = {
        name: st.session_state[f"register.{name}"]
        for name in ("agent", "kind", "day", "from", "until", "reason", "late_reason")
    }
    start, end = (told["day"], told["from"]), (told["day"], told["until"])
    if told["until"] <= told["from"]:
        end = (told["day"] + dt.timedelta(days=1), told["until"])
    if not told["reason"].strip():
        raise InputError(Fault("register_reason_missing"))
    late = told["late_reason"].strip()
    entry = Interruption(
        told["agent"],
        told["kind"],
        _minute(clock, *start),
        _minute(clock, *end),
        told["reason"].strip(),
        now_min,
        link.by(),
        late_reason=late if told["day"] < clock.date_of(now_min) else "",
    )
    enter_interruption(link.desk(), entry)
    st.session_state["register.reason"] = st.session_state["register.late_reason"] = ""


def _minute(clock: Clock, date: dt.date, time: dt.time) -> int:
    return clock.at(date, time.hour * 60 + time.minute)


def entries(month: Month, clock: Clock) -> None:
    """List what a month's register holds; chosen ones can be approved or removed."""
    found = interruptions(link.desk(), month)
    if not found:
        empty(say("register.none"), say("register.none_text"))
        return
    names = people()
    rows = [_row(entry, names, clock) for entry in found]
    shown = pd.DataFrame(rows, columns=[say(f"register.{name}") for name in NAMES])
    picked = st.dataframe(
        shown,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"register.list.{st.session_state.get(ROUND, 0)}",
    )
    numbers = [found[place].id for place in picked.selection.rows if place < len(found)]
    with st.container(horizontal=True):
        st.button(
            plain(say("register.approve", count=len(numbers))),
            icon=":material/check:",
            type="primary",
            disabled=not numbers,
            on_click=_approve,
            args=(numbers,),
            key="register.approve",
        )
        st.button(
            plain(say("register.remove", count=len(numbers))),
            icon=":material/delete:",
            disabled=not numbers,
            on_click=_remove,
            args=(numbers,),
            key="register.remove",
        )
    st.caption(plain(say("register.pick", by=link.by())))


def _row(entry: EnteredInterruption, names: dict[str, str], clock: Clock) -> tuple[str, ...]:
    lang, one = state.lang(), entry.interruption
    day = figures.day(clock.date_of(one.start_min), lang)
    registered = clock.date_of(one.registered_min)
    time = figures.clock_name(clock.clock_of(one.registered_min))
    at = f"{figures.short_date(registered, lang)} {time}"
    approved = say("need.and").join(name for name in (one.approved_by, one.second_approval) if name)
    reason = one.reason
    if one.late_reason:
        reason = say("register.reason_late", reason=reason, late=one.late_reason)
    return (
        names.get(one.agent_id, one.agent_id),
        say(f"interruption.{one.kind}"),
        f"{day} {figures.times(clock, one.start_min, one.end_min)}",
        figures.number((one.end_min - one.start_min) / values.HOUR_MIN, lang, 2),
        reason,
        f"{one.registered_by} {at}",
        approved or values.NONE,
        say(f"register.{status(entry, clock)}"),
    )


def status(entry: EnteredInterruption, clock: Clock) -> str:
    """Return whether an entry counts, or what it waits for."""
    one = entry.interruption
    if one.counts(clock):
        return "counts"
    if not one.approved_by:
        return "waits"
    return "waits_second" if one.late_reason else "too_late"


@action
def _approve(numbers: list[int]) -> None:
    for number in numbers:
        approve_interruption(link.desk(), number)
    _untick()


@action
def _remove(numbers: list[int]) -> None:
    for number in numbers:
        remove_interruption(link.desk(), number)
    _untick()


def _untick() -> None:
    """Begin a new table: ticks are places, and another entry may stand there now."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
