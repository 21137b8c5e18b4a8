"""Taking weeks and rosters in from files: what came, what is wrong with it, where it went."""

from __future__ import annotations

import io
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import Fault, InputError
from scheduler.limits import MEGABYTE, require_within
from service.roster.intake import import_week
from service.roster.publishing import import_roster
from service.roster.weeks import open_week, weeks
from service.taken import BOOKS, FileForm, form_of, noting_rows
from ui import figures, link, state
from ui.guard import action, fault_sentences
from ui.parts.markup import Row, listing
from ui.parts.templates import template_button
from ui.plain import plain
from ui.roles import open_shops
from ui.state import say, spoken
from ui.words.reading import files_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from service.roster.weeks import WeekSummary
    from service.taken import FileRows

FAULTS_SHOWN = 200
TAKEN = "import.taken"
LENGTHS = (1, 2, 4, 13)  # weeks that are rostered together


def week_list() -> None:
    """List the weeks of the chosen shop with how far each is."""
    shop = state.chosen("shop")
    found = weeks(link.desk()) if shop else ()
    if not found:
        st.caption(say("weeks.none"))
        return
    columns = ("week", "dates", "state", "version", "breaches", "published")
    names = [say(f"weeks.{column}") for column in columns]
    listing(names, [_row(week) for week in reversed(found)], numbers=frozenset({3, 4}))


def _row(week: WeekSummary) -> Row:
    lang, horizon = state.lang(), week.horizon
    dates = figures.stretch(horizon.start, horizon.date(horizon.days - 1), lang)
    published = "—"
    if week.published is not None:
        at = figures.stamp(week.published.at, horizon.clock, lang)
        published = f"{week.published.by} {at}"
    version = "—" if week.version is None else f"v{week.version}"
    breaches = "—" if week.breaches is None else figures.number(week.breaches, lang, 0)
    kind = "here" if week.label == state.chosen("week") else ""
    return Row(
        (week.label, dates, say(f"week_state.{week.state}"), version, breaches, published), kind
    )


def week_upload() -> None:
    """Ask for a week as a ZIP of its folder or a workbook, and take it in."""
    with st.container(border=True):
        st.markdown(f"**{say('import.week')}**")
        st.caption(say("import.week_text"))
        file = st.file_uploader(
            say("import.week"),
            key="import.week",
            label_visibility="collapsed",
        )
        known = {shop.id: shop.name or shop.id for shop in open_shops()}
        shop = _shop(known)
        if st.button(
            say("import.go"), type="primary", disabled=file is None or not shop, key="import.go"
        ):
            assert file is not None
            _take_week(file, shop)


def _shop(known: dict[str, str]) -> str:
    """Ask for the shop the week is for, an own one or a new one."""
    if known:
        options = [*known, ""]
        chosen = st.selectbox(
            say("import.shop"),
            options,
            format_func=spoken(options, lambda shop: known.get(shop) or say("import.new_shop")),
            index=options.index(state.chosen("shop")),
            key="import.shop",
        )
        if chosen:
            return chosen
    return st.text_input(say("import.shop_name"), key="import.shop_name").strip()


def _take_week(file: UploadedFile, shop: str) -> None:
    try:
        with tempfile.TemporaryDirectory() as folder, noting_rows() as files:
            path = unpacked(file.name, file.getvalue(), Path(folder))
            taken = import_week(link.desk(shop), path, shop_name=shop, with_roster=True)
    except InputError as error:
        fault_table(error)
        return
    state.choose("shop", shop)
    state.choose("week", taken.label)
    to_week(files)


def to_week(files: Mapping[str, FileRows]) -> None:
    """Open the week's page, which says how many rows of each file were kept."""
    note_taken(files)
    st.switch_page(link.page("week"))


def note_taken(files: Mapping[str, FileRows]) -> None:
    """Leave for ``show_taken`` how many rows of each file were kept."""
    st.session_state[TAKEN] = tuple(files_lines(files.values(), state.lang()))


def show_taken() -> None:
    """Say how many rows of each file of the last import were kept, once."""
    for line in st.session_state.pop(TAKEN, ()):
        st.caption(plain(line))


def unpacked(name: str, content: bytes, folder: Path) -> Path:
    """
    Write an uploaded workbook, or the files of an uploaded ZIP, and return where they are.

    Raises
    ------
    InputError
        When a ZIP cannot be opened, or is larger than a week can be.
    """
    form = form_of(content)
    if name.lower().endswith(".xlsx") or (form in BOOKS and not name.lower().endswith(".zip")):
        path = folder / "week.xlsx"
        path.write_bytes(content)
        return path
    if form not in {FileForm.ARCHIVE, FileForm.TEXT}:
        raise InputError(Fault(f"form_{form}", name))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _extract(archive, folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise InputError(Fault("zip_unreadable", file=name)) from None


def _extract(archive: zipfile.ZipFile, folder: Path) -> Path:
    """Write the plain files of an archive by their bare names; paths in it are not followed."""
    members = [info for info in archive.infolist() if not info.is_dir()]
    require_within("file_mb", sum(info.file_size for info in members) // MEGABYTE)
    for info in members:
        name = PurePosixPath(info.filename).name
        if not name.startswith(".") and "__MACOSX" not in info.filename:
            (folder / name).write_bytes(archive.read(info))
    return folder


def fault_table(error: InputError) -> None:
    """Draw every fault of an input as a line: where it is, what is wrong, what to do."""
    sentences = fault_sentences(
        tuple(replace(fault, file=None, line=None) for fault in error.faults)
    )
    st.error(plain(say("import.refused", count=len(sentences))), icon=":material/error:")
    names = [say(f"import.{column}") for column in ("file", "line", "what")]
    rows = [
        Row((fault.file or "—", "—" if fault.line is None else str(fault.line), sentence))
        for fault, sentence in zip(error.faults, sentences, strict=True)
    ]
    listing(names, rows[:FAULTS_SHOWN], numbers=frozenset({1}))
    if len(rows) > FAULTS_SHOWN:
        st.caption(plain(say("import.more_faults", count=len(rows) - FAULTS_SHOWN)))


def roster_upload() -> None:
    """Ask for a roster file for the chosen week, and take it in as a draft."""
    week = state.chosen("week")
    with st.container(border=True):
        st.markdown(f"**{say('import.roster')}**")
        if not week:
            st.caption(say("import.roster_no_week"))
            return
        st.caption(plain(say("import.roster_text", week=week)))
        file = st.file_uploader(
            say("import.roster"), key="import.roster", label_visibility="collapsed"
        )
        template_button("roster")
        if st.button(say("import.roster_go"), disabled=file is None, key="import.roster_go"):
            assert file is not None
            _take_roster(file, week)


def _take_roster(file: UploadedFile, week: str) -> None:
    try:
        with as_file(file) as path, noting_rows() as files:
            import_roster(link.desk(), week, path)
    except InputError as error:
        fault_table(error)
        return
    to_week(files)


@contextmanager
def as_file(file: UploadedFile) -> Iterator[Path]:
    """Hand out an uploaded table as a file with its own name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / PurePosixPath(file.name).name
        path.write_bytes(file.getvalue())
        yield path


def new_week() -> None:
    """Open the week after the last one, with the shop's rules."""
    shop = state.chosen("shop")
    found = weeks(link.desk()) if shop else ()
    if not found:
        return
    horizon = found[-1].horizon
    after = horizon.date(horizon.days)
    year, week, _ = after.isocalendar()
    label = f"{year}-W{week:02d}"
    with st.container(border=True):
        st.markdown(f"**{say('weeks.new')}**")
        st.caption(say("weeks.new_text"))
        length = st.segmented_control(
            say("weeks.length"),
            LENGTHS,
            format_func=spoken(LENGTHS, lambda weeks: say(f"weeks.length_{weeks}")),
            default=LENGTHS[0],
            required=True,
            help=say("weeks.length_help"),
            key="weeks.length",
        )
        st.button(
            plain(say("weeks.open", week=label)),
            on_click=_open,
            args=(label, length or LENGTHS[0]),
            key="weeks.open",
            icon=":material/add:",
        )


@action
def _open(label: str, length: int) -> None:
    open_week(link.desk(), label, weeks=length)
    state.choose("week", label)
