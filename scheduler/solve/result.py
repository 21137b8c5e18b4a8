"""What a solve is told, what it reports on the way, and what it returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from scheduler.errors import SolverError, require
from scheduler.limits import require_within
from scheduler.roster import Roster

TOLERANCE = 1e-6


class SolveStatus(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    RELAXED = "relaxed"  # breaks cover or what left somebody no days; the bound does without both
    INFEASIBLE = "infeasible"
    NO_ROSTER = "no_roster"  # the limit came before a first roster


@dataclass(frozen=True, slots=True)
class SolveParams:
    """
    Limits of a solve.

    Parameters
    ----------
    seed
        Of every random choice.
    time_limit_s
        Seconds after which the best roster so far is returned; None: none.
    work_limit
        Units of work, counted, not timed: the same input, seed and work limit give the same
        roster; None: none. At least one of the two limits is given.
    workers
        Processes or threads used; does not change the result of a run ended by its work limit.
    """

    seed: int = 1
    time_limit_s: float | None = 60.0
    work_limit: int | None = None
    workers: int = 2

    def __post_init__(self) -> None:
        limited = self.time_limit_s is not None or self.work_limit is not None
        require(limited, "no_limit", column="time_limit")
        if self.time_limit_s is not None:
            require(
                self.time_limit_s > 0, "not_positive", column="time_limit", value=self.time_limit_s
            )
        if self.work_limit is not None:
            require(self.work_limit > 0, "not_positive", column="work_limit", value=self.work_limit)
        require(self.workers >= 1, "not_positive", column="workers", value=self.workers)
        require(self.seed >= 0, "negative", column="seed", value=self.seed)
        require_within("seconds", self.time_limit_s or 0, column="time_limit")
        require_within("workers", self.workers, column="workers")
        require_within("seed", self.seed, column="seed")


@dataclass(frozen=True, slots=True)
class Progress:
    """
    How far a solve is.

    Parameters
    ----------
    phase
        Name of what it is doing (``ui/words``: ``phase.<name>``).
    seconds
        Since the call.
    cost
        Of the best roster so far; None: none yet.
    bound
        No roster costs less; None: not known yet.
    """

    phase: str
    seconds: float
    cost: float | None = None
    bound: float | None = None


ProgressListener = Callable[[Progress], None]
StopAsked = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class SolveResult:
    """
    The answer, how good it is at least, and how it was reached.

    Parameters
    ----------
    status
        How the solve ended.
    roster
        The best roster; None only when infeasible or none was found in time.
    cost
        Of the roster, as ``verify`` computes it; None without one.
    bound
        Proven: no roster (that obeys the hard rules, or all but cover when relaxed) costs less;
        where a relaxed roster opens only what nobody could hold, none that holds all the rest.
    seconds
        From the call to the answer.
    ended_by_clock
        Whether the time limit, a stop or nothing (False) ended the search; a run ended by its work
        limit or by proof is repeatable.
    trace
        Progress at each improvement of cost or bound.
    reasons
        Codes and names of what conflicts, and of what was let go in a relaxed roster.
    """

    status: SolveStatus
    roster: Roster | None
    cost: float | None
    bound: float
    seconds: float
    ended_by_clock: bool = False
    trace: tuple[Progress, ...] = ()
    reasons: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        if (self.roster is None) != (self.cost is None):
            raise SolverError("a roster and its cost go together")
        if self.cost is not None and self.bound > self.cost + TOLERANCE * max(1.0, self.cost):
            raise SolverError(f"bound {self.bound} lies above the cost {self.cost}")

    @property
    def gap(self) -> float | None:
        """Return (cost - bound) / cost, 0 at cost 0; None without a roster."""
        if self.cost is None:
            return None
        return max(0.0, self.cost - self.bound) / self.cost if self.cost > 0 else 0.0

    def gap_hours(self, price_of_missing_hour: float) -> float | None:
        """Return the gap in agent-hours at the price of a missing one; None without a roster."""
        if self.cost is None or price_of_missing_hour <= 0:
            return None
        return max(0.0, self.cost - self.bound) / price_of_missing_hour
