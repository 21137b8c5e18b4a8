"""
The loop from simulation back to requirement: more people where a roster misses its target, fewer
where it lies far above.

An hour's level is compared with its target by its interval, so chance alone changes nothing. How
many more or fewer is read off the staffing model: the step from the people that would explain the
level measured to the people that reach the target; on the way down half of it, since what lies
between the two is another hour's spare time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.demand import Floats, Requirement
from scheduler.staffing.offered_load import Load
from scheduler.staffing.requirement import agents_needed, chats_to_staff
from scheduler.verify.cover import people_at_work

if TYPE_CHECKING:
    from scheduler.demand import Forecast
    from scheduler.post import StaffingInputs
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.simulate.outcome import Simulation

HOUR_MIN = 60
TOLERANCE = 1e-6
LOWEST, HIGHEST = 0.02, 0.995  # targets between which the staffing model is asked
MOST_STEP = 1.5  # factor on the people for work that may wait, in one round
SPARE = 0.05  # of a level above its target: as much is no luxury where people are whole
DOWN = 0.5  # of the step the staffing model says, on the way down
FEWEST_CHATS = 1.0  # in an hour: below it a level says nothing


@dataclass(frozen=True, eq=False)
class HourLevels:
    """
    How a roster does hour by hour; arrays of shape (posts, hours).

    Parameters
    ----------
    level, low, high
        Simulated service level and the ends of its 95 % interval; NaN without chats.
    target
        Of the post.
    offered, too_late
        Chats of the hour, and by how many of them the target is missed.
    is_met
        Hours with chats in which the roster has the people required in every interval: there the
        requirement could be met, and the target should be.
    """

    level: Floats
    low: Floats
    high: Floats
    target: Floats
    offered: Floats
    too_late: Floats
    is_met: npt.NDArray[np.bool_]

    @property
    def held_share(self) -> float:
        """Return the share of the hours whose requirement is met that are at or above target."""
        held = self.level[self.is_met] >= self.target[self.is_met]
        return float(held.mean()) if len(held) else 1.0

    @property
    def counts(self) -> npt.NDArray[np.bool_]:
        """Return the hours with enough chats to say something."""
        return (self.offered >= FEWEST_CHATS) & ~np.isnan(self.level)

    @property
    def all_held_share(self) -> float:
        """Return the share of all hours with chats at or above target, whoever is missing."""
        held = self.level[self.counts] >= self.target[self.counts]
        return float(held.mean()) if len(held) else 1.0

    @property
    def all_held_chats(self) -> float:
        """Return the share of chats that come in hours at or above target."""
        counts = self.counts
        offered, held = self.offered[counts], self.level[counts] >= self.target[counts]
        return float(offered[held].sum() / offered.sum()) if len(offered) else 1.0

    @property
    def spared(self) -> npt.NDArray[np.bool_]:
        """Return the hours that lie far above their target by more than their interval."""
        return np.nan_to_num(self.low, nan=0.0) > self.target + SPARE

    @property
    def missed_short(self) -> npt.NDArray[np.bool_]:
        """Return the hours that miss their target and lack people the requirement asks for."""
        return self.missed & self.counts & ~self.is_met

    @property
    def missed(self) -> npt.NDArray[np.bool_]:
        """Return the hours that lie below their target by more than their interval."""
        return np.nan_to_num(self.high, nan=1.0) < self.target


def hour_levels(
    problem: RosterProblem, roster: Roster, simulation: Simulation, required: Requirement
) -> HourLevels:
    """Return how a roster does hour by hour, against the targets and against a requirement."""
    counts = simulation.every(HOUR_MIN)
    rows = [simulation.posts.index(post) for post in required.posts]
    staffing = [problem.post_by_id[post].staffing for post in required.posts]
    found = counts.service_level
    level, low, high = (np.array(part[rows]) for part in (found.mean, found.low, found.high))
    offered = counts.mean_offered.mean[rows]
    at_work = people_at_work(problem, roster)
    lacking = np.nan_to_num(required.agents) > at_work + TOLERANCE
    is_open = required.is_open & (required.agents > 0)
    short, opened = _by_hour(lacking, problem), _by_hour(is_open, problem)
    target = np.array([each.service_level for each in staffing])[:, None] * np.ones_like(level)
    is_met = ~short & opened & (offered >= FEWEST_CHATS) & ~np.isnan(level)
    too_late = np.maximum(0.0, target - np.nan_to_num(level, nan=1.0)) * offered
    return HourLevels(level, low, high, target, np.asarray(offered), too_late, is_met)


def corrected(
    problem: RosterProblem, levels: HourLevels, forecast: Forecast, required: Requirement
) -> Requirement | None:
    """
    Return a requirement with more people in the hours that miss their target, and fewer where the
    level lies far above it; None: there are no such hours.

    Hours that lack people the requirement already asks for are left as they are.

    Parameters
    ----------
    problem
        Posts and horizon.
    levels
        What the last roster did.
    forecast
        Mean volumes.
    required
        What the last roster was asked for.
    """
    agents = np.array(required.agents)
    wide, interval_min = _wide(problem), problem.horizon.interval_min
    for row, post in enumerate(required.posts):
        moved = (levels.missed[row] | levels.spared[row]) & levels.is_met[row]
        if not moved.any() or post not in forecast.posts:
            continue
        staffing = problem.post_by_id[post].staffing
        for hour in np.flatnonzero(moved).tolist():
            inside = (np.arange(agents.shape[1]) // wide == hour) & (agents[row] > 0)
            if staffing.is_deferrable:
                level = max(float(levels.level[row, hour]), LOWEST)
                factor = min(MOST_STEP, staffing.service_level / level)
                agents[row, inside] *= factor if factor > 1 else 1 - DOWN * (1 - factor)
                continue
            chats = chats_to_staff(
                forecast.of(post),
                staffing,
                ~np.isnan(agents[row]),
                interval_min=interval_min,
                load=Load.MODIFIED_OFFERED,
            )[inside]
            sure = levels.low if levels.spared[row, hour] else levels.level  # chance lowers nothing
            step = _step(chats, float(sure[row, hour]), staffing, problem)
            agents[row, inside] = np.maximum(0.0, agents[row, inside] + step)
    if np.array_equal(agents, required.agents, equal_nan=True):
        return None
    return required.moved(agents)


def _step(chats: Floats, level: float, staffing: StaffingInputs, problem: RosterProblem) -> Floats:
    """Return the people from the level measured to the target, by the staffing model."""
    targets = (staffing.service_level, float(np.clip(level, LOWEST, HIGHEST)))
    plain = replace(staffing, targets=(), answer_rate=0.0, max_occupancy=1.0)
    wanted, there = (
        agents_needed(
            chats,
            replace(plain, service_level=target),
            interval_min=problem.horizon.interval_min,
        )
        for target in targets
    )
    step: Floats = wanted - there
    if level < staffing.service_level:
        return step
    return DOWN * np.where(step <= -1.0, step, 0.0)  # less than one person is rounding, not luxury


def _wide(problem: RosterProblem) -> int:
    return max(1, HOUR_MIN // problem.horizon.interval_min)


def _by_hour(flags: npt.NDArray[np.bool_], problem: RosterProblem) -> npt.NDArray[np.bool_]:
    """Return whether any interval of each hour is flagged; shape (posts, hours)."""
    starts = np.arange(0, flags.shape[1], _wide(problem))
    return np.asarray(np.logical_or.reduceat(flags, starts, axis=1))
