"""What promotions did, day by day from before to after: seen as columns, learnt as ticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from ui.charts.axes import calm
from ui.look import INK, QUIET, post_colours
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT_PX = 200


@dataclass(frozen=True, slots=True)
class Factor:
    """
    One post on one day of a promotion, or near it.

    Parameters
    ----------
    post, day
        Whose, and which day in words.
    seen, learnt
        How many times the usual chats came (None: not known), and are expected next time.
    seen_said, learnt_said, chats_said
        The same and the chats in words.
    """

    post: str
    day: str
    seen: float | None
    learnt: float
    seen_said: str
    learnt_said: str
    chats_said: str


def promotion_chart(
    factors: Sequence[Factor], lang: str, *, order: Sequence[str]
) -> alt.LayerChart:
    """Return a column for what was seen and a tick for what was learnt, by day and post."""
    posts = [post for post in order if any(each.post == post for each in factors)]
    names = [post_name(post, lang) for post in posts]
    days = list(dict.fromkeys(each.day for each in factors))
    rows = pd.DataFrame(
        {
            "post": [post_name(each.post, lang) for each in factors],
            "day": [each.day for each in factors],
            "seen": [each.seen for each in factors],
            "learnt": [each.learnt for each in factors],
            "seen_said": [each.seen_said for each in factors],
            "learnt_said": [each.learnt_said for each in factors],
            "chats_said": [each.chats_said for each in factors],
        }
    ).astype({"seen": float})
    colours = post_colours(order)
    colour = alt.Color(
        "post:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=[colours[post].strong for post in posts]),
        legend=alt.Legend(orient="top", direction="horizontal", labelFontSize=12, offset=2),
    )
    x = alt.X("day:N", sort=days, title=None, axis=alt.Axis(labelAngle=0, labelLimit=120))
    beside = alt.XOffset("post:N", sort=names)
    axis = alt.Axis(title=t("promotions.axis", lang), tickCount=5, format=".1f")
    tips = [
        alt.Tooltip(f"{column}:N", title=t(f"promotions.{name}", lang))
        for column, name in (
            ("post", "post"),
            ("day", "day"),
            ("chats_said", "chats"),
            ("seen_said", "seen"),
            ("learnt_said", "learnt"),
        )
    ]
    bars = (
        alt.Chart(rows)
        .mark_bar(opacity=0.75)
        .encode(x=x, xOffset=beside, y=alt.Y("seen:Q", axis=axis), color=colour, tooltip=tips)
    )
    ticks = (
        alt.Chart(rows)
        .mark_tick(color=INK, thickness=2.5, size=16)
        .encode(x=x, xOffset=beside, y=alt.Y("learnt:Q"), tooltip=tips)
    )
    rule = alt.Chart(pd.DataFrame({"one": [1.0]})).mark_rule(color=QUIET, strokeDash=[4, 3])
    layers = (bars, ticks, rule.encode(y=alt.Y("one:Q")))
    return calm(alt.layer(*layers), lang, width="container", height=HEIGHT_PX)
