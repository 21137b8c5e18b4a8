"""The roster of days that have begun, taken in as it was agreed: file, reason, unknown codes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError
from service.roster.agreed import take_agreed
from service.taken import noting_rows
from ui import figures, link, state
from ui.parts.importing import as_file, fault_table, note_taken, to_week
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from scheduler.errors import Fault

UNKNOWN = "import.agreed.unknown"
OFF = "休"
"""What a table of codes says of a day without a shift, in every language."""
NO_CODE = "code_unknown"
SHOWN = 3


def upload(*, reason: str = "", stays: bool = False) -> None:
    """
    Ask for the roster of days that have begun, and put it in force as what was agreed then.

    Parameters
    ----------
    reason
        Why it was not published in time; empty: it is asked.
    stays
        Whether this page stays open; else the week's opens.
    """
    if not state.chosen("shop"):
        return
    with st.container(border=not stays):
        if not stays:
            st.markdown(f"**{say('import.agreed')}**")
        st.caption(plain(say("import.agreed_text")))
        file = st.file_uploader(
            say("import.agreed"), key="import.agreed", label_visibility="collapsed"
        )
        told = reason or st.text_input(
            say("import.agreed_reason"), key="import.agreed_reason", max_chars=200
        )
        is_ready = file is not None and bool(told.strip())
        if st.button(say("import.agreed_go"), disabled=not is_ready, key="import.agreed_go"):
            assert file is not None
            _take(file, told, {}, stays=stays)
        if file is not None and st.session_state.get(UNKNOWN, ("", ()))[0] == file.file_id:
            _ask_codes(file, told, stays=stays)


def _take(file: UploadedFile, reason: str, meant: Mapping[str, str], *, stays: bool) -> None:
    st.session_state.pop(UNKNOWN, None)
    try:
        with as_file(file) as path, noting_rows() as files:
            kept = take_agreed(link.desk(), path, reason=reason, meant=meant)
    except InputError as error:
        if all(fault.code == NO_CODE for fault in error.faults):
            st.session_state[UNKNOWN] = (file.file_id, error.faults)
        else:
            fault_table(error)
        return
    note_taken(files)
    if stays:
        st.rerun()
    state.choose("week", kept.label)
    to_week(files)


def _ask_codes(file: UploadedFile, reason: str, *, stays: bool) -> None:
    """Ask what each cell means that is no code, once for equal ones."""
    faults: tuple[Fault, ...] = st.session_state[UNKNOWN][1]
    where: dict[str, list[str]] = {}
    for fault in faults:
        date = figures.short_date(dt.date.fromisoformat(str(fault.details["date"])), state.lang())
        where.setdefault(str(fault.value), []).append(f"{fault.details['agent']} {date}")
    known = [code for code in str(faults[0].details.get("known", "")).split("、") if code != "—"]
    st.warning(say("import.codes_asked"), icon=":material/help:")
    told = {
        text: st.selectbox(
            plain(say("import.code_means", code=text, where=_short(where[text]))),
            list(dict.fromkeys((OFF, *known))),
            index=None,
            format_func=lambda code: say("import.code_off") if code == OFF else code,
            placeholder=say("asking.choose"),
            key=f"import.code.{place}.{file.file_id}",
        )
        for place, text in enumerate(where)
    }
    meant = {text: code for text, code in told.items() if code}
    is_ready = len(meant) == len(where)
    if st.button(say("import.codes_take"), disabled=not is_ready, key="import.codes_take"):
        _take(file, reason, meant, stays=stays)


def _short(places: list[str]) -> str:
    """Return some of the places where a text stands."""
    more = len(places) - SHOWN
    return say("list.comma").join(places[:SHOWN]) + (f" +{more}" if more > 0 else "")
