"""A version of the roster on the screen: coverage, and what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.roster import Roster
from service.roster.coverage import coverage as count_coverage
from service.roster.coverage import open_gaps
from service.roster.open_intervals import helpers_of
from service.roster.open_intervals import open_points as open_points_of
from service.roster.overriding import judged
from ui import figures, state
from ui.charts.coverage import coverage_charts
from ui.parts.markup import Row, listing
from ui.parts.needing import one_more_agent
from ui.parts.testing import missed_intervals
from ui.plain import plain
from ui.state import say
from ui.words.cover_sentences import helper_sentence, stretch_sentence
from ui.words.names import post_name
from ui.words.sentences import judged_sentence

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from scheduler.problem import RosterProblem
    from service.roster.open_intervals import OpenPoint
    from service.roster.rosters import RosterSheet
    from service.trial.simulation import Tested

GAPS_SHOWN = 12
BREACHES_SHOWN = 30


def coverage(sheet: RosterSheet, tested: Tested | None = None) -> None:
    """Draw people at work against people needed, and where a simulation missed the target."""
    assert sheet.problem is not None
    roster = sheet.version.version.roster if sheet.version else None
    st.subheader(say("cover.title"), help=say("cover.help"), anchor=False)
    draw_coverage(
        sheet.problem, roster, key="week.coverage", missed=missed_intervals(sheet, tested)
    )


def draw_coverage(
    problem: RosterProblem,
    roster: Roster | None,
    *,
    key: str,
    days: range | None = None,
    missed: npt.NDArray[np.bool_] | None = None,
    left_px: int = 34,
) -> None:
    """Draw a band for each post, one above the other; ``left_px``: room for the names."""
    order = [post.id for post in problem.posts]
    charts = coverage_charts(
        count_coverage(problem, roster or Roster()),
        state.lang(),
        missed=missed,
        days=days,
        order=order,
        left_px=left_px,
        is_rostered=roster is not None,
    )
    with st.container(gap=None):
        for place, chart in enumerate(charts):
            st.altair_chart(chart, width="stretch", theme=None, key=f"{key}.{place}")


def open_points(sheet: RosterSheet) -> None:
    """Draw what is not right yet: broken rules, then stretches with too few people."""
    assert sheet.problem is not None
    assert sheet.version is not None
    assert sheet.verdict is not None
    st.subheader(say("open.title"), anchor=False)
    roster = sheet.version.version.roster
    personal = [each for each in sheet.verdict.stretches if each.rule != "sealed"]
    told = judged(sheet.problem, roster, personal[:BREACHES_SHOWN])
    lang, overrides = state.lang(), sheet.overrides
    sentences = [judged_sentence(each, sheet.problem, lang, overrides) for each in told]
    if sentences:
        st.error("\n".join(f"- {plain(line)}" for line in sentences), icon=":material/error:")
        more = len(personal) - len(sentences)
        if more:
            st.caption(plain(say("open.more_breaches", count=more)))
    points = open_points_of(sheet.problem, roster)
    for point in points[:GAPS_SHOWN]:
        _open_point(sheet.problem, roster, point)
    if len(points) > GAPS_SHOWN:
        st.caption(plain(say("open_stretch.more", count=len(points) - GAPS_SHOWN)))
    gaps = open_gaps(count_coverage(sheet.problem, roster))
    if not gaps and not sheet.verdict.violations:
        st.success(say("open.none"), icon=":material/check_circle:")
    if gaps:
        _gaps(sheet.problem, gaps)


def _open_point(problem: RosterProblem, roster: Roster, point: OpenPoint) -> None:
    """Draw a stretch below its minimum, and who comes nearest; a button where that is not known."""
    lang, stretch, found = state.lang(), point.stretch, point.nearest
    head = f"**{plain(stretch_sentence(stretch, problem, lang))}**"
    key = f"open.look_up.{stretch.post}.{stretch.start_min}"
    if found is None and not st.session_state.get(f"{key}.asked"):
        text = f"{head}\n\n{say('open_stretch.not_looked_up')}"
        st.error(text, icon=":material/person_alert:")
        st.button(say("open_stretch.look_up"), key=key, on_click=_ask_for, args=(f"{key}.asked",))
        return
    if found is None:
        found = helpers_of(problem, roster, stretch)
    lines = [helper_sentence(helper, problem, lang) for helper in found]
    text = "\n".join(f"- {plain(line)}" for line in lines or [say("open_stretch.nobody")])
    st.error(f"{head}\n\n{text}", icon=":material/person_alert:")


def _ask_for(name: str) -> None:
    st.session_state[name] = True


def _gaps(problem: RosterProblem, gaps: tuple) -> None:
    lang, horizon = state.lang(), problem.horizon
    rows = [
        Row(
            (
                figures.day(horizon.clock.date_of(gap.start_min), lang),
                figures.times(horizon.clock, gap.start_min, gap.end_min),
                post_name(gap.post, lang),
                figures.number(gap.people, lang, 1),
                figures.number(gap.hours, lang, 1),
            )
        )
        for gap in gaps[:GAPS_SHOWN]
    ]
    names = [say(f"gaps.{name}") for name in ("day", "times", "post", "people", "hours")]
    listing(names, rows, numbers=frozenset({3, 4}))
    if len(gaps) > GAPS_SHOWN:
        hours = figures.number(sum(gap.hours for gap in gaps[GAPS_SHOWN:]), lang, 1)
        st.caption(plain(say("gaps.more", count=len(gaps) - GAPS_SHOWN, hours=hours)))
    one_more_agent("gaps.one_more")
