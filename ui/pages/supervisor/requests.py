"""What people asked for: absences, in which they cannot work, and wishes."""

from __future__ import annotations

import streamlit as st

from ui.parts import campaign_says, inbox, markup, requests, sheet
from ui.parts.sheet import open_sheet
from ui.state import say

found = open_sheet()
markup.head(sheet.week_title(found), sheet.version_tags(found))
people = requests.people()
horizon = found.week.horizon

campaign_says.notes(found, "leave")
count = inbox.waiting()
swaps_title = say("inbox.title_waiting", count=count) if count else say("inbox.title")
absences, wishes, swaps = st.tabs([say("requests.absences"), say("requests.wishes"), swaps_title])
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
with swaps:
    inbox.inbox(horizon.clock)
