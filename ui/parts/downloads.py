"""Files to hand out: the week as a workbook to print, as a list, and in the plain week format."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from service.roster.export import roster_csv, roster_workbook
from service.roster.rosters import write_version
from ui import link, state
from ui.export_words import export_words
from ui.look import post_colours
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
        ("csv", lambda: roster_csv(sheet, export_words(sheet, lang)), f"{stem}.csv", "text/csv"),
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
    assert sheet.problem is not None
    colours = post_colours([post.id for post in sheet.problem.posts])
    soft = {post: colour.soft for post, colour in colours.items()}
    return roster_workbook(sheet, export_words(sheet, lang), soft)


def _plain(sheet: RosterSheet) -> bytes:
    assert sheet.version is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        number = sheet.version.version.number
        write_version(link.desk(sheet.shop.id), sheet.week.label, path, number)
        return path.read_bytes()
