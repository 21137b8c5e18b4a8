"""The fewest people of weeks on the screen: a line each, what is proven, whom to hire first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.jobs import JobState
from service.shop.shops import shop
from service.spreadsheet import SheetColumn, SheetKind, SheetTable
from service.trial.headcount_job import changed_since
from ui import figures, link, state
from ui.parts.markup import Row, listing
from ui.parts.planner.table_files import table_files
from ui.plain import plain
from ui.state import say
from ui.words import headcount_words
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.headcount.outcome import Fewest
    from scheduler.horizon import Clock
    from service.jobs import KeptJob
    from service.trial.headcount_job import PeopleWeek

HEADS = ("week", "fewest", "least", "who", "there", "missing")
NONE = "—"


def show(job: KeptJob) -> None:
    """Draw a search's answer, and what limits its worth."""
    found, task = job.answer.weeks, job.task
    if changed := changed_since(link.desk(), job.answer):
        names = say("list.comma").join(changed)
        st.warning(plain(say("people_room.outdated", weeks=names)), icon=":material/history:")
    if job.state is JobState.STOPPED:
        told = say("people_room.cut", done=len(found), asked=len(task.weeks))
        st.info(plain(told), icon=":material/stop_circle:")
    title, files = st.columns([5, 2], vertical_alignment="bottom")
    title.subheader(say("people_room.title"), help=say("people_room.help"), anchor=False)
    if any(each.roster is not None for each in found):
        with files, st.container(horizontal=True, horizontal_alignment="right"):
            clock = shop(link.desk()).clock
            table_files(lambda: witnesses(found, clock), "fewest-people", key="people_room.rosters")
    rows = [row for each in found for row in _rows(each)]
    listing([say(f"people_room.head_{name}") for name in HEADS], rows, numbers=frozenset({1, 2, 4}))
    for each in found:
        _sentences(each)
    share = figures.share(task.asked.short_share, state.lang(), 1)
    st.caption(plain(say("people_room.meaning", share=share)))
    if task.level is not None:
        level = figures.share(task.level, state.lang(), 1)
        st.caption(plain(say("people_room.at_level", level=level)))


def _rows(found: PeopleWeek) -> list[Row]:
    line = found.line
    rows = [_row(line.week, line.own)]
    if line.with_vendor is not None:
        rows.append(_row(say("people_room.rest", week=line.week), line.with_vendor))
    return rows


def _row(name: str, found: Fewest) -> Row:
    lang = state.lang()
    who, missing = NONE, NONE
    if found.people is not None and found.short_hours is not None:
        who = headcount_words.parts(found, lang)
        short, allowed = (
            figures.number(hours, lang, 1) for hours in (found.short_hours, found.allowed_hours)
        )
        missing = say("people_room.of", short=short, allowed=allowed)
    fewest = NONE if found.people is None else figures.number(found.people, lang, 0)
    least = figures.number(found.bound, lang, 0) if found.bound else NONE
    there = figures.number(found.people_today, lang, 0)
    kind = "gone" if found.people is None else "here" if found.apart == 0 else ""
    return Row((name, fewest, least, who, there, missing), kind)


def _sentences(found: PeopleWeek) -> None:
    """Say what is proven of a week, and whom to hire first."""
    lang, line = state.lang(), found.line
    st.markdown("  \n".join(plain(told) for told in headcount_words.proven(line, lang)))
    if not line.own.first_hires:
        for told in headcount_words.hiring(line, lang):
            st.caption(plain(told))
        return
    heads = ("order", "hire", "saves")
    rows = [
        Row(
            (
                str(place),
                headcount_words.kind_name_of(each.kind, lang),
                figures.number(each.saved_hours, lang, 1),
            )
        )
        for place, each in enumerate(line.own.first_hires, 1)
    ]
    st.caption(plain(say("people_room.first_hires")))
    listing([say(f"people_room.head_{name}") for name in heads], rows, numbers=frozenset({0, 2}))


def witnesses(found: tuple[PeopleWeek, ...], clock: Clock) -> SheetTable:
    """Return the rosters that show the numbers, a row for each shift."""
    lang = state.lang()
    columns = [SheetColumn(say(f"people_room.head_{name}")) for name in ("week", "person", "posts")]
    columns += [
        SheetColumn(say("people_room.head_date"), SheetKind.DATE),
        SheetColumn(say("people_room.head_time")),
        SheetColumn(say("table.post")),
    ]
    rows = []
    for each in found:
        shifts = () if each.roster is None else each.roster.shifts
        rows += [
            (
                each.line.week,
                shift.agent_id.rpartition("-")[2],
                headcount_words.posts_name(tuple(_held(shift.agent_id)), lang),
                clock.date_of(shift.start_min),
                figures.times(clock, shift.start_min, shift.end_min),
                post_name(shift.post, lang),
            )
            for shift in shifts
        ]
    return SheetTable("witness", tuple(columns), tuple(rows))


def _held(agent: str) -> list[str]:
    """Return the posts of somebody to hire, which stand before the number in the id."""
    return agent.rpartition("-")[0].split("+")
