"""Scores before and after a change of the scheme, one dot a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from ui.charts.axes import calm
from ui.look import ACCENT, BAD, QUIET
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT = 240


def before_after(rows: pd.DataFrame, lang: str) -> Any:  # noqa: ANN401 - Altair
    """
    Return everybody as a dot: score now to the right, score with the change upwards.

    Parameters
    ----------
    rows
        Columns ``agent``, ``before`` and ``after``.
    """
    both = [*rows["before"], *rows["after"]]
    low, high = _round(both)
    scale = alt.Scale(domain=[low, high])
    moved = rows.assign(
        way=[
            t(f"effect.{_way(before, after)}", lang)
            for before, after in zip(rows["before"], rows["after"], strict=True)
        ]
    )
    ways = [t(f"effect.{way}", lang) for way in ("higher", "same", "lower")]
    dots = (
        alt.Chart(moved)
        .mark_circle(size=60, opacity=0.7)
        .encode(
            x=alt.X("before:Q", title=t("effect.before", lang), scale=scale),
            y=alt.Y("after:Q", title=t("effect.after", lang), scale=scale),
            color=alt.Color(
                "way:N",
                scale=alt.Scale(domain=ways, range=[ACCENT, QUIET, BAD]),
                legend=alt.Legend(title=None, orient="top"),
            ),
            tooltip=[
                alt.Tooltip("agent:N", title=t("scores.agent", lang)),
                alt.Tooltip("before:Q", title=t("effect.before", lang), format=".2f"),
                alt.Tooltip("after:Q", title=t("effect.after", lang), format=".2f"),
            ],
        )
    )
    equal = (
        alt.Chart(pd.DataFrame({"before": [low, high], "after": [low, high]}))
        .mark_line(color=QUIET, strokeDash=[4, 4], strokeWidth=1)
        .encode(x=alt.X("before:Q", scale=scale), y=alt.Y("after:Q", scale=scale))
    )
    return calm((equal + dots), lang, height=HEIGHT, width="container")


def _way(before: float, after: float) -> str:
    if before == after:
        return "same"
    return "higher" if after > before else "lower"


def _round(values: Sequence[float]) -> tuple[float, float]:
    """Return the tens around the values."""
    return min(values) // 10 * 10, -(-max(values) // 10) * 10
