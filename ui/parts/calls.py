"""Who stands by on a day: calling them to a post, and taking a call back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.standby import StandbyCall
from service.roster import calling as service
from ui import figures, link, state
from ui.parts import entry_form, register
from ui.parts.day_view import agent_label
from ui.parts.entry_form import Ask, Form
from ui.parts.register import Act, Column, Register, each
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift
    from service.desk import Desk

STEP_MIN = 5


def calls(problem: RosterProblem, roster: Roster | None, date: dt.date) -> None:
    """Draw who stands by on a day, and who was called; nothing where nobody does."""
    found = service.standby_on(problem, roster, date)
    if not (found.waiting or found.called):
        return
    with st.container(border=True, key="calls_panel"):
        st.markdown(f"**{say('calls.title')}**", help=say("types.standby_help"))
        if found.waiting:
            entry_form.draw(_form(problem, found.waiting))
        if found.called:
            register.draw(_register(problem), found.called)


def _form(problem: RosterProblem, waiting: tuple[Shift, ...]) -> Form[StandbyCall]:
    clock, lang, week = problem.horizon.clock, state.lang(), state.chosen("week")
    people = {
        one.agent_id: f"{agent_label(problem, one.agent_id)} "
        f"{figures.times(clock, one.start_min, one.end_min)}"
        for one in waiting
    }
    able = [problem.agent_by_id[name] for name in people if name in problem.agent_by_id]
    posts = {
        post.id: post_name(post.id, lang)
        for post in problem.posts
        if any(post.id in agent.posts for agent in able)
    }
    first, last = waiting[0].start_min, max(one.end_min for one in waiting) - 1
    days = dict.fromkeys((clock.date_of(first), clock.date_of(last)))
    begins = _begins(link.desk().now, first, last)
    time = clock.clock_of(begins)
    return Form(
        "calls",
        StandbyCall,
        (
            (Ask("agent_id", people),),
            (
                Ask(
                    "from_min",
                    {day: figures.day(day, lang) for day in days},
                    begins=dt.time(time // 60, time % 60),
                    clock=clock,
                ),
            ),
            (Ask("post", posts),),
        ),
        lambda desk, one: service.call(desk, week, one),
        done=lambda one, _: say("calls.called", **_told(problem, one)),
        undo=lambda desk, made: service.take_back(desk, week, *made),
        title="",
        border=False,
    )


def _begins(now: dt.datetime, first: int, last: int) -> int:
    """Return this moment where somebody stands by now, else when the first begins."""
    now_min = int(now.timestamp()) // 60 // STEP_MIN * STEP_MIN
    return now_min if first <= now_min <= last else first


def _told(problem: RosterProblem, one: StandbyCall) -> dict[str, str]:
    lang, clock = state.lang(), problem.horizon.clock
    return {
        "agent": agent_label(problem, one.agent_id),
        "when": f"{figures.day(clock.date_of(one.from_min), lang)} "
        f"{figures.clock_name(clock.clock_of(one.from_min))}",
        "post": post_name(one.post, lang),
    }


def _register(problem: RosterProblem) -> Register[StandbyCall]:
    week = state.chosen("week")

    def back(desk: Desk, one: StandbyCall) -> None:
        service.take_back(desk, week, one)

    def call(desk: Desk, one: StandbyCall) -> None:
        service.call(desk, week, one)

    columns: tuple[Column[StandbyCall], ...] = (
        Column("agent", lambda one: _told(problem, one)["agent"]),
        Column("when", lambda one: _told(problem, one)["when"], width="small"),
        Column("post", lambda one: _told(problem, one)["post"], width="small"),
    )
    act = Act("back", each(back), ":material/undo:", undo=each(call))
    return Register("calls", columns, (act,))
