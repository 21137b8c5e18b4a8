"""A staff list from a file: what it lacks is asked once, what it changes is shown, then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError
from service.month.imports import imports, withdraw_imports
from service.shop.importing import ImportKind
from service.shop.people import USUAL, Others, look_at_staff, take_staff
from service.shop.shops import posts
from service.shop.told import NOBODY_SAYS, NamesTold, remember
from service.taken import as_told
from ui import done, link, state
from ui.guard import action
from ui.parts.importing import as_file, fault_table
from ui.parts.line_words import changes_said, person_name
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from scheduler.agent import Agent
    from scheduler.errors import Fault
    from service.desk import Desk
    from service.shop.people import StaffLook

NAMED = 6
LINES = 200
ROUND = "staff_file.round"
TOLD = "staff_file.told"


def upload(today: dt.date) -> None:
    """Ask for a staff list, and for what it lacks; show what it changes, and keep it if told to."""
    st.caption(say("staff_file.text"))
    file = st.file_uploader(
        say("staff_file.file"),
        type=["csv", "xlsx"],
        key=f"staff_file.file.{st.session_state.get(ROUND, 0)}",
        label_visibility="collapsed",
    )
    if file is None:
        return
    told = _told().get(file.file_id, NOBODY_SAYS)
    try:
        with as_file(file) as path, as_told(told):
            look = look_at_staff(link.desk(), path)
    except InputError as error:
        if all(_can_be_said(fault) for fault in error.faults):
            _ask(file, error.faults)
        else:
            fault_table(error)
        return
    _preview(look)
    if not (look.new or look.changed or look.back or look.others):
        st.info(say("staff_file.nothing"), icon=":material/check:")
        return
    others, last_day = _ask_others(look, today)
    st.button(
        plain(say("staff_file.take", count=len(look.new) + len(look.changed) + look.same)),
        type="primary",
        icon=":material/download_done:",
        disabled=bool(look.others) and others is None,
        on_click=_take,
        args=(file, told, others, last_day),
        key="staff_file.take",
    )


def _told() -> dict[str, NamesTold]:
    """Return what was said of files, by their ids."""
    told: dict[str, NamesTold] = st.session_state.setdefault(TOLD, {})
    return told


def _can_be_said(fault: Fault) -> bool:
    """Return whether a fault is a question that can be answered once for the whole list."""
    lacks = fault.code == "missing_column" and fault.column in {*USUAL, "posts"}
    return lacks or fault.code == "unknown_post"


def _ask(file: UploadedFile, faults: Sequence[Fault]) -> None:
    """Ask what holds for everybody of a list that lacks columns, and which posts it means."""
    known = {one.id: post_name(one.id, state.lang()) for one in posts(link.desk())}
    lacking = [fault.column for fault in faults if fault.code == "missing_column" and fault.column]
    strange = dict.fromkeys(str(fault.value) for fault in faults if fault.code == "unknown_post")
    key = f"staff_file.ask.{file.file_id}"
    with st.form(key):
        st.markdown(f"**{say('staff_file.ask')}**")
        st.caption(plain(say("staff_file.ask_text")))
        for column in lacking:
            _ask_column(column, known, key)
        for said in strange:
            st.selectbox(
                plain(say("staff_file.post_is", said=said)),
                list(known),
                index=None,
                format_func=spoken(known, known.__getitem__),
                placeholder=say("asking.choose"),
                key=f"{key}.post.{said}",
            )
        st.form_submit_button(
            say("staff_file.go_on"),
            type="primary",
            on_click=_say,
            args=(file.file_id, key, tuple(lacking), tuple(strange)),
        )


def _ask_column(column: str, known: dict[str, str], key: str) -> None:
    label = plain(say(f"staff_file.of_all_{column}"))
    if column == "posts":
        st.multiselect(
            label, list(known), format_func=spoken(known, known.__getitem__), key=f"{key}.{column}"
        )
    elif column == "no_nights":
        st.radio(
            label,
            ["no", "yes"],
            format_func=spoken(["no", "yes"], lambda one: say(f"staff_file.no_nights_{one}")),
            horizontal=True,
            key=f"{key}.{column}",
        )
    else:
        st.number_input(label, 1.0, 60.0, float(USUAL[column]), 1.0, "%g", key=f"{key}.{column}")


@action
def _say(file_id: str, key: str, lacking: tuple[str, ...], strange: tuple[str, ...]) -> None:
    """Keep what was answered for the list; it is remembered for the next one."""
    constants = {}
    for column in lacking:
        held = st.session_state[f"{key}.{column}"]
        text = (
            "|".join(held)
            if isinstance(held, list)
            else f"{held:g}"
            if isinstance(held, float)
            else held
        )
        if text:
            constants[column] = text
    means = {said: st.session_state[f"{key}.post.{said}"] for said in strange}
    told = NamesTold(
        constants=constants, posts={said: post for said, post in means.items() if post}
    )
    _told()[file_id] = _told().get(file_id, NOBODY_SAYS).joined(told)


def _preview(look: StaffLook) -> None:
    """Say who is new, who is changed in what, and what of the list is not used."""
    counts = {"new": len(look.new), "changed": len(look.changed), "same": look.same}
    st.markdown(f"**{plain(say('staff_file.look', file=look.file, **counts))}**")
    if look.new:
        st.caption(plain(say("staff_file.new", names=_names(look.new))))
    if look.changed:
        heads = [say(f"staff_file.{name}") for name in ("who", "what")]
        rows = [
            Row((person_name(one.agent), changes_said(one.changes))) for one in look.changed[:LINES]
        ]
        listing(heads, rows, numbers=frozenset())
    if look.back:
        st.caption(plain(say("staff_file.back", names=_names(look.back))))
    if look.of_no_use:
        columns = say("list.comma").join(look.of_no_use)
        st.caption(plain(say("staff_file.of_no_use", columns=columns)))
    for name in look.not_said:
        st.caption(plain(say(f"staff_file.not_said_{name}")))


def _ask_others(look: StaffLook, today: dt.date) -> tuple[Others | None, dt.date | None]:
    """Ask about people who are not in the list; return what is said, and their last day."""
    if not look.others:
        return None, None
    st.warning(
        plain(say("staff_file.others", count=len(look.others), names=_names(look.others))),
        icon=":material/help:",
    )
    chosen = st.radio(
        say("staff_file.others_are"),
        list(Others),
        index=None,
        format_func=spoken(Others, lambda one: say(f"staff_file.others_{one}")),
        key="staff_file.others",
    )
    if chosen is not Others.LEFT:
        return chosen, None
    last = st.date_input(
        say("staff_file.last_day"), today, format="YYYY-MM-DD", key="staff_file.last_day"
    )
    return chosen, last


def _names(agents: Sequence[Agent]) -> str:
    """Return the names of people; of many, the first and how many more there are."""
    names = say("list.comma").join(person_name(one) for one in agents[:NAMED])
    more = len(agents) - NAMED
    return say("plans.and_more", names=names, count=more) if more > 0 else names


@action
def _take(
    file: UploadedFile, told: NamesTold, others: Others | None, last_day: dt.date | None
) -> None:
    with as_file(file) as path, as_told(told):
        look = take_staff(link.desk(), path, others=others, last_day=last_day)
    number = imports(link.desk())[0].id
    if told != NOBODY_SAYS:
        remember(link.desk(), told, table=ImportKind.STAFF)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    left = len(look.others) if others is Others.LEFT else 0
    counts = {"new": len(look.new), "changed": len(look.changed), "left": left}

    def undo(desk: Desk) -> None:
        withdraw_imports(desk, [number])

    done.tell(say("staff_file.taken", file=look.file, same=look.same, **counts), undo)
