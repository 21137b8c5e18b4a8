"""The rows of cover that a mending looks at, and what is missing in them as things stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.mend.menu import Ints
from scheduler.present import shifts_present
from scheduler.problem import RosterProblem
from scheduler.solve.rows import Rows, count_shift, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.mend.menu import Floats
    from scheduler.roster import Roster
    from scheduler.shift import Shift


@dataclass(frozen=True, eq=False, slots=True)
class Cover:
    """
    Rows from a moment on, the people in them, and what more of them are worth.

    Parameters
    ----------
    problem
        Whose posts and intervals they are of.
    rows
        Need, prices and minimums; nothing is asked of what is over.
    held
        What each agent counts for beside the own post, by day; shape (agents, days).
    extra
        Further rows of a person, by what the person counts for; -1: none.
    """

    problem: RosterProblem
    rows: Rows
    held: Ints
    extra: Ints

    def count(self, shifts: Iterable[Shift]) -> Ints:
        """Return the people that shifts put in each row; those present only, if asked so."""
        found = np.zeros(len(self.rows.need), dtype=np.int64)
        for shift in shifts:
            count_shift(self.problem, found, shift, self.extra)
        return found

    def rows_of(self, shift: Shift) -> Ints:
        """Return the numbers of the rows a shift counts in."""
        return np.flatnonzero(self.count((shift,)))

    def worth(self, value: Floats, held: int) -> Floats:
        """Return what one person who counts for ``held`` is worth; shape (posts, intervals)."""
        posts, cells = self.problem.requirement.posts, self.problem.horizon.intervals
        own = value[: len(posts) * cells].reshape(len(posts), cells)
        more = self.extra[held]
        found: Floats = own + np.where(more >= 0, value[more], 0.0).sum(axis=2)
        return found


def cover_of(problem: RosterProblem, roster: Roster, from_min: int) -> tuple[Cover, Ints]:
    """Return the rows of a problem from a moment on, and who of a roster is there in each."""
    rows, held, extra = rows_of(problem)
    horizon = problem.horizon
    over = max(0, -(-(from_min - horizon.start_min) // horizon.interval_min))
    cells = np.arange(len(problem.requirement.posts) * horizon.intervals) % horizon.intervals
    gone = np.zeros(len(rows.need), dtype=np.bool_)
    gone[: len(cells)] = cells < over
    for held_for in range(len(extra)):  # minimums held together and bent prices, of what is over
        past = extra[held_for][:, :over].reshape(-1)
        gone[past[past >= 0]] = True
    floor = np.where(gone, 0, rows.floor)
    rows = rows._replace(
        short=np.where(gone, 0.0, rows.short), over=np.where(gone, 0.0, rows.over), floor=floor
    )
    found = Cover(problem, rows, held, extra)
    return found, found.count(shifts_present(problem, roster))
