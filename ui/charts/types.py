"""A picture of shift types: when each works, by the clock, and when it may eat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from scheduler.horizon import DAY_MIN, format_clock
from ui.charts.axes import calm
from ui.look import type_colours
from ui.words.catalogue import t
from ui.words.names import type_name, type_times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.shift_type import ShiftType

ROW_PX = 22
HOUR_MIN = 60
LABELS = list(range(0, 37, 3))


def types_chart(types: Sequence[ShiftType], lang: str) -> alt.LayerChart:
    """Return a bar for each type, from its earliest start to its latest end; meals are paler."""
    colours = type_colours(types)
    rows = pd.DataFrame([row for each in types for row in _rows(each, lang)])
    last = max(rows["x2"].max(), DAY_MIN / HOUR_MIN)
    order = list(dict.fromkeys(rows["who"]))
    axis = alt.Axis(
        title=None,
        values=[hour for hour in LABELS if hour <= last + 2],
        labelExpr="format(datum.value % 24, '02d') + ':00'",
    )
    x = alt.X("x:Q", axis=axis, scale=alt.Scale(domain=[0, float(last)], nice=False))
    y = alt.Y("who:N", sort=order, axis=alt.Axis(title=None, labelLimit=180, ticks=False))
    fill = alt.Color(
        "code:N",
        scale=alt.Scale(domain=list(colours), range=[colours[each.code].strong for each in types]),
        legend=None,
    )
    shade = alt.Opacity(
        "part:N", scale=alt.Scale(domain=["work", "may", "meal"], range=[0.85, 0.4, 1]), legend=None
    )
    tips = [alt.Tooltip("who:N", title=t("types.title", lang)), alt.Tooltip("told:N", title=" ")]
    bars = alt.Chart(rows[rows["part"] != "meal"]).mark_bar(height=ROW_PX - 8)
    meals = alt.Chart(rows[rows["part"] == "meal"]).mark_bar(height=4, color="#ffffff")
    chart = alt.layer(
        bars.encode(x, alt.X2("x2:Q"), y, fill, shade, tooltip=tips),
        meals.encode(x, alt.X2("x2:Q"), y, tooltip=tips),
    )
    return calm(chart, lang, width="container", height=ROW_PX * len(order) + 24)


def _rows(kind: ShiftType, lang: str) -> Iterator[dict[str, object]]:
    """Yield the parts of a type's bar in hours after midnight."""
    first, last = kind.starts[0], kind.starts[-1]
    who = f"{kind.code} {type_name(kind, lang)}"
    told = type_times(kind)

    def part(name: str, start: int, end: int) -> dict[str, object]:
        hours = {"x": start / HOUR_MIN, "x2": end / HOUR_MIN}
        return {"who": who, "code": kind.code, "part": name, "told": told, **hours}

    shortest, longest = first + min(kind.lengths), last + kind.length_min
    yield part("work", first, shortest)
    if longest > shortest:
        yield part("may", shortest, longest)
    if kind.pause_min:
        window = kind.shapes[0]
        meal = first + window.meal_earliest_min, first + window.meal_latest_min + kind.pause_min
        key = "types.gap_told" if kind.gap_min else "types.meal_told"
        told = t(key, lang, times="-".join(format_clock(at % DAY_MIN) for at in meal))
        yield part("meal", *meal)
