"""What menus of two, three and more shift types cost, and what none of their size is below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from ui import figures
from ui.charts.axes import calm
from ui.look import BAD, INK, QUIET
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.roster.designing import Menu

HEIGHT_PX = 240
DEAR = 4
"""Menus dearer than so many times the knee's are beyond the picture's upper edge."""


def menus_chart(curve: Sequence[Menu], knee: int, lang: str) -> alt.LayerChart:
    """Return the cost by number of types as a line, hours short as columns, the bound dashed."""
    rows = menu_rows(curve, lang)
    worth = next(menu.cost_hours for menu in curve if menu.size == knee)
    top = min(float(rows["cost"].max()), DEAR * max(worth, 1.0))
    x = alt.X("size:O", axis=alt.Axis(title=t("design.axis_size", lang), labelAngle=0))
    scale = alt.Scale(domain=[0, top * 1.1], clamp=True)

    def y(name: str) -> alt.Y:
        axis = alt.Axis(title=t("design.axis_hours", lang), tickCount=5, format=",d")
        return alt.Y(f"{name}:Q", axis=axis, scale=scale)

    tips = [
        alt.Tooltip(f"{name}_said:N", title=t(f"design.{name}", lang))
        for name in ("size", "short", "surplus", "unsealed", "cost", "bound")
    ]
    base = alt.Chart(rows).encode(x=x, tooltip=tips)
    chart = alt.layer(
        base.mark_bar(color=BAD, opacity=0.35, size=26).encode(y=y("short")),
        base.mark_line(color=QUIET, strokeDash=[4, 3]).encode(y=y("bound")),
        base.mark_line(color=INK, point=alt.OverlayMarkDef(color=INK, size=45)).encode(y=y("cost")),
        base.transform_filter(alt.datum.size == knee)
        .mark_point(color=INK, size=220, strokeWidth=2)
        .encode(y=y("cost")),
    )
    return calm(chart, lang, width="container", height=HEIGHT_PX)


def menu_rows(curve: Sequence[Menu], lang: str) -> pd.DataFrame:
    """Return a row for each menu: its size and hours, as numbers and as they are said."""
    rows = []
    for menu in curve:
        hours = {
            "short": menu.short_hours,
            "surplus": menu.surplus_hours,
            "unsealed": menu.unsealed_hours,
            "cost": menu.cost_hours,
            "bound": menu.bound_hours,
        }
        said = {f"{name}_said": figures.number(value, lang, 1) for name, value in hours.items()}
        rows.append({"size": menu.size, "size_said": str(menu.size), **hours, **said})
    return pd.DataFrame(rows)
