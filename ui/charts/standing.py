"""How a platform's rule stood day by day, beside its threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from ui.charts.axes import calm
from ui.look import ACCENT, BAD, LOOK, QUIET
from ui.words.catalogue import t

if TYPE_CHECKING:
    import pandas as pd

HEIGHT = 230


def standing_chart(rows: pd.DataFrame, lang: str, *, is_share: bool) -> Any:  # noqa: ANN401 - Altair
    """
    Return a dot for each day, those below the threshold marked, and the threshold as a line.

    Parameters
    ----------
    rows
        Columns ``day`` (number in the month), ``date`` (in words), ``value``, ``n``, ``good``,
        ``threshold`` (NaN: none), ``state`` (``kept``, ``broken``, ``few``: too few to be judged).
    is_share
        Whether values are shares; else seconds.
    """
    shades = {"kept": ACCENT, "broken": BAD, "few": LOOK}
    words = {name: t(f"platforms.day_{name}", lang) for name in shades}
    told = rows.assign(said=rows["state"].map(words))
    present = [name for name in shades if (rows["state"] == name).any()]
    form = ".1%" if is_share else ".0f"
    title = t("platforms.share_axis" if is_share else "platforms.mean_axis", lang)
    x = alt.X(
        "day:Q",
        title=None,
        axis=alt.Axis(tickMinStep=1, format="d", grid=False),
        scale=alt.Scale(domain=[0.5, float(rows["day"].max()) + 0.5], nice=False),
    )
    y = alt.Y(
        "value:Q",
        title=title,
        scale=alt.Scale(zero=False),
        axis=alt.Axis(format=".0%" if is_share else ".0f"),
    )
    base = alt.Chart(told)
    line = base.mark_line(color=QUIET, strokeWidth=1.2, opacity=0.6).encode(x=x, y=y)
    shape = alt.Shape(
        "said:N",
        scale=alt.Scale(
            domain=[words[name] for name in present],
            range=[{"kept": "circle", "broken": "cross", "few": "triangle"}[n] for n in present],
        ),
        legend=alt.Legend(orient="top", title=None, labelLimit=260),
    )
    colour = alt.Color(
        "said:N",
        scale=alt.Scale(
            domain=[words[name] for name in present], range=[shades[name] for name in present]
        ),
        legend=alt.Legend(orient="top", title=None, labelLimit=260),
    )
    dots = base.mark_point(size=70, filled=True, opacity=1).encode(
        x=x,
        y=y,
        color=colour,
        shape=shape,
        tooltip=[
            alt.Tooltip("date:N", title=t("platforms.date", lang)),
            alt.Tooltip("value:Q", title=title, format=form),
            alt.Tooltip("good:Q", title=t("platforms.good", lang), format=",d"),
            alt.Tooltip("n:Q", title=t("platforms.n", lang), format=",d"),
        ],
    )
    parts = line + dots
    if rows["threshold"].notna().any():
        limit = base.mark_line(color=BAD, strokeDash=[5, 3], interpolate="step-after").encode(
            x=x, y=alt.Y("threshold:Q")
        )
        parts = limit + parts
    return calm(parts, lang, height=HEIGHT, width="container")
