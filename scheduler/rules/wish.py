"""Wishes: what a shift costs by the wishes it breaks; several on a date all count."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.agent import Wish
    from scheduler.problem import RosterProblem


def breaks_wish(wish: Wish, start_min: int, end_min: int, problem: RosterProblem) -> bool:
    """Return whether a shift that starts on the wish's date breaks it."""
    if wish.kind:
        is_one = problem.classes.counts_as(wish.kind, start_min, end_min)
        return is_one == wish.is_against
    if wish.window is None:
        return True
    first, last = wish.window
    clock = problem.horizon.clock
    return start_min < clock.at(wish.date, first) or end_min > clock.at(wish.date, last)
