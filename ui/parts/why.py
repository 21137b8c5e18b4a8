"""Why a week has no roster that keeps every rule: what contradicts what, and the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.jobs import latest_job
from service.roster.question import problem_key
from service.roster.unsolvable import why_week
from ui import figures, link, state
from ui.parts import markup
from ui.parts.markup import Row
from ui.plain import plain
from ui.state import say
from ui.words.conflict_sentences import cause_lines, conflict_head, way_sentence, why_none_lines

if TYPE_CHECKING:
    from service.roster.rosters import RosterSheet
    from service.roster.unsolvable import FoundConflict, WhyNone

FOUND = "why.found"
HEADS = ("way", "short", "below", "cost", "more")


def panel(sheet: RosterSheet) -> None:
    """Draw the question why, where there is no roster or one that breaks rules, and its answer."""
    problem = sheet.problem
    if problem is None or not _is_asked(sheet):
        return
    key = problem_key(problem)
    asked, why = st.session_state.get(FOUND, ("", None))
    if asked != key:  # the week changed since: what was said of it may be false now
        if not st.button(
            say("why.open"), icon=":material/help:", help=say("why.help"), key="why.open"
        ):
            return
        with st.spinner(say("why.running")):
            why = why_week(link.desk(), sheet.week.label)
        st.session_state[FOUND] = key, why
    with st.container(border=True, key="why_panel"):
        _answer(why)
        st.button(say("why.close"), on_click=_close, key="why.close")


def _is_asked(sheet: RosterSheet) -> bool:
    """Return whether the roster breaks rules, or there is none though one was asked for."""
    if sheet.verdict is not None:
        return bool(sheet.verdict.violations)
    job = latest_job(link.desk(), sheet.week.label)
    return job is not None and job.state.is_over


def _close() -> None:
    st.session_state.pop(FOUND, None)


def _answer(why: WhyNone) -> None:
    lang = state.lang()
    for each in why.found:
        lines = "\n".join(f"- {plain(line)}" for line in cause_lines(each, why.problem, lang))
        st.markdown(f"**{plain(conflict_head(each, lang))}**\n\n{lines}")
        _ways(each, why)
    for line in why_none_lines(why, lang):
        st.markdown(f"**{plain(line)}**")


def _ways(found: FoundConflict, why: WhyNone) -> None:
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
                way_sentence(way, why.problem, lang),
                figures.number(way.way.cost.short_hours, lang, 1),
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
