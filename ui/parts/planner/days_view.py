"""The chats of each day on one chart: the past, special days marked, and what is expected."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from ui import state
from ui.charts.history import history_chart, runs_of
from ui.parts.planner.expected_view import order
from ui.parts.planner.special_days import day_name
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from service.history.volumes import History
    from service.roster.rosters import RosterSheet

PAST_WEEKS = (4, 8, 20, 52)


def past(found: RosterSheet, known: History) -> None:
    """Draw the chats of each day, special days marked, and go on with what is expected."""
    assert known.volumes is not None
    title, choice = st.columns([3, 2], vertical_alignment="bottom")
    title.subheader(say("history.title"), help=say("history.help"), anchor=False)
    with choice, st.container(horizontal_alignment="right"):
        weeks = st.segmented_control(
            say("history.weeks"),
            PAST_WEEKS,
            default=PAST_WEEKS[2],
            format_func=spoken(PAST_WEEKS, lambda count: plain(say("history.last", count=count))),
            key="forecast.weeks",
            required=True,
            label_visibility="collapsed",
        )
    horizon = found.week.horizon
    begin = known.volumes.clock.date_of(int(known.volumes.start_min[0]))
    first = max(begin, horizon.start - dt.timedelta(weeks=weeks))
    chart = history_chart(
        known.volumes,
        None if found.forecast is None else found.forecast.forecast,
        runs_of(known.special_days, lambda name: day_name(name, state.lang())),
        state.lang(),
        first=min(first, horizon.start),
        last=horizon.date(horizon.days - 1),
        order=order(found, known),
    )
    st.altair_chart(chart, width="stretch", theme=None, key="forecast.history")
