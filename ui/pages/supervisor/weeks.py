"""The weeks there are; taking one in from files; opening a new one; the demo shop."""

from __future__ import annotations

import streamlit as st

from ui.guard import show_notice
from ui.parts import agreed_roster, importing, markup
from ui.state import say

show_notice()
markup.head(say("page.weeks"))
importing.week_list()
left, right = st.columns(2, gap="medium")
with left:
    importing.week_upload()
with right:
    importing.roster_upload()
    importing.new_week()
    agreed_roster.upload()
