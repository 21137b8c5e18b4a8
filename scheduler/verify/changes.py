"""Rules about changes of post within a shift: allowed, few, not too soon, joined."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.agent import Agent
    from scheduler.shift import Shift, Stint
    from scheduler.verify.view import RosterView


def post_changes(view: RosterView) -> Iterator[Violation]:
    """No shift changes post more often than allowed, none where that is not allowed at all."""
    allowed = view.problem.rules.post_change
    most = 0 if allowed is None else allowed.max_per_shift
    for agent, shift in _changing(view):
        changes = len(shift.stints) - 1
        if changes > most:
            yield Violation("post_changes", agent.id, shift.post, shift.start_min, changes, most)


def stint(view: RosterView) -> Iterator[Violation]:
    """Nobody changes post after less than the least time, in whole intervals off the meal."""
    allowed = view.problem.rules.post_change
    for agent, shift in _changing(view) if allowed else ():
        for each in shift.stints:
            work = view.problem.horizon.interval_min * sum(1 for _ in _worked(view, shift, each))
            if allowed and work < allowed.min_stint_min:
                place = each.post, each.span.start_min
                yield Violation("stint", agent.id, *place, work, allowed.min_stint_min)


def stint_place(view: RosterView) -> Iterator[Violation]:
    """Stints join from the start of the shift to its end; each begins on the interval grid."""
    horizon = view.problem.horizon
    for agent, shift in _changing(view):
        at = next(_misplaced(shift, horizon.on_grid(shift.start_min), view), None)
        if at is not None:
            yield Violation("stint_place", agent.id, shift.post, at)


def _changing(view: RosterView) -> Iterator[tuple[Agent, Shift]]:
    return ((agent, shift) for agent, shift in view.known_shifts if shift.stints)


def _worked(view: RosterView, shift: Shift, each: Stint) -> Iterator[int]:
    """Yield the starts of the intervals of a stint that do not begin in the meal."""
    step = view.problem.horizon.interval_min
    for minute in range(each.span.start_min, each.span.end_min, step):
        if shift.meal is None or minute not in shift.meal:
            yield minute


def _misplaced(shift: Shift, is_on_grid: bool, view: RosterView) -> Iterator[int]:
    """Yield the moments at which a shift's stints leave a hole, overlap or come off the grid."""
    first, last = shift.stints[0], shift.stints[-1]
    if first.span.start_min != shift.start_min or first.post != shift.post:
        yield first.span.start_min
    for before, after in pairwise(shift.stints):
        joins = before.span.end_min == after.span.start_min and before.post != after.post
        if not joins or (is_on_grid and not view.problem.horizon.on_grid(after.span.start_min)):
            yield after.span.start_min
    if last.span.end_min != shift.end_min:
        yield last.span.end_min
