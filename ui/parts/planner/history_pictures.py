"""The pictures of the past: by day, one week by the interval, by hour and weekday."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from scheduler.horizon import WEEK_DAYS, Horizon
from ui import figures, state
from ui.charts.heat import Shades, heat_chart
from ui.charts.history import runs_of
from ui.charts.past import days_charts, week_charts
from ui.look import post_colours
from ui.plain import plain
from ui.state import say
from ui.words.names import day_name, post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt
    import numpy.typing as npt

    from service.history.past_check import CheckedHistory
    from ui.charts.past_marks import Run

PAST_WEEKS = (4, 8, 20, 52)
DARK = {"#2b7fb8": "#0f4c75", "#d08a00": "#7a5000", "#00866a": "#004d3d"}


def order(past: CheckedHistory) -> list[str]:
    """Return all posts of the shop, so that each has one colour on every page."""
    assert past.volumes is not None
    return list(dict.fromkeys((*(post.id for post in past.posts), *past.volumes.posts)))


def runs(past: CheckedHistory) -> list[Run]:
    """Return the special days, neighbours joined, in the reader's words."""
    return runs_of(past.special_days, lambda name: day_name(name, state.lang()))


def ends(past: CheckedHistory) -> tuple[dt.date, dt.date]:
    """Return the first and the last date of the past."""
    assert past.volumes is not None
    clock, starts = past.volumes.clock, past.volumes.start_min
    return clock.date_of(int(starts[0])), clock.date_of(int(starts[-1]))


def days(past: CheckedHistory) -> None:
    """Draw the chats of each day, special days and faults marked."""
    title, choice = st.columns([3, 2], vertical_alignment="bottom")
    title.subheader(say("past.days"), help=say("past.days_help"), anchor=False)
    with choice, st.container(horizontal_alignment="right"):
        weeks = st.segmented_control(
            say("history.weeks"),
            PAST_WEEKS,
            default=PAST_WEEKS[2],
            format_func=lambda count: plain(say("history.last", count=count)),
            key="past.weeks",
            required=True,
            label_visibility="collapsed",
        )
    begin, last = ends(past)
    first = max(begin, last - dt.timedelta(weeks=weeks) + dt.timedelta(days=1))
    charts = days_charts(past, runs(past), state.lang(), first=first, last=last, order=order(past))
    _stacked(charts, "past.days")


def week(past: CheckedHistory) -> None:
    """Draw one week by the interval, beside what is usual; the last one with a fault at first."""
    assert past.volumes is not None
    first, last = ends(past)
    mondays = [
        first - dt.timedelta(days=first.weekday()) + dt.timedelta(weeks=number)
        for number in range((last - first).days // WEEK_DAYS + 2)
    ]
    mondays = [monday for monday in mondays if monday <= last]
    clock = past.volumes.clock
    worst = [clock.date_of(fault.start_min) for fault in past.told]
    begin = worst[-1] if worst else last
    title, choice = st.columns([3, 2], vertical_alignment="bottom")
    title.subheader(say("past.week"), help=say("past.week_help"), anchor=False)
    with choice:
        monday = st.selectbox(
            say("past.choose_week"),
            mondays[::-1],
            index=mondays[::-1].index(begin - dt.timedelta(days=begin.weekday())),
            format_func=state.spoken(mondays, lambda at: _week_name(past, at)),
            key="past.week",
            label_visibility="collapsed",
        )
    horizon = Horizon(clock, monday, interval_min=past.volumes.interval_min)
    charts = week_charts(past, runs(past), horizon, state.lang(), order=order(past))
    _stacked(charts, "past.week")


def _week_name(past: CheckedHistory, monday: dt.date) -> str:
    assert past.volumes is not None
    clock, lang = past.volumes.clock, state.lang()
    year, number, _ = monday.isocalendar()
    start, end = clock.at(monday), clock.at(monday + dt.timedelta(days=WEEK_DAYS))
    count = sum(fault.start_min < end and start < fault.end_min for fault in past.told)
    dates = figures.stretch(monday, monday + dt.timedelta(days=WEEK_DAYS - 1), lang)
    name = f"{year}-W{number:02d} · {dates}"
    return f"{name} · {say('past.tag_faults', count=count)}" if count else name


def _stacked(charts: Sequence[alt.LayerChart], key: str) -> None:
    with st.container(gap=None):
        for place, chart in enumerate(charts):
            st.altair_chart(chart, width="stretch", theme=None, key=f"{key}.{place}")


def hours(past: CheckedHistory) -> None:
    """Draw the mean chats by weekday and hour, a map for each post."""
    assert past.volumes is not None
    title, choice = st.columns([3, 2], vertical_alignment="bottom")
    title.subheader(say("past.hours"), help=say("past.hours_help"), anchor=False)
    with choice, st.container(horizontal_alignment="right"):
        special = st.toggle(say("past.with_special"), key="past.special")
    lang, colours = state.lang(), post_colours(order(past))
    found = by_hour(past, special=special)
    places = st.columns(min(3, len(found)), gap="small")
    for number, (post, cells) in enumerate(found.items()):
        colour = colours[post]
        shades = Shades.rising(
            (colour.soft, DARK.get(colour.strong, colour.strong)), float(cells["value"].max())
        )
        chart = heat_chart(
            cells,
            lang,
            title=post_name(post, lang),
            days=weekday_names(lang),
            step_min=60,
            shades=shades,
            tips={"day": say("past.weekday"), "time": say("past.when"), "said": say("past.mean")},
        )
        with places[number % len(places)]:
            st.altair_chart(chart, width="stretch", theme=None, key=f"past.hours.{number}")


def weekday_names(lang: str) -> list[str]:
    """Return the weekdays from Monday."""
    return [figures.weekday(dt.date(2024, 1, 1 + number), lang) for number in range(WEEK_DAYS)]


def by_hour(past: CheckedHistory, *, special: bool) -> dict[str, pd.DataFrame]:
    """
    Return the mean chats of each hour of the week, by post.

    An hour of which a part is missing or doubtful does not count; ``special``: whether special days
    do.
    """
    assert past.volumes is not None
    lang, volumes = state.lang(), past.volumes
    local = pd.to_datetime(volumes.start_min * 60, unit="s", utc=True).tz_convert(
        volumes.clock.zone
    )
    keys = pd.DataFrame({"date": local.date, "hour": local.hour})
    names, found = weekday_names(lang), {}
    for row, post in enumerate(volumes.posts):
        left_out = {day.date for day in past.special_days if day.posts is None or post in day.posts}
        counts = np.where(doubtful(past, post), np.nan, volumes.counts[row])
        hourly = keys.assign(chats=counts).groupby(["date", "hour"])["chats"]
        sums = hourly.sum(min_count=60 // volumes.interval_min).reset_index()
        if not special:
            sums = sums[~sums["date"].isin(left_out)]
        sums = sums.assign(weekday=[date.weekday() for date in sums["date"]])
        means = sums.groupby(["weekday", "hour"])["chats"].mean().reset_index()
        found[post] = pd.DataFrame(
            {
                "day": [names[number] for number in means["weekday"]],
                "clock": means["hour"] * 60,
                "value": means["chats"],
                "mark": False,
                "time": [figures.window((h * 60, h * 60 + 60)) for h in means["hour"]],
                "said": [
                    "—" if np.isnan(value) else figures.number(value, lang, 1)
                    for value in means["chats"]
                ],
            }
        )
    return found


def doubtful(past: CheckedHistory, post: str) -> npt.NDArray[np.bool_]:
    """Return which intervals of a post lie in a stretch that looks wrong; shape (intervals,)."""
    assert past.volumes is not None
    starts = past.volumes.start_min
    flags = np.zeros(len(starts), dtype=bool)
    for fault in past.faults:
        if fault.post == post:
            flags |= (fault.start_min <= starts) & (starts < fault.end_min)
    return flags
