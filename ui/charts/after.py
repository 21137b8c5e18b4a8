"""A week that is over: chats forecast and come, or people asked for, planned and there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np

from ui.charts.axes import band_name
from ui.charts.bands import (
    band,
    count_said,
    count_y,
    hover,
    interval_rows,
    tips,
    to_the_end,
    week_x,
)
from ui.look import INK, QUIET, post_colours
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from scheduler.demand import Floats
    from service.floor.week_after import WeekAfter

BAND_PX = 92
LEFT_PX = 34
HEADROOM = 1.3  # room for the name of the band


def chat_charts(found: WeekAfter, lang: str, *, order: Sequence[str]) -> list[alt.LayerChart]:
    """Return a chart for each post: chats that came over those forecast."""
    tables = {"plan": found.forecast, "fact": found.came}
    names = {"plan": "forecast_in", "fact": "came_in"}
    return _charts(found, tables, names, lang, order=order)


def people_charts(found: WeekAfter, lang: str, *, order: Sequence[str]) -> list[alt.LayerChart]:
    """Return a chart for each post: people there over those planned, beside those asked for."""
    present = found.people.present
    fact = np.full_like(found.people.planned, np.nan) if present is None else present
    tables = {"plan": found.people.planned, "fact": fact, "asked": found.required}
    names = {"plan": "planned_in", "fact": "present_in", "asked": "required_in"}
    return _charts(found, tables, names, lang, order=order)


def _charts(
    found: WeekAfter,
    tables: dict[str, Floats],
    names: dict[str, str],
    lang: str,
    *,
    order: Sequence[str],
) -> list[alt.LayerChart]:
    colours = post_colours(order)
    charts = []
    for place, row in enumerate(found.posts):
        is_last = place == len(found.posts) - 1
        values = {name: table[place] for name, table in tables.items()}
        rows = interval_rows(found.horizon, range(found.horizon.intervals), lang, **values)
        x = week_x(found.horizon, lang, is_last=is_last)
        known = [float(np.nanmax(each)) for each in values.values() if not np.isnan(each).all()]
        y = count_y("plan", max([1.0, *known]) * HEADROOM, LEFT_PX)
        layers: list[alt.Chart | alt.LayerChart] = [
            *_layers(to_the_end(rows), x, y, colours[row.post].strong),
            _hover(rows, names, x, lang),
            band_name(post_name(row.post, lang)),
        ]
        charts.append(band(layers, lang, BAND_PX, is_last=is_last))
    return charts


def _layers(rows: pd.DataFrame, x: alt.X, y: alt.Y, colour: str) -> list[alt.Chart]:
    area = alt.Chart(rows[["x", "plan"]]).mark_area(
        interpolate="step-after", color=colour, opacity=0.25
    )
    line = alt.Chart(rows[["x", "fact"]]).mark_line(
        interpolate="step-after", color=INK, size=1.6, invalid="break-paths-show-domains"
    )
    layers = [area.encode(x=x, y=y), line.encode(x=x, y=alt.Y("fact:Q", axis=y["axis"]))]
    if "asked" in rows:
        asked = alt.Chart(rows[["x", "asked"]]).mark_line(
            interpolate="step-after", color=QUIET, size=1.2, strokeDash=[4, 3]
        )
        layers.append(asked.encode(x=x, y=alt.Y("asked:Q", axis=y["axis"])))
    return layers


def _hover(rows: pd.DataFrame, names: dict[str, str], x: alt.X, lang: str) -> alt.Chart:
    shown = rows[["x", "x2", "when"]].assign(
        **{
            word: [count_said(value, lang, 1) for value in rows[name]]
            for name, word in names.items()
        }
    )
    return hover(shown, x, tips("after", ("when", *names.values()), lang))
