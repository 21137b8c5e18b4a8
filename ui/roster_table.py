"""The roster on the screen: the table that ``charts.grid`` draws, cells clicked and edited."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import streamlit as st

from ui.charts import grid as drawing
from ui.charts.grid_tools import tool_words, tools
from ui.style import sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.agent import Agent
    from ui.charts.grid_seen import Grid

_table = st.components.v2.component(
    "paiban_roster_table",
    css=sheet("roster_table.css"),
    js=sheet("roster_edit.js") + sheet("roster_table.js"),
)


def roster_table(
    grid: Grid, agents: tuple[Agent, ...], *, key: str, height: int = 640
) -> tuple[str, dt.date] | None:
    """Draw the table; return agent id and date of the cell clicked just now, None otherwise."""
    data = {
        "legend": drawing.legend(grid.problem, grid.lang),
        "table": drawing.markup(grid, agents),
        "height": height,
    }
    result = _table(data=data, key=key, on_picked_change=_nothing, on_edit_change=_nothing)
    if not result.picked:
        return None
    agent_id, date = str(result.picked).split("\n")
    return agent_id, dt.date.fromisoformat(date)


def edit_table(
    grid: Grid,
    agents: tuple[Agent, ...],
    on_edit: Callable[[dict[str, object]], object],
    *,
    key: str,
    height: int = 640,
) -> None:
    """
    Draw the table so that cells can be selected, dragged, copied and edited with the keyboard.

    Parameters
    ----------
    grid, agents
        What it shows.
    on_edit
        Called with each thing somebody does, before the script runs again: its ``kind``, the
        ``cells`` as pairs of agent id and date, and what else it needs. It comes from a browser and
        may hold anything.
    """
    types = [each.code for each in grid.problem.rules.types]
    data = {
        "legend": drawing.legend(grid.problem, grid.lang),
        "tools": tools(types, grid.lang),
        "table": drawing.markup(grid, agents),
        "height": height,
        "editing": {"codes": types, "words": tool_words(grid.lang)},
    }

    def told() -> None:
        message = st.session_state[key].get("edit")
        found = _parsed(str(message)) if message else None
        if found is not None:
            on_edit(found)

    _table(data=data, key=key, on_picked_change=_nothing, on_edit_change=told)


def _nothing() -> None:
    """Let the script run again."""


def _parsed(message: str) -> dict[str, object] | None:
    """Return what a browser said; None: nothing that can be read."""
    try:
        found = json.loads(message)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
