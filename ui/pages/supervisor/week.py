"""The week: how good the roster is, who works when, what is still open."""

from __future__ import annotations

import streamlit as st

from service.start.what_next import WorkOf
from ui import done, state
from ui.parts import (
    answers,
    campaign_says,
    covering,
    grid_edit,
    importing,
    liveable_view,
    markup,
    mending,
    pinning,
    roster_view,
    sheet,
    terms_note,
    testing,
    week_table,
    why,
)
from ui.parts.downloads import download_buttons
from ui.parts.needing import ask_for_requirement
from ui.parts.publishing import publish_button
from ui.parts.sheet import open_sheet
from ui.parts.solving import job_panel, left_out_note
from ui.parts.start import next_line
from ui.plain import plain
from ui.state import say

grid_edit.settle()
next_line.line(WorkOf.SUPERVISOR)
found = open_sheet()
title, buttons = st.columns([3, 2], vertical_alignment="center")
with title:
    story = sheet.version_story(found.version, found) if found.version else ""
    markup.head(sheet.week_title(found), sheet.version_tags(found), story)

importing.show_taken()
done.show()

if found.problem is None:
    ask_for_requirement(found)
    st.stop()

with buttons, st.container(horizontal=True, horizontal_alignment="right", key="week_buttons"):
    solve_place = st.empty()
    if found.version is not None:
        testing.test_button(found)
        publish_button(found)
        download_buttons(found)

campaign_says.notes(found, "opening", "helper", "leave", "work_plan", "types", "overtime")
terms_note.note(found)
left_out_note(found.problem)
if not job_panel(found.problem):
    with solve_place, st.container(horizontal=True, key="solve_buttons"):
        mending.buttons(found, has_pins=pinning.has_pins(found.problem))
    mending.panel(found)
    if found.version is None:
        markup.empty(say("empty.roster"), say("empty.roster_text"))
    why.panel(found)

if found.version is None:
    roster_view.coverage(found)
    st.stop()

if found.version.version.reason:
    st.warning(
        plain(say("version.reason", reason=found.version.version.reason)), icon=":material/warning:"
    )
tested = testing.tested(found)
markup.cards(answers.answers(found, tested, state.lang()))
roster_view.coverage(found, tested)
week_table.grid(found)
pinning.pins(found)
liveable_view.liveable(found)
roster_view.open_points(found)
covering.panel(found, found.week.horizon.dates)
