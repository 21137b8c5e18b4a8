"""What a sweep of a week is asked by its job, and what came out so far."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from scheduler.sweep import SweepPlan
from scheduler.sweep_row import Depth, SweepRow
from scheduler.sweep_search import SearchFound, SearchGoal


@dataclass(frozen=True, slots=True)
class SweepTask:
    """
    What is tried of a week, and how far each is worked out.

    Parameters
    ----------
    plan
        The changes.
    depth
        How far.
    params
        Limits and seed of each roster.
    simulation
        How each roster is put to the test.
    at_once
        Scenarios at a time on this machine.
    on_cluster
        Whether the workers of the cluster in the settings do it.
    goal
        What is looked for, the cheapest first; None: every scenario is tried.
    """

    plan: SweepPlan
    depth: Depth
    params: SolveParams
    simulation: SimulationParams
    at_once: int = 1
    on_cluster: bool = False
    goal: SearchGoal | None = None

    @property
    def to_solve(self) -> SolveParams | None:
        """Return the limits of each roster; None: none is made."""
        return None if self.depth is Depth.ESTIMATE else self.params

    @property
    def to_simulate(self) -> SimulationParams | None:
        """Return how rosters are put to the test; None: they are not."""
        return self.simulation if self.depth is Depth.SIMULATED else None


@dataclass(frozen=True, slots=True)
class SweepAnswer:
    """
    The rows so far.

    Parameters
    ----------
    rows
        In the plan's order; those of scenarios that have not ended are missing.
    size
        How many there are in all, the week as it is counted; of a search at most, and once it is
        over those it tried.
    program, week_key
        Version of the program with a mark of its sources, and key of the week: rows of others are
        not gone on with.
    left_s
        About how many seconds are left; None: not known.
    speeds
        Mark of the speeds at which people were simulated; empty: they were not.
    found
        What a search came to so far; None: nothing is looked for.
    """

    rows: tuple[SweepRow, ...]
    size: int
    program: str
    week_key: str
    left_s: float | None = None
    speeds: str = ""
    found: SearchFound | None = None

    @property
    def left(self) -> int:
        """Return how many have not ended."""
        return self.size - len(self.rows)
