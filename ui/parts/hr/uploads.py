"""Taking a month's files in: what each is, what came of it, what is wrong with it."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError
from service.kpi_intake import import_attendance, import_chats, import_exceptions, import_facts
from service.kpi_plans import import_pay_plans, import_scheme, import_targets
from service.month_readiness import NeedKind
from ui import link, state
from ui.parts.hr.opened import month_title
from ui.parts.hr.readiness import SIGNS, need_said
from ui.parts.importing import fault_table
from ui.parts.markup import Row, listing
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from service.month_readiness import Readiness

TAKERS: dict[str, Callable[..., object]] = {
    "attendance": import_attendance,
    "chats": import_chats,
    "facts": import_facts,
    "exceptions": import_exceptions,
    "targets": import_targets,
    "pay_plans": import_pay_plans,
    "schemes": import_scheme,
}
STEMS = {
    "attendance": ("attendance", "考勤"),
    "chats": ("chat", "message", "会话", "聊天"),
    "facts": ("fact", "业绩", "质检"),
    "exceptions": ("exception", "抽调"),
    "targets": ("target", "目标"),
    "pay_plans": ("pay", "薪"),
    "schemes": ("scheme", "方案"),
}
TYPES = ["csv", "gz", "xlsx", "toml"]
FILES = {
    NeedKind.ATTENDANCE: "attendance.csv",
    NeedKind.CHATS: "chats.csv",
    NeedKind.FACTS: "facts.csv",
    NeedKind.TARGETS: "targets.csv",
    NeedKind.SCHEMES: "*.toml",
    NeedKind.PAY_PLANS: "pay_plan.csv",
    NeedKind.REGISTER: "exceptions.csv",
}
COLUMNS = {
    NeedKind.ATTENDANCE: "agent_id, start, end",
    NeedKind.CHATS: "post, agent_id, assigned_to, arrived, replied, ended, …",
    NeedKind.FACTS: "agent_id, post, date, …",
    NeedKind.TARGETS: "month, post, level, name, measure, value",
    NeedKind.PAY_PLANS: "agent_id, valid_from, base, performance, method, coefficient, level,"
    " minimum_wage",
    NeedKind.REGISTER: "agent_id, kind, reason, start, end, registered_at, registered_by,"
    " approved_by, late_reason, second_approval",
}
DONE = "data.done"


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
    st.subheader(say("data.formats"), anchor=False)
    heads = [say("data.what"), say("data.columns")]
    rows = [Row((say(f"need.{kind}"), columns)) for kind, columns in COLUMNS.items()]
    listing(heads, rows, numbers=frozenset())
    st.caption(say("data.formats_text"))


def upload() -> None:
    """Ask for files, say what each is taken for, and take them in one by one."""
    _show_done()
    st.subheader(say("data.upload"), help=say("data.upload_help"), anchor=False)
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
        say("data.take", count=len(chosen)),
        type="primary",
        disabled=not ready,
        icon=":material/download_done:",
        key="data.take",
    ):
        with st.spinner(say("data.taking")):
            bad = [file.name for file, kind in chosen if kind and not _take(file, kind)]
        if bad:
            _show_done()
        else:
            st.session_state["data.round"] = st.session_state.get("data.round", 0) + 1
            st.rerun()


def _ask_kind(file: UploadedFile, place: int) -> str | None:
    """Return what a file is: as its name says, or as chosen."""
    options = list(TAKERS)
    known = kind_of(file.name)
    name, choice = st.columns([2, 2], vertical_alignment="center")
    name.text(file.name)
    return choice.selectbox(
        say("data.kind"),
        options,
        index=options.index(known) if known else None,
        format_func=lambda kind: say(f"need.{kind}" if kind in set(NeedKind) else f"data.{kind}"),
        placeholder=say("data.kind"),
        label_visibility="collapsed",
        key=f"data.kind.{place}.{file.name}",
    )


def kind_of(name: str) -> str | None:
    """Return what a file's name says it is; None: it says nothing."""
    plain = name.casefold()
    if plain.endswith(".toml"):
        return "schemes"
    for kind, stems in STEMS.items():
        if any(stem in plain for stem in stems):
            return kind
    return None


def _take(file: UploadedFile, kind: str) -> bool:
    """Take one file in; return whether it went well. A faulty one leaves nothing behind."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / PurePosixPath(file.name).name
            path.write_bytes(file.getvalue())
            told = TAKERS[kind](
                link.database(), state.chosen("shop"), path, by=link.by(), now=link.now()
            )
    except InputError as error:
        st.text(say("data.refused", file=file.name))
        fault_table(error)
        return False
    st.session_state.setdefault(DONE, []).append(_said(file.name, kind, told))
    return True


def _said(name: str, kind: str, told: object) -> str:
    """Return what came of a file, in a sentence."""
    if isinstance(told, tuple):
        months = say("need.and").join(month_title(month) for month in told)
        return say("data.done_months", file=name, months=months or "—")
    if isinstance(told, int):
        return say(f"data.done_{kind}", file=name, count=told)
    return say("data.done_scheme", file=name, scheme=getattr(told, "id", ""))


def _show_done() -> None:
    for sentence in st.session_state.pop(DONE, []):
        st.success(sentence, icon=":material/check:")
