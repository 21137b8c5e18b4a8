"""The rooms of the what-if page: which one is open."""

from __future__ import annotations

import streamlit as st

from ui.state import say, spoken

SCENARIOS, MANY, PEOPLE = "scenarios", "many", "people"
ROOMS = (SCENARIOS, MANY, PEOPLE)


def chosen() -> str:
    """Draw the rooms and return the one that is open."""
    found = st.segmented_control(
        say("whatif_room.title"),
        ROOMS,
        default=SCENARIOS,
        format_func=spoken(ROOMS, lambda room: say(f"whatif_room.{room}")),
        label_visibility="collapsed",
        required=True,
        key="whatif.room",
    )
    return found or SCENARIOS
