"""A week's versions as a list, and two of them side by side, person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.roster.editing import restore_version
from service.roster.rosters import differences
from ui import figures, link, state
from ui.guard import action
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say
from ui.words.shift_posts import posts_told

if TYPE_CHECKING:
    from scheduler.shift import Shift
    from service.roster.rosters import KeptVersion, PersonChange, RosterSheet


def table(sheet: RosterSheet, kept: tuple[KeptVersion, ...]) -> None:
    """List the versions, the newest first."""
    columns = ("number", "state", "origin", "changed", "shifts", "cost", "breaches", "reason")
    names = [say(f"versions.{column}") for column in columns]
    rows = [_row(version, sheet) for version in reversed(kept)]
    listing(names, rows, numbers=frozenset({4, 5, 6}))


def _row(version: KeptVersion, sheet: RosterSheet) -> Row:
    lang, clock = state.lang(), sheet.week.horizon.clock
    verdict = version.checked.verdict
    told = version.version
    is_in_force = sheet.published is not None and sheet.published.version.number == told.number
    return Row(
        (
            f"v{told.number}",
            _state(version, is_in_force),
            say(f"origin.{version.origin}"),
            f"{version.changed.by} {figures.stamp(version.changed.at, clock, lang)}",
            figures.number(len(told.roster.shifts), lang, 0),
            figures.number(verdict.cost.total, lang, 1),
            figures.number(len(verdict.stretches), lang, 0),
            told.reason,
        ),
        "new" if is_in_force else "",
    )


def _state(version: KeptVersion, is_in_force: bool) -> str:
    if version.is_draft:
        return say("versions.is_draft")
    return f"✓ {say('versions.in_force')}" if is_in_force else say("versions.was_published")


def comparison(sheet: RosterSheet, kept: tuple[KeptVersion, ...]) -> None:
    """Draw what differs between two versions, person by person."""
    numbers = [version.version.number for version in kept]
    st.subheader(say("versions.compare"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.selectbox(
            say("versions.from"),
            numbers,
            index=_first_place(sheet, numbers),
            format_func=lambda number: f"v{number}",
            key="versions.from",
            width=140,
        )
        second = st.selectbox(
            say("versions.to"),
            numbers,
            index=len(numbers) - 1,
            format_func=lambda number: f"v{number}",
            key="versions.to",
            width=140,
        )
        _restore_button(first, numbers[-1])
    found = differences(link.desk(), state.chosen("week"), first, second)
    if not found:
        st.caption(say("versions.same"))
        return
    st.caption(plain(say("versions.people", count=len(found))))
    names = [say(f"versions.{column}") for column in ("agent", "gone", "new")]
    listing(names, [_person(change, sheet) for change in found], numbers=frozenset())


def _first_place(sheet: RosterSheet, numbers: list[int]) -> int:
    """Return the place of the version in force, else of the one before the last."""
    if sheet.published is not None and sheet.published.version.number != numbers[-1]:
        return numbers.index(sheet.published.version.number)
    return len(numbers) - 2


def _person(change: PersonChange, sheet: RosterSheet) -> Row:
    return Row((change.agent_id, _shifts(change.removed, sheet), _shifts(change.added, sheet)))


def _shifts(shifts: tuple[Shift, ...], sheet: RosterSheet) -> str:
    clock, lang = sheet.week.horizon.clock, state.lang()
    return (
        "；".join(
            f"{figures.day(clock.date_of(shift.start_min), lang)} "
            f"{figures.times(clock, shift.start_min, shift.end_min)} "
            f"{posts_told(shift, clock, lang)}"
            for shift in shifts
        )
        or "—"
    )


def _restore_button(number: int, latest: int) -> None:
    st.button(
        plain(say("versions.restore", number=number)),
        icon=":material/restore:",
        disabled=number == latest,
        on_click=_restore,
        args=(number,),
        key="versions.restore",
    )


@action
def _restore(number: int) -> None:
    week = state.chosen("week")
    restore_version(link.desk(), week, number)
