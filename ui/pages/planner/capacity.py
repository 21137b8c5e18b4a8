"""The months to come: are there people enough, and if not, whom to hire by when."""

from __future__ import annotations

import streamlit as st

from service.start.what_next import Aim
from ui.guard import guarded, show_notice
from ui.parts import markup
from ui.parts.planner import capacity_inputs, capacity_scenarios, capacity_view
from ui.parts.start import beginning
from ui.state import say

shop = capacity_view.open_shop()
head = st.empty()
with head.container():
    markup.head(say("page.capacity"))
beginning.stop_without(Aim.ROSTER)
show_notice()
left, right = st.columns([4, 11], gap="medium")
ahead = None
with left, st.container(border=True, key="capacity_inputs"), guarded():
    asked = capacity_inputs.ask(shop)
    ahead = capacity_view.months(shop, asked)
if ahead is None:
    st.stop()
with head.container():
    markup.head(say("page.capacity"), capacity_view.tags(ahead))
with right:
    markup.cards(capacity_view.answers(ahead))
    capacity_view.caveats(ahead)
    capacity_view.weeks(ahead, shop)
    capacity_view.hires(ahead)
    capacity_view.cheapest(ahead)
    capacity_view.table(ahead, shop)
    capacity_scenarios.show(shop, asked, ahead)
