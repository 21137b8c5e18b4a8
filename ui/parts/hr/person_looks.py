"""Who looked at whose pay and scores: when, of which month, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.persons.looks import EVERYBODY, looks, looks_at
from service.shop.shops import agent_names
from ui import figures, link, state
from ui.parts.markup import Row, empty, listing
from ui.person_words import place_name
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.horizon import Clock
    from service.persons.looks import PayLook

SHOWN = 100


def draw(clock: Clock) -> None:
    """Draw the newest looks, for HR and auditors."""
    found = looks(link.desk())
    if not found:
        empty(say("looks.none"), say("looks.none_text"))
        return
    st.caption(plain(say("looks.text", count=min(len(found), SHOWN))))
    _table(found[:SHOWN], clock, agent_names(link.desk()))


def own(me: str, clock: Clock) -> None:
    """Draw who looked at an agent's own pay and scores."""
    with st.expander(say("looks.own"), icon=":material/visibility:"):
        if link.desk().person.grants is None:
            st.caption(plain(say("looks.nobody_known")))
        found = looks_at(link.desk(), me)
        if found:
            _table(found[:SHOWN], clock, {})
        else:
            st.caption(plain(say("looks.own_none")))
        st.caption(plain(say("looks.own_text")))


def _table(found: Iterable[PayLook], clock: Clock, names: Mapping[str, str]) -> None:
    lang = state.lang()
    heads = [
        say(f"persons.head_{name}") for name in ("at", "by", "whose", "month", "what", "where")
    ]
    rows = [
        Row(
            (
                figures.stamp(one.looked.at, clock, lang),
                one.looked.by,
                _whose(one, names),
                figures.month(one.month.first, lang),
                say(f"look_what.{one.what}"),
                place_name(one.place, lang),
            )
        )
        for one in found
    ]
    listing(heads, rows, numbers=frozenset())


def _whose(look: PayLook, names: Mapping[str, str]) -> str:
    if look.agent_id == EVERYBODY:
        return say("look.everybody")
    return f"{look.agent_id} {names.get(look.agent_id, '')}".strip()
