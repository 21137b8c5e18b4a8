"""Files to hand out: the week as a workbook to print, as a list, and in the plain week format."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from scheduler.errors import InputError
from service.access.outside.reach import LOOPBACK
from service.drawing.fonts import font_for
from service.roster.export import roster_csv, roster_workbook
from service.roster.export_cells import RosterCells
from service.roster.export_marks import content
from service.roster.export_picture import packed, roster_pdf, team_parts, team_pictures
from service.roster.rosters import write_version
from service.settings import settings
from ui import link, state
from ui.export_words import export_words
from ui.guard import fault_sentences
from ui.look import export_colours
from ui.outbound import week_address
from ui.plain import plain
from ui.state import say
from ui.words.catalogue import t

if TYPE_CHECKING:
    from service.roster.rosters import RosterSheet

CHINESE = "排"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download_buttons(sheet: RosterSheet) -> None:
    """Draw a menu with the files of the version that is looked at; made when asked for."""
    assert sheet.version is not None
    stem = f"{sheet.week.label}-v{sheet.version.version.number}"
    lang = state.lang()
    files = (
        ("xlsx", lambda: roster_workbook(_cells(sheet, lang)), f"{stem}.xlsx", XLSX),
        ("csv", lambda: _list(sheet, lang), f"{stem}.csv", "text/csv"),
        ("plain", lambda: _plain(sheet), f"{stem}-roster.csv", "text/csv"),
    )
    told = content(sheet)
    png = (f"{stem}-png.zip", "application/zip")
    if len(team_parts(told.problem, told.shifts)) == 1:
        png = (f"{stem}.png", "image/png")
    drawn = (
        ("pdf", lambda: roster_pdf(_cells(sheet, lang)), f"{stem}.pdf", "application/pdf"),
        ("png", lambda: _pictures(_cells(sheet, lang), t("download.no_team", lang)), *png),
    )
    cannot = _undrawable()
    with st.popover(say("download.open"), icon=":material/download:"):
        for kind, make, name, mime in files if cannot else (*files[:1], *drawn, *files[1:]):
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
        if cannot:
            st.caption(plain(cannot))
        _address(sheet)


def _address(sheet: RosterSheet) -> None:
    """Draw the address of this week's page, to be copied and sent."""
    public = settings().public_address.rstrip("/")
    base = public or link.address()
    st.caption(say("download.link"))
    st.code(week_address(base, sheet.shop.id, sheet.week.label, state.lang()), language=None)
    if not public and urlsplit(base).hostname in LOOPBACK:
        st.caption(say("download.link_here"))


def _undrawable() -> str:
    """Return why no picture can be drawn on this computer; empty: it can."""
    try:
        font_for(CHINESE, 1)
    except InputError as error:
        return " ".join(fault_sentences(error.faults))
    return ""


def _pictures(cells: RosterCells, no_team: str) -> bytes:
    drawn = team_pictures(cells)
    return drawn[0].content if len(drawn) == 1 else packed(drawn, no_team)


def _cells(sheet: RosterSheet, lang: str) -> RosterCells:
    told = content(sheet)
    return RosterCells(told, export_words(sheet, lang), export_colours(told.problem))


def _list(sheet: RosterSheet, lang: str) -> bytes:
    return roster_csv(content(sheet), export_words(sheet, lang))


def _plain(sheet: RosterSheet) -> bytes:
    assert sheet.version is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        number = sheet.version.version.number
        write_version(link.desk(sheet.shop.id), sheet.week.label, path, number)
        return path.read_bytes()
