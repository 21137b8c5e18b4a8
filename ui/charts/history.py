"""Chats of each day of the past, special days marked, and what is expected of the days to come."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from scheduler.forecast.calendar import DayKind
from scheduler.horizon import DAY_MIN, WEEK_DAYS
from service.history.past_check import PastFault, PastStretch
from ui import figures
from ui.charts.axes import calm, named
from ui.charts.bands import tips
from ui.charts.past_marks import TINTS, AxisSpan, Run, fault_marks
from ui.look import INK, post_colours
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.demand import Forecast, Volumes
    from scheduler.forecast.calendar import SpecialDay
    from scheduler.horizon import Clock

HISTORY_PX = 210
GOES_ON = 0.6
"""A last day with less of its intervals recorded than this share of a week before goes on."""
LEFT_PX = 34


def daily(volumes: Volumes, post: str) -> dict[dt.date, float]:
    """Return a post's chats of each recorded day, without a last one that still goes on."""
    counts = volumes.counts[volumes.posts.index(post)]
    dates = [volumes.clock.date_of(int(at)) for at in volumes.start_min]
    days = pd.Series(counts).groupby(dates)
    sums, recorded = days.sum(min_count=1), days.count()
    found = {
        date: float(value)
        for date, value in zip(sorted(set(dates)), sums, strict=True)
        if not np.isnan(value)
    }
    last = max(found, default=dt.date.min)
    week_ago = last - dt.timedelta(days=WEEK_DAYS) if found else last
    if week_ago in found and recorded.loc[last] < GOES_ON * recorded.loc[week_ago]:
        del found[last]
    return found


def history_chart(
    volumes: Volumes,
    forecast: Forecast | None,
    runs: Sequence[Run],
    lang: str,
    *,
    first: dt.date,
    last: dt.date,
    order: Sequence[str],
    faults: Sequence[PastStretch] = (),
) -> alt.LayerChart:
    """
    Return the chats of each day from ``first`` to ``last``, a line per post, special days marked.

    Where the week that is forecast has no record, its expected chats go on as a dashed line.
    ``faults``: what is missing or looks wrong, marked on its days.
    """
    posts = [post for post in order if post in volumes.posts]
    rows = pd.concat(
        [_days(post, daily(volumes, post), _expected(forecast, post), lang) for post in posts]
    )
    rows = rows[(first <= rows["date"]) & (rows["date"] <= last)]
    rows = rows.assign(x=[(date - first).days for date in rows["date"]]).drop(columns="date")
    names = [post_name(post, lang) for post in posts]
    colours = post_colours(order)
    colour = alt.Color(
        "post:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=[colours[post].strong for post in posts]),
        legend=alt.Legend(orient="top-left", direction="horizontal", labelFontSize=12, offset=4),
    )
    x = _dates_axis(first, last, lang)
    top = float(rows["chats"].max()) * 1.2 if len(rows) else 1.0
    axis = alt.Axis(title=None, tickCount=4, format=",d", minExtent=LEFT_PX)
    y = alt.Y("chats:Q", axis=axis, scale=alt.Scale(domain=[0, max(top, 1.0)], nice=False))
    lines = [
        alt.Chart(rows[rows["is_expected"] == expected])
        .mark_line(size=1.6, strokeDash=[5, 3] if expected else [1, 0])
        .encode(x=x, y=y, color=colour, detail=alt.Detail("stretch:N"))
        for expected in (False, True)
    ]
    told = tips("expected", ("day", "post", "chats_said", "kind"), lang)
    points = alt.Chart(rows).mark_point(size=70, opacity=0).encode(x=x, y=y, tooltip=told)
    marks = _marks(runs, first, last, x, lang)
    noon = volumes.clock.at(first, DAY_MIN // 2)  # where the axis has its 0
    span = AxisSpan(volumes.clock, noon, (last - first).days + 0.5, DAY_MIN, x)
    frames = fault_marks(_whole_days(faults, volumes.clock), span, lang)
    chart = alt.layer(*marks, *lines, points, *frames)
    return calm(chart, lang, width="container", height=HISTORY_PX)


def _whole_days(faults: Sequence[PastStretch], clock: Clock) -> list[PastStretch]:
    """
    Return faults on the whole days they touch, those of several posts as one.

    Chats while a post is closed come night by night and say nothing of the days: they are left out.
    """
    found: dict[tuple[str, dt.date, dt.date], PastStretch] = {}
    for fault in (each for each in faults if each.fault is not PastFault.OUTSIDE):
        first, last = clock.date_of(fault.start_min), clock.date_of(fault.end_min - 1)
        place = (fault.fault.value, first, last)
        before = found[place].chats if place in found else 0.0
        start, end = clock.at(first), clock.at(last + dt.timedelta(days=1))
        chats = before + fault.chats
        found[place] = replace(fault, start_min=start, end_min=end, chats=chats)
    return list(found.values())


def _days(
    post: str, recorded: dict[dt.date, float], coming: dict[dt.date, float], lang: str
) -> pd.DataFrame:
    """Return a row per day: recorded ones, then those only expected; a gap begins a new stretch."""
    days = [(date, count, False) for date, count in recorded.items()]
    days += [(date, count, True) for date, count in coming.items() if date not in recorded]
    days.sort()
    breaks = [0, *(int((b[0] - a[0]).days > 1 or a[2] != b[2]) for a, b in pairwise(days))]
    said = {flag: t(f"expected.{'coming' if flag else 'recorded'}", lang) for flag in (False, True)}
    return pd.DataFrame(
        {
            "date": [date for date, *_ in days],
            "chats": [count for _, count, _ in days],
            "is_expected": [flag for *_, flag in days],
            "stretch": [f"{post}{number}" for number in np.cumsum(breaks)[: len(days)]],
            "post": post_name(post, lang),
            "day": [figures.day(date, lang) for date, *_ in days],
            "chats_said": [figures.number(count, lang, 0) for _, count, _ in days],
            "kind": [said[flag] for *_, flag in days],
        }
    )


def _expected(forecast: Forecast | None, post: str) -> dict[dt.date, float]:
    if forecast is None or post not in forecast.posts:
        return {}
    horizon, mean = forecast.horizon, forecast.of(post)
    edges = [horizon.first_interval(day) for day in range(horizon.days + 1)]
    return {
        horizon.date(day): float(np.nansum(mean[begin:end]))
        for day, (begin, end) in enumerate(pairwise(edges))
        if not np.isnan(mean[begin:end]).all()
    }


def _dates_axis(first: dt.date, last: dt.date, lang: str) -> alt.X:
    """Return an axis of days from ``first`` with the date of every Monday."""
    days = (last - first).days
    places = [n for n in range(days + 1) if (first.weekday() + n) % 7 == 0]
    names = [figures.short_date(first + pd.Timedelta(days=n), lang) for n in places]
    values = [float(place) for place in places]
    axis = alt.Axis(
        values=values,
        title=None,
        labelExpr=named(values, names),
        grid=True,
        labelAngle=0,
        labelOverlap="greedy",
    )
    return alt.X("x:Q", axis=axis, scale=alt.Scale(domain=[-0.5, days + 0.5], nice=False))


def _marks(
    runs: Sequence[Run], first: dt.date, last: dt.date, x: alt.X, lang: str
) -> list[alt.Chart]:
    shown = [run for run in runs if run.first <= last and first <= run.last]
    if not shown:
        return []
    rows = pd.DataFrame(
        {
            "x": [max((run.first - first).days, 0) - 0.5 for run in shown],
            "x2": [min((run.last - first).days, (last - first).days) + 0.5 for run in shown],
            "name": [run.name for run in shown],
            "colour": [TINTS[run.kind] for run in shown],
            "kind": [t(f"day_kind.{run.kind}", lang) for run in shown],
            "day": [figures.day(run.first, lang) for run in shown],
        }
    )
    told = tips("special", ("name", "kind", "day"), lang)
    colour = alt.Color("colour:N", scale=None)
    bands = (
        alt.Chart(rows)
        .mark_rect(opacity=0.45)
        .encode(x=x, x2=alt.X2("x2:Q"), color=colour, tooltip=told)
    )
    named_ones = rows[rows["kind"] != t(f"day_kind.{DayKind.MAKE_UP}", lang)].sort_values("x")
    labels = [
        alt.Chart(named_ones.iloc[part::2])
        .mark_text(align="left", baseline="top", fontSize=11, color=INK, dx=3)
        .encode(x=x, y=alt.value(24 + 14 * part), text=alt.Text("name:N"))
        for part in (0, 1)
    ]
    return [bands, *labels]


def runs_of(days: Sequence[SpecialDay], name_of: Callable[[str], str]) -> list[Run]:
    """Return special days with neighbours of one kind and name joined, in order of their end."""
    found: list[Run] = []
    for day in sorted(days):
        alike = (day.kind, name_of(day.name))
        before = next((run for run in found if _goes_on(run, alike, day.date)), None)
        if before is not None:
            found.remove(before)
        found.append(Run(day.date if before is None else before.first, day.date, *alike))
    return found


def _goes_on(run: Run, alike: tuple[DayKind, str], date: dt.date) -> bool:
    return (run.kind, run.name) == alike and (date - run.last).days <= 1
