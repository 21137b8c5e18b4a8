"""The staff list of a shop that is set up: a file, and what holds where it says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError, UnusualError
from service.shop.people import USUAL, Others, take_staff
from service.shop.shops import posts
from service.taken import NamesTold, as_told, noting_rows
from ui import done, figures, link, state
from ui.parts.importing import as_file, fault_table
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name
from ui.words.reading import files_lines

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

MOST_HOURS = 60.0
HOURS = "contract_hours_week"
ASKED = "setup.people.others"


def draw() -> None:
    """Ask for the list, and once for all what it may lack: contract hours, the post."""
    st.caption(plain(say("setup.people_text")))
    file = st.file_uploader(
        say("setup.step_people"), key="setup.people", label_visibility="collapsed"
    )
    told = _asked()
    if st.button(
        say("setup.people_take"), type="primary", disabled=file is None, key="setup.people_take"
    ):
        assert file is not None
        _take(file, told)
    if file is not None and st.session_state.get(ASKED) == file.file_id:
        _ask_about_others(file, told)


def _asked() -> dict[str, str]:
    """Ask what holds of everybody where the list has no such column."""
    known = [post.id for post in posts(link.desk())]
    hours, post = st.columns(2, vertical_alignment="bottom")
    told = hours.number_input(
        say("setup.contract_hours"),
        1.0,
        MOST_HOURS,
        float(USUAL[HOURS]),
        format="%.1f",
        key="setup.of_all",
    )
    only = post.selectbox(
        say("setup.only_post"),
        known,
        index=0 if len(known) == 1 else None,
        format_func=spoken(known, lambda name: post_name(name, state.lang())),
        placeholder=say("asking.choose"),
        key="setup.only_post",
    )
    st.caption(plain(say("setup.people_usual")))
    return {**USUAL, HOURS: f"{told:g}"} | ({"posts": only} if only else {})


def _take(file: UploadedFile, told: dict[str, str], others: Others | None = None) -> None:
    st.session_state.pop(ASKED, None)
    try:
        with as_file(file) as path, as_told(NamesTold(usual=told)), noting_rows() as files:
            look = take_staff(link.desk(), path, others=others)
    except InputError as error:
        fault_table(error)
        if isinstance(error, UnusualError):
            st.session_state[ASKED] = file.file_id
        return
    count = figures.number(len(look.new) + len(look.changed) + look.same, state.lang(), 0)
    lines = files_lines(files.values(), state.lang())
    done.tell(" ".join((say("setup.people_taken", count=count), *lines)))
    st.rerun()


def _ask_about_others(file: UploadedFile, told: dict[str, str]) -> None:
    """Ask what is with people of the shop who are not in the list."""
    with st.container(horizontal=True):
        for one in Others:
            if st.button(say(f"setup.others_{one}"), key=f"setup.others.{one}"):
                _take(file, told, one)
