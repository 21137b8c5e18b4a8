"""
What is proven of numbers of people by kind: each worth of cover is a line that they must reach.

At any worth, people of a place give no more than their best week each, and all rows ask for so
much: ``sum(best week x people) >= asked``. Of whole people the fewest that reach all such lines are
a bound that is above the linear one where a post cannot be held by parts of people.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from ortools.linear_solver import pywraplp

from scheduler.headcount.program import EDGE, LOOSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.headcount.program import PlaceGroup
    from scheduler.solve.tables import Floats

MOST_LINES = 200
SAFETY = 1e-7  # for the rounding of sums


class ProvenLines:
    """
    The lines found so far.

    Parameters
    ----------
    groups
        How many people there may be of some places together.
    """

    def __init__(self, groups: Sequence[PlaceGroup]) -> None:
        self._groups = groups
        self._lines: list[tuple[float, Floats]] = []

    def add(self, asks: float, best: Floats) -> float:
        """Add a line; return the people it takes where parts of people count."""
        top = float(best.max(initial=0.0))
        if asks <= EDGE or top <= EDGE:
            return 0.0
        safe = asks - SAFETY * max(1.0, asks)
        self._lines.append((safe / top, np.maximum(best, 0.0) / top))
        return safe / top

    def fewest(self, seconds: float) -> int:
        """Return the fewest whole people that reach all lines; what is proven of it in time."""
        kept = sorted(self._lines, key=lambda line: -line[0])[:MOST_LINES]
        solver = pywraplp.Solver.CreateSolver("SCIP")
        solver.SetTimeLimit(max(1, round(1000 * seconds)))
        places = len(kept[0][1]) if kept else 0
        people = [solver.IntVar(0.0, solver.infinity(), "") for _ in range(places)]
        for asks, best in kept:
            line = solver.Constraint(asks, solver.infinity())
            for each, many in zip(best.tolist(), people, strict=True):
                line.SetCoefficient(many, each)
        for group in self._groups:
            limit = solver.Constraint(0.0, min(group.most, solver.infinity()))
            for place in group.places:
                limit.SetCoefficient(people[place], 1.0)
        for many in people:
            solver.Objective().SetCoefficient(many, 1.0)
        solver.Objective().SetMinimization()
        ended = solver.Solve()
        if ended not in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}:
            return 0
        return max(0, math.ceil(float(solver.Objective().BestBound()) - LOOSE))
