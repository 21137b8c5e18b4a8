"""Which shift types there should be: the curve of menus, and the one to take over."""

from __future__ import annotations

import streamlit as st

from service.asked_jobs import JobKind, latest_asked, start_design
from service.roster.rules import rules_sheet
from ui import done, link
from ui.guard import guarded
from ui.parts import markup
from ui.parts.needing import stop_without_people
from ui.parts.planner import design_view, designing
from ui.parts.planner.demand_making import ask_for_forecast
from ui.parts.sheet import open_sheet, week_title
from ui.state import say

found = open_sheet()
markup.head(week_title(found), sub=say("design.about"))
done.show()
stop_without_people(found)
if found.problem is None:
    ask_for_forecast()
    st.stop()

left, right = st.columns([4, 11], gap="medium")
job = latest_asked(link.desk(), JobKind.DESIGN, found.week.label)
with left, st.container(border=True, key="design_inputs"), guarded():
    asked = design_view.ask(found.shop.id, is_going=job is not None and not job.state.is_over)
    if asked is not None:
        start_design(link.desk(), found.week.label, asked)
        st.rerun()
with right:
    curve = designing.curve_of(job)
    if curve is None:
        st.stop()
    design_view.picture(curve)
    design_view.table(curve)
    chosen = design_view.choose(curve)
    design_view.types(chosen)
    design_view.adopt(rules_sheet(link.desk(), found.week.label), chosen)
