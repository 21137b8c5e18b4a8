"""People short in each hour of the week, a band for each scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from ui import figures
from ui.charts.axes import band_name, calm
from ui.charts.bands import tips, week_x
from ui.look import post_colours
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.horizon import Horizon

BAND_PX = 62
LABELS_PX = 20
LEFT_PX = 34


def shortage_charts(
    short_by_scenario: Mapping[str, Mapping[str, Sequence[float]]],
    horizon: Horizon,
    lang: str,
    *,
    order: Sequence[str],
) -> list[alt.LayerChart]:
    """
    Return a chart for each scenario, one above the other, all on one scale.

    Parameters
    ----------
    short_by_scenario
        People short by scenario, post and hour from the week's start.
    order
        All posts of the shop, so that a post has one colour everywhere.
    """
    tables = {name: _rows(found, horizon, lang) for name, found in short_by_scenario.items()}
    totals = [rows.groupby("x")["short"].sum().max() for rows in tables.values() if len(rows)]
    top = max([1.0, *map(float, totals)]) * 1.25
    charts = []
    for place, (name, rows) in enumerate(tables.items()):
        is_last = place == len(tables) - 1
        x = week_x(horizon, lang, is_last=is_last)
        y_axis = alt.Axis(title=None, tickCount=2, format="d", minExtent=LEFT_PX, maxExtent=LEFT_PX)
        y = alt.Y("low:Q", axis=y_axis, scale=alt.Scale(domain=[0, top], nice=False))
        colours = post_colours(order)
        names = [post_name(post, lang) for post in order]
        colour = alt.Color(
            "post:N",
            scale=alt.Scale(domain=names, range=[colours[post].strong for post in order]),
            legend=None,
        )
        told = tips("whatif", ("when", "post", "people"), lang)
        bars = (
            alt.Chart(rows)
            .mark_rect()
            .encode(x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("high:Q"), color=colour, tooltip=told)
        )
        chart = alt.layer(bars, band_name(name)).properties(
            width="container", height=BAND_PX + (LABELS_PX if is_last else 0)
        )
        charts.append(calm(chart, lang))
    return charts


def _rows(found: Mapping[str, Sequence[float]], horizon: Horizon, lang: str) -> pd.DataFrame:
    """Return a row per hour and post with anybody short, stacked post on post."""
    rows = []
    below = np.zeros(max((len(hours) for hours in found.values()), default=0))
    for post, hours in found.items():
        for hour, short in enumerate(hours):
            if short > 0:
                when = figures.moment(horizon, horizon.start_min + hour * 60, lang)
                people = figures.number(short, lang, 1)
                low = below[hour]
                rows.append(
                    (hour, hour + 1, low, low + short, short, post_name(post, lang), when, people)
                )
                below[hour] += short
    return pd.DataFrame(rows, columns=["x", "x2", "low", "high", "short", "post", "when", "people"])
