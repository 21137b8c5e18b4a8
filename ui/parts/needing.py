"""A week that has no requirement yet: what is missing, and making it from the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.demand.forecasting import forecast_week
from service.demand.staffing import staff_week
from service.start.what_next import Aim
from ui import link
from ui.guard import guarded
from ui.menu import named
from ui.parts.markup import empty
from ui.parts.start import beginning
from ui.roles import role_for
from ui.state import say

if TYPE_CHECKING:
    from service.roster.rosters import RosterSheet


def ask_for_requirement(sheet: RosterSheet) -> None:
    """Offer to forecast and staff the week from the shop's history, or to import it."""
    stop_without_people(sheet)
    if sheet.forecast is None:
        beginning.stop_without(Aim.FORECAST, say("empty.requirement"))
    empty(say("empty.requirement"), say("empty.requirement_text"))
    with st.container(horizontal=True, horizontal_alignment="center"):
        pressed = st.button(
            say("need.make"), type="primary", icon=":material/insights:", key="need.make"
        )
        if st.button(say("empty.go_weeks"), icon=":material/upload_file:", key="need.import"):
            st.switch_page(link.page("weeks"))
    if pressed:
        with guarded():
            _make(sheet)
            st.rerun()


def stop_without_people(sheet: RosterSheet) -> None:
    """Where a week is staffed but the shop has nobody, lead to the staff list, and stop."""
    if sheet.problem is None and sheet.week.requirement_id is not None:
        beginning.stop_without(Aim.ROSTER)


def one_more_agent(key: str) -> None:
    """Lead whoever may see it to what one more agent brings, by post and hour."""
    may_see = role_for(named("requirement")) is not None
    told = say("gaps.one_more")
    if may_see and st.button(told, icon=":material/person_add:", type="tertiary", key=key):
        st.switch_page(link.page("requirement"))


def _make(sheet: RosterSheet) -> None:
    shop, label = sheet.shop.id, sheet.week.label
    with st.spinner(say("need.making")):
        if sheet.forecast is None:
            forecast_week(link.desk(shop), label)
        staff_week(link.desk(shop), label)
