"""Limits agreed with single agents, and training and meetings that are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from scheduler.agent import AgentLimit
from scheduler.horizon import DAY_MIN
from scheduler.session import Session
from scheduler.shift_kind import NIGHT, WEEKEND
from service.roster import rules as service
from ui import figures, link, state
from ui.guard import action
from ui.parts.markup import empty
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import kind_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from service.roster.rules import RulesSheet

TEAM = "team:"
SESSION_MIN = 60


def limits(sheet: RulesSheet) -> None:
    """Ask for a limit agreed with somebody, and list those there are."""
    people, kinds = _people(sheet), _kinds(sheet)
    form, entered = st.columns([1, 2], gap="medium")
    with form, st.form("limits.form", border=True):
        st.markdown(f"**{say('limits.new')}**")
        st.selectbox(
            say("limits.agent"),
            people,
            format_func=spoken(people, people.__getitem__),
            key="limits.agent",
        )
        st.selectbox(
            say("limits.kind"),
            kinds,
            format_func=spoken(kinds, kinds.__getitem__),
            key="limits.kind",
        )
        st.number_input(say("limits.most"), 0, 31, 4, key="limits.most", help=say("limits.help"))
        st.form_submit_button(say("limits.add"), type="primary", on_click=_add_limit, args=(sheet,))
    rows = [
        (
            people.get(each.agent_id, each.agent_id),
            kinds.get(each.kind, each.kind),
            str(each.max_per_month),
        )
        for each in sheet.limits
    ]
    with entered:
        _removable("limits", ("agent", "kind", "most"), rows, _remove_limits, sheet)


@action
def _add_limit(sheet: RulesSheet) -> None:
    told = {name: st.session_state[f"limits.{name}"] for name in ("agent", "kind", "most")}
    new = AgentLimit(told["agent"], told["kind"], int(told["most"]))
    others = (
        each for each in sheet.limits if (each.agent_id, each.kind) != (new.agent_id, new.kind)
    )
    _keep_limits(sheet, (*others, new))


@action
def _remove_limits(sheet: RulesSheet, places: list[int]) -> None:
    kept = (each for place, each in enumerate(sheet.limits) if place not in places)
    _keep_limits(sheet, tuple(kept))


def _keep_limits(sheet: RulesSheet, told: tuple[AgentLimit, ...]) -> None:
    label = sheet.week.label
    service.change_limits(link.desk(), label, told, before=sheet.limits)


def sessions(sheet: RulesSheet) -> None:
    """Ask for training or a meeting, and list those whose windows touch the week."""
    who, days = _who(sheet), sheet.week.horizon.dates
    form, entered = st.columns([1, 2], gap="medium")
    with form, st.form("sessions.form", border=True):
        st.markdown(f"**{say('sessions.new')}**")
        st.text_input(say("sessions.kind"), say("sessions.training"), key="sessions.kind")
        st.selectbox(
            say("sessions.who"), who, format_func=spoken(who, who.__getitem__), key="sessions.who"
        )
        st.number_input(say("sessions.minutes"), 5, 480, SESSION_MIN, 5, key="sessions.minutes")
        for name, index in (("from", 0), ("until", len(days) - 1)):
            st.selectbox(
                say(f"sessions.{name}"),
                days,
                index=index,
                format_func=spoken(days, _day),
                key=f"sessions.{name}",
            )
        st.form_submit_button(
            say("sessions.add"),
            type="primary",
            on_click=_add_session,
            args=(sheet,),
            help=say("sessions.help"),
        )
    horizon, lang = sheet.week.horizon, state.lang()
    rows = [
        (
            each.kind or each.id,
            who.get(f"{TEAM}{each.team}" if each.team else each.agent_id, each.agent_id),
            figures.number(each.minutes, lang, 0),
            figures.moment(horizon, each.earliest_min, lang),
            figures.ending(horizon, each.latest_min, lang),
        )
        for each in sheet.sessions
    ]
    with entered:
        columns = ("kind", "who", "minutes", "earliest", "latest")
        _removable("sessions", columns, rows, _remove_sessions, sheet)


@action
def _add_session(sheet: RulesSheet) -> None:
    names = ("kind", "who", "minutes", "from", "until")
    told = {name: st.session_state[f"sessions.{name}"] for name in names}
    team = told["who"].removeprefix(TEAM) if told["who"].startswith(TEAM) else ""
    clock = sheet.week.horizon.clock
    new = Session(
        _free_id(sheet),
        "" if team else told["who"],
        team,
        int(told["minutes"]),
        clock.at(told["from"]),
        clock.at(told["until"], DAY_MIN),
        told["kind"].strip(),
    )
    _keep_sessions(sheet, (*sheet.sessions, new))


def _free_id(sheet: RulesSheet) -> str:
    """Return an id that no other session of the shop has: the week's, and a number."""
    taken = {each.id for each in sheet.sessions}
    numbers = range(1, len(taken) + 2)
    return next(name for number in numbers if (name := f"{sheet.week.label}-{number}") not in taken)


@action
def _remove_sessions(sheet: RulesSheet, places: list[int]) -> None:
    kept = (each for place, each in enumerate(sheet.sessions) if place not in places)
    _keep_sessions(sheet, tuple(kept))


def _keep_sessions(sheet: RulesSheet, told: tuple[Session, ...]) -> None:
    label = sheet.week.label
    service.change_sessions(link.desk(), label, told, before=sheet.sessions)


def _removable(
    name: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    remove: Callable[[RulesSheet, list[int]], None],
    sheet: RulesSheet,
) -> None:
    """List rows; chosen ones can be removed."""
    if not rows:
        empty(say(f"{name}.none"), say(f"{name}.none_text"))
        return
    frame = pd.DataFrame(rows, columns=[say(f"{name}.{column}") for column in columns])
    picked = st.dataframe(
        frame, hide_index=True, on_select="rerun", selection_mode="multi-row", key=f"{name}.list"
    )
    places = [place for place in picked.selection.rows if place < len(rows)]
    st.button(
        plain(say("requests.remove", count=len(places))),
        icon=":material/delete:",
        disabled=not places,
        on_click=remove,
        args=(sheet, places),
        key=f"{name}.remove",
    )
    st.caption(say("requests.pick"))


def _people(sheet: RulesSheet) -> dict[str, str]:
    return {
        agent.id: agent.id if agent.name in {"", agent.id} else f"{agent.id} {agent.name}"
        for agent in sheet.agents
    }


def _who(sheet: RulesSheet) -> dict[str, str]:
    """Return whom a session can be for: teams first, then people."""
    teams = dict.fromkeys(agent.team for agent in sheet.agents if agent.team)
    return {f"{TEAM}{team}": say("sessions.team", team=team) for team in teams} | _people(sheet)


def _kinds(sheet: RulesSheet) -> dict[str, str]:
    names = [kind.name for kind in sheet.week.rules.kinds]
    every = dict.fromkeys((NIGHT, WEEKEND, *names))
    return {name: kind_name(name, state.lang()) for name in every}


def _day(date: dt.date) -> str:
    return figures.day(date, state.lang())
