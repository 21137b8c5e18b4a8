"""How liveable a roster is: measures beside the week before, and people one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from service.roster.liveable_report import liveable_report
from service.roster.report import owed_report
from ui import state
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say
from ui.words.liveable_rows import liveable_notes, liveable_rows, person_cells
from ui.words.owed_lines import owed_lines
from ui.words.sentences import agent_name

if TYPE_CHECKING:
    from service.roster.rosters import RosterSheet


def liveable(sheet: RosterSheet) -> None:
    """Draw how liveable the version looked at is."""
    assert sheet.problem is not None
    assert sheet.version is not None
    lang = state.lang()
    report = liveable_report(sheet.problem, sheet.version.version.roster)
    st.subheader(say("liveable.title"), help=say("liveable.help"), anchor=False)
    names = [say(f"liveable.{name}") for name in ("measure", "now", "before")]
    listing(names, [Row(row) for row in liveable_rows(report, lang)], numbers=frozenset())
    for note in liveable_notes(report, lang):
        st.caption(plain(note))
    owed = owed_report(sheet.problem, sheet.version.version.roster)
    problem = sheet.problem
    for line in owed_lines(owed, lang, lambda name: agent_name(name, problem, lang)):
        st.info(plain(line), icon=":material/schedule:")
    with st.expander(say("liveable.people")):
        _people(sheet, report)


def _people(sheet: RosterSheet, report: dict) -> None:
    assert sheet.problem is not None
    before = {one["agent_id"]: one for one in (report["week_before"] or {"people": ()})["people"]}
    rows = [
        {
            "p_agent": agent_name(one["agent_id"], sheet.problem, state.lang()),
            **person_cells(one, before.get(one["agent_id"])),
        }
        for one in report["people"]
    ]
    frame = pd.DataFrame(rows).dropna(axis="columns", how="all")
    percent = st.column_config.NumberColumn(format="percent")
    number = st.column_config.NumberColumn(format="%.4g")
    config = {
        say(f"liveable.{name}"): percent if name == "p_off" else number
        for name in frame.columns
        if name != "p_agent"
    }
    frame = frame.rename(columns=lambda name: say(f"liveable.{name}"))
    st.dataframe(frame, hide_index=True, column_config=config, key="week.liveable")
