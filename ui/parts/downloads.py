"""Files to hand out: the week as a workbook to print, as a list, and in the plain week format."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from service.roster.export import roster_csv, roster_workbook
from service.roster.export_marks import content
from service.roster.rosters import write_version
from ui import link, state
from ui.export_words import export_words
from ui.look import export_colours
from ui.state import say

if TYPE_CHECKING:
    from service.roster.rosters import RosterSheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download_buttons(sheet: RosterSheet) -> None:
    """Draw a menu with the files of the version that is looked at; made when asked for."""
    assert sheet.version is not None
    stem = f"{sheet.week.label}-v{sheet.version.version.number}"
    lang = state.lang()
    files = (
        ("xlsx", lambda: _workbook(sheet, lang), f"{stem}.xlsx", XLSX),
        ("csv", lambda: _list(sheet, lang), f"{stem}.csv", "text/csv"),
        ("plain", lambda: _plain(sheet), f"{stem}-roster.csv", "text/csv"),
    )
    with st.popover(say("download.open"), icon=":material/download:"):
        for kind, make, name, mime in files:
            st.download_button(
                say(f"download.{kind}"),
                make,
                name,
                mime,
                key=f"download.{kind}",
                help=say(f"download.{kind}_help"),
                width="stretch",
                on_click="ignore",
            )


def _workbook(sheet: RosterSheet, lang: str) -> bytes:
    told = content(sheet)
    return roster_workbook(told, export_words(sheet, lang), export_colours(told.problem))


def _list(sheet: RosterSheet, lang: str) -> bytes:
    return roster_csv(content(sheet), export_words(sheet, lang))


def _plain(sheet: RosterSheet) -> bytes:
    assert sheet.version is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        number = sheet.version.version.number
        write_version(link.desk(sheet.shop.id), sheet.week.label, path, number)
        return path.read_bytes()
