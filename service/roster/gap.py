"""How far a roster may be from the best possible one, in words people can weigh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem


@dataclass(frozen=True, slots=True)
class CostGap:
    """
    The distance between a roster's cost and a proven bound.

    Parameters
    ----------
    cost, bound
        Of the roster, and below which no roster lies.
    share
        (cost - bound) / cost; 0 at cost 0.
    hours
        The distance in agent-hours at the price of a missing one; None when that costs nothing.
    of_required
        Those hours as a share of the hours required; None when nothing is required.
    """

    cost: float
    bound: float
    share: float
    hours: float | None
    of_required: float | None


def gap_of(problem: RosterProblem, cost: float, bound: float) -> CostGap:
    """Return the gap of a roster of a cost, against a bound of the same problem."""
    distance = max(0.0, cost - bound)
    price = problem.rules.weights.shortage_per_agent_hour
    hours = distance / price if price > 0 else None
    required = problem.requirement.hours
    of_required = None if hours is None or required <= 0 else hours / required
    return CostGap(cost, bound, distance / cost if cost > 0 else 0.0, hours, of_required)
