"""All that is kept about an agent, handed out to them."""

from __future__ import annotations

import streamlit as st

from service.persons.handing_out import own_archive
from ui import link
from ui.person_words import readme
from ui.plain import plain
from ui.state import say


def hand_out(me: str) -> None:
    """Draw the button by which agents get all that is kept about them."""
    desk = link.desk()
    if desk.person.grants is None:  # anybody could be here
        st.caption(plain(say("own.data_signed_in")))
        return
    st.caption(plain(say("own.data_text")))
    st.download_button(
        say("own.export"),
        lambda: own_archive(desk, me, readme).content,
        f"{me}.zip",
        "application/zip",
        key="own.export",
        icon=":material/download:",
        on_click="ignore",
    )
