"""The past as a file: a row per interval and post, as it can be taken in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from service.spreadsheet import SheetColumn, SheetKind, SheetTable, csv_of
from ui import state
from ui.state import say

if TYPE_CHECKING:
    from scheduler.demand import Volumes
    from service.history.past_check import CheckedHistory


def download(past: CheckedHistory) -> None:
    """Draw the button that hands the past out as CSV; made when asked for."""
    volumes = past.volumes
    assert volumes is not None
    st.download_button(
        say("past.download"),
        lambda: history_csv(volumes),
        f"{state.chosen('shop')}-volumes.csv",
        "text/csv",
        icon=":material/download:",
        key="past.download",
        on_click="ignore",
    )


def history_csv(volumes: Volumes) -> bytes:
    """Return ``start, post, volume`` in order of time; an empty cell where it is not known."""
    columns = (SheetColumn("start"), SheetColumn("post"), SheetColumn("volume", SheetKind.WHOLE))
    rows = []
    for place, start in enumerate(volumes.start_min.tolist()):
        at = volumes.clock.format(start)
        for row, post in enumerate(volumes.posts):
            count = float(volumes.counts[row, place])
            known = None if np.isnan(count) else int(count) if count.is_integer() else count
            rows.append((at, post, known))
    return csv_of(SheetTable("volumes", columns, tuple(rows)))
