"""Hours needed and there in the weeks to come, a band for each post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from ui import figures
from ui.charts.axes import band_name, calm, named
from ui.look import BAD, INK, post_colours
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.demand.capacity import CapacityWeek

BAND_PX = 118
LABELS_PX = 22
LEFT_PX = 38
PARTS = ("covered", "hired", "short")


def capacity_charts(
    weeks: Sequence[CapacityWeek], lang: str, *, order: Sequence[str]
) -> list[alt.LayerChart]:
    """
    Return a chart for each post: hours needed as columns, hours there as a line.

    A column is soft as far as the people there reach, darker where new people do it, red where
    nobody does.
    """
    posts = list(weeks[0].required_hours)
    charts = []
    for place, post in enumerate(posts):
        rows = week_rows(weeks, post, lang)
        x = _x(weeks, lang, is_last=place == len(posts) - 1)
        top = float(rows[["required", "there"]].to_numpy().max())
        axis = alt.Axis(title=None, tickCount=4, format=",d", minExtent=LEFT_PX, maxExtent=LEFT_PX)
        scale = alt.Scale(domain=[0, max(1.0, top) * 1.5], nice=False)
        y = alt.Y("low:Q", axis=axis, scale=scale)
        chart = alt.layer(
            _columns(rows, order, post).encode(x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("high:Q")),
            _line(rows).encode(x=x, y=alt.Y("there:Q")),
            *_signs(rows, x),
            _hover(rows, lang).encode(x=x, x2=alt.X2("x2:Q")),
            band_name(post_name(post, lang)),
        )
        height = BAND_PX + (LABELS_PX if place == len(posts) - 1 else 0)
        charts.append(calm(chart, lang, width="container", height=height))
    return charts


def week_rows(weeks: Sequence[CapacityWeek], post: str, lang: str) -> pd.DataFrame:
    """Return a row for each week and part of its column: ``covered``, ``hired``, ``short``."""
    rows = []
    for place, week in enumerate(weeks):
        required, there = week.required_hours[post], week.available_hours[post]
        short = week.left_short_hours[post]
        hired = min(week.hired_hours[post], max(0.0, required - short))
        edges = (0.0, required - short - hired, required - short, required)
        for number, part in enumerate(PARTS):
            rows.append(
                {
                    "x": place + 0.12,
                    "x2": place + 0.88,
                    "start": place,
                    "end": place + 1,
                    "part": part,
                    "low": edges[number],
                    "high": edges[number + 1],
                    "required": required,
                    "there": there,
                    "is_short": short > 0,
                    "when": f"{week.label} · {figures.short_date(week.start, lang)}",
                    "required_said": figures.number(required, lang, 0),
                    "there_said": figures.number(there, lang, 0),
                    "hired_said": figures.number(week.hired_hours[post], lang, 0),
                    "short_said": figures.number(short, lang, 0),
                }
            )
    return pd.DataFrame(rows)


def _x(weeks: Sequence[CapacityWeek], lang: str, *, is_last: bool) -> alt.X:
    values = [float(place) for place in range(len(weeks))]
    names = [figures.short_date(week.start, lang) for week in weeks]
    axis = alt.Axis(
        values=values,
        title=None,
        labelAlign="left",
        labelExpr=named(values, names),
        labelOverlap="greedy",
        grid=True,
        labels=is_last,
        ticks=is_last,
    )
    return alt.X("x:Q", axis=axis, scale=alt.Scale(domain=[0, len(weeks)], nice=False))


def _columns(rows: pd.DataFrame, order: Sequence[str], post: str) -> alt.Chart:
    colour = post_colours(order)[post]
    shades = alt.Scale(domain=list(PARTS), range=[colour.soft, colour.strong, BAD])
    shown = rows[rows["high"] > rows["low"] + 1e-9][["x", "x2", "low", "high", "part"]]
    return alt.Chart(shown).mark_rect().encode(color=alt.Color("part:N", scale=shades, legend=None))


def _line(rows: pd.DataFrame) -> alt.Chart:
    """Return the hours there as steps."""
    weeks = rows[rows["part"] == "covered"]
    starts = weeks[["start", "there"]].rename(columns={"start": "x"})
    last = weeks[["end", "there"]].rename(columns={"end": "x"}).tail(1)
    steps = pd.concat([starts, last])
    return alt.Chart(steps).mark_line(interpolate="step-after", color=INK, size=1.6)


def _signs(rows: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    """Return a cross above each week that stays short, so that red is not alone in saying it."""
    short = rows[rows["is_short"] & (rows["part"] == "short")]
    if short.empty:
        return []
    places = pd.DataFrame({"x": (short["x"] + short["x2"]) / 2, "high": short["high"]})
    sign = alt.Chart(places).mark_text(text="✕", color=BAD, fontWeight="bold", dy=-8)
    return [sign.encode(x=x, y=alt.Y("high:Q"))]


def _hover(rows: pd.DataFrame, lang: str) -> alt.Chart:
    shown = rows[rows["part"] == "covered"]
    shown = shown.assign(x=shown["start"], x2=shown["end"]).drop(columns=["low", "high"])
    names = {"when": "week", "required_said": "required", "there_said": "there"}
    names |= {"hired_said": "hired", "short_said": "short"}
    tips = [
        alt.Tooltip(f"{column}:N", title=t(f"capacity.{name}", lang))
        for column, name in names.items()
    ]
    return alt.Chart(shown).mark_rect(opacity=0.0).encode(tooltip=tips)
