"""Inputs moved down and up alone, the one that does most on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from ui.charts.axes import calm
from ui.charts.bands import tips
from ui.look import ACCENT, INK
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW_PX = 34
AXES_PX = 46
LEFT_PX = 132
ROOM = 0.22
DOWN = "#d08a00"


@dataclass(frozen=True, slots=True)
class Side:
    """
    One input moved one way.

    Parameters
    ----------
    name
        Of the input, in words.
    is_up
        Whether it was moved up.
    value
        What the week then asks for.
    said, values
        The difference to the base, and what the input was set to, in words.
    """

    name: str
    is_up: bool
    value: float
    said: str
    values: str


def tornado_chart(
    sides: Sequence[Side], base: float, lang: str, *, title: str, number: str
) -> alt.LayerChart:
    """
    Return a bar for each input and side, from the base to where it leads, in the order given.

    Parameters
    ----------
    sides
        At least one; two of a name share a line.
    base
        Where nothing is moved.
    title, number
        Of the axis: what it measures, and how Vega writes its numbers.
    """
    rows = pd.DataFrame(
        {
            "name": [side.name for side in sides],
            "way": [t(f"tornado.{'up' if side.is_up else 'down'}", lang) for side in sides],
            "value": [side.value for side in sides],
            "base": base,
            "said": [side.said for side in sides],
            "values": [side.values for side in sides],
            "right": [side.value >= base for side in sides],
        }
    )
    names = list(dict.fromkeys(rows["name"]))
    low, high = (min(base, rows["value"].min()), max(base, rows["value"].max()))
    room = max((high - low) * ROOM, abs(base) * 0.01, 0.01)
    x = alt.X(
        "base:Q",
        title=title,
        scale=alt.Scale(domain=[low - room, high + room], nice=False),
        axis=alt.Axis(format=number, tickCount=7),
    )
    y = alt.Y(
        "name:N",
        sort=names,
        title=None,
        axis=alt.Axis(
            labelFontSize=12, labelLimit=LEFT_PX, minExtent=LEFT_PX, labelColor=INK, ticks=False
        ),
    )
    ways = [t("tornado.down", lang), t("tornado.up", lang)]
    colour = alt.Color(
        "way:N",
        title=None,
        scale=alt.Scale(domain=ways, range=[DOWN, ACCENT]),
        legend=alt.Legend(orient="top", direction="horizontal", labelFontSize=12, offset=2),
    )
    told = tips("tornado", ("name", "way", "values", "said"), lang)
    bars = (
        alt.Chart(rows)
        .mark_bar(height=14, opacity=0.85)
        .encode(x=x, x2=alt.X2("value:Q"), y=y, color=colour, tooltip=told)
    )
    labels = [
        alt.Chart(rows[rows["right"] == right])
        .mark_text(align="left" if right else "right", dx=5 if right else -5, fontSize=11)
        .encode(x=alt.X("value:Q"), y=y, text=alt.Text("said:N"))
        for right in (True, False)
        if (rows["right"] == right).any()
    ]
    rule = alt.Chart(pd.DataFrame({"base": [base]})).mark_rule(color=INK, size=1.2)
    layers = (bars, *labels, rule.encode(x=alt.X("base:Q")))
    height = ROW_PX * len(names) + AXES_PX
    return calm(alt.layer(*layers), lang, width="container", height=height)
