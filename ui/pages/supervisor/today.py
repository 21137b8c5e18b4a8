"""Today: how the rest of the day goes, who is here, what happened, and what could be done."""

from __future__ import annotations

import streamlit as st

from service.floor.day import floor_day
from ui import done, link
from ui.parts import (
    covering,
    day_view,
    falling_short,
    floor,
    happening,
    markup,
    mending,
    offers,
    sheet,
)
from ui.parts.needing import ask_for_requirement
from ui.parts.sheet import open_sheet
from ui.state import say

found = open_sheet()
markup.head(sheet.week_title(found), sheet.version_tags(found))
done.show()
if found.problem is None:
    ask_for_requirement(found)
    st.stop()
date = day_view.choose_day(found.problem, today=link.now())
day = floor_day(link.desk(), found.week.label, date)
if day is None:
    markup.empty(say("floor.not_published"), say("floor.not_published_text"))
    if st.button(say("page.week"), icon=":material/calendar_view_week:", key="floor.week"):
        st.switch_page(link.page("week"))
    st.stop()
floor.answer(day)
floor.volumes(day)
left, right = st.columns([3, 2], gap="medium")
with left:
    falling_short.listed(day)
    floor.hours(day)
    floor.people(day)
with right:
    here = (one.shift for one in day.people)
    happening.form(day, [one for one in here if one.start_min in day.problem.horizon])
    with st.container(border=True, key="floor_actions"):
        st.markdown(f"**{say('floor.actions')}**")
        floor.actions(day)
        mending.open_button(found, (day.problem.horizon.day(date),))
    covering.panel(found, (date,), lists_offers=False, floor=day)  # offers stand below
    offers.of_day(day)
mending.panel(found)
