"""What all charts share: fonts and quiet lines, and axes of time that know days and clocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from scheduler.horizon import format_clock
from ui import figures
from ui.look import FONTS, INK, LINE, QUIET
from ui.words.catalogue import t

if TYPE_CHECKING:
    from scheduler.horizon import Horizon

CALM = alt.Config(
    font=FONTS,
    view=alt.ViewConfig(stroke=LINE, strokeWidth=1),
    axis=alt.AxisConfig(
        labelColor=QUIET,
        titleColor=QUIET,
        gridColor="#edf0f4",
        domainColor=LINE,
        tickColor=LINE,
        labelFontSize=11,
        titleFontSize=11,
        titleFontWeight="normal",
    ),
)


def calm(chart: Any, lang: str, **size: int | str) -> Any:  # noqa: ANN401 - every kind of chart
    """
    Return a chart with this project's fonts and quiet lines, its menu in the reader's words.

    ``size``: its width and height. All is set at once: each setting copies the whole chart.
    """
    menu = {"SVG_ACTION": t("chart.svg", lang), "PNG_ACTION": t("chart.png", lang)}
    return chart.properties(
        config=CALM,
        padding={"left": 2, "right": 10, "top": 4, "bottom": 2},
        usermeta={"embedOptions": {"i18n": menu}},
        **size,
    )


def rimmed(rows: pd.DataFrame, look: alt.MarkDef, rim_px: float = 3) -> tuple[alt.Chart, ...]:
    """Return a text with a white rim under it, so that it can be read on any colour."""
    rim = look.copy()
    rim.stroke, rim.strokeWidth = "white", rim_px
    return alt.Chart(rows, mark=rim), alt.Chart(rows, mark=look)


def band_name(text: str) -> alt.LayerChart:
    """Return a name in the corner of its band."""
    look = alt.MarkDef("text", text=text, align="left", color=INK, fontWeight="bold", fontSize=12)
    texts = rimmed(pd.DataFrame({"x": [0]}), look)
    return alt.LayerChart(layer=[each.encode(alt.XValue(6), alt.YValue(11)) for each in texts])


def hours_at(horizon: Horizon, minute: int) -> float:
    """Return hours from the horizon's start to a moment: the unit of every axis of time."""
    return (minute - horizon.start_min) / 60


def days_axis(horizon: Horizon, days: range, lang: str) -> alt.Axis:
    """Return an axis with the day's name at each midnight; clock times where it is one day."""
    if len(days) == 1:
        return clock_axis(horizon, days[0])
    starts = [hours_at(horizon, horizon.day_starts_min[day]) for day in days]
    names = [figures.day(horizon.date(day), lang) for day in days]
    return alt.Axis(
        values=starts,
        title=None,
        labelAlign="left",
        labelOffset=4,
        labelOverlap="greedy",
        labelBound=True,
        tickSize=6,
        labelExpr=named(starts, names),
        grid=True,
        gridColor="#c9d1db",
    )


def clock_axis(horizon: Horizon, day: int, *, at_top: bool = False) -> alt.Axis:
    """Return an axis with a clock time every two hours of a day."""
    first, after = horizon.day_starts_min[day], horizon.day_starts_min[day + 1]
    steps = range(0, (after - first) // 60 + 1, 2)
    values = [hours_at(horizon, first + step * 60) for step in steps]
    names = [_clock_name(horizon.clock.clock_of(first + step * 60), step) for step in steps]
    return alt.Axis(
        values=values,
        title=None,
        labelExpr=named(values, names),
        labelOverlap="greedy",
        labelSeparation=8,
        grid=True,
        orient="top" if at_top else "bottom",
    )


def _clock_name(clock: int, step: int) -> str:
    return "24:00" if step == 24 and clock == 0 else format_clock(clock)


def named(values: list[float], names: list[str]) -> str:
    """Return a Vega expression that names each value of an axis."""
    pairs = ",".join(f"'{value:g}':'{name}'" for value, name in zip(values, names, strict=True))
    return "({" + pairs + "})['' + datum.value]"
