"""Does the week's roster hold its target: simulated customers, by post and time, the worst."""

from __future__ import annotations

import streamlit as st

from ui.parts import markup
from ui.parts.needing import ask_for_requirement
from ui.parts.planner import (
    closing_loop,
    own_speeds,
    service_level_run,
    service_level_view,
    service_level_worst,
)
from ui.parts.planner.demand_making import ask_for_forecast
from ui.parts.sheet import open_sheet, week_title
from ui.state import say

latest = open_sheet()
title, buttons = st.columns([3, 2], vertical_alignment="center")
with buttons, st.container(horizontal=True, horizontal_alignment="right", key="week_buttons"):
    found = service_level_view.choose_version(latest)
    tested = None if found.version is None else service_level_view.simulated(found)
    asked = None
    if found.version is not None and found.problem is not None:
        asked = service_level_run.ask(found, tested)
        closing_loop.ask(latest, tested)
    if tested is not None:
        service_level_worst.download(found, tested)
with title:
    marks = [] if found.version is None else service_level_view.tags(found, tested)
    markup.head(week_title(found), marks)

if found.problem is None:
    ask_for_requirement(found)
    st.stop()
closing_loop.panel(latest)
if found.version is None:
    service_level_view.no_roster()
    st.stop()
if found.forecast is None:
    ask_for_forecast()
    st.stop()
if asked is not None:
    service_level_run.run(found, asked)
if tested is None:
    service_level_view.not_simulated()
    st.stop()
if not tested.is_current:
    st.warning(say("level.old"), icon=":material/history:")

markup.cards(service_level_view.answers(found, tested))
service_level_view.effect(tested)
service_level_view.response_note(found, tested)
measure = service_level_view.choose_measure(tested)
service_level_view.week(found, tested, measure)
service_level_worst.worst(found, tested)
service_level_view.heat(found, tested, measure)
own_speeds.people_speeds(found.problem.agents)
