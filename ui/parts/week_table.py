"""The table of the week on its page: looked at, or edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.roster.coverage import lost_wishes
from ui import link, state
from ui.charts.grid_seen import Grid
from ui.guard import guard
from ui.parts import grid_edit, grid_form, sheet_back
from ui.plain import plain
from ui.roster_table import edit_table, roster_table
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from service.roster.rosters import RosterSheet

PAGE_SIZE = 120


@st.fragment
@guard
def grid(sheet: RosterSheet) -> None:
    """Draw the table of the week: a click opens the day of that agent, or cells are edited."""
    assert sheet.problem is not None
    assert sheet.version is not None
    assert sheet.verdict is not None
    grid_edit.leave_fragment()
    st.subheader(say("grid.title"), help=say("grid.help"), anchor=False)
    is_edited = _is_edited()
    agents = _filtered(sheet.problem)
    has_hours = bool(sheet.problem.rules.types) and st.toggle(
        say("grid.hours_of_types"), key="week.grid.hours"
    )
    roster, tried = sheet.version.version.roster, None
    if is_edited:
        place, below = st.container(), st.container()  # the table stays where it is
        with place:
            grid_edit.steps(sheet)
        with below:
            grid_edit.refused()
            tried = grid_edit.outcome(sheet)
            grid_form.form(sheet)
            sheet_back.back(sheet)
    drawing = Grid(
        problem=sheet.problem,
        roster=roster if tried is None else tried.roster,
        violations=sheet.verdict.violations if tried is None else tried.verdict.violations,
        pins=frozenset(sheet.problem.pins),
        lost_wishes=lost_wishes(sheet.problem, roster if tried is None else tried.roster),
        lang=state.lang(),
        has_hours=has_hours,
        before=roster if tried is not None else None,
    )
    if not agents:
        st.caption(say("grid.none"))
        return
    if is_edited:
        with place:
            _edited(sheet, drawing, agents)
        return
    picked = roster_table(drawing, agents, key="week.grid")
    if picked:
        state.choose("agent", picked[0])
        state.choose("day", picked[1].isoformat())
        st.switch_page(link.page("day"))


def _edited(sheet: RosterSheet, drawing: Grid, agents: tuple[Agent, ...]) -> None:
    """Draw the table to be edited; it stays lower, so that what edits lead to is seen below it."""
    shown = [agent.id for agent in agents]
    edit_table(
        drawing,
        agents,
        lambda message: grid_edit.receive(sheet, shown, message),
        key="week.grid.edited",
        height=480,
    )


def _is_edited() -> bool:
    """Ask whether the table is edited, where whoever looks may change shifts."""
    return link.desk().may("roster_changed") and st.toggle(
        say("grid_edit.mode"), help=say("grid_edit.mode_help"), key="week.grid.editing"
    )


def _filtered(problem: RosterProblem) -> tuple[Agent, ...]:
    posts_known = [post.id for post in problem.posts]
    with st.container(horizontal=True, key="grid_filters"):
        text = st.text_input(
            say("grid.search"),
            key="grid.search",
            placeholder=say("grid.search"),
            label_visibility="collapsed",
            width=220,
        )
        posts = st.pills(
            say("grid.posts"),
            posts_known,
            selection_mode="multi",
            format_func=spoken(posts_known, lambda post: plain(post_name(post, state.lang()))),
            key="grid.posts",
            label_visibility="collapsed",
        )
    agents = tuple(agent for agent in problem.agents if _matches(agent, text or "", posts or []))
    pages = -(-len(agents) // PAGE_SIZE)
    if pages <= 1:
        return agents
    page = st.pagination(pages, key="grid.page")
    return agents[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]


def _matches(agent: Agent, text: str, posts: list[str]) -> bool:
    said = f"{agent.id} {agent.name} {agent.team}".lower()
    return text.strip().lower() in said and (not posts or bool(set(posts) & set(agent.posts)))
