"""Tables of the planner as files: CSV and XLSX, made when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from service.spreadsheet import SheetColumn, SheetKind, SheetTable, csv_of, workbook_of
from ui import state
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from scheduler.horizon import Horizon

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
START_WIDTH = 18


def table_files(make: Callable[[], SheetTable], stem: str, *, key: str) -> None:
    """Draw a menu that hands a table out as CSV or XLSX."""
    with st.popover(say("table.download"), icon=":material/download:", key=f"{key}.files"):
        st.download_button(
            "CSV",
            lambda: csv_of(make()),
            f"{stem}.csv",
            "text/csv",
            key=f"{key}.csv",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            "XLSX",
            lambda: workbook_of([make()]),
            f"{stem}.xlsx",
            XLSX,
            key=f"{key}.xlsx",
            on_click="ignore",
            width="stretch",
        )


def by_interval(
    name: str,
    horizon: Horizon,
    posts: Sequence[str],
    values: Mapping[str, npt.NDArray[np.float64]],
) -> SheetTable:
    """
    Return a row for each post and interval.

    Parameters
    ----------
    name
        Of the sheet.
    horizon, posts
        The week and the posts that the columns are of.
    values
        Shape (posts, intervals), by the head of its column; where all are NaN, there is no row.
    """
    columns = [SheetColumn(say("table.start"), width=START_WIDTH), SheetColumn(say("table.post"))]
    columns += [SheetColumn(head, SheetKind.EXACT) for head in values]
    rows = []
    for place, post in enumerate(posts):
        said = post_name(post, state.lang())
        for number in range(horizon.intervals):
            found = [float(table[place, number]) for table in values.values()]
            if not np.isnan(found).all():
                exact = [None if np.isnan(value) else round(value, 4) for value in found]
                rows.append((horizon.clock.format(horizon.minute(number)), said, *exact))
    return SheetTable(name, tuple(columns), tuple(rows))
