"""Limits agreed with single agents, and training and meetings that are due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeVar

import streamlit as st

from scheduler.agent import AgentLimit
from scheduler.horizon import DAY_MIN
from scheduler.keys import Asked
from scheduler.session import Session
from scheduler.shift_kind import NIGHT, WEEKEND
from service.roster import rules as service
from ui import figures, state
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.register import Act, Column, Register
from ui.state import say
from ui.words.names import kind_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.horizon import Clock
    from service.desk import Desk
    from service.roster.rules import RulesSheet

T = TypeVar("T")
TEAM = "team:"
SHARED = "requests"
SESSION_MIN = 60
USUAL_LIMIT = 4


def limits(sheet: RulesSheet) -> None:
    """Ask for a limit agreed with somebody, and list those there are."""
    people, kinds = _people(sheet), _kinds(sheet)
    rows = (
        (Ask("agent_id", people),),
        (Ask("kind", kinds),),
        (Ask("max_per_month", begins=USUAL_LIMIT),),
    )

    def add(desk: Desk, new: AgentLimit) -> None:
        whose = (new.agent_id, new.kind)
        others = (each for each in sheet.limits if (each.agent_id, each.kind) != whose)
        _keep_limits(desk, sheet, (*others, new))

    def remove(desk: Desk, chosen: Sequence[AgentLimit]) -> None:
        _keep_limits(desk, sheet, tuple(each for each in sheet.limits if each not in chosen))

    columns: tuple[Column[AgentLimit], ...] = (
        Column("agent", lambda each: people.get(each.agent_id, each.agent_id)),
        Column("kind", lambda each: kinds.get(each.kind, each.kind)),
        Column("max_per_month", lambda each: str(each.max_per_month)),
    )
    form, entered = st.columns([1, 2], gap="medium")
    with form:
        entry_form.draw(Form("limits", AgentLimit, rows, add, button="add"))
    with entered:
        register.draw(Register("limits", columns, (_removal(remove),), shared=SHARED), sheet.limits)


def _keep_limits(desk: Desk, sheet: RulesSheet, told: tuple[AgentLimit, ...]) -> None:
    service.change_limits(desk, sheet.week.label, told, before=sheet.limits)


def _removal(remove: Callable[[Desk, Sequence[T]], object]) -> Act[T]:
    return Act("remove", remove, ":material/delete:")


@dataclass(frozen=True, slots=True)
class AgreementTold:
    """What is asked for a session: what, for whom, how long, on which days it may lie."""

    kind: str
    who: str
    minutes: Annotated[int, Asked(least=5, most=480, step=5)]
    first: dt.date
    last: dt.date

    def session(self, name: str, clock: Clock) -> Session:
        """Return the session, of a team or of a person."""
        is_team = self.who.startswith(TEAM)
        return Session(
            name,
            "" if is_team else self.who,
            self.who.removeprefix(TEAM) if is_team else "",
            self.minutes,
            clock.at(self.first),
            clock.at(self.last, DAY_MIN),
            self.kind,
        )


def sessions(sheet: RulesSheet) -> None:
    """Ask for training or a meeting, and list those whose windows touch the week."""
    days = {day: _day(day) for day in sheet.week.horizon.dates}
    rows = (
        (Ask("kind", begins=say("sessions.training")),),
        (Ask("who", _who(sheet)),),
        (Ask("minutes", begins=SESSION_MIN),),
        (Ask("first", days),),
        (Ask("last", days, list(days)[-1]),),
    )

    def add(desk: Desk, told: AgreementTold) -> None:
        new = told.session(_free_id(sheet), sheet.week.horizon.clock)
        _keep_sessions(desk, sheet, (*sheet.sessions, new))

    form, entered = st.columns([1, 2], gap="medium")
    with form:
        entry_form.draw(Form("sessions", AgreementTold, rows, add, button="add"))
    with entered:
        register.draw(_sessions(sheet), sheet.sessions)


def _sessions(sheet: RulesSheet) -> Register[Session]:
    who, horizon, lang = _who(sheet), sheet.week.horizon, state.lang()

    def whom(each: Session) -> str:
        return who.get(f"{TEAM}{each.team}" if each.team else each.agent_id, each.agent_id)

    def remove(desk: Desk, chosen: Sequence[Session]) -> None:
        kept = tuple(each for each in sheet.sessions if each not in chosen)
        _keep_sessions(desk, sheet, kept)

    columns: tuple[Column[Session], ...] = (
        Column("kind", lambda each: each.kind or each.id),
        Column("who", whom),
        Column("minutes", lambda each: figures.number(each.minutes, lang, 0)),
        Column("earliest", lambda each: figures.moment(horizon, each.earliest_min, lang)),
        Column("latest", lambda each: figures.ending(horizon, each.latest_min, lang)),
    )
    return Register("sessions", columns, (_removal(remove),), shared=SHARED)


def _free_id(sheet: RulesSheet) -> str:
    """Return an id that no other session of the shop has: the week's, and a number."""
    taken = {each.id for each in sheet.sessions}
    numbers = range(1, len(taken) + 2)
    return next(name for number in numbers if (name := f"{sheet.week.label}-{number}") not in taken)


def _keep_sessions(desk: Desk, sheet: RulesSheet, told: tuple[Session, ...]) -> None:
    service.change_sessions(desk, sheet.week.label, told, before=sheet.sessions)


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
    names = [*sheet.week.rules.kind_names]
    every = dict.fromkeys((NIGHT, WEEKEND, *names))
    return {name: kind_name(name, state.lang()) for name in every}


def _day(date: dt.date) -> str:
    return figures.day(date, state.lang())
