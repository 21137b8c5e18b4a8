"""The program over known weeks: how many people of each place, as few or as simple as may be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from ortools.linear_solver import pywraplp

from scheduler.headcount.weeks import CoverWorth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.headcount.weeks import RowsAsked
    from scheduler.solve.tables import Floats, Ints

EDGE = 1e-6
LOOSE = 1e-3  # hours: solvers keep to their limits as nearly as that
MISSING = 20.0
"""People that somebody missing below a minimum, or an hour beyond those allowed, is set at."""


class PlaceGroup(NamedTuple):
    """Places of which there are so many people together, at least and at most."""

    places: tuple[int, ...]
    least: float = 0.0
    most: float = math.inf


class PeopleLimits(NamedTuple):
    """
    What may be chosen, and what it is set at.

    Parameters
    ----------
    price
        Of a person of each place.
    groups
        How many there are of some places together.
    """

    price: tuple[float, ...]
    groups: tuple[PlaceGroup, ...] = ()


class HeadcountProgram:
    """
    The linear program: people of each place, mixed weeks of theirs, hours missing.

    Parameters
    ----------
    asked
        What the rows ask for.
    limits
        What may be chosen.
    is_whole
        Whether people of each place are whole; their weeks may be mixed all the same.
    """

    def __init__(self, asked: RowsAsked, limits: PeopleLimits, *, is_whole: bool = False) -> None:
        self._solver = pywraplp.Solver.CreateSolver("SCIP" if is_whole else "GLOP")
        self.is_solved, self.weeks = False, 0
        self._objective = self._solver.Objective()
        self._objective.SetMinimization()
        self._rows: list[list[pywraplp.Constraint]] = []
        self._beyond = self._variable(MISSING)
        self._missing: list[pywraplp.Variable | None] = []
        self._short = self._solver.Constraint(-self._solver.infinity(), asked.most_short)
        self._short.SetCoefficient(self._beyond, -1.0)
        for row in range(len(asked.least)):
            self._add_row(asked, row)
        self._people = [self._variable(price, is_whole=is_whole) for price in limits.price]
        self._weeks = [self._solver.Constraint(0.0, 0.0) for _ in limits.price]
        for people, weeks in zip(self._people, self._weeks, strict=True):
            weeks.SetCoefficient(people, -1.0)
        self._groups = [self._sum(*group) for group in limits.groups]

    def _variable(self, price: float, *, is_whole: bool = False) -> pywraplp.Variable:
        found = self._solver.Var(0.0, self._solver.infinity(), is_whole, "")
        self._objective.SetCoefficient(found, price)
        return found

    def _sum(self, places: Sequence[int], low: float, high: float) -> pywraplp.Constraint:
        limit = self._solver.Constraint(low, min(high, self._solver.infinity()))
        for place in places:
            limit.SetCoefficient(self._people[place], 1.0)
        return limit

    def _add_row(self, asked: RowsAsked, row: int) -> None:
        """Add a row's minimum, and its need straight between whole numbers of people."""
        least, whole, part = (float(each[row]) for each in (asked.least, asked.whole, asked.part))
        limits: list[pywraplp.Constraint] = []
        missing = None
        if least > 0:
            limits.append(self._at_least(least))
            missing = self._variable(MISSING)
            limits[0].SetCoefficient(missing, 1.0)
        if whole + part > least:
            short = self._variable(0.0)
            self._short.SetCoefficient(short, asked.hours)
            if whole > least:
                limits.append(self._at_least(whole + part))
                limits[-1].SetCoefficient(short, 1.0)
            if part > 0:
                limits.append(self._at_least(whole + 1))
                limits[-1].SetCoefficient(short, 1.0 / part)
        self._rows.append(limits)
        self._missing.append(missing)

    def _at_least(self, people: float) -> pywraplp.Constraint:
        return self._solver.Constraint(people, self._solver.infinity())

    def add(self, place: int, usage: Ints) -> None:
        """Add a week of a place, given as the rows it covers."""
        self.weeks += 1
        share = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._weeks[place].SetCoefficient(share, 1.0)
        for row in np.flatnonzero(usage).tolist():
            for limit in self._rows[row]:
                limit.SetCoefficient(share, float(usage[row]))

    def solve(self, seconds: float | None = None) -> bool:
        """Solve over the weeks known so far; return whether there is an answer."""
        if seconds is not None:
            self._solver.SetTimeLimit(max(1, round(1000 * seconds)))
        ended = self._solver.Solve()
        self.is_solved = ended in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}
        return self.is_solved

    def set_at(self, place: int, people: int) -> None:
        """Let there be so many people of a place."""
        self._people[place].SetBounds(float(people), float(people))

    def limit(self, group: int, people: int) -> None:
        """Let there be so many people of a group."""
        self._groups[group].SetBounds(float(people), float(people))

    @property
    def cost(self) -> float:
        """Return what the answer costs."""
        return float(self._objective.Value())

    @property
    def worth(self) -> CoverWorth:
        """Return what a person is worth in each row, and an hour missing, at the answer."""
        row = np.array([sum(each.dual_value() for each in limits) for limits in self._rows])
        return CoverWorth(np.maximum(row, 0.0), max(0.0, -self._short.dual_value()))

    @property
    def prices(self) -> Floats:
        """Return what another week of each place may cost at most to be worth adding."""
        return np.array([-each.dual_value() for each in self._weeks])

    @property
    def savings(self) -> list[float]:
        """Return what one person more of each group would save."""
        return [-each.dual_value() for each in self._groups]

    @property
    def counts(self) -> Floats:
        """Return how many people there are of each place."""
        return np.array([each.solution_value() for each in self._people])

    @property
    def out_of_reach(self) -> list[int]:
        """Return the rows whose minimum nobody holds."""
        found = enumerate(self._missing)
        return [row for row, each in found if each is not None and each.solution_value() > EDGE]

    @property
    def hours_beyond(self) -> float:
        """Return the agent-hours missing beyond those that may be."""
        return float(self._beyond.solution_value())

    @property
    def holds(self) -> bool:
        """Return whether every minimum is there and no more is missing than may be."""
        return self.is_solved and not self.out_of_reach and self.hours_beyond <= LOOSE
