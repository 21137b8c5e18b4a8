"""The changes of post within the shift that is tried: when, and to which post."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.shift import Span, Stint
from ui import figures, state
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from ui.fields import Fields

NEVER = -1


def with_changes(
    problem: RosterProblem, agent: Agent, whole: Shift, fields: Fields[Shift | None]
) -> Shift:
    """Ask when a shift changes post and to which, where the rules let it; return it so."""
    began = fields.began
    before = () if began is None else whole.with_stints_of(began).stints
    rule, posts = problem.rules.post_change, list(agent.posts)
    if rule is None or len(posts) < 2:
        kept = bool(before) and st.checkbox(
            say("edit.keep_changes"), value=True, key=f"edit.changes.{fields.key}"
        )
        return replace(whole, stints=before) if kept else whole
    with st.expander(say("edit.changes"), expanded=bool(before)):
        begins = [(whole.start_min, whole.post)]
        for number in range(1, rule.max_per_shift + 1):
            known = before[number] if number < len(before) else None
            key = f"{number}.{fields.key}.{begins[-1][0]}.{whole.end_min}"
            change = _change(problem, agent, begins[-1], number, (whole.end_min, known, key))
            if change is None:
                break
            begins.append(change)
    return _changing(whole, begins)


def _changing(whole: Shift, begins: Sequence[tuple[int, str]]) -> Shift:
    """Return a shift on each post from a moment on; without stints where it is one post only."""
    if len(begins) == 1:
        return whole
    ends = [*begins, (whole.end_min, "")]
    return replace(
        whole,
        stints=tuple(Stint(Span(start, end), post) for (start, post), (end, _) in pairwise(ends)),
    )


def _change(
    problem: RosterProblem,
    agent: Agent,
    last: tuple[int, str],
    number: int,
    told: tuple[int, Stint | None, str],
) -> tuple[int, str] | None:
    """Ask for one change after the last; None: there is no further one."""
    (after, post), (end, known, key) = last, told
    step, lang = problem.horizon.interval_min, state.lang()
    moments = [NEVER, *range(after + step, end, step)]
    begin = NEVER if known is None else known.span.start_min
    clock = problem.horizon.clock
    when, where = st.columns(2)
    chosen = when.selectbox(
        plain(say("edit.change_at", number=number)),
        moments,
        index=moments.index(begin) if begin in moments else 0,
        format_func=lambda moment: (
            say("edit.no_change") if moment == NEVER else figures.clock_name(clock.clock_of(moment))
        ),
        key=f"edit.change_at.{key}",
    )
    if chosen == NEVER:
        return None
    posts = [each for each in agent.posts if each != post]
    kept = known.post if known is not None and known.post in posts else posts[0]
    to = where.selectbox(
        plain(say("edit.change_to", number=number)),
        posts,
        index=posts.index(kept),
        format_func=spoken(posts, lambda name: post_name(name, lang)),
        key=f"edit.change_to.{key}.{post}",
    )
    return chosen, to
