"""What one scenario of a sweep came to, and what of its difference to the base is certain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.errors import Fault
from scheduler.pretended import Pretended
from scheduler.sweep import SweepStep

if TYPE_CHECKING:
    from collections.abc import Sequence


class Depth(StrEnum):
    """How far each scenario is worked out."""

    ESTIMATE = "estimate"  # bounds alone
    ROSTER = "roster"  # and a roster
    SIMULATED = "simulated"  # and its level


@dataclass(frozen=True, slots=True)
class SweepRow:
    """
    What one scenario came to; the same for the same inputs, program and seed.

    Parameters
    ----------
    number, steps, told
        As of ``Scenario``.
    recomputed
        What was computed anew: ``requirement``, ``people``, ``wages``; all else is the week's own.
    faults
        Why it failed; empty: it did not.
    people
        How many there are.
    required_hours
        Agent-hours needed.
    contract_cost
        Yuan for the contracts' hours, worked or not, as text; None: nobody's hourly cost is known.
    least_cost, least_short_hours, more_people
        The estimate: as of ``WeekEstimate``; None: failed.
    cost, bound, short_hours, wage_cost, status
        The roster: as of ``ScenarioResult``; None: only estimated, failed, or not known.
    level, level_low, level_high
        The roster simulated: service level of all posts with its interval; None: it was not.
    unpriced
        People whose hourly cost is not known; wages leave them out.
    vendor_cost
        Yuan for the hours a vendor takes, as text; None: none does.
    pretended
        What it takes for granted.
    own_speeds
        People who were simulated at another speed than the posts'.
    """

    number: int
    steps: tuple[SweepStep, ...]
    told: tuple[tuple[str, str, float], ...]
    recomputed: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    people: int | None = None
    required_hours: float | None = None
    contract_cost: str | None = None
    least_cost: float | None = None
    least_short_hours: float | None = None
    more_people: int | None = None
    status: str | None = None
    cost: float | None = None
    bound: float | None = None
    short_hours: float | None = None
    wage_cost: str | None = None
    level: float | None = None
    level_low: float | None = None
    level_high: float | None = None
    unpriced: int = 0
    vendor_cost: str | None = None
    pretended: tuple[Pretended, ...] = ()
    own_speeds: int = 0

    @property
    def is_good(self) -> bool:
        """Return whether it came to something."""
        return not self.faults

    @property
    def yuan(self) -> float | None:
        """Return what contracts and vendor cost; None: not known, not of everybody at least."""
        if self.contract_cost is None or self.unpriced:
            return None
        return float(self.contract_cost) + float(self.vendor_cost or 0)


@dataclass(frozen=True, slots=True)
class RowDifference:
    """
    By how much a number of one scenario lies above that of another.

    Parameters
    ----------
    by
        The difference.
    is_sure
        Whether bounds, or intervals that do not meet, say which of the two is higher; False: it may
        be noise.
    """

    by: float
    is_sure: bool


def without_wages(row: SweepRow) -> SweepRow:
    """Return a row as whoever may not see wages sees it: with every hourly cost unknown."""
    return replace(row, contract_cost=None, wage_cost=None, unpriced=row.people or 0)


def base_of(rows: Sequence[SweepRow]) -> SweepRow | None:
    """Return the week as it is; None: it is not there, or failed."""
    return next((row for row in rows if row.number == 0 and row.is_good), None)


def cost_difference(row: SweepRow, other: SweepRow | None) -> RowDifference | None:
    """
    Return by how much a roster costs more than another; None: one of the two is not known.

    It is certain where the bound of one lies above the cost of the other.
    """
    if other is None or row.cost is None or other.cost is None:
        return None
    if row.bound is None or other.bound is None:
        return None
    is_sure = row.bound > other.cost or row.cost < other.bound
    return RowDifference(row.cost - other.cost, is_sure or row == other)


def level_difference(row: SweepRow, other: SweepRow | None) -> RowDifference | None:
    """Return by how much a level lies above another; certain where intervals do not meet."""
    if other is None or row.level is None or other.level is None:
        return None
    low, high, other_low, other_high = (*_interval(row), *_interval(other))
    if low is None or high is None or other_low is None or other_high is None:
        return RowDifference(row.level - other.level, is_sure=row == other)
    is_sure = low > other_high or high < other_low
    return RowDifference(row.level - other.level, is_sure or row == other)


def _interval(row: SweepRow) -> tuple[float | None, float | None]:
    return row.level_low, row.level_high


def plain_difference(name: str, row: SweepRow, other: SweepRow | None) -> RowDifference | None:
    """
    Return the difference of a number that is not found by search: people, hours needed, contracts.

    Of two lower bounds it is no proof which is higher.
    """
    if other is None:
        return None
    mine, theirs = (getattr(one, name) for one in (row, other))
    if mine is None or theirs is None:
        return None
    return RowDifference(float(mine) - float(theirs), name not in LOWER or row == other)


LOWER = frozenset({"least_cost", "least_short_hours", "more_people", "bound"})
