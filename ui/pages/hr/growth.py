"""Training and promotion: what the month's scores say, and what was agreed with whom."""

from __future__ import annotations

import streamlit as st

from service.month.growth import notes, suggestions
from service.shop.shops import shop
from ui import link, pay_seen
from ui.parts import markup
from ui.parts.hr import growth as drawing
from ui.parts.hr import opened
from ui.state import say

run = opened.open_run()
pay_seen.run_seen(run, "growth")
today = link.now().astimezone(shop(link.desk()).clock.zone).date()
found = suggestions(link.desk(), run.month)
kept = notes(link.desk())
names = opened.labels(run)
markup.head(say("growth.title", month=opened.month_title(run.month)))
drawing.answers(found, kept, today)
left, right = st.columns([3, 2], gap="large")
with left:
    chosen = drawing.table(found, names)
with right:
    if chosen is not None:
        drawing.form(run.month, chosen, names.get(chosen.agent_id, chosen.agent_id), today)
    elif found:
        st.caption(say("growth.pick"))
    drawing.kept_notes(kept, names, today)
