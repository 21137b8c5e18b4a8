"""
Seconds that a job of a solver has worked: by the clock, or counted where a run is repeatable.

What is counted are the simplex iterations, nodes and sizes of programs, weighed by about the
seconds they take. A program of SCIP is solved in slices of nodes, so that its count is known while
it goes on; sliced or whole, it takes the same path.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from ortools.linear_solver import pywraplp

if TYPE_CHECKING:
    from collections.abc import Callable

SLICE_S = 0.25  # of counted work between two looks at the count
ENTRY_S = 6e-6  # of a variable or constraint: to lay it out and presolve it
PIVOT_S = 4e-8  # of a variable or constraint in a simplex iteration of SCIP
LINEAR_PIVOT_S = 8e-9  # the same in GLOP
NODE_S = 1.5e-5  # of a variable or constraint in a node; what is tried there is not counted else
SLICED = "propagating/genvbounds/freq = -1\npropagating/genvbounds/maxprerounds = 0\n"
"""Settings of sliced programs: this propagator does not survive a slice's end."""


class Meter:
    """
    The seconds of one job; read from other threads while it works.

    Parameters
    ----------
    is_counted
        Whether work is counted, or the clock read.
    """

    def __init__(self, *, is_counted: bool) -> None:
        self.is_counted = is_counted
        self._begun, self._counted, self._is_over = time.perf_counter(), 0.0, False
        self._more = threading.Condition()

    @property
    def spent(self) -> float:
        """Return the seconds worked until now."""
        return self._counted if self.is_counted else time.perf_counter() - self._begun

    def work(self, seconds: float) -> None:
        """Count seconds."""
        with self._more:
            self._counted += seconds
            self._more.notify_all()

    def end(self) -> None:
        """Note that the job is over."""
        with self._more:
            self._is_over = True
            self._more.notify_all()

    def is_over_by(self, seconds: float, ask: Callable[[], None], ask_s: float) -> bool:
        """
        Return whether the job was over after so many counted seconds; waits until that is known.

        Parameters
        ----------
        seconds
            Counted.
        ask, ask_s
            What to do every so many seconds of waiting.
        """
        with self._more:
            while not self._more.wait_for(lambda: self._is_known(seconds), ask_s):
                ask()
            return self._is_over and self._counted <= seconds

    def _is_known(self, seconds: float) -> bool:
        return self._is_over or self._counted > seconds


def solve_linear(solver: pywraplp.Solver, seconds: float, meter: Meter) -> int:
    """Solve a linear program (GLOP) within seconds; return how it ended."""
    size = _size(solver)
    if meter.is_counted:
        most = max(1, round(seconds / (LINEAR_PIVOT_S * size)))
        solver.SetSolverSpecificParametersAsString(f"max_number_of_iterations: {most}")
    else:
        solver.SetTimeLimit(max(1, round(1000 * seconds)))
    ended: int = solver.Solve()
    meter.work(ENTRY_S * size)
    count_linear(solver, meter)
    return ended


def count_linear(solver: pywraplp.Solver, meter: Meter) -> None:
    """Count what the last solve of a linear program took."""
    meter.work(LINEAR_PIVOT_S * _size(solver) * solver.iterations())


def solve_whole(
    solver: pywraplp.Solver, seconds: float, meter: Meter, is_stopped: Callable[[], bool]
) -> int:
    """
    Solve an integer program (SCIP) afresh within seconds; return how it ended.

    Parameters
    ----------
    solver
        With the program and its hint.
    seconds
        Of the clock, or counted.
    meter
        That counts them.
    is_stopped
        Asked between two slices.
    """
    if not meter.is_counted:
        solver.SetTimeLimit(max(1, round(1000 * seconds)))
        timed: int = solver.Solve(_settings(is_anew=True))
        return timed
    size, begun, nodes = _size(solver), meter.spent, 1
    meter.work(ENTRY_S * size)
    ended: int = pywraplp.Solver.NOT_SOLVED
    done = (0, 0)
    while not is_stopped():
        solver.SetSolverSpecificParametersAsString(f"limits/nodes = {nodes}\n{SLICED}")
        ended = solver.Solve(_settings(is_anew=done == (0, 0)))
        now = (int(solver.iterations()), int(solver.nodes()))
        took = size * (PIVOT_S * (now[0] - done[0]) + NODE_S * (now[1] - done[1]))
        meter.work(took)
        left = seconds - (meter.spent - begun)
        if ended in _ENDS or now == done or left <= 0:
            break
        solver.SetHint([], [])
        each = max(took / max(1, now[1] - done[1]), 1e-6)
        nodes, done = now[1] + max(1, round(min(SLICE_S, left) / each)), now
    return ended


_ENDS = (pywraplp.Solver.OPTIMAL, pywraplp.Solver.INFEASIBLE)


def _size(solver: pywraplp.Solver) -> int:
    return int(solver.NumVariables() + solver.NumConstraints())


def _settings(*, is_anew: bool) -> pywraplp.MPSolverParameters:
    """Return settings by which a solve begins afresh (a kept presolve may refuse a roster)."""
    settings = pywraplp.MPSolverParameters()
    kept = settings.INCREMENTALITY_OFF if is_anew else settings.INCREMENTALITY_ON
    settings.SetIntegerParam(settings.INCREMENTALITY, kept)
    return settings
