"""Setting up a shop: the steps, how far each is, and what one can do already."""

from __future__ import annotations

import streamlit as st

from service.shop.shops import shop
from service.start.shop_seen import look
from ui import done, link, state
from ui.guard import show_notice
from ui.parts import importing, markup
from ui.parts.planner import history_import
from ui.parts.start import next_line, shop_form, steps
from ui.state import say

if st.session_state.pop(shop_form.CREATED, False):
    st.switch_page(link.page("setup"))
is_new = not state.chosen("shop") or st.session_state.get(next_line.OWN_SHOP, False)
if is_new:
    markup.head(say("page.setup"), sub=say("setup.sub"))
    show_notice()
    left, right = st.columns([3, 1], gap="medium")
    with left:
        shop_form.ask()
        shop_form.others()
    with right, st.container(border=True):
        steps.to_come()
    st.stop()

seen = look(link.desk())
title, button = st.columns([3, 1], vertical_alignment="center")
with title:
    markup.head(shop(link.desk()).name, sub=say("setup.sub_steps"))
with button, st.container(horizontal_alignment="right"):
    next_line.own_shop()
show_notice()
done.show()
importing.show_taken()
if history_import.show_taken():
    st.session_state.pop(next_line.STEP, None)
left, right = st.columns([3, 1], gap="medium")
with left:
    steps.show(seen)
with right, st.container(border=True):
    steps.aims(seen)
