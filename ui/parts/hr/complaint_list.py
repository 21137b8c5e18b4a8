"""The complaints of a month: the answers at the top, and the list one case is picked from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from service.records.case_book import Case, CaseState
from ui import figures, state
from ui.parts import register
from ui.parts.hr.asking import when
from ui.parts.markup import Card, Tone, cards
from ui.parts.register import Column, Register
from ui.parts.requests import people
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.horizon import Clock
    from service.records.case_book import CaseBook
    from service.records.complaints import Complaint

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
SORTS: dict[str, Callable[[Case], bool]] = {
    "all": lambda _one: True,
    "open": lambda one: one.state in OPEN,
    "overdue": lambda one: one.is_overdue,
    "undecided": lambda one: one.state is CaseState.UNDECIDED,
    "fault": lambda one: one.state in FAULT,
    "appealed": lambda one: one.state is CaseState.APPEALED,
}


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
    names, lang = people(), state.lang()
    cells: dict[str, Callable[[Complaint], str]] = {
        "number": lambda one: one.number,
        "received": lambda one: when(one.received_min, clock),
        "channel": lambda one: say(f"complaint.channel_{one.channel}"),
        "post": lambda one: post_name(one.post, lang),
        "agent": lambda one: names.get(one.agent_id, one.agent_id) or "—",
        "owner": lambda one: names.get(one.owner, one.owner),
        "answered": lambda one: when(one.answered_min, clock),
        "closed": lambda one: when(one.closed_min, clock),
        "evidence": lambda one: one.evidence or "—",
    }
    columns = [Column("state", state_text)]
    columns += [Column(word, partial(_cell, cell)) for word, cell in cells.items()]
    list_of = Register("complaint", tuple(columns), sorts=SORTS, widths=(3, 2), height_px=330)
    return next(iter(register.pick(list_of, found.cases)), None)


def _cell(cell: Callable[[Complaint], str], case: Case) -> str:
    return cell(case.complaint)


def state_text(case: Case) -> str:
    """Return how far a case is, with its sign; late ones say so first."""
    told = f"{SIGNS[case.state]} {say(f'complaint.state_{case.state}')}"
    return say("complaint.late", state=told) if case.is_overdue else told
