"""Taking the past in from files: volumes under any column names, or a log of chats."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import streamlit as st

from scheduler.errors import InputError
from service.demand.volume_file import (
    NoRow,
    VolumeExport,
    VolumeFile,
    import_volume_file,
    look_at_volumes,
    no_row_of,
)
from service.demand.volume_report import reading_report
from service.history.chat_columns import columns_of as chat_columns_of
from service.history.chat_history import TakenIn
from service.history.volume_columns import ExportColumns, columns_of, guessed
from service.shop.shops import posts
from ui import figures, link, state
from ui.parts.importing import fault_table
from ui.parts.planner import chat_import
from ui.parts.templates import template_button
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name
from ui.words.reading import reading_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.uploaded_file_manager import UploadedFile

T = TypeVar("T")

DONE = "past.imported"
COUNT = "past.imports"
KINDS = ("volumes", "chats")
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


def show_taken() -> None:
    """Say what the last import brought, once."""
    taken: Taken | None = st.session_state.pop(DONE, None)
    if taken is None:
        return
    lang = state.lang()
    names = say("list.comma").join(post_name(post, lang) for post in taken.posts)
    chats = figures.number(taken.chats, lang, 0)
    told = {"file": taken.file, "first": taken.first, "last": taken.last}
    st.success(plain(say("past.taken", posts=names, chats=chats, **told)), icon=":material/check:")
    if taken.log is not None:
        chat_import.show(taken.log)
    if taken.reading is not None:
        st.caption(" ".join(plain(line) for line in reading_lines(taken.reading, lang)))


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
        if kind == KINDS[0]:
            template_button(kind)
        return
    st.caption(plain(file.name))
    if kind == "volumes":
        _ask_volumes(file)
    else:
        _ask_chats(file)


def _ask_chats(file: UploadedFile) -> None:
    """Ask which column of a log says what, the likely ones at first."""
    try:
        columns = _with_file(file, chat_columns_of)
    except InputError as error:
        fault_table(error)
        return
    told = chat_import.ask_columns(columns, file.file_id)
    if st.button(say("past.take"), type="primary", key="past.take_chats"):
        _take(file, lambda path: chat_import.take(path, told))


def _ask_volumes(file: UploadedFile) -> None:
    """Ask which column says what, the likely ones at first."""
    try:
        columns = _with_file(file, columns_of)
    except InputError as error:
        fault_table(error)
        return
    known = [post.id for post in posts(link.desk())]
    start, volume, post = st.columns(3)
    with start:
        chosen_start = _column("start", columns, file)
    with volume:
        chosen_volume = _column("volume", columns, file)
    with post:
        chosen_post = _column("post", columns, file, optional=True)
    only = known[0]
    if chosen_post == NO_COLUMN:
        name_of = spoken(known, lambda name: post_name(name, state.lang()))
        only = st.selectbox(say("past.only_post"), known, format_func=name_of, key="past.only_post")
    said = ExportColumns(chosen_start, chosen_volume, chosen_post or None, only)
    asks, no_row = _ask_no_row(file, said)
    waits = asks and no_row is None
    if waits:
        st.caption(say("past.no_row_first"))
    if st.button(say("past.take"), type="primary", key="past.take_volumes", disabled=waits):
        _take(file, lambda path: _volumes(path, said, no_row))


def _ask_no_row(file: UploadedFile, columns: ExportColumns) -> tuple[bool, NoRow | None]:
    """Return whether there are intervals without a row, and what they mean: asked, as before."""
    missing = 0
    with suppress(InputError):  # told when the file is taken, by these columns or others
        found = _with_file(
            file, lambda path: look_at_volumes(link.desk(), VolumeFile(path, columns=columns))
        )
        missing = found.missing.intervals
    if not missing:
        return False, None
    before = no_row_of(link.desk())
    options = list(NoRow)
    told = st.radio(
        plain(say("past.no_row", count=figures.number(missing, state.lang(), 0))),
        options,
        index=None if before is None else options.index(before),
        format_func=spoken(options, lambda one: say(f"past.no_row_{one}")),
        key=f"past.no_row.{file.file_id}",
        horizontal=True,
    )
    return True, told


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
        (None, reading_report(found)) if isinstance(found, VolumeExport) else (found, None)
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


def _volumes(path: Path, columns: ExportColumns, no_row: NoRow | None) -> VolumeExport:
    file = VolumeFile(path, columns=columns, no_row=no_row)
    return import_volume_file(link.desk(), file)
