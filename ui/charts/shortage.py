"""People short in each hour of the week, a band per scenario, and wages against hours short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from ui import figures
from ui.charts.axes import calm, days_axis
from ui.charts.expected import band_name
from ui.look import ACCENT, INK, post_colours
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.horizon import Horizon

BAND_PX = 62
LABELS_PX = 20
LEFT_PX = 34
TRADE_PX = 220


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    A scenario as a point: what it pays and how many agent-hours it leaves short.

    Parameters
    ----------
    name
        Of the scenario.
    wages
        Yuan for the roster's hours.
    short_hours
        Agent-hours below what is needed.
    """

    name: str
    wages: float
    short_hours: float


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
        axis = days_axis(horizon, range(horizon.days), lang)
        if not is_last:
            axis.labels, axis.ticks = False, False
        domain = [0, horizon.intervals * horizon.interval_hours]
        x = alt.X("x:Q", axis=axis, scale=alt.Scale(domain=domain, nice=False))
        y_axis = alt.Axis(title=None, tickCount=2, format="d", minExtent=LEFT_PX, maxExtent=LEFT_PX)
        y = alt.Y("low:Q", axis=y_axis, scale=alt.Scale(domain=[0, top], nice=False))
        colours = post_colours(order)
        names = [post_name(post, lang) for post in order]
        colour = alt.Color(
            "post:N",
            scale=alt.Scale(domain=names, range=[colours[post].strong for post in order]),
            legend=None,
        )
        tips = [
            alt.Tooltip(f"{column}:N", title=t(f"whatif.{column}", lang))
            for column in ("when", "post", "people")
        ]
        bars = (
            alt.Chart(rows)
            .mark_rect()
            .encode(x=x, x2="x2:Q", y=y, y2="high:Q", color=colour, tooltip=tips)
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


def trade_chart(outcomes: Sequence[Outcome], lang: str) -> alt.LayerChart:
    """Return scenarios as points: wages to the right, agent-hours short upwards."""
    rows = pd.DataFrame(
        {
            "wages": [found.wages for found in outcomes],
            "short": [found.short_hours for found in outcomes],
            "name": [found.name for found in outcomes],
            "wages_said": [f"¥{figures.number(found.wages, lang, 0)}" for found in outcomes],
            "short_said": [figures.number(found.short_hours, lang, 1) for found in outcomes],
        }
    )
    low, high = float(rows["wages"].min()), float(rows["wages"].max())
    room = max((high - low) * 0.15, high * 0.01, 1.0)
    x = alt.X(
        "wages:Q",
        title=t("whatif.axis_wages", lang),
        scale=alt.Scale(domain=[low - room, high + 3 * room], nice=False),
        axis=alt.Axis(format=",d", tickCount=5),
    )
    top = max(float(rows["short"].max()) * 1.25, 1.0)
    y = alt.Y(
        "short:Q",
        title=t("whatif.axis_short", lang),
        scale=alt.Scale(domain=[-0.12 * top, top], nice=False),
        axis=alt.Axis(format=",d", tickCount=4),
    )
    tips = [
        alt.Tooltip(f"{column}:N", title=t(f"whatif.{column}", lang))
        for column in ("name", "wages_said", "short_said")
    ]
    points = alt.Chart(rows).mark_point(filled=True, size=90, color=ACCENT, opacity=1)
    ordered = rows.sort_values(["wages", "short"])
    labels = [
        alt.Chart(ordered.iloc[part::2])
        .mark_text(align="left", dx=8, dy=dy, fontSize=12, color=INK)
        .encode(x=x, y=y, text="name:N")
        for part, dy in ((0, -10), (1, 11))
    ]
    layers = (points.encode(x=x, y=y, tooltip=tips), *labels)
    return calm(alt.layer(*layers).properties(width="container", height=TRADE_PX), lang)
