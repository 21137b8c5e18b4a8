"""Named scenarios of the week: what each changes, and what they lead to side by side."""

from __future__ import annotations

import streamlit as st

from service.trial.scenarios import scenarios
from ui import link
from ui.parts import markup
from ui.parts.needing import stop_without_people
from ui.parts.planner import (
    comfort_cost,
    comparison,
    computing,
    fewest_people,
    outsourcing,
    scenario_form,
    scenario_pictures,
    scenario_tornado,
    sweep_view,
    whatif_rooms,
    whatif_summary,
)
from ui.parts.planner.demand_making import ask_for_forecast
from ui.parts.sheet import open_sheet, week_title
from ui.state import say

found = open_sheet()
title, buttons = st.columns([3, 2], vertical_alignment="center")
with title:
    markup.head(week_title(found), sub=say("whatif.base"))
stop_without_people(found)
if found.problem is None or found.forecast is None:
    ask_for_forecast()
    st.stop()

room = whatif_rooms.chosen()
if room == whatif_rooms.PEOPLE:
    fewest_people.room(found)
    st.stop()
if room == whatif_rooms.MANY:
    sweep_view.show(found)
    st.stop()

views = [
    view
    for view in scenarios(link.desk(found.shop.id))
    if view.scenario.inputs.week == found.week.label
]
bar = buttons.container(horizontal=True, horizontal_alignment="right", key="week_buttons")
with bar:
    comfort_cost.offer(found)
if not views:
    markup.empty(say("whatif.empty"), say("whatif.empty_text"))
    with st.container(horizontal=True, horizontal_alignment="center"):
        scenario_form.begin(found)
    st.stop()

left, right = st.columns([2, 5], gap="medium")
with left, st.container(border=True, key="whatif_form"):
    edited = scenario_form.choose(views)
    scenario_form.change_form(edited)
with right:
    names = [view.scenario.name for view in views]
    shown = comparison.choose_shown(names)
    compared = [view for view in views if view.scenario.name in shown]
    with bar:
        computing.buttons(compared)
        whatif_summary.offer(compared, found.week.label)
    computing.watch(compared)
    if compared:
        comfort_cost.show(compared, found)
        comparison.table(compared, found.problem.posts, edited.scenario.name)
        scenario_pictures.pictures(compared, found.problem)
        scenario_pictures.origins(compared)
        outsourcing.show(compared)
    scenario_tornado.show(edited, found)
