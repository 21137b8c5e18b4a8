"""The menu that costs least where days are put together: a program with whole choices (SCIP)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ortools.linear_solver import pywraplp

from scheduler.design.program import MenuProgram
from scheduler.errors import SolverError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.design.question import DesignQuestion

STEEPER = 1.0
"""Shortages whose prices differ by more, each per person and interval, are linked apart."""


@dataclass(frozen=True, slots=True)
class Choice:
    """
    The best menu of those that were not left out.

    Parameters
    ----------
    starts
        On the menu; None: none was found.
    bound
        Cost that none is below; infinite where there is none at all.
    """

    starts: tuple[int, ...] | None
    bound: float


class MenuChoice(MenuProgram):
    """
    The program with the choice of at most ``size`` starts inside.

    An interval that no start on the menu reaches is short of everybody, and people of a kind work
    on a start only as far as it is on the menu: without these links a fraction of each start would
    do for all.
    """

    def __init__(
        self, question: DesignQuestion, groups: tuple[tuple[int, ...], ...], size: int
    ) -> None:
        self._chosen: list[pywraplp.Variable] = []
        super().__init__(question, groups, "SCIP")
        self._many = self.solver.Constraint(0, size)
        for each in self._starts():
            self._many.SetCoefficient(each, 1)
        for cell in self.shorts:
            self._reach(cell)

    def _starts(self) -> list[pywraplp.Variable]:
        if not self._chosen:
            self._chosen = [self.solver.BoolVar("") for _ in self.question.types]
        return self._chosen

    def limit(self, start: int, weeks: list[pywraplp.Variable], count: int) -> None:
        """Say that people have weeks only where the start is on the menu."""
        link = self.solver.Constraint(-self.solver.infinity(), 0)
        link.SetCoefficient(self._starts()[start], -count)
        for week in weeks:
            link.SetCoefficient(week, 1)

    def _reach(self, cell: tuple[int, ...]) -> None:
        """Say that an interval which no start on the menu reaches is short of everybody."""
        shorts, whole = self.shorts[cell], 0.0
        for place, (price, many, _) in enumerate(shorts):
            whole += many
            is_last = place + 1 == len(shorts)
            if whole and (is_last or shorts[place + 1][0] - price > STEEPER):
                link = self.solver.Constraint(whole, self.solver.infinity())
                for _, _, part in shorts[: place + 1]:
                    link.SetCoefficient(part, 1)
                for start in self.coverers[cell]:
                    link.SetCoefficient(self._starts()[start], whole)

    def leave_out(self, menu: Iterable[int]) -> None:
        """Leave out a menu and all that have nothing beside it."""
        more = self.solver.Constraint(1, self.solver.infinity())
        for start in set(range(len(self.question.types))).difference(menu):
            more.SetCoefficient(self._starts()[start], 1)

    def best(self, seconds: float | None, tolerance: float) -> Choice:
        """
        Return the best menu found, which may be so much, as a share, dearer than the bound.

        Raises
        ------
        SolverError
            When the program is faulty, which a question never asks.
        """
        how = pywraplp.MPSolverParameters()
        how.SetDoubleParam(how.RELATIVE_MIP_GAP, tolerance)
        if seconds is not None:
            self.solver.SetTimeLimit(max(1, int(seconds * 1000)))
        status = self.solver.Solve(how)
        if status == pywraplp.Solver.INFEASIBLE:
            return Choice(None, float("inf"))
        if status == pywraplp.Solver.NOT_SOLVED:
            return Choice(None, 0.0)
        if status not in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}:
            raise SolverError("the program of all menus has no answer")
        starts = tuple(
            start for start, each in enumerate(self._starts()) if each.solution_value() > 0.5
        )
        return Choice(starts, self.solver.Objective().BestBound() + self.constant)
