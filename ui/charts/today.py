"""A day that goes on: what was expected, what came, and the rest made anew, a chart per post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from ui import figures
from ui.charts.axes import band_name, clock_axis, hours_at
from ui.charts.bands import band, count_said, count_y, hover, time_x, tips, to_the_end
from ui.look import INK, QUIET, post_colours
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.demand.today import Today

BAND_PX = 116
LEFT_PX = 34
LOW, HIGH = 0.1, 0.9


def today_charts(today: Today, lang: str, *, order: Sequence[str]) -> list[alt.LayerChart]:
    """Return a chart for each post, one above the other."""
    colours = post_colours(order)
    horizon, posts = today.before.horizon, today.before.posts
    last = len(posts) - 1
    charts = []
    for row, post in enumerate(posts):
        rows = day_rows(today, row, lang)
        domain = (float(rows["x"].iloc[0]), float(rows["x2"].iloc[-1]))
        x = time_x(clock_axis(horizon, today.day), domain, is_last=row == last)
        top = max(1.0, float(np.nanmax(rows[["before", "arrived", "high"]].fillna(0).to_numpy())))
        y = count_y("low", top * 1.15, LEFT_PX)
        colour = colours[post].strong
        rest = rows[rows["is_rest"]]
        layers = []
        if not rest.empty:
            ends = to_the_end(rest)
            area = alt.Chart(ends[["x", "low", "high"]]).mark_area(
                interpolate="step-after", color=colour, opacity=0.22
            )
            line = alt.Chart(ends[["x", "after"]]).mark_line(
                interpolate="step-after", color=colour, size=2
            )
            layers += [
                area.encode(x=x, y=y, y2=alt.Y2("high:Q")),
                line.encode(x=x, y=alt.Y("after:Q")),
            ]
        before = alt.Chart(to_the_end(rows)[["x", "before"]]).mark_line(
            interpolate="step-after", color=QUIET, size=1.2, strokeDash=[4, 3]
        )
        came = rows[rows["arrived"].notna()]
        points = alt.Chart(came[["x", "x2", "arrived"]]).mark_rule(color=INK, size=2)
        now = pd.DataFrame({"x": [hours_at(horizon, today.now_min)]})
        layers += [
            before.encode(x=x, y=alt.Y("before:Q", axis=y["axis"])),
            points.encode(x=x, x2=alt.X2("x2:Q"), y=alt.Y("arrived:Q")),
            alt.Chart(now).mark_rule(color=INK, size=1).encode(x=x),
            _hover(rows, x, lang),
            band_name(post_name(post, lang)),
        ]
        charts.append(band(layers, lang, BAND_PX, is_last=row == last))
    return charts


def day_rows(today: Today, row: int, lang: str) -> pd.DataFrame:
    """Return the intervals of the day with what was expected, came, and is expected now."""
    horizon = today.before.horizon
    first, after = today.past.start, today.rest.stop
    number = np.arange(first, after)
    start = np.array([hours_at(horizon, horizon.minute(int(n))) for n in number])
    return pd.DataFrame(
        {
            "x": start,
            "x2": start + horizon.interval_hours,
            "before": today.before.mean[row, first:after],
            "arrived": today.arrived[row, first:after],
            "after": today.after.mean[row, first:after],
            "low": today.after.at(LOW)[row, first:after],
            "high": today.after.at(HIGH)[row, first:after],
            "is_rest": number >= today.rest.start,
            "when": [figures.moment(horizon, horizon.minute(int(n)), lang) for n in number],
        }
    )


def _hover(rows: pd.DataFrame, x: alt.X, lang: str) -> alt.Chart:
    shown = rows[["x", "x2", "when"]].assign(
        before=[count_said(value, lang, 1) for value in rows["before"]],
        arrived=[count_said(value, lang) for value in rows["arrived"]],
        after=[
            count_said(value, lang, 1) if rest else "—"
            for value, rest in zip(rows["after"], rows["is_rest"], strict=True)
        ],
    )
    return hover(shown, x, tips("today", ("when", "before", "arrived", "after"), lang))
