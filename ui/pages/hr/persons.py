"""Personal data: who left and is to be erased, how long data is kept, who looked at pay."""

from __future__ import annotations

import streamlit as st

from service.shop.shops import shop
from ui import done, link
from ui.parts import markup
from ui.parts.hr import opened, person_contests, person_leavers, person_looks, person_terms
from ui.state import say

opened.open_shop()
desk = link.desk()
clock = shop(desk).clock
markup.head(say("persons.title"))
done.show()
parts = {
    "leavers": person_leavers.draw,
    "contests": person_contests.draw,
    "looks": person_looks.draw,
    "terms": person_terms.draw,
}
rights = {"leavers": "persons_tidied", "contests": "contest_answered", "looks": "looks"}
shown = [name for name in parts if name not in rights or desk.may(rights[name])]
for tab, name in zip(st.tabs([say(f"persons.tab_{name}") for name in shown]), shown, strict=True):
    with tab:
        parts[name](clock)
