"""
Whole weeks of kinds of people as columns of a linear program, and what its duals prove.

At any worth of a person in each row of cover, nobody does more than their best week is worth, which
the engine prices exactly; what all rows ask for at that worth, divided by it, is a number of people
that no roster does without (Farley's bound). Solving the program over known weeks and adding the
best ones at its duals brings that number up to the linear optimum.

References
----------
A. A. Farley: A note on bounding a class of linear programming problems, including cutting stock
problems, Operations Research 38 (1990), doi:10.1287/opre.38.5.922. P. Wentges: Weighted
Dantzig-Wolfe decomposition for linear mixed-integer programming, International Transactions in
Operational Research 4 (1997), doi:10.1111/j.1475-3995.1997.tb00071.x.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.solve.bound import scratch
from scheduler.solve.bound_kernel import count_one, week_price
from scheduler.solve.posts_kernel import FAR
from scheduler.solve.tables import tables_of

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Bools, Floats, Ints


class CoverWorth(NamedTuple):
    """
    What is paid in people for cover.

    Parameters
    ----------
    row
        For one person at work, by row, 0 or more; shape (rows,).
    short
        For an hour missing, 0 or more.
    """

    row: Floats
    short: float

    def towards(self, other: CoverWorth, share: float) -> CoverWorth:
        """Return a worth so far on the way to another."""
        own = 1.0 - share
        return CoverWorth(
            own * self.row + share * other.row, own * self.short + share * other.short
        )


class BestWeeks:
    """
    The best week of each kind of person at a worth, exactly.

    Parameters
    ----------
    problem
        A week with one person of each place (``kinds.with_people``).
    """

    def __init__(self, problem: RosterProblem) -> None:
        self.tables, self.rows = tables_of(problem)
        self._scales = scratch(self.tables, len(self.rows.need))
        self._silence = np.zeros(1)
        self.people = len(problem.agents)
        self.posts, self.cells = problem.requirement.agents.shape

    def best(self, place: int, worth: Floats) -> tuple[float, Ints]:
        """Return what a place's best week is worth, and its people by row; -inf: it has no week."""
        usage = np.zeros(len(self.rows.need), dtype=np.int64)
        self._scales.marginal[:] = -worth
        price = week_price(self.tables, place, self._silence, self._scales)
        if price >= FAR:
            return -np.inf, usage
        count_one(self.tables, place, self._scales.days_of, usage)
        return float(worth @ usage), usage


class RowsAsked(NamedTuple):
    """
    What the rows ask for, week's shifts of before taken off.

    Parameters
    ----------
    least
        People without whom the row is a breach; shape (rows,).
    whole, part
        People needed, rounded down, and what that leaves out; both at least ``least``.
    hours
        Of a row.
    most_short
        Hours that may be missing in all.
    """

    least: Floats
    whole: Floats
    part: Floats
    hours: float
    most_short: float

    @classmethod
    def of(cls, rows: Rows, hours: float, most_short: float) -> RowsAsked:
        """Return what rows ask for."""
        base = rows.base.astype(np.float64)
        least = np.maximum(rows.floor - base, 0.0)
        need = np.where(rows.short > 0, rows.need - base, 0.0)
        need = np.maximum(need, least)
        whole = np.floor(need)
        return cls(least, whole, need - whole, hours, most_short)

    def only(self, rows: Bools) -> RowsAsked:
        """Return what some rows alone ask for, of which all that may be missing is missing."""
        least, whole, part = (np.where(rows, each, 0.0) for each in self[:3])
        return self._replace(least=least, whole=whole, part=part)

    def at(self, worth: CoverWorth) -> float:
        """Return what the rows ask for at a worth, whole people in each, at the least."""
        return float(self.by_row(worth).sum()) - worth.short * self.most_short

    def by_row(self, worth: CoverWorth) -> Floats:
        """Return the cheapest of: as few as may be, the need rounded down, and rounded up."""
        price = worth.short * self.hours
        need, up = self.whole + self.part, np.ceil(self.whole + self.part)
        options = (self.least, self.whole, up)
        costs = [worth.row * each + price * np.maximum(0.0, need - each) for each in options]
        found: Floats = np.minimum.reduce(costs)
        return found
