"""What comfort costs as a picture: for each line, between what the best roster's cost lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from ui import figures
from ui.charts.axes import calm
from ui.look import ACCENT, INK
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE_PX = 44


@dataclass(frozen=True, slots=True)
class ComfortBar:
    """
    A line of the picture, in agent-hours at the price of a missing one.

    Parameters
    ----------
    name
        Of the line.
    bound, cost
        Proven, and of the roster found.
    short
        Agent-hours missing in the roster found.
    """

    name: str
    bound: float
    cost: float
    short: float


def comfort_chart(bars: Sequence[ComfortBar], lang: str) -> alt.LayerChart:
    """Return a bar for each line from bound to cost, and a mark at the hours short."""
    rows = pd.DataFrame(
        {
            "name": [bar.name for bar in bars],
            "bound": [bar.bound for bar in bars],
            "cost": [bar.cost for bar in bars],
            "short": [bar.short for bar in bars],
            "bound_said": [figures.number(bar.bound, lang, 1) for bar in bars],
            "cost_said": [figures.number(bar.cost, lang, 1) for bar in bars],
            "short_said": [figures.number(bar.short, lang, 1) for bar in bars],
        }
    )
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, labelFontSize=12))
    axis = alt.Axis(tickCount=6, format=",d")
    x = alt.X("bound:Q", title=t("comfort.axis", lang), axis=axis, scale=alt.Scale(zero=True))
    tips = [
        alt.Tooltip(f"{name}:N", title=t(f"comfort.{word}", lang))
        for name, word in (
            ("name", "head_line"),
            ("bound_said", "head_bound"),
            ("cost_said", "cost_found"),
            ("short_said", "head_short"),
        )
    ]
    span = alt.Chart(rows).mark_bar(color=ACCENT, opacity=0.35, size=18)
    ends = alt.Chart(rows).mark_tick(color=ACCENT, thickness=3, size=22)
    short = alt.Chart(rows).mark_point(color=INK, shape="diamond", filled=True, size=70, opacity=1)
    layers = [
        span.encode(x=x, x2=alt.X2("cost:Q"), y=y, tooltip=tips),
        ends.encode(x=x, y=y, tooltip=tips),
        short.encode(x=alt.X("short:Q"), y=y, tooltip=tips),
    ]
    height = LINE_PX * len(bars) + 20
    return calm(alt.layer(*layers), lang, width="container", height=height)
