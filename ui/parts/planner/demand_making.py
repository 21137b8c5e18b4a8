"""The button that makes a week's forecast from the past, and its requirement from the forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.demand.forecasting import forecast_week
from service.demand.overruling import overruled
from service.demand.staffed_volume import kept_volume
from service.demand.staffing import staff_week, week_requirement
from service.demand.staffing_trial import kept_load
from service.start.what_next import Aim
from ui import link
from ui.guard import guarded
from ui.parts.markup import empty
from ui.parts.start import beginning
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.demand.overruling import Model
    from service.roster.rosters import RosterSheet


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
        remake(found, overruled(found.forecast))


def ask_for_forecast() -> None:
    """Say that the week has no forecast, and offer the page that makes one."""
    beginning.stop_without(Aim.FORECAST, say("forecast.none"))
    empty(say("forecast.none"), say("staff.no_forecast"))
    with st.container(horizontal=True, horizontal_alignment="center"):
        if st.button(say("staff.go_forecast"), type="primary", icon=":material/monitoring:"):
            st.switch_page(link.page("forecast"))


def remake(found: RosterSheet, models: Mapping[str, Model]) -> None:
    """Forecast the week, by the models given for posts, staff it as before, and draw anew."""
    shop, label = found.shop.id, found.week.label
    with guarded(), st.spinner(say("need.making")):
        kept = week_requirement(link.desk(shop), label)
        forecast_week(link.desk(shop), label, models=models)
        staff_week(link.desk(shop), label, volume=kept_volume(kept), load=kept_load(kept))
        st.rerun()
