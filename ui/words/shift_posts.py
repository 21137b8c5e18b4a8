"""Which posts a shift is on, and when its agent is away, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import figures
from ui.words.catalogue import t
from ui.words.names import absence_name, post_name

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift

ARROW = "→"


def posts_told(shift: Shift, clock: Clock, lang: str) -> str:
    """Return the post of a shift; where it changes, each post with its times."""
    if not shift.stints:
        return post_name(shift.post, lang)
    return f" {ARROW} ".join(
        f"{post_name(stint.post, lang)} "
        f"{figures.times(clock, stint.span.start_min, stint.span.end_min)}"
        for stint in shift.stints
    )


def pause_told(problem: RosterProblem, shift: Shift, lang: str) -> str:
    """Return when a shift has its meal, or the gap between its two parts; empty: neither."""
    if shift.meal is None:
        return ""
    times = figures.times(problem.horizon.clock, shift.meal.start_min, shift.meal.end_min)
    return t("grid.gap" if problem.classes.has_gap(shift) else "grid.meal", lang, times=times)


def away_told(problem: RosterProblem, shift: Shift, lang: str) -> str:
    """Return when and why the agent of a shift is away, such as ``Sick 14:00-16:00``, if at all."""
    told = []
    for row in problem.away_by_agent.get(shift.agent_id, ()):
        first, last = max(row.start_min, shift.start_min), min(row.end_min, shift.end_min)
        if first < last:
            whole = (first, last) == (shift.start_min, shift.end_min)
            times = figures.times(problem.horizon.clock, first, last)
            key = "away.day" if whole else "away.times"
            told.append(t(key, lang, kind=absence_name(row.kind, lang), times=times))
    return " · ".join(told)
