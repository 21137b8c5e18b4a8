"""A week's table as heat maps, days down and hours across, in place of its curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from ui import figures, state
from ui.charts.heat import Shades, heat_chart
from ui.look import post_colours
from ui.parts.planner.history_pictures import DARK
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from scheduler.horizon import Horizon

VIEWS = ("curve", "heat")
ICONS = {"curve": ":material/show_chart:", "heat": ":material/grid_on:"}
HOUR_MIN = 60


def choose_view(key: str) -> str:
    """Ask for the week as a curve or as maps by day and hour; the curve at first."""
    chosen = st.segmented_control(
        say("view.title"),
        VIEWS,
        default=VIEWS[0],
        format_func=spoken(VIEWS, lambda name: f"{ICONS[name]} {say(f'view.{name}')}"),
        key=key,
        required=True,
        label_visibility="collapsed",
    )
    return chosen or VIEWS[0]


def maps(
    values: npt.NDArray[np.float64],
    horizon: Horizon,
    posts: Sequence[str],
    *,
    order: Sequence[str],
    key: str,
    name: str,
    sums: bool,
) -> None:
    """
    Draw a map for each post: values by day and hour, shape (posts, intervals).

    Parameters
    ----------
    values, horizon, posts
        What is shown.
    order
        All posts of the shop, so that a post has one colour everywhere.
    key, name
        Of the charts, and of a value, in words.
    sums
        Whether an hour shows the sum of its intervals, else their mean.
    """
    lang, colours = state.lang(), post_colours(order)
    places = st.columns(min(3, len(posts)), gap="small")
    for number, post in enumerate(posts):
        cells = hour_cells(values[number], horizon, lang, sums=sums)
        colour = colours[post]
        shades = Shades.rising(
            (colour.soft, DARK.get(colour.strong, colour.strong)),
            float(cells["value"].max()),
            ",.0f" if sums else ",.1f",
        )
        chart = heat_chart(
            cells,
            lang,
            title=post_name(post, lang),
            days=[figures.day(date, lang) for date in horizon.dates],
            step_min=HOUR_MIN,
            shades=shades,
            tips={"when": say("view.when"), "said": name},
        )
        with places[number % len(places)]:
            st.altair_chart(chart, width="stretch", theme=None, key=f"{key}.{number}")


def hour_cells(
    values: npt.NDArray[np.float64], horizon: Horizon, lang: str, *, sums: bool
) -> pd.DataFrame:
    """Return a row for each day and hour, as ``heat_chart`` wants it; closed hours have none."""
    clock = horizon.clock
    minutes = [horizon.minute(number) for number in range(horizon.intervals)]
    rows = pd.DataFrame(
        {
            "date": [clock.date_of(at) for at in minutes],
            "clock": [clock.clock_of(at) // HOUR_MIN * HOUR_MIN for at in minutes],
            "value": values,
        }
    )
    hours = rows.groupby(["date", "clock"])["value"]
    found = (hours.sum(min_count=1) if sums else hours.mean()).reset_index()
    decimals = 0 if sums else 1
    return pd.DataFrame(
        {
            "day": [figures.day(date, lang) for date in found["date"]],
            "clock": found["clock"],
            "value": found["value"],
            "mark": False,
            "when": [
                f"{figures.day(date, lang)} {figures.window((at, at + HOUR_MIN))}"
                for date, at in zip(found["date"], found["clock"], strict=True)
            ],
            "said": [
                "—" if np.isnan(value) else figures.number(value, lang, decimals)
                for value in found["value"]
            ],
        }
    )
