"""A heat map: days down, times of day across, a colour for each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import altair as alt

from scheduler.horizon import DAY_MIN, format_clock
from ui.charts.axes import calm, rimmed
from ui.look import INK, PAPER, QUIET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

ROW_PX = 21
SHORT, FAIR, FULL = "#b3261e", "#f7f4ee", "#1f5fa8"
EMPTY = "#e7eaef"


@dataclass(frozen=True, slots=True)
class Shades:
    """
    How values become colours.

    Parameters
    ----------
    domain, range
        Values and the colours they get; between them colours run over.
    format
        Of the numbers at the legend, as Vega writes it.
    """

    domain: tuple[float, ...]
    range: tuple[str, ...]
    format: str = ",.0f"

    @classmethod
    def rising(cls, colours: tuple[str, str], top: float, number: str = ",.0f") -> Shades:
        """Return shades from light at 0 to dark at ``top``."""
        return cls((0.0, top if top > 0 else 1.0), colours, number)

    @classmethod
    def around(cls, target: float, lowest: float) -> Shades:
        """Return shades of a share: red below a target, blue above it."""
        return cls((min(lowest, target - 0.05), target, 1.0), (SHORT, FAIR, FULL), ".0%")


def heat_chart(
    cells: pd.DataFrame,
    lang: str,
    *,
    title: str,
    days: Sequence[str],
    step_min: int,
    shades: Shades,
    tips: Mapping[str, str],
) -> alt.LayerChart:
    """
    Return a heat map.

    Parameters
    ----------
    cells
        Columns ``day`` (one of ``days``), ``clock`` (minutes after midnight), ``value`` (NaN:
        nothing to show), ``mark`` (whether the cell gets a sign) and those of ``tips``.
    title
        Written above.
    days
        Names of the rows, from the top.
    step_min
        Width of a cell in minutes.
    shades
        How values become colours.
    tips
        Columns shown under the pointer, and what they are called there.
    """
    axis = alt.Axis(
        title=None,
        values=list(range(0, DAY_MIN + 1, 180)),
        labelExpr=_clocks(),
        ticks=True,
        grid=False,
        labelFlush=False,
    )
    scale = alt.Scale(domain=[0, DAY_MIN], nice=False)
    x = alt.X("clock:Q", axis=axis, scale=scale)
    y = alt.Y("day:N", sort=list(days), axis=alt.Axis(title=None, ticks=False, minExtent=34))
    colour = alt.Color(
        "value:Q",
        title=None,
        scale=alt.Scale(
            domain=list(shades.domain), range=list(shades.range), clamp=True, interpolate="rgb"
        ),
        legend=alt.Legend(
            format=shades.format, gradientLength=110, gradientThickness=9, tickCount=4, offset=6
        ),
    )
    cells = cells.assign(end=cells["clock"] + step_min, middle=cells["clock"] + step_min / 2)
    cell = alt.Chart(cells).mark_rect(stroke="white", strokeWidth=0.6)
    hover = [alt.Tooltip(f"{column}:N", title=name) for column, name in tips.items()]
    shaded = alt.condition("isValid(datum.value)", colour, alt.value(EMPTY))
    layers = [cell.encode(x=x, x2=alt.X2("end:Q"), y=y, color=shaded, tooltip=hover)]
    marked = cells[cells["mark"]]
    if not marked.empty:
        look = alt.MarkDef("text", text="✕", fontSize=10, fontWeight="bold", color=INK)
        for sign in rimmed(marked[["middle", "day"]], look, 2.5):
            layers.append(sign.encode(alt.X("middle:Q", scale=scale), y))
    height = ROW_PX * len(days)
    chart = alt.layer(*layers).properties(
        width="container",
        height=height,
        title=alt.TitleParams(title, anchor="start", fontSize=12, color=INK, offset=4),
    )
    return (
        calm(chart, lang)
        .configure_view(fill=PAPER, stroke=None)
        .configure_legend(labelColor=QUIET, labelFontSize=10)
    )


def _clocks() -> str:
    pairs = ",".join(f"'{clock}':'{format_clock(clock)}'" for clock in range(0, DAY_MIN + 1, 180))
    return "({" + pairs + "})['' + datum.value]"
