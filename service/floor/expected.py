"""Where and when the rest of a day is expected to fall short, by post and hour, worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.demand import Floats
    from scheduler.simulate.estimate import Estimate
    from scheduler.simulate.part_day import RestOfDay
    from service.floor.day import FloorDay

HOUR_MIN = 60


class ExpectedShare(NamedTuple):
    """A simulated share with its interval, and its target; 0: the post has none."""

    mean: float
    low: float
    high: float
    target: float

    @property
    def lacks(self) -> float:
        """Return by how much the mean lies below the target; 0 at or above it."""
        return max(0.0, self.target - self.mean)

    @property
    def is_missed(self) -> bool:
        """Return whether all of the interval lies below the target."""
        return self.high < self.target


@dataclass(frozen=True, slots=True)
class ExpectedHour:
    """
    How an hour of a post is expected to go.

    Parameters
    ----------
    post, start_min, end_min
        Which; the first may be what is left of an hour.
    chats
        That come in it, by expectation; more than 0.
    level, answered
        Service level as the post defines it, and answer rate (接听率).
    here, needed
        People rostered who are not away, and people needed as far as is known now; their means
        over the hour; NaN where nothing is required.
    """

    post: str
    start_min: int
    end_min: int
    chats: float
    level: ExpectedShare
    answered: ExpectedShare
    here: float
    needed: float

    @property
    def lacking(self) -> float:
        """Return the chats by which the target is missed that is missed by more; 0: none is."""
        return self.chats * max(self.level.lacks, self.answered.lacks)

    @property
    def is_missed(self) -> bool:
        """Return whether a target is missed by more than the simulation is uncertain."""
        return self.level.is_missed or self.answered.is_missed


def expected_hours(floor: FloorDay, level: RestOfDay) -> tuple[ExpectedHour, ...]:
    """Return the hours of the rest of a day in which chats come, by post, the worst first."""
    found = _hours(floor, level)
    return tuple(sorted(found, key=lambda one: (-one.lacking, one.start_min, one.post)))


def _hours(floor: FloorDay, level: RestOfDay) -> Iterator[ExpectedHour]:
    problem, last = floor.problem, level.first + level.tally.offered.shape[-1]
    step = max(1, HOUR_MIN // problem.horizon.interval_min)
    lead = -level.first % step
    tally = level.tally.every(step, lead=lead)
    chats = tally.offered.mean(axis=0)
    edges = [level.first, *range(level.first + (lead or step), last, step), last]
    begin = problem.horizon.day_starts_min[problem.horizon.day(floor.date)]
    starts = [begin + cell * problem.horizon.interval_min for cell in edges]
    for row, post in enumerate(level.posts):
        staffing = problem.post_by_id[post].staffing
        shares = (
            (tally.service_level, staffing.service_level),
            (tally.answer_rate, staffing.answer_rate),
        )
        people = _people(floor, post)
        for place in range(len(edges) - 1):
            if chats[row, place] > 0:
                told, answered = (_share(one, (row, place), goal) for one, goal in shares)
                cells = slice(edges[place], edges[place + 1])
                here, needed = (_mean(each[cells]) for each in people)
                count, ends = float(chats[row, place]), (starts[place], starts[place + 1])
                yield ExpectedHour(post, *ends, count, told, answered, here, needed)


def _share(found: Estimate, place: tuple[int, int], target: float) -> ExpectedShare:
    mean, low, high = (float(each[place]) for each in (found.mean, found.low, found.high))
    return ExpectedShare(mean, low, high, target)


def _people(floor: FloorDay, post: str) -> tuple[Floats, Floats]:
    """Return the people here and needed on a post in each interval; NaN: nothing is required."""
    names = floor.problem.requirement.posts
    if post not in names:
        nothing = np.full(floor.required.shape[1], np.nan)
        return nothing, nothing
    row = names.index(post)
    return floor.here[row], floor.needed[row]


def _mean(values: Floats) -> float:
    """Return the mean of the values that are known; NaN: none is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


class ShortStretch(NamedTuple):
    """Neighbouring hours in which a post misses its target, and the chats it is missed by."""

    hours: tuple[ExpectedHour, ...]
    lacking: float


def short_stretches(hours: Sequence[ExpectedHour]) -> tuple[ShortStretch, ...]:
    """Return where a target is missed for certain, neighbouring hours together, worst first."""
    missed = sorted((one for one in hours if one.is_missed), key=lambda h: (h.post, h.start_min))
    runs: list[list[ExpectedHour]] = []
    for one in missed:
        if runs and (runs[-1][-1].post, runs[-1][-1].end_min) == (one.post, one.start_min):
            runs[-1].append(one)
        else:
            runs.append([one])
    found = (ShortStretch(tuple(run), sum(one.lacking for one in run)) for run in runs)
    return tuple(sorted(found, key=lambda one: (-one.lacking, one.hours[0].start_min)))
