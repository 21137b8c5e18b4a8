"""An edited workbook comes back: what was edited in it, shown before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError
from service.roster.sheet_editing import try_sheet
from ui import link, state
from ui.charts.grid_seen import Grid
from ui.parts import changing, grid_edit
from ui.parts.importing import as_file, fault_table
from ui.plain import plain
from ui.roster_table import roster_table
from ui.state import say

if TYPE_CHECKING:
    from service.roster.grid_editing import TriedEdit
    from service.roster.rosters import RosterSheet

ROUND = "sheet_back.round"


def back(sheet: RosterSheet) -> None:
    """Ask for the workbook, folded, and show what changed in it."""
    with st.expander(say("sheet_back.open"), icon=":material/table_edit:"):
        st.caption(say("sheet_back.text"))
        file = st.file_uploader(
            say("sheet_back.open"),
            key=f"sheet_back.file.{st.session_state.get(ROUND, 0)}",
            label_visibility="collapsed",
        )
        if file is None:
            return
        try:
            with as_file(file) as path:
                tried = try_sheet(link.desk(), sheet.week.label, path)
        except InputError as error:
            fault_table(error)
            return
        _told(sheet, tried)


def _told(sheet: RosterSheet, tried: TriedEdit) -> None:
    assert sheet.version is not None
    drawing = Grid(
        problem=tried.problem,
        roster=tried.change.roster,
        violations=tried.change.verdict.violations,
        pins=frozenset(),
        lost_wishes=frozenset(),
        lang=state.lang(),
        before=sheet.version.version.roster,
        is_difference=True,
    )
    touched = drawing.touched
    told = say("sheet_back.changed", cells=len(drawing.changed), people=len(touched))
    st.markdown(f"**{plain(told)}**")
    agents = tuple(one for one in tried.problem.agents if one.id in touched)
    roster_table(drawing, agents, key="sheet_back.grid", height=360)
    changing.show(tried.problem, tried.change)
    changing.offer(
        tried.change,
        tried.moved,
        key=f"sheet_back.{sheet.week.label}",
        done="sheet_taken_back",
        kept=_kept,
    )


def _kept() -> None:
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    grid_edit.tell_saved()
