"""The month's data: what is there, what is missing, and taking files in."""

from __future__ import annotations

import streamlit as st

from service.month.month_readiness import readiness
from ui import link
from ui.parts import markup
from ui.parts.hr import export_mapping, opened, uploads
from ui.state import say

month = opened.open_month()
markup.head(say("data.title", month=opened.month_title(month)))
uploads.show_done()
uploads.state_list(readiness(link.desk(), month))
names = ("upload", "export", "formats")
files, exports, formats = st.tabs([say(f"data.tab_{name}") for name in names])
with files:
    uploads.upload()
with exports:
    export_mapping.upload(month)
with formats:
    uploads.formats()
