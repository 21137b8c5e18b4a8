"""Where a roster leaves a post with too few people, and who comes nearest to helping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.nearest import Helper, nearest
from scheduler.open_stretch import OpenStretch, open_stretches

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster

__all__ = ["Helper", "OpenPoint", "OpenStretch", "open_points"]

MOST_HELPED = 6  # stretches for which people are looked up at once; for the others, when asked


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """
    A stretch with too few people.

    Parameters
    ----------
    stretch
        Post, time, people missing.
    nearest
        Who comes nearest, best first; empty: nobody could come; None: not looked up.
    """

    stretch: OpenStretch
    nearest: tuple[Helper, ...] | None


def open_points(
    problem: RosterProblem, roster: Roster, *, most_helped: int = MOST_HELPED, helpers: int = 3
) -> tuple[OpenPoint, ...]:
    """
    Return the stretches a roster leaves open, by post and time; nobody counts while away.

    Parameters
    ----------
    problem, roster
        Question and answer.
    most_helped
        For so many of the first stretches people are looked up.
    helpers
        How many people to name for each.
    """
    return tuple(
        OpenPoint(
            stretch, helpers_of(problem, roster, stretch, helpers) if place < most_helped else None
        )
        for place, stretch in enumerate(open_stretches(problem, roster))
    )


def helpers_of(
    problem: RosterProblem, roster: Roster, stretch: OpenStretch, count: int = 3
) -> tuple[Helper, ...]:
    """Return who comes nearest to covering a stretch, best first; empty: nobody could come."""
    return nearest(problem, roster, stretch, count=count)
