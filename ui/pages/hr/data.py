"""The month's data: what is there, what is missing, and taking files in."""

from __future__ import annotations

import streamlit as st

from service.month_readiness import readiness
from ui import link, state
from ui.parts import markup
from ui.parts.hr import opened, uploads
from ui.state import say

month = opened.open_month()
markup.head(say("data.title", month=opened.month_title(month)))
uploads.state_list(readiness(link.database(), state.chosen("shop"), month))
left, right = st.columns([3, 2], gap="large")
with left:
    uploads.upload()
with right:
    uploads.formats()
