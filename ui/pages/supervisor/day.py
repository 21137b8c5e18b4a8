"""One day: who works when; one agent's shift, and what a change of it breaks and costs."""

from __future__ import annotations

import streamlit as st

from ui import done
from ui.parts import comparing, covering, day_view, handover, markup, mending, sheet, why
from ui.parts.calls import calls
from ui.parts.editing import edit_panel
from ui.parts.needing import ask_for_requirement
from ui.parts.pinning import has_pins
from ui.parts.sheet import open_sheet
from ui.parts.solving import job_panel
from ui.state import say

found = open_sheet()
if found.problem is None:
    ask_for_requirement(found)
    st.stop()
problem = found.problem

title, buttons = st.columns([3, 2], vertical_alignment="center")
with title:
    markup.head(sheet.week_title(found), sheet.version_tags(found))
if not job_panel(problem):
    with buttons, st.container(horizontal_alignment="right", key="week_buttons"):
        mending.buttons(found, has_pins=has_pins(problem))
    mending.panel(found)
    why.panel(found)

done.show()
date = day_view.choose_day(problem)
left, right = st.columns([5, 3], gap="medium")
with right:
    calls(problem, found.version.version.roster if found.version else None, date)
    agent_id = day_view.choose_agent(problem)
    tried = edit_panel(found, agent_id, date)
    comparing.panel(found, agent_id, date)
    covering.panel(found, (date,))
with left:
    if found.version is None or tried != found.version.version.roster:
        st.caption(say("day.unsaved") if tried else say("empty.roster"))
    day_view.cover(problem, tried, date)
    day_view.timeline(problem, tried, date, agent_id)
handover.panel(problem.horizon.iso_week, date, problem.horizon.clock)
