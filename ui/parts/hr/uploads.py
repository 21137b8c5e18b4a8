"""Taking a month's files in: what each is, what came of it, what is wrong with it."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError, UnusualError
from service.looked import looked_at
from service.pay.month_readiness import NeedKind
from service.taken import NamesTold, as_told, noting_rows
from service.templates import template_kinds
from ui import link, looking, state
from ui.guard import action
from ui.parts.hr.file_kinds import KINDS, kind_of
from ui.parts.hr.opened import month_title
from ui.parts.hr.readiness import SIGNS, need_said
from ui.parts.importing import fault_table
from ui.parts.markup import Row, listing
from ui.parts.templates import template_menu
from ui.plain import plain
from ui.state import say, spoken
from ui.words.reading import files_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from scheduler.errors import Fault
    from service.pay.month_readiness import Readiness

TYPES = ["csv", "gz", "xlsx", "toml"]
FILES = {
    NeedKind.ATTENDANCE: "attendance.csv",
    NeedKind.CHATS: "chats.csv",
    NeedKind.FACTS: "facts.csv",
    NeedKind.TARGETS: "targets.csv",
    NeedKind.SCHEMES: "*.toml",
    NeedKind.PAY_PLANS: "pay_plan.csv",
    NeedKind.REGISTER: "exceptions.csv",
    NeedKind.CAMPAIGN_LEAVE: "—",
    NeedKind.PAY: "—",
}
PLAIN_COUNTS = frozenset({"exceptions", "pay_plans"})
DONE = "data.done"
ASKED = "data.unusual"
LACKING = "data.lacking"


def state_list(found: Readiness) -> None:
    """List what a month is made from, how each stands, and from which file it comes."""
    heads = [say(f"data.{name}") for name in ("state", "what", "how", "file", "why")]
    rows = [
        Row(
            (
                f"{SIGNS[need.state][0]} {say(f'need_state.{need.state}')}",
                say(f"need.{need.kind}"),
                need_said(need),
                FILES.get(need.kind) or say("data_file.rosters"),
                say(f"need_help.{need.kind}"),
            )
        )
        for need in found.needs
    ]
    listing(heads, rows, numbers=frozenset())


def formats() -> None:
    """List the columns of each file."""
    heads = [say("data.what"), say("data.file"), say("data.columns")]
    rows = [
        Row((kind_name(kind), known.file, ", ".join(known.columns)))
        for kind, known in KINDS.items()
        if known.columns
    ]
    listing(heads, rows, numbers=frozenset())
    st.caption(say("data.formats_text"))


def upload() -> None:
    """Ask for files, say what each is taken for, and take them in one by one."""
    st.caption(say("data.upload_help"))
    template_menu(
        [known.name for known in KINDS.values() if known.name in template_kinds()],
        key="data.tables",
    )
    files = st.file_uploader(
        say("data.upload"),
        type=TYPES,
        accept_multiple_files=True,
        key=f"data.files.{st.session_state.get('data.round', 0)}",
        label_visibility="collapsed",
    )
    chosen = [(file, _ask_kind(file, place)) for place, file in enumerate(files)]
    ready = bool(chosen) and all(kind for _, kind in chosen)
    if st.button(
        plain(say("data.take", count=len(chosen))),
        type="primary",
        disabled=not ready,
        icon=":material/download_done:",
        key="data.take",
    ):
        _take_all(chosen)
    asked = _asked()
    for file, kind in chosen:
        if kind and file.file_id in asked:
            st.text(say("looked.asked", file=file.name))
            looking.question(asked[file.file_id], _key(file), _keep, (file, kind))
        if kind and file.file_id in _lacking():
            _ask_for_all(file, kind)


def _lacking() -> dict[str, tuple[Fault, ...]]:
    """Return the columns that files lack, and nothing else, by their ids."""
    lacking: dict[str, tuple[Fault, ...]] = st.session_state.setdefault(LACKING, {})
    return lacking


def _ask_for_all(file: UploadedFile, kind: str) -> None:
    """Ask what holds for every row of a file that lacks columns."""
    with st.container(border=True):
        st.markdown(f"**{say('data.for_all')}**")
        st.caption(plain(say("data.for_all_text", file=file.name)))
        faults = _lacking()[file.file_id]
        for place, (fault, column) in enumerate(zip(faults, st.columns(len(faults)), strict=True)):
            name = "also" if state.lang() == "zh" else "also_en"
            label = str(fault.details.get(name) or fault.column).partition(" / ")[0]
            column.text_input(plain(label), key=f"{LACKING}.{file.file_id}.{place}", max_chars=100)
        st.button(
            say("data.for_all_take"),
            on_click=_take_with,
            args=(file, kind),
            key=f"{LACKING}.{file.file_id}.take",
            icon=":material/check:",
        )


@action
def _take_with(file: UploadedFile, kind: str) -> None:
    """Take a file in with what was said of every row."""
    values = {
        str(fault.column): st.session_state.get(f"{LACKING}.{file.file_id}.{place}", "").strip()
        for place, fault in enumerate(_lacking()[file.file_id])
    }
    with as_told(NamesTold(constants=values)):
        _take_in(file, kind)
    del _lacking()[file.file_id]
    if not _lacking() and not _asked():
        _next_round()


def _asked() -> dict[str, tuple[Fault, ...]]:
    """Return what is asked about files, by their ids."""
    asked: dict[str, tuple[Fault, ...]] = st.session_state.setdefault(ASKED, {})
    return asked


def _key(file: UploadedFile) -> str:
    return f"{ASKED}.{file.file_id}"


def _take_all(chosen: Sequence[tuple[UploadedFile, str | None]]) -> None:
    _asked().clear()
    _lacking().clear()
    with st.spinner(say("data.taking")):
        left = [file.name for file, kind in chosen if kind and not _take(file, kind)]
    if left:
        show_done()
    else:
        _next_round()
        st.rerun()


def _next_round() -> None:
    """Have the place for files empty when it is drawn next."""
    st.session_state["data.round"] = st.session_state.get("data.round", 0) + 1


@action
def _keep(file: UploadedFile, kind: str) -> None:
    """Take a file in whose unusual numbers somebody has looked at."""
    with looked_at(looking.answer(_key(file))):
        _take_in(file, kind)
    del _asked()[file.file_id]
    if not _lacking() and not _asked():
        _next_round()


def kind_name(kind: str) -> str:
    """Return what a kind of file is called."""
    return say(f"need.{kind}" if kind in set(NeedKind) else f"data.kind_{kind}")


def _ask_kind(file: UploadedFile, place: int) -> str | None:
    """Return what a file is: as its name says, or as chosen."""
    options = list(KINDS)
    known = kind_of(file.name)
    name, choice = st.columns([2, 2], vertical_alignment="center")
    name.text(file.name)
    return choice.selectbox(
        say("data.kind"),
        options,
        index=options.index(known) if known else None,
        format_func=spoken(options, kind_name),
        placeholder=say("data.kind"),
        label_visibility="collapsed",
        key=f"data.kind.{place}.{file.name}",
    )


def _take(file: UploadedFile, kind: str) -> bool:
    """Take one file in; return whether it went well. A faulty one leaves nothing behind."""
    try:
        _take_in(file, kind)
    except UnusualError as error:
        _asked()[file.file_id] = error.faults
        return False
    except InputError as error:
        st.text(say("data.refused", file=file.name))
        fault_table(error)
        if all(fault.code == "missing_column" and fault.details for fault in error.faults):
            _lacking()[file.file_id] = tuple(error.faults)
        return False
    return True


def _take_in(file: UploadedFile, kind: str) -> None:
    """Take one file in and leave a sentence on it."""
    with tempfile.TemporaryDirectory() as folder, noting_rows() as files:
        path = Path(folder) / PurePosixPath(file.name).name
        path.write_bytes(file.getvalue())
        told = KINDS[kind].take(link.desk(), path)
    lines = files_lines(files.values(), state.lang())
    said = " ".join((_said(file.name, kind, told), *lines))
    st.session_state.setdefault(DONE, []).append(said)


def _said(name: str, kind: str, told: object) -> str:
    """Return what came of a file, in a sentence."""
    if isinstance(told, tuple):
        months = say("list.comma").join(month_title(month) for month in told)
        return say("data.done_months", file=name, months=months or "—")
    if isinstance(told, int):
        key = f"data.done_{kind}" if kind in PLAIN_COUNTS else "data.done_rows"
        return say(key, file=name, count=told)
    return say("data.done_scheme", file=name, scheme=getattr(told, "id", ""))


def show_done() -> None:
    """Say what was taken in, once."""
    for sentence in st.session_state.pop(DONE, []):
        st.success(plain(sentence), icon=":material/check:")
