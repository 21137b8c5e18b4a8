"""The chats of each day on one chart: the past, special days marked, and what is expected."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from service.history.past_check import PastStretch, checked_history
from service.shop.shops import posts
from ui import link, state
from ui.charts.history import history_chart, runs_of
from ui.parts.planner.accuracy import key_of_past
from ui.parts.planner.expected_view import order
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import day_name

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
        faults=_faults(found.shop.id, key_of_past(known), repr(posts(link.desk(found.shop.id)))),
    )
    st.altair_chart(chart, width="stretch", theme=None, key="forecast.history")


@st.cache_data(max_entries=16, show_spinner=False)
def _faults(
    shop: str,
    key_of_past: str,  # noqa: ARG001 - what the answer is remembered under
    posts: str,  # noqa: ARG001 - as above: opening hours decide what is missing
) -> tuple[PastStretch, ...]:
    return checked_history(link.desk(shop), link.today()).faults
