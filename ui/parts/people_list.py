"""The people of a shop: the list, what is told of one, and changes of one or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.shop.dated_changes import take_out_dated
from service.shop.shops import posts, shop
from service.shop.staff_lines import history_of
from service.shop.told import Nickname, forget
from ui import figures, link, state
from ui.parts import person_form
from ui.parts.line_words import changes_said, full_day, log_said, person_name, posts_said
from ui.parts.markup import Row, listing
from ui.parts.own_links import own_link
from ui.parts.person_shared import shared
from ui.parts.register import Act, Column, Register, draw, each
from ui.plain import plain
from ui.state import say
from ui.words.catalogue import has
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.desk import Desk
    from service.shop.dated_changes import DatedChange
    from service.shop.shops import Action
    from service.shop.staff_lines import Entry, StaffMember

SORTS: dict[str, Callable[[StaffMember], bool]] = {
    "here": lambda one: one.is_here,
    "leaving": lambda one: one.is_here and one.agent.leaves is not None,
    "waiting": lambda one: bool(one.waiting),
    "gone": lambda one: not one.is_here,
}


def listed(found: Sequence[StaffMember]) -> list[StaffMember]:
    """Draw the list; return who is chosen."""
    columns: tuple[Column[StaffMember], ...] = (
        Column("agent", lambda one: person_name(one.agent)),
        Column("team", lambda one: one.agent.team or "—"),
        Column("posts", lambda one: posts_said(one.agent.certificates)),
        Column("hours", lambda one: one.agent.contract.hours_week, "%g"),
        Column("plan", _plan),
        Column("marks", _marks),
        Column("hired", lambda one: full_day(one.agent.hired)),
        Column("leaves", lambda one: full_day(one.agent.leaves)),
        Column("waiting", lambda one: say("list.apart").join(map(_waits, one.waiting))),
        Column("phone", lambda one: one.phone or "—"),
    )
    register = Register("people", columns, sorts=SORTS, widths=(3, 2), is_many=True)
    return draw(register, found)


def _plan(one: StaffMember) -> str:
    return " ".join(one.agent.fixed_week) or one.agent.work_plan or say("people.as_team")


def _marks(one: StaffMember) -> str:
    agent = one.agent
    marks = [say("people.no_nights")] if agent.no_nights else []
    marks += [say("people.overtime")] if agent.overtime_consent else []
    if agent.protected is not None:
        days = [day for day in (agent.protected_from, agent.protected_to) if day]
        span = "–".join(map(full_day, days))
        marks.append(f"{say(f'staff.protected_{agent.protected}')} {span}".strip())
    return say("list.comma").join(marks) or "—"


def _waits(entry: Entry[DatedChange]) -> str:
    one = entry.value
    return say("people.since", day=full_day(one.since), changes=changes_said(one.changes))


def about(one: StaffMember) -> None:
    """Draw what is told of somebody: a form to change it, what waits, names, what was done."""
    st.markdown(f"**{plain(person_name(one.agent))}**")
    for post in posts(link.desk()):
        if post.duties and post.id in one.agent.posts:
            told = {"post": post_name(post.id, state.lang())}
            st.caption(
                plain(say("edit.duties", duties=say("list.apart").join(post.duties), **told))
            )
    person_form.change(one)
    if one.waiting:
        st.markdown(f"**{say('people.waiting_title')}**")
        draw(_waiting_register(), one.waiting)
    with st.expander(plain(say("people.nicknames", count=len(one.nicknames)))):
        st.caption(say("people.nicknames_text"))
        if one.nicknames:
            draw(_nickname_register(), one.nicknames)
        person_form.nickname(one.agent.id)
    shared(one.agent.id)
    own_link(one.agent.id)
    with st.expander(say("people.history")):
        _history(one)


def _waiting_register() -> Register[Entry[DatedChange]]:
    columns: tuple[Column[Entry[DatedChange]], ...] = (
        Column("since", lambda one: full_day(one.value.since)),
        Column("what", lambda one: changes_said(one.value.changes)),
        Column("by", lambda one: one.entered.by),
    )
    return Register("people_waiting", columns, (Act("drop", each(_drop), ":material/undo:"),))


def _drop(desk: Desk, one: Entry[DatedChange]) -> None:
    take_out_dated(desk, one.id)


def _nickname_register() -> Register[Entry[Nickname]]:
    columns: tuple[Column[Entry[Nickname]], ...] = (
        Column("said", lambda one: one.value.said),
        Column("platform", lambda one: one.value.platform or say("people_names.any")),
    )
    return Register("people_names", columns, (Act("drop", each(_forget), ":material/delete:"),))


def _forget(desk: Desk, one: Entry[Nickname]) -> None:
    forget(desk, Nickname, one.subject)


def _history(one: StaffMember) -> None:
    """List what was done to somebody's line, newest first."""
    clock = shop(link.desk()).clock
    rows = [
        Row((figures.stamp(each.done.at, clock, state.lang()), each.done.by, _done(each)))
        for each in history_of(link.desk(), one.agent.id)
    ]
    if not rows:
        st.caption(say("people.history_none"))
        return
    listing([say(f"people.{name}") for name in ("at", "by", "done")], rows, numbers=frozenset())


def _done(one: Action) -> str:
    """Return what was done, and which fields of the line it changed."""
    lang = state.lang()
    fields = [
        f"{say(f'line.{name}')} {log_said(name, told)}"
        for name, told in one.details.items()
        if has(f"line.{name}", lang) and told
    ]
    return say("list.apart").join((say(f"action.{one.name}"), *fields))
