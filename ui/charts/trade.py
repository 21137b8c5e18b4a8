"""Scenarios as points: what they cost against what they give, and which nobody beats in both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from ui import figures
from ui.charts.axes import calm
from ui.look import ACCENT, INK, QUIET
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Sequence

TRADE_PX = 230


@dataclass(frozen=True, slots=True)
class ScenarioPoint:
    """
    A scenario as a point.

    Parameters
    ----------
    name
        Of the scenario.
    wages
        Yuan for the roster's hours.
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


def trade_chart(outcomes: Sequence[ScenarioPoint], lang: str, *, is_level: bool) -> alt.LayerChart:
    """
    Return scenarios as points, wages to the right; those nobody beats are joined by a line.

    Parameters
    ----------
    outcomes
        At least one.
    is_level
        Whether they are worth a service level (more is better), else hours short (less is).
    """
    best = unbeaten(outcomes, more_is_better=is_level)
    rows = pd.DataFrame(
        {
            "wages": [found.wages for found in outcomes],
            "worth": [found.worth for found in outcomes],
            "low": [found.worth if found.low is None else found.low for found in outcomes],
            "high": [found.worth if found.high is None else found.high for found in outcomes],
            "name": [found.name for found in outcomes],
            "wages_said": [f"¥{figures.number(found.wages, lang, 0)}" for found in outcomes],
            "worth_said": [_said(found.worth, lang, is_level=is_level) for found in outcomes],
            "best": [found.name in best for found in outcomes],
        }
    ).sort_values(["wages", "worth"])
    x, y = _x(rows, lang), _y(rows, lang, is_level=is_level)
    said = "level_said" if is_level else "short_said"
    tips = [
        alt.Tooltip("name:N", title=t("whatif.name", lang)),
        alt.Tooltip("wages_said:N", title=t("whatif.wages_said", lang)),
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
    layers += [_names(rows, x, y, part, is_right) for part in (0, 1) for is_right in (False, True)]
    return calm(alt.layer(*layers), lang, width="container", height=TRADE_PX)


def _names(rows: pd.DataFrame, x: alt.X, y: alt.Y, part: int, is_right: bool) -> alt.Chart:
    """Return names of points: neighbours above and below, those to the right end at the point."""
    middle = (rows["wages"].min() + rows["wages"].max()) / 2
    some = rows.iloc[part::2]
    some = some[(some["wages"] > middle) == is_right]
    look = alt.MarkDef("text", dy=11 if part else -10, fontSize=12, color=INK)
    look.align, look.dx = ("right", -9) if is_right else ("left", 9)
    return alt.Chart(some, mark=look).encode(x=x, y=y, text=alt.Text("name:N"))


def _said(worth: float, lang: str, *, is_level: bool) -> str:
    return figures.share(worth, lang, 1) if is_level else figures.number(worth, lang, 1)


def _x(rows: pd.DataFrame, lang: str) -> alt.X:
    low, high = float(rows["wages"].min()), float(rows["wages"].max())
    room = max((high - low) * 0.15, high * 0.01, 1.0)
    return alt.X(
        "wages:Q",
        title=t("whatif.axis_wages", lang),
        scale=alt.Scale(domain=[low - room, high + room], nice=False),
        axis=alt.Axis(format=",d", tickCount=5),
    )


def _y(rows: pd.DataFrame, lang: str, *, is_level: bool) -> alt.Y:
    if not is_level:
        top = max(float(rows["worth"].max()) * 1.25, 1.0)
        return alt.Y(
            "worth:Q",
            title=t("whatif.axis_short", lang),
            scale=alt.Scale(domain=[-0.12 * top, top], nice=False),
            axis=alt.Axis(format=",d", tickCount=4),
        )
    low, high = float(rows["low"].min()), float(rows["high"].max())
    room = max((high - low) * 0.25, 0.01)
    return alt.Y(
        "worth:Q",
        title=t("whatif.axis_level", lang),
        scale=alt.Scale(domain=[max(0.0, low - room), min(1.02, high + room)], nice=False),
        axis=alt.Axis(format=".0%", tickCount=5),
    )
