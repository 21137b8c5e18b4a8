"""Gaps of service quality by dimension, each with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from ui.charts.axes import calm
from ui.look import ACCENT, BAD, GOOD, QUIET
from ui.words.catalogue import t

if TYPE_CHECKING:
    import pandas as pd

ROW_PX = 44
SHADES = {"short": BAD, "over": GOOD, "open": ACCENT}


def gap_chart(rows: pd.DataFrame, lang: str) -> Any:  # noqa: ANN401 - Altair
    """
    Return a dot and its interval for each dimension, beside the line of no gap.

    Parameters
    ----------
    rows
        Columns ``dimension`` (in words), ``gap``, ``low``, ``high``, ``n``, ``verdict`` (``short``,
        ``over``: the whole interval lies on that side of no gap; ``open``: it does not).
    """
    names = list(rows["dimension"])
    words = {name: t(f"quality.verdict_{name}", lang) for name in SHADES}
    told = rows.assign(said=rows["verdict"].map(words))
    present = [name for name in SHADES if (told["verdict"] == name).any()]
    colour = alt.Color(
        "said:N",
        scale=alt.Scale(
            domain=[words[name] for name in present], range=[SHADES[name] for name in present]
        ),
        legend=alt.Legend(orient="top", title=None, labelLimit=360),
    )
    y = alt.Y(
        "dimension:N", sort=names, title=None, axis=alt.Axis(labelFontSize=13, labelLimit=180)
    )
    tips = [
        alt.Tooltip("dimension:N", title=t("quality.dimension", lang)),
        alt.Tooltip("gap:Q", title=t("quality.gap", lang), format="+.2f"),
        alt.Tooltip("low:Q", title=t("quality.low", lang), format="+.2f"),
        alt.Tooltip("high:Q", title=t("quality.high", lang), format="+.2f"),
        alt.Tooltip("n:Q", title=t("quality.people", lang)),
    ]
    base = alt.Chart(told)
    spans = base.mark_rule(strokeWidth=3, opacity=0.45).encode(
        x=alt.X("low:Q", title=t("quality.axis", lang)),
        x2=alt.X2("high:Q"),
        y=y,
        color=colour,
        tooltip=tips,
    )
    dots = base.mark_circle(size=110, opacity=1).encode(
        x=alt.X("gap:Q"), y=y, color=colour, tooltip=tips
    )
    texts = base.mark_text(dy=-13, fontSize=12).encode(
        x=alt.X("gap:Q"), y=y, text=alt.Text("gap:Q", format="+.2f"), color=colour
    )
    zero = (
        alt.Chart(told.assign(zero=0.0))
        .mark_rule(color=QUIET, strokeDash=[4, 3])
        .encode(x=alt.X("zero:Q"))
    )
    drawn = (zero + spans + dots + texts).properties(
        height=ROW_PX * len(names) + 10, width="container"
    )
    return calm(drawn, lang)
