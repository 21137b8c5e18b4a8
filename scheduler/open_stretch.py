"""Where and when a post has fewer people than its minimum."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.verify.seal import sealed
from scheduler.verify.view import RosterView

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster


@dataclass(frozen=True, slots=True)
class OpenStretch:
    """
    A stretch of time in which a post has fewer people than its minimum.

    Parameters
    ----------
    post
        Id of the post where people are missing.
    start_min, end_min
        From and until when, half-open.
    missing
        People missing, the same in all of it.
    """

    post: str
    start_min: int
    end_min: int
    missing: int


def open_stretches(problem: RosterProblem, roster: Roster) -> tuple[OpenStretch, ...]:
    """Return where posts have too few people who are there, by post and time."""
    view, horizon = RosterView(problem, roster, is_of_present=True), problem.horizon
    found: list[OpenStretch] = []
    for violation in sealed(view):
        assert violation.at_min is not None
        assert violation.measured is not None
        assert violation.limit is not None
        end = horizon.minute(horizon.interval_of(violation.at_min) + 1)
        missing = round(violation.limit - violation.measured)
        last = found[-1] if found else None
        if last and (last.post, last.end_min, last.missing) == (
            violation.post,
            violation.at_min,
            missing,
        ):
            found[-1] = dataclasses.replace(last, end_min=end)
        else:
            found.append(OpenStretch(violation.post, violation.at_min, end, missing))
    return tuple(found)
