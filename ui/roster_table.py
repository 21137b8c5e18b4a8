"""The roster on the screen: the table that ``charts.grid`` draws, and the cell clicked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from ui.charts import grid as drawing
from ui.style import sheet

if TYPE_CHECKING:
    from scheduler.agent import Agent

_table = st.components.v2.component(
    "paiban_roster_table", css=sheet("roster_table.css"), js=sheet("roster_table.js")
)


def roster_table(
    grid: drawing.Grid, agents: tuple[Agent, ...], *, key: str, height: int = 640
) -> tuple[str, dt.date] | None:
    """Draw the table; return agent id and date of the cell clicked just now, None otherwise."""
    data = {
        "legend": drawing.legend(grid.problem, grid.lang),
        "table": drawing.markup(grid, agents),
        "height": height,
    }
    result = _table(data=data, key=key, on_picked_change=lambda: None)
    if not result.picked:
        return None
    agent_id, date = str(result.picked).split("\n")
    return agent_id, dt.date.fromisoformat(date)
