"""The month's data: what is there, what is missing, and taking files in."""

from __future__ import annotations

import streamlit as st

from service.pay.month_readiness import readiness
from ui import done, link
from ui.parts import import_list, markup
from ui.parts.hr import credit_rules, fixed_hours, opened, uploads
from ui.state import say

month = opened.open_month()
markup.head(say("data.title", month=opened.month_title(month)))
with st.container():  # always there, so that the tab below stays the chosen one
    done.show()
    uploads.show_done()
uploads.state_list(readiness(link.desk(), month))
fixed_hours.ask(month)
names = ("upload", "imports", "credits", "formats")
files, imported, credited, formats = st.tabs([say(f"data.tab_{name}") for name in names])
with files:
    uploads.upload(month)
with imported:
    st.caption(say("imports.text"))
    import_list.imported(month)
with credited:
    credit_rules.compare(month)
with formats:
    uploads.formats()
