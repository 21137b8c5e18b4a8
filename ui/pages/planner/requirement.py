"""People the week needs: the curve, the inputs behind it, and what one agent does."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from service.demand.staffing_trial import try_staffing
from ui import fields, link
from ui.guard import guarded
from ui.parts import campaign_says, markup
from ui.parts.planner import need_view
from ui.parts.planner.chance_view import price_of_chance
from ui.parts.planner.demand_making import ask_for_forecast
from ui.parts.planner.one_agent import one_agent
from ui.parts.planner.own_absence import own_absence
from ui.parts.planner.staffing_inputs import ask_inputs, choose_post
from ui.parts.sheet import open_sheet, week_title
from ui.state import say

found = open_sheet()
if found.forecast is None:
    markup.head(week_title(found))
    ask_for_forecast()
    st.stop()

shop, label = found.shop.id, found.week.label
stored = try_staffing(link.desk(shop), label)
markup.head(week_title(found), need_view.tags(stored))
campaign_says.notes(found, "volume", "opening", "helper")
left, right = st.columns([4, 9], gap="medium")
tried = None
with left, st.container(border=True, key="staff_inputs"):
    st.markdown(f"**{say('staff.inputs')}**")
    post = choose_post([post.id for post in stored.posts if post.id in stored.forecast.posts])
    now = stored.post(post).staffing
    with guarded():
        begun = fields.begin(f"staff.{label}.{post}", now)
        fields.tell_moved(begun)
        asked = ask_inputs(replace(stored.post(post), staffing=begun.began), key=begun.key)
        st.divider()
        volume, load = need_view.choose_volume(stored), need_view.choose_load(stored)
        changed = {} if asked == now else {post: asked}
        tried = try_staffing(link.desk(shop), label, inputs=changed, volume=volume, load=load)
        need_view.keep_button(found, tried, changed)
        st.caption(say("staff.keep_note"))
    st.divider()
    own_absence(stored.post(post))
if tried is not None:
    with right:
        need_view.shortfall(tried, found.problem)
        need_view.answers(tried, found.problem)
        need_view.carried(tried)
        need_view.priced(tried)
        price_of_chance(tried)
        need_view.curve(tried)
        one_agent(tried, post)
