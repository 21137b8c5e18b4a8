"""The week of those whom a role reaches: who works when, and who is away."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from scheduler.agent import Agent
from scheduler.horizon import DAY_MIN
from service.roster.own_people import own_people
from ui import figures, link, state
from ui.guard import show_notice
from ui.parts import markup, register
from ui.parts.markup import Tag, Tone
from ui.parts.register import Column, Register
from ui.parts.sheet import version_tag
from ui.state import say, spoken
from ui.words.names import absence_name, post_name

if TYPE_CHECKING:
    from scheduler.horizon import Horizon
    from service.roster.own_people import OwnPeople


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """Somebody's week: what is said of each day, by date."""

    agent: Agent
    days: dict[dt.date, str]


def open_week() -> OwnPeople:
    """Return the chosen week; where there is none, or nobody, say so and stop."""
    show_notice()
    if not state.chosen("shop") or not state.chosen("week"):
        _nothing("no_week")
    found = own_people(link.desk(), state.chosen("week"))
    if not found.agents:
        _nothing("nobody")
    return found


def _nothing(what: str) -> NoReturn:
    """Say what somebody else brings, offer to look again, and stop."""
    markup.empty(say(f"team.{what}"), say(f"team.{what}_text"))
    with st.container(horizontal=True, horizontal_alignment="center"):
        st.button(say("team.look_again"), icon=":material/refresh:", key="team.again")
    st.stop()


def head(found: OwnPeople) -> None:
    """Draw the first line: which week, whose, and whether it is published."""
    days = found.week.horizon.dates
    stretch = figures.stretch(days[0], days[-1], state.lang())
    title = say("week.title", number=days[0].isocalendar().week, dates=stretch)
    version = found.version
    tag = Tag(say("team.unpublished"), Tone.LOOK) if version is None else version_tag(version)
    away = len({one.agent_id for one in found.absences})
    shifts = sum(map(len, found.shifts.values()))
    sub = say("team.sub", people=len(found.agents), shifts=shifts, away=away)
    markup.head(title, [tag], sub)


def table(found: OwnPeople) -> None:
    """Draw who works when."""
    lang = state.lang()
    if found.version is None:
        markup.empty(say("team.not_yet"), say("team.not_yet_text"))
        return

    def day(date: dt.date) -> Column[PersonWeek]:
        return Column("day", lambda line: line.days.get(date, ""), head=figures.day(date, lang))

    columns: tuple[Column[PersonWeek], ...] = (
        Column("agent", lambda line: f"{line.agent.id} {line.agent.name}".strip()),
        Column("of_team", lambda line: line.agent.team),
        *(day(date) for date in found.week.horizon.dates),
    )
    register.show(Register("team", columns, title="team.people"), _lines(found))


def _lines(found: OwnPeople) -> list[PersonWeek]:
    clock, lang = found.week.horizon.clock, state.lang()
    said: dict[tuple[str, dt.date], list[str]] = {}
    for shifts in found.shifts.values():
        for one in shifts:
            said.setdefault((one.agent_id, clock.date_of(one.start_min)), []).append(
                f"{figures.times(clock, one.start_min, one.end_min)} {post_name(one.post, lang)}"
            )
    for away in found.absences:
        kind = absence_name(away.kind, lang)
        for date in found.week.horizon.dates:
            if away.start_min < clock.at(date, DAY_MIN) and clock.at(date) < away.end_min:
                said.setdefault((away.agent_id, date), []).append(kind)

    def of(agent: Agent) -> dict[dt.date, str]:
        mine = {date: texts for (who, date), texts in said.items() if who == agent.id}
        return {date: say("list.apart").join(texts) for date, texts in mine.items()}

    return [PersonWeek(agent, of(agent)) for agent in found.agents]


def choose_date(horizon: Horizon) -> dt.date:
    """Ask for a day of the week; today's where it lies in it."""
    today = link.now().astimezone(horizon.clock.zone).date()
    dates = horizon.dates
    at = dates.index(today) if today in dates else 0
    return st.selectbox(
        say("requests.day"),
        dates,
        index=at,
        format_func=spoken(dates, lambda one: figures.day(one, state.lang())),
        key="team.handover_day",
    )
