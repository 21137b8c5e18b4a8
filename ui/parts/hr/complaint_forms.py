"""Registering a complaint, the month's assessment, and the times the desk is held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.records import case_book, complaints
from service.records.complaints import Complaint, ComplaintTimes
from ui import done, figures, link, state
from ui.guard import action
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import days_so_far, moment, now_min, person, post
from ui.parts.markup import Row, listing
from ui.parts.requests import people
from ui.state import say

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.month.months import Month
    from service.records.case_book import CaseBook


def new(month: Month, clock: Clock) -> None:
    """Ask for a complaint and register it."""
    now = now_min()
    received = moment("received_min", days_so_far(month, clock.date_of(now)), clock, now)
    rows = (
        (Ask("number"), post("post"), Ask("channel")),
        (person("agent_id"), person("owner"), received),
        (Ask("evidence"),),
    )
    entry_form.draw(Form("complaint", Complaint, rows, complaints.enter_complaint))


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
            key="complaint.count",
        )


@action
def _count(month: Month) -> None:
    case_book.count_into_scores(link.desk(), month)
    done.tell(say("complaint.counted_done"))


def times(found: CaseBook) -> None:
    """Ask for what is expected of handling."""
    names = ("answer_h", "close_h", "appeal_days")
    row = tuple(Ask(name, begins=getattr(found.times, name)) for name in names)
    entry_form.draw(
        Form(
            "complaint",
            ComplaintTimes,
            (row,),
            complaints.save_times,
            title="times",
            button="save_times",
            text=say("complaint.times_text"),
            is_main=False,
        )
    )
