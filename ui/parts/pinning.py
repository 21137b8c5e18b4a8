"""What is pinned in a week: shifts as they are, types and days off; and setting it free."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.present import as_told
from scheduler.type_pin import TypePin
from service.roster import pinning as service
from ui import figures, state
from ui.parts import register
from ui.parts.day_view import agent_label
from ui.parts.register import Act, Column, Register, each
from ui.plain import plain
from ui.state import say
from ui.words.names import pin_told
from ui.words.sentences import violation_sentence
from ui.words.shift_posts import posts_told

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from service.desk import Desk
    from service.roster.pinning import Pinned
    from service.roster.rosters import RosterSheet


def pins(sheet: RosterSheet) -> None:
    """List what is pinned in the week, folded; nothing where nothing is."""
    problem = sheet.problem
    if problem is None or not has_pins(problem):
        return
    found = service.pinned(problem)
    with st.expander(plain(say("pins.list", count=len(found))), icon=":material/lock:"):
        register.draw(_register(problem), found)
        for one in found:
            if told := _against(problem, one, state.lang()):
                st.caption(plain(told))  # in full: a cell of the table may be too narrow for it


def has_pins(problem: RosterProblem) -> bool:
    """Return whether anything is pinned: a shift, a type, a day off."""
    return bool(problem.pins or problem.type_pins)


def _register(problem: RosterProblem) -> Register[Pinned]:
    lang, week = state.lang(), state.chosen("week")

    def free(desk: Desk, one: Pinned) -> None:
        service.set_free(desk, week, one)

    def fix(desk: Desk, one: Pinned) -> None:
        service.fix_again(desk, week, one)

    columns: tuple[Column[Pinned], ...] = (
        Column("when", lambda one: figures.day(one.date, lang), width="small"),
        Column("agent", lambda one: agent_label(problem, one.agent_id), width="small"),
        Column("what", lambda one: _what(problem, one, lang), width="small"),
        Column("against", lambda one: _against(problem, one, lang), width="large"),
    )
    act = Act("free", each(free), ":material/lock_open:", undo=each(fix))
    return Register("pins", columns, (act,))


def _what(problem: RosterProblem, one: Pinned, lang: str) -> str:
    if isinstance(one.what, TypePin):
        return say("pins.day", kind=pin_told(problem, one.what, lang))
    shift, clock = as_told(problem, one.what), problem.horizon.clock
    times = figures.times(clock, shift.start_min, shift.end_min)
    return f"{times} {posts_told(shift, clock, lang)}"


def _against(problem: RosterProblem, one: Pinned, lang: str) -> str:
    """Return what nobody could keep of it, in words; empty: nothing."""
    return " ".join(violation_sentence(each, problem, lang) for each in one.broken)
