"""What an empty page offers: the demo, the next step of a shop, next week in one go."""

from __future__ import annotations

import streamlit as st

from service.demo import load_demo
from service.start.coming_week import make_week
from service.start.shop_seen import ShopSeen, look
from service.start.what_next import PAGES, SET_UP, Aim, SetUpStep, missing
from ui import link, state
from ui.guard import guarded
from ui.parts.markup import empty
from ui.plain import plain
from ui.state import say


def demo() -> None:
    """Offer to load the demo shop."""
    if st.button(say("empty.demo"), icon=":material/storefront:", key="empty.demo"):
        with guarded(), st.spinner(say("empty.demo_loading")):
            load_demo(link.database(), by=link.by())
            st.rerun()


def next_week() -> None:
    """Offer next week where there is all it is made from, else the page of the first step."""
    seen = look(link.desk())
    lacking = missing(seen, Aim.FORECAST)
    if lacking:
        step(lacking[0])
    else:
        make(seen)
    all_steps()


def stop_without(aim: Aim, title: str = "") -> None:
    """
    Where an aim waits for something, say for what, offer the page that brings it, and stop.

    ``title`` says what is not there because of it; empty: only what is missing is said.
    """
    lacking = missing(look(link.desk()), aim)
    if not lacking:
        return
    names = say("list.comma").join(say(f"setup.step_{one}") for one in lacking)
    waits = say("empty.waits", steps=names)
    empty(title or waits, waits if title else say("empty.waits_text"))
    with st.container(horizontal=True, horizontal_alignment="center"):
        step(lacking[0])
        all_steps()
    st.stop()


def all_steps() -> None:
    """Offer the page with all that leads to a roster."""
    if st.button(say("empty.all_steps"), icon=":material/checklist:", key="empty.setup"):
        st.switch_page(link.page(SET_UP))


def step(which: SetUpStep) -> None:
    """Offer the page on which a step is done."""
    name = say(f"setup.step_{which}")
    if st.button(plain(say("empty.bring", step=name)), type="primary", key=f"empty.{which}"):
        st.switch_page(link.page(PAGES.get(which, SET_UP)))


def make(seen: ShopSeen, label: str = "") -> None:
    """Draw the button that makes a week's requirement, and opens its page; empty: the next due."""
    pressed = st.button(
        plain(say("setup.make", week=label or seen.coming.label)),
        type="primary",
        icon=":material/auto_fix_high:",
        disabled=bool(missing(seen, Aim.FORECAST)),
        key="setup.make",
    )
    if pressed:
        with guarded(), st.spinner(say("need.making")):
            made = make_week(link.desk(), label)
            state.choose("week", made.label)
            st.switch_page(link.page("week"))
