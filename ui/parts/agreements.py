"""Limits agreed with single agents, and training and meetings that are due."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from scheduler.agent import AgentLimit
from scheduler.errors import Fault, InputError
from scheduler.session import Session
from scheduler.shift_kind import NIGHT, WEEKEND
from service import rules as service
from ui import link, state
from ui.guard import action
from ui.state import say
from ui.words.names import kind_name

if TYPE_CHECKING:
    from scheduler.horizon import Horizon
    from service.rules import RulesSheet

ROUND = "agreements.round"


def limits(sheet: RulesSheet) -> None:
    """Draw the limits agreed with agents as a table to fill in, and keep them when asked to."""
    st.caption(say("limits.help"))
    people = _people(sheet)
    kinds = _kinds(sheet)
    rows = [
        (people.get(limit.agent_id, limit.agent_id), kinds[limit.kind], limit.max_per_month)
        for limit in sheet.limits
        if limit.kind in kinds
    ]
    frame = pd.DataFrame(rows, columns=["agent", "kind", "most"])
    found = st.data_editor(
        frame.astype({"most": "Int64"}),
        column_config={
            "agent": st.column_config.SelectboxColumn(
                say("limits.agent"), options=list(people.values()), required=True
            ),
            "kind": st.column_config.SelectboxColumn(
                say("limits.kind"), options=list(kinds.values()), required=True
            ),
            "most": st.column_config.NumberColumn(
                say("limits.most"), min_value=0, max_value=31, step=1, required=True
            ),
        },
        num_rows="dynamic",
        hide_index=True,
        key=f"limits.table.{st.session_state.get(ROUND, 0)}",
    )
    if st.button(say("limits.save"), type="primary", key="limits.save"):
        _save_limits(sheet, found, people, kinds)
        st.rerun()


@action
def _save_limits(
    sheet: RulesSheet, found: pd.DataFrame, people: dict[str, str], kinds: dict[str, str]
) -> None:
    id_of = {label: name for name, label in people.items()}
    kind_of = {label: name for name, label in kinds.items()}
    told = tuple(
        AgentLimit(id_of[row["agent"]], kind_of[row["kind"]], int(row["most"]))
        for row in found.dropna().to_dict("records")
    )
    service.change_limits(
        link.database(),
        state.chosen("shop"),
        sheet.week.label,
        told,
        by=link.by(),
        now=link.now(),
    )
    _saved()


def sessions(sheet: RulesSheet) -> None:
    """Draw the training and meetings as a table to fill in, and keep them when asked to."""
    st.caption(say("sessions.help"))
    horizon = sheet.week.horizon
    who = _people(sheet) | {
        f"team:{team}": say("sessions.team", team=team)
        for team in dict.fromkeys(agent.team for agent in sheet.agents if agent.team)
    }
    rows = [
        (
            session.id,
            who.get(f"team:{session.team}" if session.team else session.agent_id, ""),
            session.minutes,
            session.kind,
            _local(horizon, session.earliest_min),
            _local(horizon, session.latest_min),
        )
        for session in sheet.sessions
    ]
    columns = ["id", "who", "minutes", "kind", "from", "until"]
    frame = pd.DataFrame(rows, columns=columns).astype(
        {"minutes": "Int64", "from": "datetime64[ns]", "until": "datetime64[ns]"}
    )
    moment = {"format": "MM-DD HH:mm", "step": 15 * 60, "required": True}
    found = st.data_editor(
        frame,
        column_config={
            "id": st.column_config.TextColumn(say("sessions.id"), required=True),
            "who": st.column_config.SelectboxColumn(
                say("sessions.who"), options=list(who.values()), required=True
            ),
            "minutes": st.column_config.NumberColumn(
                say("sessions.minutes"), min_value=5, max_value=480, step=5, required=True
            ),
            "kind": st.column_config.TextColumn(say("sessions.kind")),
            "from": st.column_config.DatetimeColumn(say("sessions.from"), **moment),
            "until": st.column_config.DatetimeColumn(say("sessions.until"), **moment),
        },
        num_rows="dynamic",
        hide_index=True,
        key=f"sessions.table.{st.session_state.get(ROUND, 0)}",
    )
    if st.button(say("sessions.save"), type="primary", key="sessions.save"):
        _save_sessions(sheet, found, who)
        st.rerun()


@action
def _save_sessions(sheet: RulesSheet, found: pd.DataFrame, who: dict[str, str]) -> None:
    name_of = {label: name for name, label in who.items()}
    told = []
    for row in found.to_dict("records"):
        if any(pd.isna(row[name]) for name in ("id", "who", "minutes", "from", "until")):
            raise InputError(Fault("session_incomplete", value=str(row["id"] or "")))
        name = name_of[row["who"]]
        team = name.removeprefix("team:") if name.startswith("team:") else ""
        told.append(
            Session(
                str(row["id"]).strip(),
                "" if team else name,
                team,
                int(row["minutes"]),
                _moment(sheet.week.horizon, row["from"]),
                _moment(sheet.week.horizon, row["until"]),
                "" if pd.isna(row["kind"]) else str(row["kind"]),
            )
        )
    service.change_sessions(
        link.database(),
        state.chosen("shop"),
        sheet.week.label,
        tuple(told),
        by=link.by(),
        now=link.now(),
    )
    _saved()


def _saved() -> None:
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.toast(say("rules.saved"), icon=":material/check_circle:")


def _people(sheet: RulesSheet) -> dict[str, str]:
    return {
        agent.id: agent.id if agent.name in {"", agent.id} else f"{agent.id} {agent.name}"
        for agent in sheet.agents
    }


def _kinds(sheet: RulesSheet) -> dict[str, str]:
    names = [kind.name for kind in sheet.week.rules.kinds]
    every = dict.fromkeys((*names, NIGHT, WEEKEND))
    return {name: kind_name(name, state.lang()) for name in every}


def _local(horizon: Horizon, minute: int) -> dt.datetime:
    """Return the wall clock's date and time, as a table shows it."""
    date, clock = horizon.clock.date_of(minute), horizon.clock.clock_of(minute)
    return dt.datetime.combine(date, dt.time(clock // 60, clock % 60))


def _moment(horizon: Horizon, shown: dt.datetime) -> int:
    return horizon.clock.at(shown.date(), shown.hour * 60 + shown.minute)
