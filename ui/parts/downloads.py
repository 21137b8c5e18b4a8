"""Files to hand out: the week as a workbook and as plain text."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from service.rosters import write_version
from ui import link, state
from ui.state import say

if TYPE_CHECKING:
    from service.rosters import RosterSheet


def download_buttons(sheet: RosterSheet) -> None:
    """Draw a menu with the files of the version that is looked at."""
    assert sheet.version is not None
    number = sheet.version.version.number
    stem = f"{sheet.week.label}-v{number}"
    with st.popover(say("download.open"), icon=":material/download:"):
        st.download_button(
            say("download.csv"),
            lambda: _csv(number),
            f"{stem}.csv",
            "text/csv",
            key="download.csv",
            width="stretch",
            on_click="ignore",
        )


def _csv(number: int) -> io.BytesIO:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        shop, week = state.chosen("shop"), state.chosen("week")
        write_version(link.database(), shop, week, path, number)
        return io.BytesIO(path.read_bytes())
