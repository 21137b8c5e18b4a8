"""The projection: what the week's roster would lead to, by the indicators people are scored by."""

from __future__ import annotations

import streamlit as st

from ui.parts import markup, sheet
from ui.parts.hr import projected
from ui.parts.needing import stop_without_people
from ui.parts.sheet import open_sheet
from ui.plain import escape
from ui.state import say

found = open_sheet()
stop_without_people(found)
if found.problem is None:
    sheet.missing("empty.requirement")
if found.version is None:
    markup.head(sheet.week_title(found), sheet.version_tags(found))
    markup.empty(say("projection.no_roster"), say("projection.no_roster_text"))
    st.stop()

title, button = st.columns([3, 2], vertical_alignment="center")
with title:
    tags = [markup.Tag(say("projection.tag"), markup.Tone.LOOK), *sheet.version_tags(found)]
    markup.head(projected.stamp(found), tags)
if found.forecast is None:
    markup.empty(say("projection.no_forecast"), say("projection.no_forecast_text"))
    st.stop()
with button, st.container(horizontal_alignment="right"):
    told = projected.asked(found)
st.html(f'<div class="projected">{escape(say("projection.meaning"))}</div>')
if told is None:
    markup.empty(say("projection.not_yet"), say("projection.not_yet_text"))
    st.stop()
st.subheader(say("projection.by_post"), anchor=False)
projected.by_post(told)
projected.by_agent(told)
