"""The complaints of a month: the answers at the top, and the list one case is picked from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from service.records.case_book import CaseState
from ui import figures, state
from ui.parts.hr.asking import when
from ui.parts.hr.sieve import sieve
from ui.parts.markup import Card, Tone, cards
from ui.parts.requests import people
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.records.case_book import Case, CaseBook

SIGNS = {
    CaseState.UNANSWERED: "○",
    CaseState.OPEN: "◐",
    CaseState.UNDECIDED: "?",
    CaseState.APPEALED: "↺",
    CaseState.APPEALABLE: "✕",
    CaseState.AT_FAULT: "✕",
    CaseState.NO_FAULT: "✓",
}
OPEN = frozenset({CaseState.UNANSWERED, CaseState.OPEN})
FAULT = frozenset({CaseState.APPEALED, CaseState.APPEALABLE, CaseState.AT_FAULT})
SIEVES = ("all", "open", "overdue", "undecided", "fault", "appealed")
COLUMNS = (
    *("state", "number", "received", "channel", "post", "agent", "owner"),
    *("answered", "closed", "evidence"),
)


def answers(found: CaseBook) -> None:
    """Draw what a month's complaints come to."""
    lang, cases = state.lang(), found.cases
    states = [one.state for one in cases]
    handled = sum(one.handled for one in found.handled)
    in_time = sum(one.in_time for one in found.handled)
    asked = sum(one.asked for one in found.handled)
    content = sum(one.content for one in found.handled)
    solved = sum(one.solved for one in found.handled)
    late = len(found.overdue)
    faults = sum(one in FAULT for one in states)
    counted = sum(one is CaseState.AT_FAULT for one in states)
    waiting = sum(one is CaseState.UNDECIDED for one in states)
    cards(
        [
            Card(
                say("complaint.card_all"),
                say("complaint.cases", count=len(cases)),
                say("complaint.card_all_note", count=sum(one in OPEN for one in states)),
            ),
            Card(
                say("complaint.card_late"),
                say("complaint.cases", count=late),
                say("complaint.card_late_note") if late else say("complaint.card_none_late"),
                Tone.BAD if late else Tone.GOOD,
            ),
            Card(
                say("complaint.card_time"),
                _share(in_time, handled, lang),
                say(
                    "complaint.card_time_note",
                    answer=found.times.answer_h,
                    close=found.times.close_h,
                ),
            ),
            Card(
                say("complaint.card_fault"),
                say("complaint.cases", count=faults),
                say("complaint.card_fault_note", counted=counted, waiting=waiting),
                Tone.LOOK if waiting else Tone.PLAIN,
            ),
            Card(
                say("complaint.card_content"),
                _share(content, asked, lang),
                say("complaint.card_content_note", share=_share(solved, handled, lang)),
            ),
        ]
    )


def _share(part: int, whole: int, lang: str) -> str:
    return figures.share(part / whole, lang) if whole else "—"


def pick(found: CaseBook, clock: Clock) -> Case | None:
    """Draw the list, sieved and searched, and return the case that is picked."""
    asked = sieve("complaint", "complaints", SIEVES, (3, 2))
    names = people()
    rows = [(one, _row(one, names, clock)) for one in found.cases if _passes(one, asked.sort)]
    rows = [(one, row) for one, row in rows if asked.holds(row)]
    if not rows:
        st.caption(say("complaint.no_match"))
        return None
    shown = pd.DataFrame(
        [row for _, row in rows], columns=[say(f"complaint.{name}") for name in COLUMNS]
    )
    picked = st.dataframe(
        shown,
        hide_index=True,
        height=min(38 + 35 * len(rows), 330),
        on_select="rerun",
        selection_mode="single-row",
        key=f"complaints.list.{asked.sort}",
    )
    chosen = [rows[place][0] for place in picked.selection.rows if place < len(rows)]
    return chosen[0] if chosen else None


def _passes(one: Case, sieve: str) -> bool:
    match sieve:
        case "open":
            return one.state in OPEN
        case "overdue":
            return one.is_overdue
        case "undecided":
            return one.state is CaseState.UNDECIDED
        case "fault":
            return one.state in FAULT
        case "appealed":
            return one.state is CaseState.APPEALED
    return True


def _row(case: Case, names: dict[str, str], clock: Clock) -> tuple[str, ...]:
    one = case.complaint
    return (
        state_text(case),
        one.number,
        when(one.received_min, clock),
        say(f"complaint.channel_{one.channel}"),
        post_name(one.post, state.lang()),
        names.get(one.agent_id, one.agent_id) or "—",
        names.get(one.owner, one.owner),
        when(one.answered_min, clock),
        when(one.closed_min, clock),
        one.evidence or "—",
    )


def state_text(case: Case) -> str:
    """Return how far a case is, with its sign; late ones say so first."""
    told = f"{SIGNS[case.state]} {say(f'complaint.state_{case.state}')}"
    return say("complaint.late", state=told) if case.is_overdue else told
