"""Registering a complaint, the month's assessment, and the times the desk is held to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from service.records import case_book, complaints
from service.records.complaints import Channel, Complaint, ComplaintTimes
from ui import figures, link, state
from ui.guard import action
from ui.parts.hr.asking import (
    agent_choice,
    days_between,
    forget,
    moment_choice,
    moment_told,
    post_choice,
    text_told,
)
from ui.parts.markup import Row, listing
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.month.months import Month
    from service.records.case_book import CaseBook

CHANNELS = tuple(Channel)
DONE = "complaints.done"


def new(month: Month, clock: Clock) -> None:
    """Ask for a complaint and register it."""
    now_min = int(link.now().timestamp()) // 60
    today = clock.date_of(now_min)
    last = today if today in month or today < month.first else month.last
    days = days_between(min(month.first, last), last)
    minute = clock.clock_of(now_min) // 5 * 5
    with st.form("complaints.new", border=True):
        st.markdown(f"**{say('complaint.new')}**")
        first, second, third = st.columns(3)
        first.text_input(
            say("complaint.number"),
            key="complaints.number",
            placeholder=say("complaint.number_hint"),
        )
        with second:
            post_choice(say("complaint.post"), "complaints.post")
        third.selectbox(
            say("complaint.channel"),
            CHANNELS,
            format_func=spoken(CHANNELS, lambda one: say(f"complaint.channel_{one}")),
            key="complaints.channel",
        )
        first, second, third = st.columns(3)
        with first:
            agent_choice(say("complaint.agent"), "complaints.agent")
        with second:
            agent_choice(say("complaint.owner"), "complaints.owner")
        with third:
            time = dt.time(minute // 60, minute % 60)
            moment_choice(say("complaint.received"), days, "complaints.received", time=time)
        st.text_input(
            say("complaint.evidence"),
            key="complaints.evidence",
            placeholder=say("complaint.evidence_hint"),
        )
        st.form_submit_button(
            say("complaint.enter"), type="primary", on_click=_enter, args=(clock,)
        )
    st.caption(plain(say("complaint.entered_as", by=link.by())))


@action
def _enter(clock: Clock) -> None:
    told = Complaint(
        text_told("complaints.number"),
        st.session_state["complaints.post"],
        st.session_state["complaints.agent"] or "",
        st.session_state["complaints.owner"] or "",
        st.session_state["complaints.channel"],
        text_told("complaints.evidence"),
        moment_told("complaints.received", clock),
    )
    complaints.enter_complaint(link.desk(), told)
    forget("complaints.number", "complaints.evidence")
    st.session_state[DONE] = say("complaint.entered", number=told.number)


def show_done() -> None:
    """Say what was just done, once."""
    told = st.session_state.pop(DONE, "")
    if told:
        st.success(plain(told), icon=":material/check:")


def assessment(found: CaseBook, month: Month) -> None:
    """List complaints by the person responsible, and their handling by owner."""
    lang, names = state.lang(), people()
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("complaint.by_agent"), help=say("complaint.by_agent_help"), anchor=False)
        order = sorted(found.assessed.items(), key=lambda item: (-item[1][1], -item[1][0], item[0]))
        heads = [say(f"complaint.{name}") for name in ("agent", "all", "counted")]
        rows = [Row((names.get(who, who), str(all_), str(fault))) for who, (all_, fault) in order]
        listing(heads, rows, numbers=frozenset({1, 2}))
    with right:
        st.subheader(say("complaint.by_owner"), help=say("complaint.by_owner_help"), anchor=False)
        heads = [
            say(f"complaint.{name}")
            for name in ("owner", "handled", "in_time_share", "solved_share", "content_share")
        ]
        rows = [
            Row(
                (
                    names.get(one.owner, one.owner),
                    str(one.handled),
                    figures.share(one.in_time / one.handled, lang),
                    figures.share(one.solved / one.handled, lang),
                    figures.share(one.content / one.asked, lang) if one.asked else "—",
                )
            )
            for one in found.handled
        ]
        listing(heads, rows, numbers=frozenset({1, 2, 3, 4}))
        st.markdown(f"**{say('complaint.into_scores')}**")
        st.caption(say("complaint.into_scores_text"))
        st.button(
            say("complaint.count"),
            icon=":material/calculate:",
            on_click=_count,
            args=(month,),
            key="complaints.count",
        )


@action
def _count(month: Month) -> None:
    case_book.count_into_scores(link.desk(), month)
    st.session_state[DONE] = say("complaint.counted_done")


def times(found: CaseBook) -> None:
    """Ask for what is expected of handling."""
    with st.form("complaints.times", border=True):
        st.markdown(f"**{say('complaint.times')}**")
        columns = st.columns(3)
        for column, name in zip(columns, ("answer_h", "close_h", "appeal_days"), strict=True):
            column.number_input(
                say(f"complaint.{name}"),
                min_value=0 if name == "appeal_days" else 1,
                value=getattr(found.times, name),
                step=1,
                key=f"complaints.{name}",
            )
        st.caption(say("complaint.times_text"))
        st.form_submit_button(say("complaint.save_times"), on_click=_save_times)


@action
def _save_times() -> None:
    told = (st.session_state[f"complaints.{name}"] for name in ("answer_h", "close_h"))
    kept = ComplaintTimes(*told, st.session_state["complaints.appeal_days"])
    complaints.save_times(link.desk(), kept)
    st.session_state[DONE] = say("complaint.times_saved")
