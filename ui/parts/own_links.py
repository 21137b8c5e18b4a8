"""An agent's own link on the page of people: given out, shown once, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.access import links
from service.access.way_in import WayIn
from service.shop.shops import shop
from ui import figures, link, state
from ui.guard import action
from ui.parts.register import Act, Column, Register, draw, each
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from service.access.links import OwnLink
    from service.desk import Desk

SHOWN = "own_links.shown"


def own_link(agent_id: str) -> None:
    """Draw the link of somebody: what became of it, giving out a new one, taking it back."""
    with st.expander(say("own_links.title")):
        st.caption(say("own_links.text"))
        if link.arrived().way is not WayIn.ACCOUNTS:
            st.caption(say("own_links.no_accounts"))
            return
        found = links.links(link.desk(), agent_id)
        if found:
            draw(_register(), found)
        told = "again" if found else "give"
        st.button(
            plain(say(f"own_links.{told}")),
            key="own_links.give",
            on_click=action(_give),
            args=(agent_id,),
        )
        whose, address = st.session_state.get(SHOWN, ("", ""))
        if whose == agent_id and found:
            st.success(plain(say("own_links.shown_once")), icon=":material/link:")
            st.code(address, language=None, wrap_lines=True)


def _register() -> Register[OwnLink]:
    clock = shop(link.desk()).clock
    columns: tuple[Column[OwnLink], ...] = (
        Column("given", lambda one: figures.stamp(one.entered.at, clock, state.lang())),
        Column("by", lambda one: one.entered.by),
        Column("phone", _phone),
    )
    return Register("own_links", columns, (Act("end", each(_end), ":material/link_off:"),))


def _phone(one: OwnLink) -> str:
    clock = shop(link.desk()).clock
    if one.bound_at is not None:
        at = figures.stamp(one.bound_at, clock, state.lang())
        return say("own_links.bound", at=at)
    until = figures.stamp(one.until_at, clock, state.lang())
    over = one.until_at <= link.now()
    return say("own_links.too_late" if over else "own_links.waits", until=until)


def _give(agent_id: str) -> None:
    code = links.give_link(link.desk(), agent_id)
    st.session_state[SHOWN] = (agent_id, f"{link.address()}/my/{code}")


def _end(desk: Desk, one: OwnLink) -> None:
    links.take_link_back(desk, one.agent_id)
    st.session_state.pop(SHOWN, None)
