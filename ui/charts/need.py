"""People needed in a week, a band per post, and what one agent does to the level over a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from ui import figures
from ui.charts.axes import band_name, calm, clock_axis
from ui.charts.bands import band, count_y, hover, interval_rows, tips, to_the_end, week_x
from ui.look import ACCENT, BAD, GOOD, INK, QUIET, post_colours
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.demand import Requirement
    from scheduler.horizon import Horizon
    from service.demand.agent_effects import AgentEffect

BAND_PX = 92
LEVEL_PX = 190
LEFT_PX = 34
LEVELS = ("less", "planned", "more")


def need_charts(
    kept: Requirement | None, tried: Requirement, lang: str, *, order: Sequence[str]
) -> list[alt.LayerChart]:
    """
    Return a chart for each post, one above the other: the kept need, and what is tried as a line.

    ``order``: all posts of the shop, so that a post has one colour everywhere.
    """
    colours = post_colours(order)
    charts = []
    for row, post in enumerate(tried.posts):
        known = kept is not None and post in kept.posts
        stands = kept.of(post) if kept is not None and known else tried.agents[row]
        both = {"stands": stands, "tried": tried.agents[row]}
        rows = interval_rows(tried.horizon, range(tried.horizon.intervals), lang, **both)
        is_last = row == len(tried.posts) - 1
        x = week_x(tried.horizon, lang, is_last=is_last)
        top = max(1.0, float(np.nanmax(rows[["stands", "tried"]].fillna(0).to_numpy()))) * 1.12
        y = count_y("stands", top, LEFT_PX)
        colour = colours[post]
        layers = [
            alt.Chart(to_the_end(rows)[["x", "stands"]])
            .mark_area(
                interpolate="step-after",
                color=colour.soft,
                line={"color": colour.strong, "size": 1.4, "interpolate": "step-after"},
            )
            .encode(x=x, y=y)
        ]
        if not np.allclose(stands, tried.agents[row], equal_nan=True):
            line = alt.Chart(to_the_end(rows)[["x", "tried"]]).mark_line(
                interpolate="step-after", color=INK, size=1.4, strokeDash=[4, 2]
            )
            layers.append(line.encode(x=x, y=alt.Y("tried:Q")))
        layers += [_hover(rows, x, lang), band_name(post_name(post, lang))]
        charts.append(band(layers, lang, BAND_PX, is_last=is_last))
    return charts


def _hover(rows: pd.DataFrame, x: alt.X, lang: str) -> alt.Chart:
    shown = rows[["x", "x2", "when"]].assign(
        stands=[_people(value, lang) for value in rows["stands"]],
        tried=[_people(value, lang) for value in rows["tried"]],
    )
    return hover(shown, x, tips("staff", ("when", "stands", "tried"), lang))


def _people(value: float, lang: str) -> str:
    return t("cover.closed", lang) if np.isnan(value) else figures.number(value, lang, 1)


def level_chart(
    horizon: Horizon,
    day: int,
    effects: Sequence[AgentEffect | None],
    lang: str,
    *,
    target: float,
    chosen: int,
) -> alt.LayerChart:
    """
    Return a day's service level with the agents needed, with one less and with one more.

    Parameters
    ----------
    effects
        Of the day's intervals.
    target
        Service level aimed at.
    chosen
        Number, from the day's first, of the interval that is looked at.
    """
    first = horizon.first_interval(day)
    rows = pd.DataFrame(
        [_level_row(horizon, first + n, effect, lang) for n, effect in enumerate(effects)]
    )
    domain = [float(rows["x"].iloc[0]), float(rows["x2"].iloc[-1])]
    scale = alt.Scale(domain=domain, nice=False)
    x = alt.X("x:Q", axis=clock_axis(horizon, day), scale=scale)
    axis = alt.Axis(title=None, format=".0%", tickCount=5, minExtent=LEFT_PX + 4)
    y_scale = alt.Scale(domain=[0, 1], nice=False)
    names = [t(f"staff.{name}", lang) for name in LEVELS]
    colour = alt.Color(
        "who:N",
        title=None,
        scale=alt.Scale(domain=names, range=[BAD, ACCENT, GOOD]),
        legend=alt.Legend(orient="bottom", direction="horizontal", labelFontSize=12),
    )
    dash = alt.StrokeDash(
        "who:N", scale=alt.Scale(domain=names, range=[[3, 2], [1, 0], [6, 3]]), legend=None
    )
    long = pd.concat(
        [
            to_the_end(rows)[["x", name]].rename(columns={name: "level"}).assign(who=said)
            for name, said in zip(LEVELS, names, strict=True)
        ]
    )
    lines = (
        alt.Chart(long)
        .mark_line(interpolate="step-after", size=1.6)
        .encode(x=x, y=alt.Y("level:Q", axis=axis, scale=y_scale), color=colour, strokeDash=dash)
    )
    goal = alt.Chart(pd.DataFrame({"y": [target]})).mark_rule(color=QUIET, strokeDash=[2, 2])
    here = alt.Chart(rows.iloc[[chosen]]).mark_rect(color=ACCENT, opacity=0.12)
    told = [
        alt.Tooltip(f"{name}_said:N", title=t(f"staff.{name}", lang))
        for name in ("when", "chats", "needed", *LEVELS)
    ]
    layers = (
        here.encode(x=x, x2=alt.X2("x2:Q")),
        goal.encode(y=alt.Y("y:Q")),
        lines,
        hover(rows, x, told),
    )
    return calm(alt.layer(*layers), lang, width="container", height=LEVEL_PX)


def _level_row(
    horizon: Horizon, interval: int, effect: AgentEffect | None, lang: str
) -> dict[str, object]:
    start = interval * horizon.interval_hours
    row: dict[str, object] = {
        "x": start,
        "x2": start + horizon.interval_hours,
        "when_said": figures.moment(horizon, horizon.minute(interval), lang),
        "chats_said": "—" if effect is None else figures.number(effect.chats, lang, 1),
        "needed_said": "—" if effect is None else figures.number(effect.needed, lang, 1),
    }
    for name in LEVELS:
        level = None if effect is None else getattr(effect.levels, name)
        row[name] = level
        row[f"{name}_said"] = "—" if level is None else figures.share(level, lang)
    return row
