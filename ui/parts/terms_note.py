"""Terms of employment that change within a roster's days: it is made with those of its first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.shop.dated_changes import changes_within
from service.shop.shops import agent_names
from ui import link
from ui.parts.line_words import changes_said, full_day
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from service.roster.rosters import RosterSheet

NAMED = 5


def note(found: RosterSheet) -> None:
    """Say whose terms change within a week's days, and that its roster does not know it."""
    dates = found.week.horizon.dates
    inside = changes_within(link.desk(), dates[0], dates[-1])
    if not inside:
        return
    names = agent_names(link.desk())
    told = [
        say(
            "people.within_one",
            agent=f"{one.agent_id} {names.get(one.agent_id, '')}".strip(),
            day=full_day(one.since),
            changes=changes_said(one.changes),
        )
        for one in inside[:NAMED]
    ]
    people = say("list.apart").join(told)
    st.info(plain(say("people.within", count=len(inside), people=people)), icon=":material/event:")
