"""Why a week has no roster that keeps every rule: what contradicts what, and the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.asked_jobs import JobKind, latest_asked, start_why
from service.jobs import JobState, has_worker, latest_job
from service.roster.question import problem_key
from service.roster.unsolvable import seen_by, why_week
from ui import figures, link, state
from ui.guard import action
from ui.parts import markup
from ui.parts.markup import Row
from ui.parts.needing import one_more_agent
from ui.parts.waiting import failed_note, watch
from ui.plain import plain
from ui.state import say
from ui.words.conflict_sentences import cause_lines, conflict_head, way_sentence, why_none_lines

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from service.roster.rosters import RosterSheet
    from service.roster.unsolvable import ConflictTold, WhyTold

FOUND, CLOSED = "why.found", "why.closed"
HEADS = ("way", "short", "below", "cost", "more")
SECONDS = 120.0  # a worker may take; whoever waits for the page, far less


def panel(sheet: RosterSheet) -> None:
    """Draw the question why, where there is no roster or one that breaks rules, and its answer."""
    problem, label = sheet.problem, sheet.week.label
    if problem is None or not _is_asked(sheet):
        return
    job = latest_asked(link.desk(), JobKind.WHY, label)
    if job is not None and not job.state.is_over:
        watch(job.id, "why", limit_s=job.task.seconds)
        return
    key = problem_key(problem)
    asked, why = st.session_state.get(FOUND, ("", None))
    if asked != key:  # the week changed since: what was said of it may be false now
        is_kept = job is not None and job.answer is not None and job.answer.problem_key == key
        why = job.answer.why if job is not None and is_kept else None
    if why is not None and st.session_state.get(CLOSED) != key:
        with st.container(border=True, key="why_panel"):
            _answer(seen_by(link.desk(), why), problem)
            st.button(say("why.close"), on_click=_turn, args=(key,), key="why.close")
        return
    if why is None and job is not None and job.state is JobState.FAILED:
        failed_note(job)
    st.button(
        say("why.open"),
        icon=":material/help:",
        help=say("why.help"),
        on_click=_turn if why is not None else _ask,
        args=("",) if why is not None else (label, key),
        key="why.open",
    )


def _is_asked(sheet: RosterSheet) -> bool:
    """Return whether the roster breaks rules, or there is none though one was asked for."""
    if sheet.verdict is not None:
        return bool(sheet.verdict.violations)
    job = latest_job(link.desk(), sheet.week.label)
    return job is not None and job.state.is_over


def _turn(closed: str) -> None:
    st.session_state[CLOSED] = closed


@action
def _ask(label: str, key: str) -> None:
    """Have a worker look for it; where there is none, look at once."""
    _turn("")
    desk = link.desk()
    if desk.may("why_started") and has_worker(desk):
        start_why(desk, label, SECONDS)
        return
    with st.spinner(say("why.running")):
        st.session_state[FOUND] = key, why_week(desk, label).told


def _answer(why: WhyTold, problem: RosterProblem) -> None:
    lang = state.lang()
    for each in why.found:
        lines = "\n".join(f"- {plain(line)}" for line in cause_lines(each, problem, lang))
        st.markdown(f"**{plain(conflict_head(each, lang))}**\n\n{lines}")
        _ways(each, problem)
    for line in why_none_lines(why, lang):
        st.markdown(f"**{plain(line)}**")
    one_more_agent("why.one_more")


def _ways(found: ConflictTold, problem: RosterProblem) -> None:
    """Draw the ways out of a conflict, the cheapest first."""
    lang = state.lang()
    if not found.ways:
        st.caption(plain(say("conflict.no_ways")))
        return
    st.caption(plain(say("conflict.ways")))
    cheapest = found.ways[0].price
    rows = [
        Row(
            (
                way_sentence(way, problem, lang),
                figures.number(way.short_hours, lang, 1),
                figures.number(way.below_hours, lang, 1),
                figures.number(way.price, lang, 1),
                figures.number(way.price - cheapest, lang, 1),
            )
        )
        for way in found.ways
    ]
    markup.listing(
        [say(f"why.head.{name}") for name in HEADS], rows, numbers=frozenset({1, 2, 3, 4})
    )
    st.caption(plain(say("why.price_help")))
