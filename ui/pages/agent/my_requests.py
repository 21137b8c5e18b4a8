"""My wishes: what the published roster made of them, on what that rests, and how to contest it."""

from __future__ import annotations

import streamlit as st

from service.persons.contests import Decided, contests, own_outcomes
from service.shop.shops import shop
from ui import link, state
from ui.parts import markup
from ui.parts.agent import contested, who
from ui.parts.agent.own_data import hand_out
from ui.parts.hr import objections
from ui.state import say

me, label = who.open_own()
clock = shop(link.desk()).clock
week = state.chosen("week")
markup.head(say("own.requests_title"), [], label)
contested.made_by_program("wish")
if week:
    found = own_outcomes(link.desk(), week, me)
    contested.outcomes(found, clock)
    refused = [one.wish.date.isoformat() for one in found.outcomes if not one.is_granted]
    contested.form(me, Decided.WISH, list(dict.fromkeys(refused)))
else:
    markup.empty(say("own.no_week"), say("own.no_week_text"))
objections.own(contests(link.desk(), me), contested.about_name, clock)
st.subheader(say("own.data"), anchor=False)
hand_out(me)
