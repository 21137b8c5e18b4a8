"""Who is looking: known where an agent came by their link, else chosen at the top."""

from __future__ import annotations

import streamlit as st

from service.shop.shops import agent_names
from ui import link, state
from ui.guard import show_notice
from ui.parts.markup import empty
from ui.parts.sheet import require_shop
from ui.state import say


def open_own() -> tuple[str, str]:
    """Return id and label of who looks; draw the choice of a person where it is not known."""
    show_notice()
    require_shop()
    names = agent_names(link.desk())
    labels = {one: one if name in ("", one) else f"{one} {name}" for one, name in names.items()}
    options = sorted(labels)
    if link.own_id() in labels:
        state.choose("me", link.own_id())
        return link.own_id(), labels[link.own_id()]
    if link.desk().person.grants is not None and len(options) == 1:  # they reach nobody else
        state.choose("me", options[0])
        return options[0], labels[options[0]]
    if state.chosen("me") not in labels:
        state.choose("me", "")
    st.session_state["own.me"] = state.chosen("me") or None
    st.selectbox(
        say("own.who"),
        options,
        format_func=state.spoken(options, labels.__getitem__),
        key="own.me",
        placeholder=say("own.choose"),
        label_visibility="collapsed",
        on_change=lambda: state.choose("me", st.session_state["own.me"] or ""),
    )
    if not link.guest_name():
        st.caption(say("own.no_sign_in"))
    me = state.chosen("me")
    if not me:
        empty(say("own.nobody"), say("own.nobody_text"))
        st.stop()
    return me, labels[me]
