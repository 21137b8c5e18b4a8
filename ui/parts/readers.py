"""Who has read a week's published roster on their phone, and who has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.phone.read_state import read_state
from service.shop.shops import agent_names
from ui import link, state
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.roster.rosters import RosterSheet


def readers(sheet: RosterSheet) -> None:
    """Say who has read the version in force; nothing where none is."""
    found = read_state(link.desk(), sheet.week.label)
    if found is None:
        return
    names = agent_names(link.desk())
    whole = len(found.read) + len(found.unread)
    told = say("roster_read.title", number=found.number, count=len(found.read), whole=whole)
    with st.expander(plain(told), expanded=bool(found.refused or found.waiting)):
        st.caption(say("roster_read.text"))
        for key, ids in (
            ("roster_read.refused", found.refused),
            ("roster_read.waiting", found.waiting),
            ("roster_read.unread", found.unread),
            ("roster_read.read", found.read),
        ):
            if ids:
                st.markdown(f"**{plain(say(key, count=len(ids)))}** {plain(_people(ids, names))}")


def _people(ids: Iterable[str], names: dict[str, str]) -> str:
    between = "、" if state.lang() == "zh" else ", "
    return between.join(names.get(one) or one for one in ids)
