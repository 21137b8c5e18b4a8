"""The register: lent (抽调) and lost (非抽调) time, presences asked about, customers to follow."""

from __future__ import annotations

import streamlit as st

from service.shop.shops import shop
from ui import done, link, state
from ui.parts import markup
from ui.parts.hr import approval_steps, follow_ups, opened, pay_entries, punches, register
from ui.state import say

month = opened.open_month()
clock = shop(link.desk()).clock
markup.head(say("register.title", month=opened.month_title(month)))
done.show()
names = ("register", "punches", "pay", "follow")
chosen = st.segmented_control(
    say("register.show"),
    names,
    default=names[0],
    required=True,
    format_func=state.spoken(names, lambda name: say(f"register.tab_{name}")),
    key="register.show",
    label_visibility="collapsed",
)
if chosen == "follow":
    follow_ups.day(month, clock)
    st.stop()
if chosen == "pay":
    pay_entries.page(month, clock)
    st.stop()
if chosen == "punches":
    punches.page(month, clock)
    st.stop()
st.caption(say("register.rule"))
left, right = st.columns([1, 2.4], gap="medium")
with left:
    register.form(month, clock)
with right:
    register.entries(month, clock)
    approval_steps.steps()
