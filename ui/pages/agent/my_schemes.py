"""My schemes: how I am scored now and from when on otherwise, to be confirmed as read."""

from __future__ import annotations

import streamlit as st

from service.scheme.scheme_reading import own_schemes
from service.shop.shops import shop
from ui import link
from ui.parts import markup
from ui.parts.agent import own_schemes as drawing
from ui.parts.agent import who
from ui.state import say

me, label = who.open_own()
clock = shop(link.desk()).clock
today = link.now().astimezone(clock.zone).date()
found = own_schemes(link.desk(), me, today)
waiting = sum(one.read is None for one in found)
tone = markup.Tone.LOOK if waiting else markup.Tone.GOOD
key = "own.to_read" if waiting else "own.all_read"
tags = [markup.Tag(say(key, count=waiting), tone)] if found else []
markup.head(say("own.schemes_title"), tags, label)
if not found:
    markup.empty(say("own.no_scheme"), say("own.no_scheme_text"))
    st.stop()
for one in found:
    with st.container(border=True):
        drawing.one(one, me, clock, today)
