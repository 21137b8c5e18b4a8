"""Where a roster leaves a post with too few people, and who comes nearest to helping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.nearest import Helper, OpenStretch, nearest, open_stretches

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.verify.verdict import Verdict

__all__ = ["Helper", "OpenPoint", "OpenStretch", "open_points"]

MOST_HELPED = 6  # stretches for which people are looked up; the others are only named


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """
    A stretch with too few people.

    Parameters
    ----------
    stretch
        Post, time, people missing.
    nearest
        Who comes nearest, best first; empty beyond the first stretches.
    """

    stretch: OpenStretch
    nearest: tuple[Helper, ...]


def open_points(
    problem: RosterProblem, roster: Roster, verdict: Verdict, *, helpers: int = 3
) -> tuple[OpenPoint, ...]:
    """Return the stretches a roster leaves open; empty where the checker finds none."""
    if "sealed" not in verdict.by_rule:
        return ()
    return tuple(
        OpenPoint(
            stretch,
            nearest(problem, roster, stretch, count=helpers) if place < MOST_HELPED else (),
        )
        for place, stretch in enumerate(open_stretches(problem, roster))
    )
