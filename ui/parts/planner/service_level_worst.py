"""Where a roster misses its target most, and the simulation as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from service.roster.coverage import coverage
from service.spreadsheet import SheetColumn, SheetKind, SheetTable, csv_of
from ui import figures, state
from ui.parts.markup import Row, listing
from ui.parts.planner.service_level_view import TARGETED, lanes, measures_of
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.roster.rosters import RosterSheet
    from service.trial.simulation import Tested
    from ui.charts.level import Lane

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Miss:
    """
    Neighbouring intervals in which a post misses its target by more than their intervals.

    Parameters
    ----------
    post
        Id of the post the hours are of.
    first, after
        Numbers of the first interval and of the one after the last.
    level, lowest
        Share answered in time over all of it, and in its worst interval.
    late
        Chats a week that are not answered in time.
    short
        Chats a week by which the target is missed.
    """

    post: str
    first: int
    after: int
    level: float
    lowest: float
    late: float
    short: float


def misses(shown: list[Lane]) -> list[Miss]:
    """Return the stretches below the target, those that miss it by most chats first."""
    found = [miss for lane in shown for miss in _of(lane)]
    return sorted(found, key=lambda miss: (-miss.short, miss.first, miss.post))


def _of(lane: Lane) -> list[Miss]:
    assert lane.target is not None
    edges = np.flatnonzero(np.diff(np.r_[0, lane.missed.astype(int), 0])).reshape(-1, 2)
    found = []
    for first, after in edges.tolist():
        level, offered = lane.values[0, first:after], lane.offered[first:after]
        chats = float(offered.sum())
        in_time = float((level * offered).sum())
        mean = in_time / chats
        short = chats * (lane.target - mean)
        lowest = float(level.min())
        found.append(Miss(lane.post, first, after, mean, lowest, chats - in_time, short))
    return found


def worst(found: RosterSheet, tested: Tested) -> None:
    """List the stretches that miss the target most, with the people at work and needed there."""
    st.subheader(say("level.worst"), help=say("level.worst_help"), anchor=False)
    shown = [lane for lane in lanes(found, tested, TARGETED) if lane.target is not None]
    listed = misses(shown)
    if not listed:
        st.caption(say("level.no_worst"))
        return
    columns = ("post", "when", "level", "lowest", "late", "lost", "work", "need")
    names = [say(f"level.{column}") for column in columns]
    rows = [_row(found, tested, miss) for miss in listed[:SHOWN]]
    listing(names, rows, numbers=frozenset(range(2, len(columns))))
    if len(listed) > SHOWN:
        hours = sum(miss.after - miss.first for miss in listed[SHOWN:])
        hours_said = figures.number(hours * found.week.horizon.interval_hours, state.lang(), 1)
        st.caption(plain(say("level.more_worst", count=len(listed) - SHOWN, hours=hours_said)))


def lost_chats(tested: Tested, miss: Miss) -> float:
    """Return how many chats a week leave unanswered in a stretch."""
    course, row = tested.kept.course, tested.kept.note.posts.index(miss.post)
    part = slice(miss.first, miss.after)
    left = course["abandonment"][0, row, part] * course["mean_offered"][0, row, part]
    return float(np.nansum(left))


def _row(found: RosterSheet, tested: Tested, miss: Miss) -> Row:
    assert found.problem is not None
    assert found.version is not None
    lang, horizon = state.lang(), found.week.horizon
    start, end = horizon.minute(miss.first), horizon.minute(miss.after)
    when = figures.day(horizon.clock.date_of(start), lang)
    times = figures.times(horizon.clock, start, end)
    cover = coverage(found.problem, found.version.version.roster)
    work = need = float("nan")
    if miss.post in cover.posts:
        row = cover.posts.index(miss.post)
        work = float(cover.at_work[row, miss.first : miss.after].mean())
        need = float(cover.needed[row, miss.first : miss.after].mean())
    return Row(
        (
            post_name(miss.post, lang),
            f"✕ {when} {times}",
            figures.share(miss.level, lang, 1),
            figures.share(miss.lowest, lang, 1),
            figures.number(miss.late, lang, 1),
            figures.number(lost_chats(tested, miss), lang, 1),
            "—" if np.isnan(work) else figures.number(work, lang, 1),
            "—" if np.isnan(need) else figures.number(need, lang, 1),
        )
    )


def download(found: RosterSheet, tested: Tested) -> None:
    """Draw the button that hands the simulation out as CSV; made when asked for."""
    number = tested.kept.id
    st.download_button(
        say("level.download"),
        lambda: level_csv(found, tested),
        f"{found.week.label}-simulation-{number}.csv",
        "text/csv",
        icon=":material/download:",
        key="level.download",
        on_click="ignore",
    )


def level_csv(found: RosterSheet, tested: Tested) -> bytes:
    """Return a row for each post and interval with every measure and its interval."""
    note, course, horizon = tested.kept.note, tested.kept.course, found.week.horizon
    names = ("mean_offered", *measures_of(tested))
    columns = [SheetColumn(say("level.post")), SheetColumn(say("level.start"))]
    for name in names:
        word = say(f"measure.{name}")
        ends = (word, say("level.low", measure=word), say("level.high", measure=word))
        columns += [SheetColumn(title, SheetKind.EXACT) for title in ends]
    rows = []
    for place, post in enumerate(note.posts):
        for number in range(horizon.intervals):
            values = np.array([course[name][:, place, number] for name in names]).ravel()
            exact = [round(float(v), 4) if np.isfinite(v) else None for v in values]
            at = horizon.clock.format(horizon.minute(number))
            rows.append((post_name(post, state.lang()), at, *exact))
    return csv_of(SheetTable("simulation", tuple(columns), tuple(rows)))
