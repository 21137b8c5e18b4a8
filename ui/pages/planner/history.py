"""The past: chats of each post, what is missing or looks wrong, and bringing more of it."""

from __future__ import annotations

import streamlit as st

from ui.parts import import_list, markup
from ui.parts.planner import history_import, history_pictures, history_view, past_decisions
from ui.parts.planner.history_files import download
from ui.parts.sheet import missing
from ui.state import say

past = history_view.known_past()
if past is None:
    missing("empty.shop")

title, buttons = st.columns([3, 2], vertical_alignment="center")
with title:
    markup.head(say("page.history"), history_view.tags(past) if past.volumes is not None else ())
history_import.show_taken()
if past.volumes is None:
    history_view.nothing()
    with st.container(border=True, key="past_import"):
        history_import.upload()
    st.stop()

with buttons, st.container(horizontal=True, horizontal_alignment="right", key="week_buttons"):
    key = history_import.popover_key()  # another one after each import: closed again
    with st.popover(say("past.import"), icon=":material/upload_file:", width="content", key=key):
        history_import.upload()
    download(past)

markup.cards(history_view.answers(past))
history_pictures.days(past)
past_decisions.show(past)
history_view.faults(past)
history_pictures.hours(past)
history_pictures.week(past)
with st.expander(say("past.files"), icon=":material/undo:"):
    import_list.of_history()
