"""A day on the screen: choosing it, its cover, and its people on a line of time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.roster import Roster
from ui import figures, state
from ui.charts.day import LEFT_PX, day_chart
from ui.parts.roster_view import draw_coverage
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem


def choose_day(problem: RosterProblem, *, today: dt.datetime | None = None) -> dt.date:
    """
    Draw the week's days and return the one chosen; the choice stays across pages.

    Parameters
    ----------
    today
        A moment whose day is chosen at first; None, or of another week: the first day is.
    """
    dates = problem.horizon.dates
    kept = _kept_date()
    if kept not in dates and today is not None:
        kept = today.astimezone(problem.horizon.clock.zone).date()
    place = dates.index(kept) if kept in dates else 0
    st.session_state["day.date"] = dates[place]
    chosen = st.segmented_control(
        say("day.choose"),
        dates,
        format_func=spoken(dates, lambda date: plain(figures.day(date, state.lang()))),
        key="day.date",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: state.choose("day", st.session_state["day.date"].isoformat()),
    )
    return chosen or dates[place]


def _kept_date() -> dt.date | None:
    try:
        return dt.date.fromisoformat(state.chosen("day"))
    except ValueError:
        return None


def choose_agent(problem: RosterProblem) -> str:
    """Draw the people and return the id of the one chosen; the choice stays across pages."""
    ids = [agent.id for agent in problem.agents]
    if state.chosen("agent") not in ids:
        state.choose("agent", ids[0])
    st.session_state["day.agent"] = state.chosen("agent")
    return st.selectbox(
        say("day.agent"),
        ids,
        format_func=lambda agent_id: agent_label(problem, agent_id),
        key="day.agent",
        on_change=lambda: state.choose("agent", st.session_state["day.agent"]),
    )


def agent_label(problem: RosterProblem, agent_id: str) -> str:
    """Return id, name and team of an agent; the id alone of one who is not in the list."""
    agent = problem.agent_by_id.get(agent_id)
    if agent is None:
        return agent_id
    name = agent.name if agent.name != agent.id else ""
    return " ".join(
        part for part in (agent.id, name, f"({agent.team})" if agent.team else "") if part
    )


def cover(problem: RosterProblem, roster: Roster | None, date: dt.date) -> None:
    """Draw people needed and at work on a day."""
    day = problem.horizon.day(date)
    st.subheader(say("cover.title"), help=say("cover.help"), anchor=False)
    draw_coverage(problem, roster, key="day.coverage", days=range(day, day + 1), left_px=LEFT_PX)


def timeline(problem: RosterProblem, roster: Roster | None, date: dt.date, agent_id: str) -> None:
    """Draw the shifts that touch a day, the chosen agent's marked."""
    day = problem.horizon.day(date)
    st.subheader(say("day.people"), help=say("day.people_help"), anchor=False)
    chart = day_chart(problem, roster or Roster(), day, state.lang(), chosen=agent_id)
    if chart is None:
        st.caption(say("day.nobody"))
        return
    st.altair_chart(chart, width="stretch", theme=None, key="day.timeline")
