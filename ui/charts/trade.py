"""Scenarios as points: what they cost against what they give, and which nobody beats in both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from ui import figures
from ui.charts.axes import calm
from ui.charts.labels import PLACES, placed_names
from ui.look import ACCENT, INK, QUIET
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Sequence

TRADE_PX = 230
Span = tuple[float, float]
NARROWEST_PX = 330  # the plot on the smallest screen: names that keep apart there do in any


@dataclass(frozen=True, slots=True)
class ScenarioPoint:
    """
    A scenario as a point.

    Parameters
    ----------
    name
        Of the scenario.
    wages
        What it costs: yuan for the roster's hours, for the contracts, or people.
    worth
        What it gives: the share answered in time, or the agent-hours it leaves short.
    low, high
        Ends of the interval of ``worth``; None: none is known.
    """

    name: str
    wages: float
    worth: float
    low: float | None = None
    high: float | None = None


def unbeaten(outcomes: Sequence[ScenarioPoint], *, more_is_better: bool) -> frozenset[str]:
    """Return the scenarios of which no other is as good in one way and better in the other."""
    sign = 1 if more_is_better else -1

    def beats(one: ScenarioPoint, other: ScenarioPoint) -> bool:
        gains = (other.wages - one.wages, sign * (one.worth - other.worth))
        return min(gains) >= 0 and max(gains) > 0

    return frozenset(
        each.name for each in outcomes if not any(beats(other, each) for other in outcomes)
    )


def trade_chart(
    outcomes: Sequence[ScenarioPoint], lang: str, *, is_level: bool, costs: str = "wages"
) -> alt.LayerChart:
    """
    Return scenarios as points, wages to the right; those nobody beats are joined by a line.

    Parameters
    ----------
    outcomes
        At least one.
    is_level
        Whether they are worth a service level (more is better), else hours short (less is).
    costs
        What they cost: ``wages``, ``contracts`` or ``people``.
    """
    best = unbeaten(outcomes, more_is_better=is_level)
    rows = pd.DataFrame(
        {
            "wages": [found.wages for found in outcomes],
            "worth": [found.worth for found in outcomes],
            "low": [found.worth if found.low is None else found.low for found in outcomes],
            "high": [found.worth if found.high is None else found.high for found in outcomes],
            "name": [found.name for found in outcomes],
            "wages_said": [_cost_said(found.wages, lang, costs) for found in outcomes],
            "worth_said": [_said(found.worth, lang, is_level=is_level) for found in outcomes],
            "best": [found.name in best for found in outcomes],
        }
    ).sort_values(["wages", "worth"])
    across, up = _across(rows), _up(rows, is_level=is_level)
    x = _axis("wages", t(f"whatif.axis_{costs}", lang), across, ",d", 5)
    y = _y(lang, up, is_level=is_level)
    said = "level_said" if is_level else "short_said"
    tips = [
        alt.Tooltip("name:N", title=t("whatif.name", lang)),
        alt.Tooltip("wages_said:N", title=t(f"whatif.{costs}_said", lang)),
        alt.Tooltip("worth_said:N", title=t(f"whatif.{said}", lang)),
    ]
    layers = [
        alt.Chart(rows[rows["best"]]).mark_line(color=ACCENT, size=1.2, strokeDash=[4, 3]),
        alt.Chart(rows).mark_rule(color=QUIET).encode(y2=alt.Y2("high:Q")),
    ]
    layers[0] = layers[0].encode(x=x, y=y)
    layers[1] = layers[1].encode(x=x, y=alt.Y("low:Q"))
    for is_best, colour in ((True, ACCENT), (False, QUIET)):
        some = rows[rows["best"] == is_best]
        if not some.empty:
            look = alt.MarkDef("point", size=90, opacity=1, strokeWidth=2, color=colour)
            look.filled = is_best
            layers.append(alt.Chart(some, mark=look).encode(x=x, y=y, tooltip=tips))
    layers += _names(rows.sort_values("best", ascending=False, kind="stable"), x, y, across, up)
    return calm(alt.layer(*layers), lang, width="container", height=TRADE_PX)


def _names(rows: pd.DataFrame, x: alt.X, y: alt.Y, across: Span, up: Span) -> list[alt.Chart]:
    """Return the names of points that find room, those nobody beats first."""
    right = (rows["wages"] - across[0]) / (across[1] - across[0]) * NARROWEST_PX
    down = (up[1] - rows["worth"]) / (up[1] - up[0]) * TRADE_PX
    points = list(zip(right, down, strict=True))
    found = placed_names(list(rows["name"]), points, width=NARROWEST_PX, height=TRADE_PX)
    charts = []
    for align, dx, dy in PLACES:
        held = [each.place for each in found if (each.align, each.dx, each.dy) == (align, dx, dy)]
        if held:
            look = alt.MarkDef("text", fontSize=12, color=INK, dx=dx, dy=dy)
            look.align = align
            some = alt.Chart(rows.iloc[held], mark=look)
            charts.append(some.encode(x=x, y=y, text=alt.Text("name:N")))
    return charts


def _cost_said(value: float, lang: str, costs: str) -> str:
    said = figures.number(value, lang, 0)
    return said if costs == "people" else f"¥{said}"


def _said(worth: float, lang: str, *, is_level: bool) -> str:
    return figures.share(worth, lang, 1) if is_level else figures.number(worth, lang, 1)


def _across(rows: pd.DataFrame) -> Span:
    low, high = float(rows["wages"].min()), float(rows["wages"].max())
    room = max((high - low) * 0.15, high * 0.01, 1.0)
    return low - room, high + room


def _up(rows: pd.DataFrame, *, is_level: bool) -> Span:
    if not is_level:
        top = max(float(rows["worth"].max()) * 1.25, 1.0)
        return -0.12 * top, top
    low, high = float(rows["low"].min()), float(rows["high"].max())
    room = max((high - low) * 0.25, 0.01)
    return max(0.0, low - room), min(1.02, high + room)


def _axis(field: str, title: str, span: Span, number: str, ticks: int) -> alt.X:
    return alt.X(
        f"{field}:Q",
        title=title,
        scale=alt.Scale(domain=list(span), nice=False),
        axis=alt.Axis(format=number, tickCount=ticks),
    )


def _y(lang: str, span: Span, *, is_level: bool) -> alt.Y:
    name, number, ticks = ("level", ".0%", 5) if is_level else ("short", ",d", 4)
    return alt.Y(
        "worth:Q",
        title=t(f"whatif.axis_{name}", lang),
        scale=alt.Scale(domain=list(span), nice=False),
        axis=alt.Axis(format=number, tickCount=ticks),
    )
