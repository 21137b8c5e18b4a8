"""Taking the past in from files: volumes under any column names, or a log of chats."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import streamlit as st

from scheduler.errors import InputError
from service.demand.drivers import import_drivers
from service.demand.volume_file import (
    VolumeExport,
    VolumeFile,
    import_volume_file,
)
from service.history.chat_columns import columns_of as chat_columns_of
from service.history.chat_history import TakenIn
from service.history.volume_columns import NOBODYS, ExportColumns, columns_of, guessed
from ui import figures, link, state
from ui.parts.importing import fault_table
from ui.parts.planner import chat_import, volumes_look
from ui.parts.templates import template_button
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name
from ui.words.reading import reading_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from ui.parts.planner.volumes_look import VolumeAnswers

T = TypeVar("T")

DONE = "past.imported"
COUNT = "past.imports"
KINDS = ("volumes", "chats", "contacts", "drivers")
DRIVEN = "past.driven"
NO_COLUMN = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import brought: file, posts, first and last day, chats; how a file was read."""

    file: str
    posts: tuple[str, ...]
    first: str
    last: str
    chats: float
    log: TakenIn | None = None
    reading: dict[str, Any] | None = None


def popover_key() -> str:
    """Return the key of the popover that asks for a file: a new one after each import."""
    return f"past.import.{st.session_state.get(COUNT, 0)}"


def show_taken() -> bool:
    """Say what the last import brought, once; return whether there was one."""
    taken: Taken | None = st.session_state.pop(DONE, None)
    if (driven := st.session_state.pop(DRIVEN, None)) is not None:
        said = say("past.drivers_taken", file=driven[0], count=driven[1])
        st.success(plain(said), icon=":material/check:")
        return True
    if taken is None:
        return False
    lang = state.lang()
    names = say("list.comma").join(post_name(post, lang) for post in taken.posts)
    chats = figures.number(taken.chats, lang, 0)
    told = {"file": taken.file, "first": taken.first, "last": taken.last}
    st.success(plain(say("past.taken", posts=names, chats=chats, **told)), icon=":material/check:")
    if taken.log is not None:
        chat_import.show(taken.log)
    if taken.reading is not None:
        st.caption(" ".join(plain(line) for line in reading_lines(taken.reading, lang)))
        volumes_look.propose_handle_times(taken.reading["handle_s"])
    st.page_link(link.page("forecast"), label=say("past.to_forecast"), icon=":material/insights:")
    return True


def upload() -> None:
    """Ask for a file of the past, how to read it, and take it in."""
    kind = st.segmented_control(
        say("past.kind"),
        KINDS,
        default=KINDS[0],
        format_func=spoken(KINDS, lambda name: say(f"past.kind_{name}")),
        key="past.kind",
        required=True,
        label_visibility="collapsed",
    )
    st.caption(say(f"past.kind_{kind}_text"))
    file = st.file_uploader(say("past.file"), key=f"past.file.{kind}", label_visibility="collapsed")
    if file is None:
        if kind in (KINDS[0], "drivers"):
            template_button(kind)
        return
    st.caption(plain(file.name))
    if kind == "chats":
        _ask_chats(file)
    elif kind == "drivers":
        _take_drivers(file)
    else:
        _ask_volumes(file, is_all_contacts=kind == "contacts")


def _take_drivers(file: UploadedFile) -> None:
    """Take a table of plans and orders by day in, once somebody says so."""
    if not st.button(say("past.take"), type="primary", key="past.take_drivers"):
        return
    try:
        days = _with_file(file, lambda path: import_drivers(link.desk(), path))
    except InputError as error:
        fault_table(error)
        return
    st.session_state[COUNT] = st.session_state.get(COUNT, 0) + 1
    st.session_state[DRIVEN] = file.name, days
    st.rerun()


def _ask_chats(file: UploadedFile) -> None:
    """Ask which column of a log says what, the likely ones at first."""
    try:
        columns = _with_file(file, chat_columns_of)
    except InputError as error:
        fault_table(error)
        return
    told = chat_import.ask_columns(columns, file.file_id)

    def with_file(use: Callable[[Path], T]) -> T:
        return _with_file(file, use)

    found = chat_import.look(file.file_id, told, with_file)
    if found is None:
        return
    answers = chat_import.ask(found, file.file_id)
    waits = not answers.is_whole
    if st.button(say("past.take"), type="primary", key="past.take_chats", disabled=waits):
        name = PurePosixPath(file.name).name
        _take(file, lambda _: chat_import.take(found, name, answers, told, with_file))


def _ask_volumes(file: UploadedFile, *, is_all_contacts: bool) -> None:
    """Ask which column says what where it is a list, show what it holds, and ask what is open."""
    try:
        columns = _with_file(file, columns_of)
    except InputError as error:
        fault_table(error)
        return
    said = _ask_columns(columns, file) if columns else ExportColumns(only_post=NOBODYS)
    if said is None:
        st.caption(say("look.columns_first"))
        return
    found = volumes_look.look(file.file_id, said, lambda use: _with_file(file, use))
    if found is None:
        return
    volumes_look.show(found)
    told = volumes_look.ask(found, file.file_id)
    if not told.is_whole:
        st.caption(say("past.no_row_first"))
    if st.button(
        say("past.take"), type="primary", key="past.take_volumes", disabled=not told.is_whole
    ):
        _take(file, lambda path: _volumes(told, told.file(path, said), is_all_contacts))


def _ask_columns(columns: tuple[str, ...], file: UploadedFile) -> ExportColumns | None:
    """Ask which column of a list says what; None while time and chats are the same one."""
    start, volume, post = st.columns(3)
    with start:
        chosen_start = _column("start", columns, file)
    with volume:
        chosen_volume = _column("volume", columns, file)
    with post:
        chosen_post = _column("post", columns, file, optional=True)
    if chosen_start == chosen_volume:
        return None
    return ExportColumns(chosen_start, chosen_volume, chosen_post or None, NOBODYS)


def _column(
    what: str, columns: tuple[str, ...], file: UploadedFile, *, optional: bool = False
) -> str:
    options = [*columns, NO_COLUMN] if optional else list(columns)
    likely = guessed(columns, what)
    fallback = NO_COLUMN if optional else options[0]
    return st.selectbox(
        say(f"past.column_{what}"),
        options,
        index=options.index(likely if likely is not None else fallback),
        format_func=lambda name: name or say("past.no_column"),
        key=f"past.column.{what}.{file.file_id}",
    )


def _take(file: UploadedFile, take: Callable[[Path], VolumeExport | TakenIn]) -> None:
    try:
        found = _with_file(file, take)
    except InputError as error:
        fault_table(error)
        return
    log, reading = (
        (None, volumes_look.report_of(found)) if isinstance(found, VolumeExport) else (found, None)
    )
    volumes = found.volumes
    clock, starts = volumes.clock, volumes.start_min
    first, last = (
        figures.day(clock.date_of(int(at)), state.lang()) for at in (starts[0], starts[-1])
    )
    chats = float(np.nansum(volumes.counts))
    st.session_state[COUNT] = st.session_state.get(COUNT, 0) + 1
    st.session_state[DONE] = Taken(file.name, volumes.posts, first, last, chats, log, reading)
    st.rerun()


def _with_file(file: UploadedFile, use: Callable[[Path], T]) -> T:
    """Write an upload under its own name and return what ``use`` makes of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / PurePosixPath(file.name).name
        path.write_bytes(file.getvalue())
        return use(path)


def _volumes(told: VolumeAnswers, file: VolumeFile, is_all_contacts: bool) -> VolumeExport:
    return import_volume_file(
        link.desk(),
        file,
        told=told.told,
        new_posts=told.new_posts,
        is_all_contacts=is_all_contacts,
    )
