"""What people asked for: absences, in which they cannot work, and wishes."""

from __future__ import annotations

import streamlit as st

from service.phone.offers import OfferKind
from ui import done
from ui.parts import campaign_says, inbox, markup, offers, requests, sheet
from ui.parts.sheet import open_sheet
from ui.state import say

found = open_sheet()
waiting = inbox.waiting()
tags = sheet.version_tags(found)
if waiting:
    tags = [*tags, markup.Tag(say("inbox.tag", count=waiting), markup.Tone.LOOK)]
markup.head(sheet.week_title(found), tags)
with st.container():  # it is there always, so that the chosen tab stays
    done.show()
people = requests.people()
horizon = found.week.horizon

campaign_says.notes(found, "leave")
names = [say("requests.absences"), say("requests.wishes"), say("inbox.title"), say("offer.tab")]
absences, wishes, swaps, claims = st.tabs(names)
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
    inbox.quota_form()
with claims:
    form, entered = st.columns([1, 2], gap="medium")
    with form, st.container(border=True):
        offers.of_week(found)
    with entered:
        offers.listed(horizon.clock, list(OfferKind), horizon.dates, key="offers")
