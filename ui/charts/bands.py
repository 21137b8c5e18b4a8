"""Bands above each other on one axis of time: their rows, axes, steps and what a pointer tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from ui import figures
from ui.charts.axes import calm, days_axis
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.horizon import Horizon

LABELS_PX = 20


def interval_rows(
    horizon: Horizon, numbers: Iterable[int], lang: str, **columns: object
) -> pd.DataFrame:
    """
    Return a row for each interval: ``x`` and ``x2`` in hours from the start, ``when``, columns.

    Parameters
    ----------
    numbers
        Of the intervals.
    columns
        What is known of each, one value for all or one an interval.
    """
    shown = [int(number) for number in numbers]
    start = np.array(shown) * horizon.interval_hours
    when = [figures.moment(horizon, horizon.minute(number), lang) for number in shown]
    return pd.DataFrame({"x": start, "x2": start + horizon.interval_hours, "when": when} | columns)


def to_the_end(rows: pd.DataFrame) -> pd.DataFrame:
    """Repeat the last row at its end, so that the last step has its width."""
    return pd.concat([rows, rows.iloc[[-1]].assign(x=rows["x2"].iloc[-1])], ignore_index=True)


def time_x(axis: alt.Axis, domain: Sequence[float], *, is_last: bool) -> alt.X:
    """Return the place in time; the labels of its axis stand under the last band only."""
    if not is_last:
        axis.labels, axis.ticks = False, False
    return alt.X("x:Q", axis=axis, scale=alt.Scale(domain=list(domain), nice=False))


def week_x(horizon: Horizon, lang: str, *, is_last: bool) -> alt.X:
    """Return the place in a whole horizon, with the name of each day."""
    axis = days_axis(horizon, range(horizon.days), lang)
    return time_x(axis, (0, horizon.intervals * horizon.interval_hours), is_last=is_last)


def count_y(field: str, top: float, left_px: int, number: str = "d") -> alt.Y:
    """Return the height of a count from 0 to ``top``, the same room for its numbers in all."""
    axis = alt.Axis(title=None, tickCount=3, format=number, minExtent=left_px, maxExtent=left_px)
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[0, top], nice=False))


def tips(prefix: str, names: Iterable[str], lang: str) -> list[alt.Tooltip]:
    """Return what a pointer tells: columns of text, each under its word after ``prefix``."""
    return [alt.Tooltip(f"{name}:N", title=t(f"{prefix}.{name}", lang)) for name in names]


def hover(rows: pd.DataFrame, x: alt.X, told: Sequence[alt.Tooltip]) -> alt.Chart:
    """Return invisible columns from ``x`` to ``x2`` that tell the numbers of an interval."""
    return alt.Chart(rows).mark_rect(opacity=0.0).encode(x=x, x2=alt.X2("x2:Q"), tooltip=list(told))


def count_said(value: float, lang: str, decimals: int = 0) -> str:
    """Return a count in words; a dash where it is not known."""
    return "—" if np.isnan(value) else figures.number(value, lang, decimals)


def band(
    layers: Sequence[alt.Chart | alt.LayerChart], lang: str, px: int, *, is_last: bool
) -> alt.LayerChart:
    """Return layers as a band ``px`` high, the last one with room for the labels of time."""
    height = px + (LABELS_PX if is_last else 0)
    chart: alt.LayerChart = calm(alt.layer(*layers), lang, width="container", height=height)
    return chart
