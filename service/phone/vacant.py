"""What could be put up of a week: gaps of the roster, and shifts whose people are away."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.open_stretch import OpenStretch
from scheduler.present import away_during
from service.roster.coverage import coverage, open_gaps

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster

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


def vacant(problem: RosterProblem, roster: Roster, now: dt.datetime) -> tuple[VacantStretch, ...]:
    """Return what is vacant and has not begun: whole shifts first, then the largest gaps."""
    now_min = int(now.timestamp()) // 60
    shifts = [
        VacantStretch(OpenStretch(one.post, one.start_min, one.end_min, 1), one.agent_id)
        for one in sorted(roster.shifts, key=lambda each: (each.start_min, each.agent_id))
        if one.start_min > now_min and away_during(problem, one) == (one.span,)
    ]
    gaps = [
        VacantStretch(OpenStretch(one.post, one.start_min, one.end_min, math.ceil(one.people)))
        for one in open_gaps(coverage(problem, roster))
        if one.start_min > now_min
    ]
    return (*shifts, *gaps[:MOST_GAPS])
