"""My people: their published week, and what they asked for."""

from __future__ import annotations

import streamlit as st

from ui.parts import handover, requests
from ui.parts.team_leader import own_week
from ui.state import say

found = own_week.open_week()
own_week.head(found)
people = requests.people()
horizon = found.week.horizon
names = ("team.week", "requests.absences", "requests.wishes", "handover.title")
week, absences, wishes, handovers = st.tabs([say(name) for name in names])
with week:
    own_week.table(found)
with absences:
    form, entered = st.columns([1, 2], gap="medium")
    with form:
        requests.absence_form(horizon, people)
    with entered:
        requests.absence_list(horizon, people)
with wishes:
    form, entered = st.columns([1, 2], gap="medium")
    with form:
        requests.wish_form(horizon, people, found.week.rules.kind_names)
    with entered:
        requests.wish_list(horizon, people)
with handovers:
    date = own_week.choose_date(horizon)
    handover.panel(horizon.iso_week, date, horizon.clock)
