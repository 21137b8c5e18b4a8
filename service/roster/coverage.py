"""Who is at work against who is needed, the open gaps, and the wishes that are lost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.horizon import Horizon
from scheduler.present import away_work_min
from scheduler.verify.cost import broken_wishes
from scheduler.verify.cover import people_at_work

if TYPE_CHECKING:
    from scheduler.agent import Wish
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster

TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Coverage:
    """
    People needed and people at work: those who are there, not those who are away.

    Parameters
    ----------
    horizon, posts
        Whose intervals, and the posts of the requirement.
    needed, at_work
        People; needed is NaN where the post is closed; shape (posts, intervals).
    """

    horizon: Horizon
    posts: tuple[str, ...]
    needed: npt.NDArray[np.float64]
    at_work: npt.NDArray[np.float64]

    @property
    def short_hours(self) -> float:
        """Return the agent-hours missing in all."""
        missing = np.nansum(np.maximum(0.0, self.needed - self.at_work))
        return float(missing) * self.horizon.interval_hours

    @property
    def surplus_hours(self) -> float:
        """Return the agent-hours above the need in all."""
        above = np.nansum(np.maximum(0.0, self.at_work - self.needed))
        return float(above) * self.horizon.interval_hours


@dataclass(frozen=True, slots=True)
class AwayWork:
    """
    Work of a roster that falls into absences, secondments and disruptions.

    Parameters
    ----------
    people
        How many agents it concerns.
    hours
        Their hours of work in which they are away; nobody is counted at work then.
    """

    people: int
    hours: float


@dataclass(frozen=True, slots=True)
class OpenGap:
    """
    A stretch in which a post has too few people.

    Parameters
    ----------
    post
        Id of the post whose cover it is.
    start_min, end_min
        From and until when.
    people
        The most that are missing at a moment in it.
    hours
        Agent-hours missing.
    """

    post: str
    start_min: int
    end_min: int
    people: float
    hours: float


@lru_cache(maxsize=8)
def coverage(problem: RosterProblem, roster: Roster) -> Coverage:
    """Return people needed and at work, per post of the requirement and interval; not to change."""
    needed = problem.requirement.agents
    at_work = people_at_work(problem, roster).astype(float)
    return Coverage(problem.horizon, problem.requirement.posts, needed, at_work)


def away_work(problem: RosterProblem, roster: Roster) -> AwayWork:
    """Return the work of a roster in which its people are away."""
    minutes: dict[str, int] = {}
    for shift in roster.shifts:
        away = away_work_min(problem, shift)
        if away:
            minutes[shift.agent_id] = minutes.get(shift.agent_id, 0) + away
    return AwayWork(len(minutes), sum(minutes.values()) / 60)


def open_gaps(cover: Coverage) -> tuple[OpenGap, ...]:
    """Return the stretches that are short, the one with most hours first."""
    found = []
    for row, post in enumerate(cover.posts):
        missing = np.nan_to_num(np.maximum(0.0, cover.needed[row] - cover.at_work[row]))
        for first, after in _runs(missing > TOLERANCE):
            part = missing[first:after]
            hours = float(part.sum()) * cover.horizon.interval_hours
            start_min, end_min = cover.horizon.minute(first), cover.horizon.minute(after)
            found.append(OpenGap(post, start_min, end_min, float(part.max()), hours))
    return tuple(sorted(found, key=lambda gap: (-gap.hours, gap.start_min, gap.post)))


def people_short(problem: RosterProblem, roster: Roster) -> dict[str, tuple[float, ...]]:
    """Return, by post, the most people missing at a moment of each hour from the start."""
    cover = coverage(problem, roster)
    missing = np.nan_to_num(np.maximum(0.0, cover.needed - cover.at_work))
    hours = np.arange(0, missing.shape[1], max(1, 60 // problem.horizon.interval_min))
    most = np.maximum.reduceat(missing, hours, axis=1)
    return {post: tuple(row.tolist()) for post, row in zip(cover.posts, most, strict=True)}


def lost_wishes(problem: RosterProblem, roster: Roster) -> frozenset[Wish]:
    """Return the wishes that a roster breaks."""
    return frozenset(broken_wishes(problem, roster))


def _runs(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.r_[0, flags.astype(int), 0]))
    return [(int(first), int(after)) for first, after in edges.reshape(-1, 2)]
