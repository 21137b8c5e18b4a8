"""What planning the months to come is asked with: how far, growth, losses, time to hire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from service.demand.capacity import VOLUME, CapacityParams, CapacityScenario
from ui.parts.planner.staffing_inputs import ask_level
from ui.plain import plain
from ui.state import say, spoken

WEEKS = (9, 13, 26, 39, 52)
USUAL_WEEKS = 13
LEVELS = (0.9, 0.975)
SHARES = (VOLUME, "growth_per_month", "margin", "away_share", "leaving_per_year", "ramp_start")
FIELDS: dict[str, tuple[float, float, float, float]] = {
    VOLUME: (100.0, 1.0, 1000.0, 5.0),
    "growth_per_month": (0.0, -90.0, 100.0, 1.0),
    "margin": (10.0, 0.0, 200.0, 1.0),
    "away_share": (6.0, 0.0, 90.0, 1.0),
    "leaving_per_year": (15.0, 0.0, 99.0, 5.0),
    "lead_weeks": (4, 0, 52, 1),
    "ramp_weeks": (4, 0, 52, 1),
    "ramp_start": (50.0, 1.0, 100.0, 5.0),
    "lasting_weeks": (2, 1, 26, 1),
}
"""Value at first, least, most and step of each field, as shown."""


@dataclass(frozen=True, slots=True)
class CapacityAsked:
    """How many weeks are planned, and what is assumed; it has no name yet."""

    weeks: int
    scenario: CapacityScenario


def ask(shop: str) -> CapacityAsked:
    """
    Draw the fields and return what stands in them; a form, because an answer takes seconds.

    Raises
    ------
    InputError
        When what stands in them does not do.
    """
    st.markdown(f"**{say('capacity.inputs')}**")
    with st.form(f"capacity.{shop}.form", border=False):
        weeks = st.select_slider(
            say("capacity.weeks"),
            WEEKS,
            value=USUAL_WEEKS,
            format_func=spoken(
                WEEKS, lambda count: plain(say("capacity.weeks_count", count=count))
            ),
            key=f"capacity.{shop}.weeks",
        )
        told: dict[str, Any] = {}  # whole numbers and shares, as each field has them
        left, right = st.columns(2)
        for place, name in enumerate(FIELDS):
            with (left, right)[place % 2]:
                told[name] = _field(shop, name)
        level = ask_level(LEVELS, None, key=f"capacity.{shop}.level")
        st.form_submit_button(
            say("capacity.go"), type="primary", icon=":material/calculate:", width="stretch"
        )
    st.caption(say("capacity.note"))
    volume = told.pop(VOLUME)
    return CapacityAsked(weeks, CapacityScenario("", CapacityParams(level=level, **told), volume))


def _field(shop: str, name: str) -> float:
    value, least, most, step = FIELDS[name]
    told: float = st.number_input(
        say(f"capacity.{name}"),
        min_value=least,
        max_value=most,
        value=value,
        step=step,
        format="%d" if isinstance(value, int) else "%g",
        help=say(f"capacity.{name}_help"),
        key=f"capacity.{shop}.{name}",
    )
    return round(told / 100, 9) if name in SHARES else told
