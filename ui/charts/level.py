"""What simulated customers found in a week: a measure by the interval, with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd

from ui import figures
from ui.charts.axes import band_name
from ui.charts.bands import band, count_said, hover, interval_rows, tips, to_the_end, week_x
from ui.look import BAD, INK, Colour, post_colours
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Horizon

BAND_PX = 112
LEFT_PX = 40
HEADROOM = 0.3  # of the stretch below 100 %: room for the name of the band
SHARES = frozenset({"service_level", "answer_rate", "abandonment", "occupancy"})
SECONDS = frozenset({"mean_wait_s", "mean_reply_s", "mean_response_s"})


@dataclass(frozen=True, eq=False)
class Lane:
    """
    One post's part of the picture.

    Parameters
    ----------
    post
        Name of the post.
    values
        Mean, low and high of the measure; NaN: nothing to measure; shape (3, intervals).
    offered
        Chats that arrive; shape (intervals,).
    target
        What the measure should reach; None: it has no target.
    missed
        Where it lies below by more than its interval; shape (intervals,).
    """

    post: str
    values: npt.NDArray[np.float64]
    offered: npt.NDArray[np.float64]
    target: float | None
    missed: npt.NDArray[np.bool_]


def said(value: float, measure: str, lang: str) -> str:
    """Return a value of a measure as a reader expects it."""
    if value is None or np.isnan(value):
        return "—"
    if measure in SHARES:
        return figures.share(value, lang, 1)
    return figures.number(value, lang, 0 if measure in SECONDS else 2)


def axis_format(measure: str) -> str:
    """Return how a measure's numbers stand at an axis, as Vega writes it."""
    return ".0%" if measure in SHARES else ",.0f" if measure in SECONDS else ".1f"


def level_charts(
    horizon: Horizon, lanes: Sequence[Lane], measure: str, lang: str, *, order: Sequence[str]
) -> list[alt.LayerChart]:
    """
    Return a chart for each post, to be drawn one above the other.

    Parameters
    ----------
    horizon, lanes
        The week, and the posts.
    measure, lang
        What is shown, in which language.
    order
        All posts of the shop, so that a post has one colour everywhere.
    """
    colours = post_colours(order)
    scale = _scale(lanes, measure)
    charts = []
    for row, lane in enumerate(lanes):
        is_last = row == len(lanes) - 1
        rows = _rows(horizon, lane, measure, lang)
        x = week_x(horizon, lang, is_last=is_last)
        layers = _layers(lane, rows, x, _y(scale, measure), colours[lane.post])
        name = band_name(post_name(lane.post, lang))
        drawn: list[alt.Chart | alt.LayerChart] = [*layers, _hover(rows, x, lane, lang), name]
        charts.append(band(drawn, lang, BAND_PX, is_last=is_last))
    return charts


def _scale(lanes: Sequence[Lane], measure: str) -> alt.Scale:
    """Return one scale for all posts, so that their bands can be compared."""
    known = np.concatenate([lane.values[:, ~np.isnan(lane.values[0])].ravel() for lane in lanes])
    known = known[np.isfinite(known)]
    if measure in SHARES:
        low = float(np.floor(known.min(initial=1.0) * 10) / 10)
        low = min(low, 0.8)
        return alt.Scale(domain=[low, 1.0 + HEADROOM * (1.0 - low)], nice=False)
    return alt.Scale(domain=[0.0, max(1.0, float(known.max(initial=1.0))) * 1.05], nice=False)


def _rows(horizon: Horizon, lane: Lane, measure: str, lang: str) -> pd.DataFrame:
    mean, low, high = lane.values
    ends = [
        f"{said(a, measure, lang)} – {said(b, measure, lang)}"
        for a, b in zip(low, high, strict=True)
    ]
    return interval_rows(
        horizon,
        range(horizon.intervals),
        lang,
        mean=mean,
        low=np.where(np.isnan(low), mean, low),
        high=np.where(np.isnan(high), mean, high),
        missed=lane.missed,
        value_said=[said(value, measure, lang) for value in mean],
        ends=ends,
        offered=[count_said(value, lang, 1) for value in lane.offered],
        state=[t(f"level.{'missed' if miss else 'not_missed'}", lang) for miss in lane.missed],
    )


def _y(scale: alt.Scale, measure: str) -> alt.Y:
    axis = alt.Axis(
        title=None,
        tickCount=4,
        format=axis_format(measure),
        minExtent=LEFT_PX,
        maxExtent=LEFT_PX,
        labelOverlap=False,
    )
    if measure in SHARES:
        axis.labelExpr = "datum.value > 1.0001 ? '' : datum.label"
    return alt.Y("low:Q", axis=axis, scale=scale)


def _layers(lane: Lane, rows: pd.DataFrame, x: alt.X, y: alt.Y, colour: Colour) -> list[alt.Chart]:
    missed = rows[rows["missed"]]
    rows = to_the_end(rows)
    band = alt.Chart(rows[["x", "low", "high"]]).mark_area(
        interpolate="step-after", color=colour.strong, opacity=0.25, clip=True
    )
    line = alt.Chart(rows[["x", "mean"]]).mark_line(
        interpolate="step-after", color=colour.strong, size=1.5, clip=True
    )
    found = [band.encode(x=x, y=y, y2=alt.Y2("high:Q")), line.encode(x=x, y=alt.Y("mean:Q"))]
    if not missed.empty:
        tint = alt.Chart(missed[["x", "x2"]]).mark_rect(color=BAD, opacity=0.14)
        middle = pd.DataFrame({"x": (missed["x"] + missed["x2"]) / 2})
        sign = alt.Chart(middle).mark_point(
            shape="triangle-down", color=BAD, filled=True, size=26, yOffset=4, opacity=1
        )
        found = [tint.encode(x=x, x2=alt.X2("x2:Q")), *found, sign.encode(x=x, y=alt.value(2))]
    if lane.target is not None:
        goal = alt.Chart(pd.DataFrame({"goal": [lane.target]})).mark_rule(
            color=INK, strokeDash=[5, 3], size=1
        )
        found.append(goal.encode(y=alt.Y("goal:Q")))
    return found


def _hover(rows: pd.DataFrame, x: alt.X, lane: Lane, lang: str) -> alt.Chart:
    names = ["when", "value_said", "ends", "offered"]
    names += ["state"] if lane.target is not None else []
    return hover(rows[["x", "x2", *names]], x, tips("level", names, lang))
