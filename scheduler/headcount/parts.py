"""The linear relaxation of an integer program (OR-Tools, CP-SAT to GLOP), and its dual values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.linear_solver import pywraplp

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

FAR = 2**50  # beyond which an end is none


class PartsProgram:
    """
    A program of linear constraints in which parts of whole numbers are allowed.

    Parameters
    ----------
    model
        Its constraints are sums between two ends, its variables lie between two ends.
    """

    def __init__(self, model: cp_model.CpModel) -> None:
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        proto = model.proto
        self._variables = [
            self._solver.NumVar(float(each.domain[0]), float(each.domain[1]), "")
            for each in proto.variables
        ]
        self._limits = [
            self._limit(list(each.linear.vars), list(each.linear.coeffs), list(each.linear.domain))
            for each in proto.constraints
        ]
        self._objective = self._solver.Objective()
        self._objective.SetMinimization()
        asked = proto.objective
        for variable, price in zip(asked.vars, asked.coeffs, strict=True):
            self._objective.SetCoefficient(self._variables[variable], float(price))

    def _limit(self, variables: list[int], many: list[int], ends: list[int]) -> pywraplp.Constraint:
        none = self._solver.infinity()
        low, high = (
            float(end) if abs(end) < FAR else (none if end > 0 else -none)
            for end in (ends[0], ends[-1])
        )
        limit = self._solver.Constraint(low, high)
        for variable, each in zip(variables, many, strict=True):
            limit.SetCoefficient(self._variables[variable], float(each))
        return limit

    def solve(self) -> bool:
        """Return whether there is an answer, which is then the best."""
        return bool(self._solver.Solve() == pywraplp.Solver.OPTIMAL)

    def set_sum(self, constraint: cp_model.Constraint, value: float) -> None:
        """Let the sum of a constraint be so much."""
        self._limits[constraint.index].SetBounds(value, value)

    @property
    def cost(self) -> float:
        """Return what the answer costs."""
        return float(self._objective.Value())

    def dual(self, constraint: cp_model.Constraint) -> float:
        """Return what one more on the right-hand side of a constraint costs."""
        return float(self._limits[constraint.index].dual_value())
