"""What planning the months to come is asked with: how far, growth, losses, time to hire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from scheduler.errors import Fault, InputError
from service.demand.capacity import VOLUME, CapacityParams, CapacityScenario
from service.demand.own_speeds import own_speeds
from ui import figures, link, state
from ui.guard import action
from ui.parts.planner.staffing_inputs import MEAN, ask_level
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
    _offer_ramp(shop)
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
    key = f"capacity.{shop}.{name}"
    st.session_state.setdefault(key, value)
    told: float = st.number_input(
        say(f"capacity.{name}"),
        min_value=least,
        max_value=most,
        step=step,
        format="%d" if isinstance(value, int) else "%g",
        help=say(f"capacity.{name}_help"),
        key=key,
    )
    return round(told / 100, 9) if name in SHARES else told


def fill(shop: str, scenario: CapacityScenario) -> None:
    """Put terms into the fields."""
    for name, (value, least, most, _) in FIELDS.items():
        held = scenario.volume if name == VOLUME else getattr(scenario.params, name)
        shown = min(most, max(least, round(held * 100, 6) if name in SHARES else held))
        st.session_state[f"capacity.{shop}.{name}"] = type(value)(shown)
    st.session_state[f"capacity.{shop}.level"] = scenario.params.level or MEAN


def _offer_ramp(shop: str) -> None:
    """Offer the learning curve that the chats of new people show."""
    st.button(
        say("capacity.ramp"),
        icon=":material/school:",
        help=say("capacity.ramp_help"),
        key="capacity.ramp",
        on_click=action(_fill_ramp),
        args=(shop,),
    )
    told = st.session_state.get(f"capacity.{shop}.ramp_told")
    if told is not None:
        st.caption(plain(say("capacity.ramp_told", **told)))


def _fill_ramp(shop: str) -> None:
    found = own_speeds(link.desk(shop))
    if found.speeds.ramp is None:
        raise InputError(Fault("ramp_unknown"))
    share, weeks = found.speeds.ramp
    lang = state.lang()
    st.session_state[f"capacity.{shop}.ramp_start"] = round(100 * share, 1)
    st.session_state[f"capacity.{shop}.ramp_weeks"] = weeks
    st.session_state[f"capacity.{shop}.ramp_told"] = {
        "share": figures.share(share, lang),
        "weeks": weeks,
        "chats": figures.number(sum(step.chats for step in found.speeds.curve), lang, 0),
        "first": figures.month(found.first.first, lang),
        "last": figures.month(found.last.first, lang),
    }
