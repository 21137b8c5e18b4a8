"""The chats of the past, a band per post, with what is missing or looks wrong marked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from scheduler.horizon import DAY_MIN
from ui import figures
from ui.charts.axes import band_name, named
from ui.charts.bands import (
    band,
    count_said,
    count_y,
    hover,
    interval_rows,
    time_x,
    tips,
    to_the_end,
    week_x,
)
from ui.charts.past_marks import BAND_PX, AxisSpan, day_names, fault_marks, tints
from ui.look import QUIET, Colour, post_colours
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Clock, Horizon
    from service.history.past_check import CheckedHistory, PastStretch
    from ui.charts.past_marks import Run

LEFT_PX = 40
MOST_TIMES = 3.0


def days_charts(
    past: CheckedHistory,
    runs: Sequence[Run],
    lang: str,
    *,
    first: dt.date,
    last: dt.date,
    order: Sequence[str],
) -> list[alt.LayerChart]:
    """
    Return a chart for each post with the chats of every day from ``first`` to ``last``.

    Parameters
    ----------
    past, lang
        What is shown, in which language.
    runs
        Special days, tinted.
    order
        All posts of the shop, so that a post has one colour everywhere.
    """
    volumes = past.volumes
    assert volumes is not None
    clock, length = volumes.clock, (last - first).days + 1
    colours = post_colours(order)
    charts = []
    for row, post in enumerate(volumes.posts):
        is_last = row == len(volumes.posts) - 1
        rows = _days(volumes.counts[row], volumes.start_min, clock, first, lang)
        rows = rows[(rows["x"] >= 0) & (rows["x"] < length)]
        x = time_x(_dates_axis(first, length, lang), (0, length), is_last=is_last)
        span = AxisSpan(clock, clock.at(first), length, DAY_MIN, x)
        y = _y(rows["chats"])
        bars = alt.Chart(rows).mark_rect(color=colours[post].strong, opacity=0.8)
        told = tips("past", ("day", "said", "known"), lang)
        layers = [
            *tints(runs, span, lang),
            bars.encode(x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.datum(0), tooltip=told),
            *fault_marks(_of(past, post), span, lang),
            *(day_names(runs, span) if row == 0 else ()),
            band_name(post_name(post, lang)),
        ]
        charts.append(band(layers, lang, BAND_PX, is_last=is_last))
    return charts


def _of(past: CheckedHistory, post: str) -> list[PastStretch]:
    return [fault for fault in past.told if fault.post == post]


def _days(
    counts: np.ndarray, starts: np.ndarray, clock: Clock, first: dt.date, lang: str
) -> pd.DataFrame:
    local = pd.to_datetime(starts * 60, unit="s", utc=True).tz_convert(clock.zone)
    by_day = pd.Series(counts).groupby(local.date)
    sums, known, size = by_day.sum(min_count=1), by_day.count(), by_day.size()
    place = np.array([(date - first).days for date in sums.index], dtype=float)
    return pd.DataFrame(
        {
            "x": place + 0.08,
            "x2": place + 0.92,
            "chats": sums.to_numpy(),
            "day": [figures.day(date, lang) for date in sums.index],
            "said": [count_said(value, lang) for value in sums],
            "known": [figures.share(part, lang) for part in known / size],
        }
    ).dropna(subset="chats")


def week_charts(
    past: CheckedHistory, runs: Sequence[Run], horizon: Horizon, lang: str, *, order: Sequence[str]
) -> list[alt.LayerChart]:
    """
    Return a chart for each post with one week by the interval, beside what is usual.

    Parameters
    ----------
    horizon
        The week, at the history's interval.
    """
    volumes = past.volumes
    assert volumes is not None
    length = horizon.intervals * horizon.interval_hours
    colours = post_colours(order)
    charts = []
    for row, post in enumerate(volumes.posts):
        is_last = row == len(volumes.posts) - 1
        rows = _intervals(past, row, horizon, lang)
        x = week_x(horizon, lang, is_last=is_last)
        span = AxisSpan(volumes.clock, horizon.start_min, length, 60, x)
        y = _y(rows[["chats", "usual"]])
        layers = [
            *tints(runs, span, lang),
            *_curves(rows, colours[post], x, y),
            *fault_marks(_of(past, post), span, lang),
            *(day_names(runs, span) if row == 0 else ()),
            _hover(rows, x, lang),
            band_name(post_name(post, lang)),
        ]
        charts.append(band(layers, lang, BAND_PX, is_last=is_last))
    return charts


def _intervals(past: CheckedHistory, row: int, horizon: Horizon, lang: str) -> pd.DataFrame:
    assert past.volumes is not None
    numbers = np.arange(horizon.intervals)
    wanted = horizon.start_min + numbers * horizon.interval_min
    starts = past.volumes.start_min
    place = np.minimum(np.searchsorted(starts, wanted), len(starts) - 1)
    there = starts[place] == wanted
    return interval_rows(
        horizon,
        numbers,
        lang,
        chats=np.where(there, past.volumes.counts[row, place], np.nan),
        usual=np.where(there, past.usual[row, place], np.nan),
    )


def _curves(rows: pd.DataFrame, colour: Colour, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    line = {"color": colour.strong, "size": 1.2, "interpolate": "step-after"}
    rows = to_the_end(rows)
    area = alt.Chart(rows[["x", "chats"]]).mark_area(
        interpolate="step-after", color=colour.soft, line=line, clip=True
    )
    usual = alt.Chart(rows[["x", "usual"]]).mark_line(
        interpolate="step-after", color=QUIET, size=1, strokeDash=[3, 3]
    )
    return [area.encode(x=x, y=y), usual.encode(x=x, y=alt.Y("usual:Q"))]


def _hover(rows: pd.DataFrame, x: alt.X, lang: str) -> alt.Chart:
    shown = rows[["x", "x2", "when"]].assign(
        said=[count_said(value, lang) for value in rows["chats"]],
        normal=[count_said(value, lang) for value in rows["usual"]],
    )
    return hover(shown, x, tips("past", ("when", "said", "normal"), lang))


def _dates_axis(first: dt.date, days: int, lang: str) -> alt.Axis:
    """Return an axis of days with the date of every Monday; of every day where there are few."""
    step = 1 if days <= 14 else 7
    places = [n for n in range(days) if step == 1 or (first.weekday() + n) % 7 == 0]
    names = [figures.short_date(first + dt.timedelta(days=n), lang) for n in places]
    values = [float(place) for place in places]
    return alt.Axis(
        values=values,
        title=None,
        labelExpr=named(values, names),
        labelAlign="left",
        labelOverlap="greedy",
        grid=True,
    )


def _y(values: pd.DataFrame | pd.Series) -> alt.Y:
    known = np.nan_to_num(values.to_numpy(dtype=float))
    peak = float(known.max(initial=0.0))
    if "usual" in values:  # one wrong number must not flatten all others
        peak = min(peak, MOST_TIMES * max(1.0, float(values["usual"].max())))
    top = max(1.0, peak) * 1.12
    return count_y("chats", top, LEFT_PX, ",d")
