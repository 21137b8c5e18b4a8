"""A number for every combination of two levers: one across, one down, a colour and its value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from ui.charts.axes import calm
from ui.charts.bands import tips
from ui.look import INK

if TYPE_CHECKING:
    from collections.abc import Sequence

CELL_PX = 34
LIGHT, DARK = "#f7f4ee", "#7aa5d2"


@dataclass(frozen=True, slots=True)
class LeverCell:
    """
    One combination.

    Parameters
    ----------
    across, down
        The values of the two levers, in words.
    value, said
        The number, and as it is written; None: the scenario failed.
    """

    across: str
    down: str
    value: float | None
    said: str


def grid_chart(cells: Sequence[LeverCell], lang: str, *, across: str, down: str) -> alt.LayerChart:
    """
    Return a heat map.

    Parameters
    ----------
    cells
        In the order of the values of both.
    across, down
        What the two levers are, in words.
    """
    rows = pd.DataFrame(
        {
            "across": [cell.across for cell in cells],
            "down": [cell.down for cell in cells],
            "value": [float("nan") if cell.value is None else cell.value for cell in cells],
            "said": [cell.said for cell in cells],
        }
    )
    columns, lines = (list(dict.fromkeys(rows[name])) for name in ("across", "down"))
    x = alt.X("across:N", sort=columns, title=across, axis=alt.Axis(labelAngle=0, orient="top"))
    y = alt.Y("down:N", sort=lines, title=down)
    colour = alt.Color(
        "value:Q", scale=alt.Scale(range=[LIGHT, DARK], interpolate="rgb"), legend=None
    )
    told = tips("sweep", ("across", "down", "said"), lang)
    shaded = alt.condition("isValid(datum.value)", colour, alt.value("#e7eaef"))
    cell = alt.Chart(rows).mark_rect(stroke="white").encode(x=x, y=y, color=shaded, tooltip=told)
    text = alt.Chart(rows).mark_text(fontSize=11, color=INK).encode(x=x, y=y, text="said:N")
    height = CELL_PX * len(lines)
    return calm(alt.layer(cell, text), lang, width="container", height=height)
