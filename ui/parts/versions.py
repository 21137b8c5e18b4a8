"""A week's versions as a list, and two of them side by side, person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.present import as_told
from service.month.duties import unbound
from service.roster.editing import restore_version
from service.roster.publishing import agreed_of, put_in_force, take_out_of_force
from service.roster.rosters import breaches_of_law, differences
from ui import figures, link, state
from ui.charts.grid_seen import Grid
from ui.guard import action, guarded
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.roster_table import roster_table
from ui.state import say
from ui.words.shift_posts import posts_told

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift
    from service.roster.rosters import KeptVersion, PersonChange, RosterSheet


def table(sheet: RosterSheet, kept: tuple[KeptVersion, ...]) -> None:
    """List the versions, the newest first."""
    columns = ("number", "state", "origin", "changed", "shifts", "cost", "breaches", "of_law")
    names = [say(f"versions.{column}") for column in (*columns, "reason")]
    of_law = breaches_of_law(sheet.problem, kept)
    rows = [_row(version, sheet, law) for version, law in zip(kept, of_law, strict=True)]
    listing(names, rows[::-1], numbers=frozenset({4, 5, 6, 7}))
    if None in of_law:
        st.caption(say("versions.of_law_unknown"))


def _row(version: KeptVersion, sheet: RosterSheet, of_law: int | None) -> Row:
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
            "—" if of_law is None else figures.number(of_law, lang, 0),
            told.reason,
        ),
        "new" if is_in_force else "",
    )


def _state(version: KeptVersion, is_in_force: bool) -> str:
    if version.is_draft:
        return say("versions.is_draft")
    return f"✓ {say('versions.in_force')}" if is_in_force else say("versions.was_published")


def in_force(sheet: RosterSheet) -> None:
    """Say which version was put in force for the past, and offer it where shifts bound nobody."""
    week, lang, clock = state.chosen("week"), state.lang(), sheet.week.horizon.clock
    for entry in agreed_of(link.desk(), week):
        said, button = st.columns([5, 1], vertical_alignment="center")
        said.info(
            plain(
                say(
                    "versions.agreed",
                    number=entry.value.number,
                    since=figures.day(clock.date_of(entry.value.since_min), lang),
                    by=entry.entered.by,
                    at=figures.stamp(entry.entered.at, clock, lang),
                    reason=entry.value.reason,
                )
            ),
            icon=":material/history:",
        )
        button.button(
            say("versions.agreed_undo"),
            on_click=_take_out_of_force,
            args=(entry.id,),
            key=f"versions.agreed_undo.{entry.id}",
        )
    late = unbound(link.desk(), week)
    if not late or sheet.published is None:
        return
    number = sheet.published.version.number
    st.warning(plain(say("versions.unbound", number=number, **unbound_told(late))))
    with st.form("versions.agree", border=False):
        reason = st.text_input(
            say("versions.agree_reason"), placeholder=say("versions.agree_reason_hint")
        )
        if st.form_submit_button(plain(say("versions.agree", number=number))):
            _put_in_force(number, reason)


def unbound_told(late: tuple[Shift, ...]) -> dict[str, str]:
    """Return in words how many shifts, people and hours have begun without being in force."""
    lang, hours = state.lang(), sum(shift.work_min for shift in late) / 60
    return {
        "shifts": figures.number(len(late), lang, 0),
        "people": figures.number(len({shift.agent_id for shift in late}), lang, 0),
        "hours": figures.number(hours, lang),
    }


def _put_in_force(number: int, reason: str) -> None:
    with guarded():
        put_in_force(link.desk(), state.chosen("week"), number, reason=reason)
        st.rerun()


@action
def _take_out_of_force(entry: int) -> None:
    take_out_of_force(link.desk(), entry)


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
    others = found
    if sheet.problem is not None:
        known = sheet.problem.agent_by_id
        others = tuple(change for change in found if change.agent_id not in known)
        by_number = {version.version.number: version.version.roster for version in kept}
        _changed_cells(sheet.problem, by_number[first], by_number[second])
    if others:  # people who left since have no row in the table
        names = [say(f"versions.{column}") for column in ("agent", "gone", "new")]
        listing(names, [_person(change, sheet) for change in others], numbers=frozenset())


def _changed_cells(problem: RosterProblem, old: Roster, new: Roster) -> None:
    """Draw the table with the cells that differ alone, people touched first."""
    drawing = Grid(
        problem=problem,
        roster=new,
        violations=(),
        pins=frozenset(),
        lost_wishes=frozenset(),
        lang=state.lang(),
        has_hours=bool(problem.rules.types)
        and st.toggle(say("grid.hours_of_types"), key="versions.hours"),
        before=old,
        is_difference=True,
    )
    touched = drawing.touched
    agents = [agent for agent in problem.agents if agent.id in touched]
    if not agents:
        return
    if st.toggle(say("versions.everybody"), key="versions.everybody"):
        agents += [agent for agent in problem.agents if agent.id not in touched]
    st.caption(plain(say("versions.cells", count=len(drawing.changed))))
    picked = roster_table(drawing, tuple(agents), key="versions.grid", height=520)
    if picked:
        state.choose("agent", picked[0])
        state.choose("day", picked[1].isoformat())
        st.switch_page(link.page("day"))


def _first_place(sheet: RosterSheet, numbers: list[int]) -> int:
    """Return the place of the version in force, else of the one before the last."""
    if sheet.published is not None and sheet.published.version.number != numbers[-1]:
        return numbers.index(sheet.published.version.number)
    return len(numbers) - 2


def _person(change: PersonChange, sheet: RosterSheet) -> Row:
    return Row((change.agent_id, _shifts(change.removed, sheet), _shifts(change.added, sheet)))


def _shifts(shifts: tuple[Shift, ...], sheet: RosterSheet) -> str:
    clock, lang, problem = sheet.week.horizon.clock, state.lang(), sheet.problem
    told = shifts if problem is None else [as_told(problem, shift) for shift in shifts]
    return (
        "；".join(
            f"{figures.day(clock.date_of(shift.start_min), lang)} "
            f"{figures.times(clock, shift.start_min, shift.end_min)} "
            f"{posts_told(shift, clock, lang)}"
            for shift in told
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
