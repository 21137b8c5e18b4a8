"""Scores of a month: how they are spread, by team, and from month to month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from ui.charts.axes import calm
from ui.look import INK, PALETTE
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

BIN = 5
HEIGHT = 190
TEAM_PX = 30


def distribution(rows: pd.DataFrame, colours: Mapping[str, str], lang: str) -> Any:  # noqa: ANN401 - Altair
    """
    Return how many people have which score, stacked by post.

    Parameters
    ----------
    rows
        Columns ``score`` (0-100) and ``post`` (in words).
    colours
        Of each post, by its name in words.
    """
    bars = (
        alt.Chart(rows)
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X(
                "score:Q",
                bin=alt.Bin(step=BIN, extent=[_floor(rows["score"].min()), 100]),
                title=t("scores.score", lang),
                axis=alt.Axis(format="d", values=list(range(0, 101, BIN))),
            ),
            y=alt.Y("count():Q", title=t("scores.people", lang), axis=alt.Axis(tickMinStep=1)),
            color=_colour(colours),
            tooltip=[
                alt.Tooltip("post:N", title=t("scores.post", lang)),
                alt.Tooltip("count():Q", title=t("scores.people", lang)),
            ],
        )
    )
    return calm(bars, lang, height=HEIGHT, width="container")


def by_team(rows: pd.DataFrame, colours: Mapping[str, str], lang: str) -> Any:  # noqa: ANN401 - Altair
    """
    Return every agent as a dot on the line of the team, the team's mean as a bar.

    Parameters
    ----------
    rows
        Columns ``team``, ``agent``, ``score`` and ``post``.
    """
    low = _floor(rows["score"].min())
    axis = alt.Axis(format="d", values=list(range(0, 101, BIN)))
    x = alt.X(
        "score:Q", title=t("scores.score", lang), scale=alt.Scale(domain=[low, 100]), axis=axis
    )
    y = alt.Y("team:N", title=None, axis=alt.Axis(labelFontSize=12, labelLimit=140))
    dots = (
        alt.Chart(rows)
        .mark_circle(size=55, opacity=0.65)
        .encode(
            x=x,
            y=y,
            color=_colour(colours),
            tooltip=[
                alt.Tooltip("agent:N", title=t("scores.agent", lang)),
                alt.Tooltip("team:N", title=t("scores.team", lang)),
                alt.Tooltip("score:Q", title=t("scores.score", lang), format=".2f"),
            ],
        )
    )
    mean = (
        alt.Chart(rows)
        .mark_tick(thickness=3, size=22, color=INK)
        .encode(
            x=alt.X("mean(score):Q"),
            y=y,
            tooltip=[
                alt.Tooltip("team:N", title=t("scores.team", lang)),
                alt.Tooltip("mean(score):Q", title=t("scores.mean", lang), format=".1f"),
            ],
        )
    )
    height = max(HEIGHT, TEAM_PX * rows["team"].nunique() + 40)
    return calm((dots + mean), lang, height=height, width="container")


def trend(rows: pd.DataFrame, whole: str, lang: str) -> Any:  # noqa: ANN401 - Altair
    """
    Return a line of mean scores for each team, that of the whole shop dashed.

    Parameters
    ----------
    rows
        Columns ``month`` (in words, in order), ``who`` and ``score``.
    whole
        What ``who`` calls the whole shop.
    """
    names = [name for name in dict.fromkeys(rows["who"]) if name != whole]
    shades = [PALETTE[place % len(PALETTE)].strong for place in range(len(names))]
    scale = alt.Scale(domain=[*names, whole], range=[*shades, INK])
    dash = alt.Scale(domain=[*names, whole], range=[*([[1, 0]] * len(names)), [5, 3]])
    legend = alt.Legend(title=None, orient="top", labelLimit=160)
    lines = (
        alt.Chart(rows)
        .mark_line(point=alt.OverlayMarkDef(size=50))
        .encode(
            x=alt.X("month:O", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("score:Q", title=t("scores.mean", lang), scale=alt.Scale(zero=False)),
            color=alt.Color("who:N", scale=scale, legend=legend),
            strokeDash=alt.StrokeDash("who:N", scale=dash, legend=None),
            tooltip=[
                alt.Tooltip("who:N", title=t("scores.team", lang)),
                alt.Tooltip("month:O", title=t("scores.month", lang)),
                alt.Tooltip("score:Q", title=t("scores.mean", lang), format=".1f"),
            ],
        )
    )
    return calm(lines, lang, height=HEIGHT, width="container")


def _colour(colours: Mapping[str, str]) -> alt.Color:
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color("post:N", scale=scale, legend=alt.Legend(title=None, orient="top"))


def _floor(lowest: float) -> int:
    return max(0, int(lowest // 10) * 10)
