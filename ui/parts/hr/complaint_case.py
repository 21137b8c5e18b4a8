"""One complaint: what happened to it, and what can be noted, decided or appealed next."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import streamlit as st

from service.records import complaints
from service.records.case_book import CaseState
from ui import link
from ui.guard import action
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import days_between, moment, now_min, when
from ui.parts.hr.complaint_list import state_text
from ui.parts.markup import Row, listing
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.desk import Desk
    from service.records.case_book import Case, CaseBook

LONGEST = dt.timedelta(days=60)


def panel(found: CaseBook, case: Case, clock: Clock) -> None:
    """Draw a case and its next steps."""
    one = case.complaint
    with st.container(border=True):
        st.markdown(f"**{plain(one.number)}** · {plain(state_text(case))}")
        left, middle, right = st.columns([5, 4, 4], gap="medium")
        with left:
            _story(found, case, clock)
        with middle:
            _handling(case, clock)
        with right:
            _fault(case, clock)


def _story(found: CaseBook, case: Case, clock: Clock) -> None:
    one, names = case.complaint, people()
    decided = "—"
    if one.decided_min is not None:
        verdict = say("complaint.is_fault" if one.is_at_fault else "complaint.is_no_fault")
        decided = f"{verdict} · {one.decided_by} {when(one.decided_min, clock)}"
    told = {
        "agent": names.get(one.agent_id, one.agent_id) or "—",
        "owner": names.get(one.owner, one.owner),
        "evidence": one.evidence or "—",
        "received": when(one.received_min, clock),
        "answered": _against(one.answered_min, one.answer_due_min(found.times), clock),
        "closed": _against(one.closed_min, one.close_due_min(found.times), clock),
        "solved": _known(one.is_solved),
        "content": _known(one.is_content),
        "decision": decided,
    }
    rows = [Row((say(f"complaint.{name}"), value)) for name, value in told.items()]
    listing([say("complaint.what"), say("complaint.told")], rows, numbers=frozenset())


def _against(at_min: int | None, due_min: int, clock: Clock) -> str:
    due = when(due_min, clock)
    if at_min is None:
        return say("complaint.due", due=due)
    key = "complaint.at_late" if at_min > due_min else "complaint.at_good"
    return say(key, at=when(at_min, clock), due=due)


def _known(value: bool | None) -> str:
    return say("complaint.unknown" if value is None else f"complaint.{'yes' if value else 'no'}")


@dataclass(frozen=True, slots=True)
class Answered:
    """When a complaint was answered."""

    answered_min: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a complaint ended; ``closed_min`` None: it was closed before."""

    is_solved: bool | None
    is_content: bool | None
    closed_min: int | None = None


def _handling(case: Case, clock: Clock) -> None:
    """Ask for what was done: answered, closed, solved, content afterwards."""
    one, now = case.complaint, now_min()
    received = clock.date_of(one.received_min)
    last = min(max(received, clock.date_of(now)), received + LONGEST)
    days, at = days_between(received, last), max(now, one.received_min)
    asks: tuple[Ask, ...] = (
        Ask("is_solved", begins=one.is_solved),
        Ask("is_content", begins=one.is_content),
    )
    entry: type = Outcome
    if one.answered_min is None:
        entry, asks, button = Answered, (moment("answered_min", days, clock, at),), "note_answer"
    elif one.closed_min is None:
        asks, button = (moment("closed_min", days, clock, at), *asks), "note_close"
    else:
        button = "note_outcome"

    def enter(desk: Desk, told: Answered | Outcome) -> None:
        noted = {name: each for name, each in asdict(told).items() if name in asked}
        complaints.update_complaint(desk, case.id, **noted)

    asked = {ask.name for ask in asks}
    rows = tuple((ask,) for ask in asks)
    entry_form.draw(
        Form(
            "complaint",
            entry,
            rows,
            enter,
            title="handle",
            button=button,
            key=f"complaint.{case.id}",
            is_main=False,
            border=False,
        )
    )


def _fault(case: Case, clock: Clock) -> None:
    """Offer to decide on fault, and to appeal while the window is open."""
    one = case.complaint
    st.markdown(f"**{say('complaint.fault')}**")
    if case.state is CaseState.APPEALED:
        st.info(say("complaint.is_appealed"), icon=":material/undo:")
    elif case.appeal_until_min is not None:
        key = "complaint.appeal_until" if case.state is CaseState.APPEALABLE else "complaint.final"
        st.caption(plain(say(key, until=when(case.appeal_until_min, clock))))
    if not one.agent_id:
        st.caption(say("complaint.of_nobody"))
        return
    with st.container(horizontal=True):
        for verdict in (True, False):
            st.button(
                say("complaint.is_fault" if verdict else "complaint.is_no_fault"),
                key=f"complaint.decide.{case.id}.{verdict}",
                type="primary" if verdict else "secondary",
                disabled=verdict and not one.evidence,
                on_click=_decide,
                args=(case.id, verdict),
            )
        if case.state is CaseState.APPEALABLE:
            st.button(
                say("complaint.appeal"),
                key=f"complaint.appeal.{case.id}",
                icon=":material/undo:",
                on_click=_appeal,
                args=(case.id,),
            )
    if not one.evidence:
        st.caption(say("complaint.needs_evidence"))
    st.caption(plain(say("complaint.decided_as", by=link.by())))


@action
def _decide(number: int, is_at_fault: bool) -> None:
    complaints.decide_fault(link.desk(), number, is_at_fault=is_at_fault)


@action
def _appeal(number: int) -> None:
    complaints.appeal(link.desk(), number)
