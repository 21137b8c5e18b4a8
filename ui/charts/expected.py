"""Chats expected in a week, by the interval, with the bands in which they should lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from ui import figures
from ui.charts.axes import band_name, calm, days_axis
from ui.look import INK, QUIET, Colour, post_colours
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from scheduler.demand import Forecast

BAND_PX = 104
LABELS_PX = 20
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
        x = _x(forecast, lang, is_last=row == last)
        layers = _layers(rows, colours[post], x, lang)
        chart = alt.layer(*layers, band_name(post_name(post, lang)))
        height = BAND_PX + (LABELS_PX if row == last else 0)
        charts.append(calm(chart.properties(width="container", height=height), lang))
    return charts


def _rows(
    forecast: Forecast,
    row: int,
    before: npt.NDArray[np.float64],
    arrived: npt.NDArray[np.float64],
    lang: str,
) -> pd.DataFrame:
    horizon, number = forecast.horizon, np.arange(forecast.horizon.intervals)
    start = number * horizon.interval_hours
    rows = pd.DataFrame(
        {
            "x": start,
            "x2": start + horizon.interval_hours,
            "mean": forecast.mean[row],
            "before": before,
            "arrived": arrived,
            "when": [figures.moment(horizon, horizon.minute(int(n)), lang) for n in number],
        }
    )
    for name, levels in (("wide", WIDE), ("narrow", NARROW)):
        for end, level in zip(("low", "high"), levels, strict=True):
            known = level in forecast.levels
            rows[f"{name}_{end}"] = forecast.at(level)[row] if known else np.nan
    return rows


def _x(forecast: Forecast, lang: str, *, is_last: bool) -> alt.X:
    horizon = forecast.horizon
    axis = days_axis(horizon, range(horizon.days), lang)
    if not is_last:
        axis.labels, axis.ticks = False, False
    domain = [0, horizon.intervals * horizon.interval_hours]
    return alt.X("x:Q", axis=axis, scale=alt.Scale(domain=domain, nice=False))


def _layers(rows: pd.DataFrame, colour: Colour, x: alt.X, lang: str) -> list[alt.Chart]:
    known = rows[["wide_high", "mean", "before", "arrived"]].to_numpy()
    top = max(1.0, float(np.nanmax(np.nan_to_num(known)))) * 1.08
    axis = alt.Axis(title=None, tickCount=3, format="d", minExtent=LEFT_PX, maxExtent=LEFT_PX)
    scale = alt.Scale(domain=[0, top], nice=False)
    found = [
        alt.Chart(to_the_end(rows)[["x", f"{name}_low", f"{name}_high"]])
        .mark_area(interpolate="step-after", color=colour.strong, opacity=opacity)
        .encode(x=x, y=alt.Y(f"{name}_low:Q", axis=axis, scale=scale), y2=f"{name}_high:Q")
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
        found.append(points.encode(x=x, y="arrived:Q"))
    return [*found, _hover(rows, x, lang)]


def _line(rows: pd.DataFrame, name: str, x: alt.X, look: alt.MarkDef) -> alt.Chart:
    look.interpolate = "step-after"
    return alt.Chart(to_the_end(rows)[["x", name]], mark=look).encode(x=x, y=f"{name}:Q")


def _hover(rows: pd.DataFrame, x: alt.X, lang: str) -> alt.Chart:
    """Return invisible columns that show the numbers of an interval."""
    shown = rows[["x", "x2", "when"]].assign(
        mean=[_count(value, lang) for value in rows["mean"]],
        narrow=_ranges(rows, "narrow", lang),
        wide=_ranges(rows, "wide", lang),
        before=[_count(value, lang, 0) for value in rows["before"]],
        arrived=[_count(value, lang, 0) for value in rows["arrived"]],
    )
    names = ["when", "mean", "narrow", "wide", "before"]
    names += ["arrived"] if rows["arrived"].notna().any() else []
    tips = [alt.Tooltip(f"{name}:N", title=t(f"expected.{name}", lang)) for name in names]
    return alt.Chart(shown).mark_rect(opacity=0.0).encode(x=x, x2="x2:Q", tooltip=tips)


def _ranges(rows: pd.DataFrame, name: str, lang: str) -> list[str]:
    ends = zip(rows[f"{name}_low"], rows[f"{name}_high"], strict=True)
    return [f"{_count(low, lang, 0)}–{_count(high, lang, 0)}" for low, high in ends]


def _count(value: float, lang: str, decimals: int = 1) -> str:
    return "—" if np.isnan(value) else figures.number(value, lang, decimals)


def to_the_end(rows: pd.DataFrame) -> pd.DataFrame:
    """Repeat the last row at its end, so that the last step has its width."""
    return pd.concat([rows, rows.iloc[[-1]].assign(x=rows["x2"].iloc[-1])], ignore_index=True)
