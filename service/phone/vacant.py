"""What could be put up of a week: gaps of the roster, and shifts whose people are away."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.open_stretch import OpenStretch
from scheduler.present import away_during
from service.roster.coverage import coverage, open_gaps

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from service.roster.coverage import Coverage

MOST_GAPS = 12


@dataclass(frozen=True, slots=True)
class VacantStretch:
    """
    A stretch that could be put up.

    Parameters
    ----------
    stretch
        Post, time and people missing.
    agent_id
        Whose shift it was; empty: it is a gap of the roster.
    """

    stretch: OpenStretch
    agent_id: str = ""


def vacant(
    problem: RosterProblem,
    roster: Roster,
    now: dt.datetime,
    dates: Collection[dt.date],
    *,
    cover: Coverage | None = None,
) -> tuple[VacantStretch, ...]:
    """
    Return what is vacant on some dates from now on: whole shifts to come, then the largest gaps.

    Of a gap that has begun it is the intervals to come.

    Parameters
    ----------
    cover
        People needed and at work, where more is known than the requirement; None: as it says.
    """
    now_min, date_of = int(now.timestamp()) // 60, problem.horizon.clock.date_of
    shifts = [
        VacantStretch(OpenStretch(one.post, one.start_min, one.end_min, 1), one.agent_id)
        for one in sorted(roster.shifts, key=lambda each: (each.start_min, each.agent_id))
        if one.start_min > now_min
        and date_of(one.start_min) in dates
        and away_during(problem, one) == (one.span,)
    ]
    gaps = [
        VacantStretch(OpenStretch(one.post, one.start_min, one.end_min, math.ceil(one.people)))
        for one in open_gaps(_to_come(cover or coverage(problem, roster), now_min))
        if date_of(one.start_min) in dates
    ]
    return (*shifts, *gaps[:MOST_GAPS])


def _to_come(cover: Coverage, now_min: int) -> Coverage:
    """Return who is needed in the intervals that have not begun."""
    horizon, needed = cover.horizon, cover.needed.copy()
    begun = np.arange(horizon.intervals) * horizon.interval_min + horizon.minute(0) <= now_min
    needed[:, begun] = 0.0
    return replace(cover, needed=needed)
