"""The register: who was lent to other work (抽调) or kept from it (非抽调), and who approved."""

from __future__ import annotations

import streamlit as st

from service.shops import shop
from ui import link, state
from ui.parts import markup
from ui.parts.hr import opened, register
from ui.state import say

month = opened.open_month()
clock = shop(link.database(), state.chosen("shop")).clock
markup.head(say("register.title", month=opened.month_title(month)))
st.caption(say("register.rule"))
left, right = st.columns([1, 2.4], gap="medium")
with left:
    register.form(month, clock)
with right:
    register.entries(month, clock)
