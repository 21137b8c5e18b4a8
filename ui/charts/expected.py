"""Chats expected in a week, by the interval, with the bands in which they should lie."""

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
from ui.look import INK, QUIET, Colour, post_colours
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import pandas as pd

    from scheduler.demand import Forecast

BAND_PX = 104
LEFT_PX = 34
WIDE, NARROW = (0.025, 0.975), (0.1, 0.9)


def week_charts(
    forecast: Forecast,
    lang: str,
    *,
    before: npt.NDArray[np.float64],
    arrived: npt.NDArray[np.float64],
    order: Sequence[str],
) -> list[alt.LayerChart]:
    """
    Return a chart for each post, to be drawn one above the other.

    Parameters
    ----------
    forecast, lang
        What is shown, in which language.
    before, arrived
        Chats that arrived a week earlier, and in the week itself as far as it is over; NaN: not
        known; shape (posts, intervals).
    order
        All posts of the shop, so that a post has one colour everywhere.
    """
    colours = post_colours(order)
    last = len(forecast.posts) - 1
    charts = []
    for row, post in enumerate(forecast.posts):
        rows = _rows(forecast, row, before[row], arrived[row], lang)
        x = week_x(forecast.horizon, lang, is_last=row == last)
        layers = _layers(rows, colours[post], x, lang)
        layers.append(band_name(post_name(post, lang)))
        charts.append(band(layers, lang, BAND_PX, is_last=row == last))
    return charts


def _rows(
    forecast: Forecast,
    row: int,
    before: npt.NDArray[np.float64],
    arrived: npt.NDArray[np.float64],
    lang: str,
) -> pd.DataFrame:
    horizon, mean = forecast.horizon, forecast.mean[row]
    known = {"mean": mean, "before": before, "arrived": arrived}
    rows = interval_rows(horizon, range(horizon.intervals), lang, **known)
    for name, levels in (("wide", WIDE), ("narrow", NARROW)):
        for end, level in zip(("low", "high"), levels, strict=True):
            is_known = level in forecast.levels
            rows[f"{name}_{end}"] = forecast.at(level)[row] if is_known else np.nan
    return rows


def _layers(
    rows: pd.DataFrame, colour: Colour, x: alt.X, lang: str
) -> list[alt.Chart | alt.LayerChart]:
    known = rows[["wide_high", "mean", "before", "arrived"]].to_numpy()
    top = max(1.0, float(np.nanmax(np.nan_to_num(known)))) * 1.08
    found: list[alt.Chart | alt.LayerChart] = [
        alt.Chart(to_the_end(rows)[["x", f"{name}_low", f"{name}_high"]])
        .mark_area(interpolate="step-after", color=colour.strong, opacity=opacity)
        .encode(x=x, y=count_y(f"{name}_low", top, LEFT_PX), y2=f"{name}_high:Q")
        for name, opacity in (("wide", 0.16), ("narrow", 0.24))
    ]
    looks = {
        "before": alt.MarkDef("line", color=QUIET, size=1, strokeDash=[3, 3]),
        "mean": alt.MarkDef("line", color=colour.strong, size=1.8),
    }
    found += [_line(rows, name, x, look) for name, look in looks.items()]
    seen = rows[rows["arrived"].notna()]
    if not seen.empty:
        points = alt.Chart(seen[["x", "arrived"]]).mark_point(
            color=INK, filled=True, size=12, opacity=0.8
        )
        found.append(points.encode(x=x, y=alt.Y("arrived:Q")))
    return [*found, _hover(rows, x, lang)]


def _line(rows: pd.DataFrame, name: str, x: alt.X, look: alt.MarkDef) -> alt.Chart:
    look.interpolate = "step-after"
    return alt.Chart(to_the_end(rows)[["x", name]], mark=look).encode(x=x, y=f"{name}:Q")


def _hover(rows: pd.DataFrame, x: alt.X, lang: str) -> alt.Chart:
    """Return invisible columns that show the numbers of an interval."""
    shown = rows[["x", "x2", "when"]].assign(
        mean=[count_said(value, lang, 1) for value in rows["mean"]],
        narrow=_ranges(rows, "narrow", lang),
        wide=_ranges(rows, "wide", lang),
        before=[count_said(value, lang) for value in rows["before"]],
        arrived=[count_said(value, lang) for value in rows["arrived"]],
    )
    names = ["when", "mean", "narrow", "wide", "before"]
    names += ["arrived"] if rows["arrived"].notna().any() else []
    return hover(shown, x, tips("expected", names, lang))


def _ranges(rows: pd.DataFrame, name: str, lang: str) -> list[str]:
    ends = zip(rows[f"{name}_low"], rows[f"{name}_high"], strict=True)
    return [f"{count_said(low, lang)}–{count_said(high, lang)}" for low, high in ends]
