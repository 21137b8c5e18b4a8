"""Chats expected in the week: with bands, beside the past, and how good such forecasts were."""

from __future__ import annotations

import streamlit as st

from service.start.what_next import WorkOf
from ui.parts import campaign_says, markup
from ui.parts.planner import (
    accuracy,
    days_view,
    expected_view,
    overruling,
    promotion_view,
    special_days,
    today_view,
)
from ui.parts.planner.demand_making import make_button
from ui.parts.sheet import open_sheet, week_title
from ui.parts.start import next_line
from ui.state import say

next_line.line(WorkOf.PLANNER)
found = open_sheet()
known = expected_view.known_history(found)
title, buttons = st.columns([3, 2], vertical_alignment="center")
with title:
    markup.head(week_title(found), expected_view.tags(found, known))
if known.volumes is None and found.forecast is None:
    expected_view.nothing()
    st.stop()
with buttons, st.container(horizontal=True, horizontal_alignment="right", key="week_buttons"):
    make_button(found, can=expected_view.has_past(found, known))

campaign_says.notes(found, "volume", "opening")
tests = accuracy.tests(known)
if found.forecast is None:
    markup.empty(say("forecast.none"), say("forecast.none_text"))
else:
    markup.cards(expected_view.answers(found, known, tests))
    expected_view.caveats(found)
    expected_view.week(found, known)
    today_view.show(found, expected_view.order(found, known))
if known.volumes is not None:
    days_view.past(found, known)

left, right = st.columns([3, 2], gap="medium")
with left:
    accuracy.table(tests, found.forecast)
    overruling.choose(found, tests)
with right:
    special_days.editor(found, known)
if known.volumes is not None:
    promotion_view.show(found, known, expected_view.order(found, known))
