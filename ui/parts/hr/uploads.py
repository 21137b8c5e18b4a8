"""Taking a month's files in: what each is, what came of it, what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError
from service.file_asked import lasting
from service.looked import looked_at
from service.pay.month_needs import NeedKind
from service.shop.told import NOBODY_SAYS, remember
from service.taken import as_told, noting_rows
from service.templates import template_kinds
from ui import link, looking, state
from ui.guard import action
from ui.parts.hr import file_columns, file_questions, files_later, fixed_hours
from ui.parts.hr.file_kinds import KINDS, kind_of
from ui.parts.hr.opened import month_title
from ui.parts.hr.readiness import SIGNS, need_said
from ui.parts.importing import as_file, fault_table
from ui.parts.markup import Row, listing
from ui.parts.templates import template_menu
from ui.plain import plain
from ui.state import say, spoken
from ui.words.reading import files_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from service.month.months import Month
    from service.pay.month_needs import Readiness
    from ui.parts.hr.file_questions import FileSeen

PLAIN_COUNTS = frozenset({"exceptions", "pay_plans"})
DONE = "data.done"
KEPT = "data.kept"


def state_list(found: Readiness) -> None:
    """List what a month is made from, how each stands, and from which file it comes."""
    heads = [say(f"data.{name}") for name in ("state", "what", "how", "file", "why")]
    rows = [
        Row(
            (
                f"{SIGNS[need.state][0]} {say(f'need_state.{need.state}')}",
                say(f"need.{need.kind}"),
                need_said(need),
                say(f"data_file.{need.kind}"),
                say(f"need_help.{need.kind}"),
            )
        )
        for need in found.needs
    ]
    listing(heads, rows, numbers=frozenset())


def formats() -> None:
    """List the columns of each table, as files call them."""
    heads = [say("data.what"), say("data.columns")]
    rows = [
        Row((kind_name(kind), say("list.comma").join(file_columns.labels(kind))))
        for kind, known in KINDS.items()
        if known.columns
    ]
    listing(heads, rows, numbers=frozenset())
    st.caption(say("data.formats_text"))


def upload(month: Month) -> None:
    """Ask for files, look at each, ask what it leaves open, and keep those that are ready."""
    st.caption(say("data.upload_help"))
    template_menu(
        [known.name for known in KINDS.values() if known.name in template_kinds()],
        key="data.tables",
    )
    files = st.file_uploader(
        say("data.upload"),
        accept_multiple_files=True,
        key=f"data.files.{st.session_state.get('data.round', 0)}",
        label_visibility="collapsed",
    )
    waiting = [file for file in files if file.file_id not in _kept()]
    chosen = [_one(file, place, month) for place, file in enumerate(waiting)]
    ready = [one for one in chosen if one is not None and one.is_ready]
    left = sum(one is not None and one.is_in_already and not one.is_ready for one in chosen)
    same_hours = bool(ready) and fixed_hours.ask_as_before([one.kind for one in ready], month)
    now, later = st.columns([1, 3])
    if now.button(
        plain(say("data.take", count=len(ready))),
        type="primary",
        disabled=not ready,
        icon=":material/download_done:",
        key="data.take",
    ):
        _take_all(ready, len(waiting) - left, month if same_hours else None)
    later.button(
        say("left.leave"),
        disabled=not ready or same_hours,  # hours are agreed upon when the file is in
        help=say("left.leave_help"),
        icon=":material/schedule:",
        key="data.leave",
        on_click=_leave_all,
        args=(ready, len(waiting) - left),
    )
    files_later.under_way()


def _one(file: UploadedFile, place: int, month: Month) -> FileSeen | None:
    """Draw a chosen file: what it is taken for, what it would bring, what it leaves open."""
    with st.container(border=True):
        kind = _ask_kind(file, place)
        if kind is None:
            return None
        one = file_questions.seen(file, kind, month)
        file_questions.draw(one, month)
        if one.look.is_good and one.look.unusual:
            _ask_unusual(one)
    return one


def _ask_unusual(one: FileSeen) -> None:
    """Ask about unusual numbers; a file that is in already is left out, and can be kept anyway."""
    if not one.is_in_already:
        st.text(say("looked.asked", file=one.file.name))
        looking.question(one.look.unusual, one.key, _keep, (one,))
        return
    told = one.look.unusual[0]
    st.info(plain(say("data.in_already", file=told.value, **told.details)), icon=":material/check:")
    with st.expander(say("data.again")):
        looking.question(one.look.unusual, one.key, _keep, (one,))


def _kept() -> set[str]:
    """Return the ids of the files that were kept, while others chosen with them wait."""
    kept: set[str] = st.session_state.setdefault(KEPT, set())
    return kept


def _take_all(ready: Sequence[FileSeen], count: int, same_hours: Month | None) -> None:
    """Keep files; where a month is told, its hours are those of an earlier one, as far as known."""
    with st.spinner(say("data.taking")):
        taken = [_take(one) for one in ready]
    if all(taken):
        if same_hours is not None and (told := fixed_hours.agree_as_said(same_hours)):
            st.session_state.setdefault(DONE, []).append(told)
        if len(taken) == count:
            _next_round()
        st.rerun()
    show_done()


@action
def _leave_all(ready: Sequence[FileSeen], count: int) -> None:
    """Leave files to a worker; what was said of them holds for later ones too."""
    for one in ready:
        _remember(one)
    files_later.leave(ready)
    _kept().update(one.file.file_id for one in ready)
    if len(ready) == count:
        _next_round()


def _next_round() -> None:
    """Have the place for files empty when it is drawn next."""
    st.session_state["data.round"] = st.session_state.get("data.round", 0) + 1
    _kept().clear()


@action
def _keep(one: FileSeen) -> None:
    """Keep a file whose unusual numbers somebody has looked at."""
    with looked_at(looking.answer(one.key)):
        _take_in(one)


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


def _take(one: FileSeen) -> bool:
    """Keep one file; return whether it went well. A faulty one leaves nothing behind."""
    try:
        if one.look.unusual:
            with looked_at(looking.answer(one.key)):
                _take_in(one)
        else:
            _take_in(one)
    except InputError as error:
        st.text(say("data.refused", file=one.file.name))
        fault_table(error)
        return False
    return True


def _take_in(one: FileSeen) -> None:
    """Keep a file, remember what was said of it for later ones, and leave a sentence on it."""
    _remember(one)
    with as_file(one.file) as path, noting_rows() as files, as_told(one.answer):
        told = KINDS[one.kind].take(link.desk(), path)
    lines = files_lines(files.values(), state.lang())
    said = " ".join((_said(one.file.name, one.kind, told), *lines))
    st.session_state.setdefault(DONE, []).append(said)
    _kept().add(one.file.file_id)


def _remember(one: FileSeen) -> None:
    answer = lasting(one.answer)
    if answer != NOBODY_SAYS:
        platform = file_questions.platform_of(one)
        remember(link.desk(), answer, table=one.kind, platform=platform)


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
    sentences = st.session_state.pop(DONE, [])
    for sentence in sentences:
        st.success(plain(sentence), icon=":material/check:")
    if sentences:
        st.page_link(link.page("month"), label=say("data.to_month"), icon=":material/leaderboard:")
