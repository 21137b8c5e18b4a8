"""The button that makes a week's forecast from the past, and its requirement from the forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.forecasting import forecast_week
from service.staffing import staff_week, week_requirement
from ui import link
from ui.guard import guarded
from ui.state import say

if TYPE_CHECKING:
    from service.rosters import RosterSheet

MEAN = "mean"


def make_button(found: RosterSheet, *, can: bool) -> None:
    """Draw the button; a requirement that was staffed for a quantile is so again."""
    again = found.forecast is not None
    pressed = st.button(
        say("forecast.again" if again else "forecast.make"),
        type="secondary" if again else "primary",
        icon=":material/insights:",
        disabled=not can,
        help=say("forecast.make_help" if can else "forecast.no_past"),
        key="forecast.make",
    )
    if pressed:
        with guarded():
            _make(found)
            st.rerun()


def _make(found: RosterSheet) -> None:
    shop, label = found.shop.id, found.week.label
    with st.spinner(say("need.making")):
        level = staffed_level(found)
        forecast_week(link.database(), shop, label, by=link.by(), now=link.now())
        staff_week(link.database(), shop, label, level=level, by=link.by(), now=link.now())


def staffed_level(found: RosterSheet) -> float | None:
    """Return the quantile of the forecast that the requirement was made for; None: its mean."""
    kept = week_requirement(link.database(), found.shop.id, found.week.label)
    said = MEAN if kept is None else kept.note.inputs.get("level", MEAN)
    return None if said == MEAN else float(said)
