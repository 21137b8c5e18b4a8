"""Editing the week's table with plain fields: all that can be done in it, without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.grid_edit import EditKind, GridEdit, RosterCell, laid
from service.roster.grid_editing import LockKind
from ui import figures, state
from ui.guard import action
from ui.parts import grid_edit
from ui.parts.day_view import agent_label
from ui.state import say, spoken
from ui.words.names import type_name, type_times

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.problem import RosterProblem
    from service.roster.rosters import RosterSheet

COPY_DAY = "copy_day"
LOCK, UNLOCK = "lock", "unlock"
ACTS = ("move", "copy", "swap", COPY_DAY, "clear", "type", "meal", "start", LOCK, UNLOCK)
SAME = ""


def form(sheet: RosterSheet) -> None:
    """Ask what to do to which people and days, folded; it is tried like any edit of the table."""
    problem = sheet.problem
    assert problem is not None
    with st.expander(say("grid_edit.form"), icon=":material/edit_note:"):
        acts = [act for act in ACTS if act != "type" or problem.rules.types]
        act = st.selectbox(
            say("grid_edit.act"),
            acts,
            format_func=spoken(acts, lambda one: say(f"grid_edit.act.{one}")),
            key="grid_edit.act",
        )
        cells = _cells(problem, act)
        asked = _asked(problem, act, cells)
        if not cells:
            st.caption(say("grid_edit.none_chosen" if act in _WHOLE else "grid_edit.both_chosen"))
        st.button(
            say(f"grid_edit.do.{act}" if act in {LOCK, UNLOCK} else "grid_edit.try"),
            icon=":material/lock:" if act == LOCK else ":material/play_arrow:",
            disabled=not cells,
            on_click=_do,
            args=(sheet, act, cells, asked),
            key="grid_edit.try",
        )


def _cells(problem: RosterProblem, act: str) -> tuple[RosterCell, ...]:
    """Ask for people and days; nobody chosen is everybody where a whole day is meant."""
    names = [agent.id for agent in problem.agents]
    left, right = st.columns(2)
    people = left.multiselect(
        say("grid_edit.people"),
        names,
        format_func=spoken(names, lambda one: agent_label(problem, one)),
        placeholder=say("grid_edit.everybody" if act in _WHOLE else "grid_edit.choose"),
        key="grid_edit.people",
    )
    dates = problem.horizon.dates
    days = right.multiselect(
        say("grid_edit.days"),
        dates,
        format_func=spoken(dates, _day),
        placeholder=say("grid_edit.every_day" if act in _WHOLE else "grid_edit.choose"),
        key="grid_edit.days",
    )
    if act in _WHOLE and (people or days):
        people, days = people or names, days or list(dates)
    return tuple(RosterCell(who, day) for who in people for day in days)


_WHOLE = frozenset({COPY_DAY, LOCK, UNLOCK, "swap"})


def _asked(problem: RosterProblem, act: str, cells: tuple[RosterCell, ...]) -> object:
    """Ask what else an act needs: where to, which type, how many minutes, what is locked."""
    names, dates = [agent.id for agent in problem.agents], problem.horizon.dates
    if act == "type":
        types = {each.code: each for each in problem.rules.types}
        told = {
            code: f"{code} {type_name(each, state.lang())} {type_times(each)}"
            for code, each in types.items()
        }
        return st.selectbox(
            say("edit.type"), list(types), format_func=told.__getitem__, key="grid_edit.code"
        )
    if act in {"meal", "start"}:
        step = problem.horizon.interval_min if act == "meal" else problem.rules.start_grid_min
        return st.number_input(
            say("grid_edit.minutes"), value=step, step=step, key=f"grid_edit.minutes.{act}"
        )
    if act == LOCK:
        return st.segmented_control(
            say("grid_edit.lock_what"),
            list(LockKind),
            default=LockKind.WHOLE,
            required=True,
            format_func=lambda kind: say(f"grid_edit.lock.{kind}"),
            help=say("grid_edit.lock_help"),
            key="grid_edit.lock_what",
        )
    if act in {UNLOCK, "clear"}:
        return None
    left, right = st.columns(2)
    who: str = SAME
    day: dt.date | None = None
    if act != COPY_DAY:
        options = [SAME, *names]
        who = left.selectbox(
            say("grid_edit.to_person"),
            options,
            format_func=spoken(
                options, lambda one: agent_label(problem, one) if one else say("grid_edit.same")
            ),
            key="grid_edit.to_person",
        )
    if act == COPY_DAY or not (act == "swap" and who):
        days = [None, *dates]
        day = right.selectbox(
            say("grid_edit.to_day"),
            days,
            format_func=spoken(days, lambda one: _day(one) if one else say("grid_edit.same_day")),
            key="grid_edit.to_day",
        )
    return (who, day) if cells else None


def _day(date: dt.date) -> str:
    return figures.day(date, state.lang())


@action
def _do(sheet: RosterSheet, act: str, cells: tuple[RosterCell, ...], asked: object) -> None:
    if act == LOCK:
        grid_edit.lock(sheet, cells, LockKind(str(asked)))
    elif act == UNLOCK:
        grid_edit.unlock(sheet, cells)
    elif act == "type":
        grid_edit.add(sheet, GridEdit(EditKind.TYPE, cells, code=str(asked)))
    elif act in {"meal", "start"}:
        assert isinstance(asked, int)
        grid_edit.add(sheet, GridEdit(EditKind(act), cells, minutes=asked))
    elif act == "clear":
        grid_edit.add(sheet, GridEdit(EditKind.CLEAR, cells))
    else:
        assert isinstance(asked, tuple)
        kind = EditKind.COPY if act == COPY_DAY else EditKind(act)
        grid_edit.add(sheet, GridEdit(kind, cells, _to(sheet, cells, *asked)))


def _to(
    sheet: RosterSheet, cells: tuple[RosterCell, ...], who: str, day: dt.date | None
) -> tuple[RosterCell, ...]:
    """Return where cells go: the first of them to the person and the day that are chosen."""
    assert sheet.problem is not None
    rows = [agent.id for agent in sheet.problem.agents]
    first = cells[0]
    onto = RosterCell(who or first.agent_id, day or first.date)
    return laid(cells, first, onto, rows, sheet.problem.horizon.dates)
