"""How fast each person ends chats, with how many chats that rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.demand.own_speeds import LEAST_CHATS, own_speeds
from ui import figures, link, state
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.agent import Agent
    from service.demand.own_speeds import OwnSpeeds


def people_speeds(agents: Iterable[Agent]) -> None:
    """Offer the speeds of the people of a week: chats of months are read when asked for."""
    if not st.toggle(say("speed.show"), key="level.speeds", help=say("speed.show_help")):
        return
    found = own_speeds(link.desk())
    if not found.chats:
        st.caption(say("speed.no_chats"))
        return
    lang = state.lang()
    span = {
        "first": figures.month(found.first.first, lang),
        "last": figures.month(found.last.first, lang),
    }
    st.caption(plain(say("speed.rests_on", chats=figures.number(found.chats, lang, 0), **span)))
    _people(found, agents)
    _newcomers(found)


def _people(found: OwnSpeeds, agents: Iterable[Agent]) -> None:
    lang = state.lang()
    rows = []
    for agent in sorted(agents, key=lambda one: (-_factor(found, one), one.id)):
        known = found.speeds.people.get(agent.id)
        chats = found.speeds.too_few.get(agent.id, 0) if known is None else known.chats
        cells = ("—", "—") if known is None else (_times(known.factor), _times(known.measured))
        rows.append(Row((agent.name or agent.id, *cells, figures.number(chats, lang, 0))))
    names = [say(f"speed.head_{name}") for name in ("person", "factor", "measured", "chats")]
    listing(names, rows, numbers=frozenset({1, 2, 3}))
    st.caption(plain(say("speed.too_few", least=figures.number(LEAST_CHATS, lang, 0))))


def _factor(found: OwnSpeeds, agent: Agent) -> float:
    known = found.speeds.people.get(agent.id)
    return 0.0 if known is None else known.factor


def _newcomers(found: OwnSpeeds) -> None:
    """List how fast new people are by weeks since hiring; say so where nothing tells."""
    lang, curve = state.lang(), found.speeds.curve
    if not any(step.factor for step in curve):
        st.caption(say("speed.no_curve"))
        return
    rows = [
        Row(
            (
                say("speed.weeks", first=step.first, after=step.after),
                "—" if step.factor is None else _times(step.factor),
                figures.number(step.chats, lang, 0),
            )
        )
        for step in curve
    ]
    names = [say(f"speed.head_{name}") for name in ("weeks", "factor", "chats")]
    listing(names, rows, numbers=frozenset({1, 2}))


def _times(factor: float) -> str:
    return f"× {figures.number(factor, state.lang(), 2)}"
