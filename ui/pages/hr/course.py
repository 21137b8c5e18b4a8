"""The month to date: on course for which score, which targets would be missed, who falls."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from scheduler.errors import InputError
from service.month.month_course import month_course
from service.shop.shops import agent_names, agents, shop
from ui import link, pay_seen
from ui.guard import show_faults
from ui.parts import markup
from ui.parts.hr import course as drawing
from ui.parts.hr import opened
from ui.state import say

month = opened.open_month()
clock = shop(link.desk()).clock
yesterday = link.now().astimezone(clock.zone).date() - dt.timedelta(days=1)
title, day = st.columns([3, 2], vertical_alignment="center")
with title:
    markup.head(
        say("course.title", month=opened.month_title(month)),
        [markup.Tag(say("course.tag"), markup.Tone.LOOK)],
    )
chosen = drawing.chosen_day(month)
try:
    found = month_course(link.desk(), month, until=yesterday, through=chosen)
except InputError as error:
    if any(fault.code != "month_empty" for fault in error.faults):
        show_faults(error.faults)
    markup.empty(say("course.none", month=opened.month_title(month)), say("course.none_text"))
    drawing.offer_data()
    st.stop()
with day:
    drawing.choose_day(found)
pay_seen.seen(month, "course", what="score")
drawing.answers(found)
drawing.targets(found)
teams = {agent.id: agent.team for agent in agents(link.desk())}
drawing.table(found, agent_names(link.desk()), teams)
