"""Editing the week's table: what is tried and not kept yet, and the steps of the draft."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import Fault, InputError
from scheduler.grid_edit import EditKind, GridEdit, RosterCell, exchange, laid
from service.roster import draft_history, grid_editing
from service.roster.editing import change
from service.roster.grid_editing import LockKind
from ui import done, figures, link, state
from ui.guard import NOTICE, action, show_faults, show_notice
from ui.parts import changing
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.desk import Desk
    from service.roster.draft_history import DraftStep
    from service.roster.grid_editing import TriedEdit
    from service.roster.leading import Change
    from service.roster.rosters import RosterSheet

PENDING = "grid_edit.pending"
KEPT = "grid_edit.kept"
NO_CELLS = frozenset({"undo", "redo", "keep"})


def pending(week: str) -> tuple[GridEdit, ...]:
    """Return the edits of a week that are tried and not kept yet."""
    held: dict[str, tuple[GridEdit, ...]] = st.session_state.get(PENDING, {})
    return held.get(week, ())


def _hold(week: str, edits: Sequence[GridEdit]) -> None:
    st.session_state[PENDING] = {**st.session_state.get(PENDING, {}), week: tuple(edits)}


def add(sheet: RosterSheet, edit: GridEdit) -> None:
    """Try an edit after those that wait; raises InputError for one that cannot be made."""
    week = sheet.week.label
    edits = (*pending(week), edit)
    grid_editing.try_edits(link.desk(), week, edits)
    _hold(week, edits)


@action
def receive(sheet: RosterSheet, shown: Sequence[str], message: dict[str, object]) -> None:
    """Do what somebody did in the table, whose rows show some people."""
    kind, week = str(message.get("kind", "")), sheet.week.label
    if kind in NO_CELLS:
        _go(week, kind)
        return
    cells = cells_of(message.get("cells"))
    if kind == "open":
        state.choose("agent", cells[0].agent_id)
        state.choose("day", cells[0].date.isoformat())
        st.session_state[KEPT] = "day"
    elif kind == "lock":
        lock(sheet, cells, LockKind.WHOLE)
    elif kind == "unlock":
        unlock(sheet, cells)
    else:
        add(sheet, edit_of(sheet, shown, kind, cells, message))


def cells_of(said: object) -> tuple[RosterCell, ...]:
    """Return the cells a browser names; raises InputError for what is none."""
    try:
        pairs = [(str(agent_id), str(date)) for agent_id, date in said]  # type: ignore[attr-defined]
        found = tuple(RosterCell(who, dt.date.fromisoformat(date)) for who, date in pairs)
    except (TypeError, ValueError):
        found = ()
    if not found:
        raise InputError(Fault("edit_no_cell"))
    return found


def edit_of(
    sheet: RosterSheet,
    shown: Sequence[str],
    kind: str,
    cells: tuple[RosterCell, ...],
    message: dict[str, object],
) -> GridEdit:
    """
    Return the edit that a browser asks for; raises InputError for one that cannot be.

    Parameters
    ----------
    sheet, shown
        The week, and whose rows the table shows, in order.
    kind, cells, message
        What is done to which cells, and what else was said.
    """
    assert sheet.problem is not None
    horizon, rules = sheet.problem.horizon, sheet.problem.rules
    steps = {"later": rules.start_grid_min, "meal_later": horizon.interval_min}
    steps |= {name.replace("later", "earlier"): -minutes for name, minutes in steps.items()}
    if kind in steps:
        what = EditKind.MEAL if kind.startswith("meal") else EditKind.START
        return GridEdit(what, cells, minutes=steps[kind])
    if kind == "swap":
        return exchange(cells)
    if kind == "type":
        return GridEdit(EditKind.TYPE, cells, code=str(message.get("value", "")))
    if kind in {"move", "copy"}:
        if "to" in message:
            return GridEdit(EditKind(kind), cells, cells_of(message["to"]))
        (grip,), (onto,) = cells_of([message.get("grip")]), cells_of([message.get("onto")])
        return GridEdit(EditKind(kind), cells, laid(cells, grip, onto, shown, horizon.dates))
    return GridEdit(EditKind.CLEAR, cells)


def _go(week: str, kind: str) -> None:
    """Keep what waits, or go a step back or on: first of what waits, then of the draft."""
    waiting, steps = pending(week), draft_history.history(link.desk(), week)
    if kind == "keep" and waiting:
        removed, added = grid_editing.try_edits(link.desk(), week, waiting).moved
        change(link.desk(), week, removed=removed, added=added)
        saved(week)
    elif kind == "undo" and waiting:
        _hold(week, waiting[:-1])
    elif kind == "undo" and steps.last is not None:
        _undo(week, steps.last)
    elif kind == "redo" and steps.next is not None:
        _redo(week, steps.next)


def saved(week: str) -> None:
    """Let go of what waited, now that it is kept, and have it said."""
    _hold(week, ())
    tell_saved()


def tell_saved() -> None:
    """Have it said that something was kept, and the whole page drawn again."""
    done.tell(say("edit.saved"))
    st.session_state[KEPT] = "week"


def _undo(week: str, step: DraftStep) -> None:
    draft_history.undo(link.desk(), week, step)
    st.session_state[KEPT] = "week"


def _redo(week: str, step: DraftStep) -> None:
    draft_history.redo(link.desk(), week, step)
    st.session_state[KEPT] = "week"


def lock(sheet: RosterSheet, cells: Sequence[RosterCell], kind: LockKind) -> None:
    """Fix cells for the next solve; what was free before can be set free from where it is told."""
    week, date_of = sheet.week.label, sheet.week.horizon.clock.date_of
    found = grid_editing.lock(link.desk(), week, cells, kind)
    mine = [RosterCell(one.agent_id, one.date) for one in found.types]
    mine += [RosterCell(one.agent_id, date_of(one.start_min)) for one in found.shifts]

    def undo(desk: Desk) -> None:
        grid_editing.unlock(desk, week, mine)

    done.tell(say("grid_edit.locked", count=found.count), undo)
    st.session_state[KEPT] = "week"


def unlock(sheet: RosterSheet, cells: Sequence[RosterCell]) -> None:
    """Set cells free for the next solve."""
    found = grid_editing.unlock(link.desk(), sheet.week.label, cells)
    done.tell(say("grid_edit.unlocked", count=found.count))
    st.session_state[KEPT] = "week"


def settle() -> None:
    """Begin a drawing of the whole page: what was kept is told by it, or another page is asked."""
    if st.session_state.pop(KEPT, "") == "day":
        st.switch_page(link.page("day"))


def leave_fragment() -> None:
    """Draw the whole page again where something was kept, which is told above."""
    if KEPT in st.session_state:
        st.rerun()


def refused() -> None:
    """Say beside the table what was refused there; drawing the whole page has said it already."""
    if NOTICE in st.session_state:
        show_notice()


def outcome(sheet: RosterSheet) -> Change | None:
    """Show what the edits that wait lead to and offer to keep them; None: none waits."""
    week = sheet.week.label
    edits = pending(week)
    if not edits:
        return None
    with st.container(border=True, key="grid_edit_outcome"):
        try:
            tried = grid_editing.try_edits(link.desk(), week, edits)
        except InputError as error:
            show_faults(error.faults)
            _let_go(week)
            return None
        _told(tried, len(edits))
        changing.show(tried.problem, tried.change)
        changing.offer(
            tried.change,
            tried.moved,
            key=f"grid_edit.{week}.{len(edits)}",
            kept=lambda: saved(week),
        )
        _let_go(week)
    return tried.change


def _told(tried: TriedEdit, count: int) -> None:
    people = {shift.agent_id for side in tried.moved for shift in side}
    lost, new = map(len, tried.moved)
    told = say("grid_edit.waiting", count=count, people=len(people), removed=lost, added=new)
    st.markdown(f"**{plain(told)}**")


def _let_go(week: str) -> None:
    with st.container(horizontal=True):
        st.button(
            say("grid_edit.last_away"),
            icon=":material/undo:",
            on_click=_one_less,
            args=(week,),
            key="grid_edit.last_away",
        )
        st.button(
            say("grid_edit.discard"),
            icon=":material/close:",
            on_click=_hold,
            args=(week, ()),
            key="grid_edit.discard",
        )


def _one_less(week: str) -> None:
    _hold(week, pending(week)[:-1])


def steps(sheet: RosterSheet) -> None:
    """Draw undo and redo of the draft, each with the step it is about."""
    week = sheet.week.label
    found = draft_history.history(link.desk(), week)
    with st.container(horizontal=True, vertical_alignment="center", key="grid_edit_steps"):
        for name, step, act in (("undo", found.last, _undo), ("redo", found.next, _redo)):
            st.button(
                say(f"grid_edit.{name}"),
                icon=f":material/{name}:",
                disabled=step is None,
                on_click=action(act),
                args=(week, step),
                help=None if step is None else plain(_story(sheet, step)),
                key=f"grid_edit.{name}",
            )
        if found.last is not None:
            st.caption(plain(say("grid_edit.last", step=_story(sheet, found.last))))


def _story(sheet: RosterSheet, step: DraftStep) -> str:
    lang, clock = state.lang(), sheet.week.horizon.clock
    people = sorted({shift.agent_id for shift in (*step.removed, *step.added)})
    return say(
        "grid_edit.step",
        number=step.number,
        by=step.entered.by,
        at=figures.stamp(step.entered.at, clock, lang),
        what=say(f"action.{step.action}"),
        people=say("list.comma").join(people[:3]) + ("…" if len(people) > 3 else ""),
        removed=len(step.removed),
        added=len(step.added),
    )
