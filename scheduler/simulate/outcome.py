"""The answer of a simulation: measures with intervals, per interval, post, agent and in all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scheduler.horizon import Horizon
from scheduler.simulate.estimate import Estimate, ratio
from scheduler.simulate.judge import Promise
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.tally import Tally

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class AgentTally:
    """
    What each agent did, from the horizon's start to the end of the last chat.

    Arrays of shape (replications, agents).

    Parameters
    ----------
    chats
        Answered, among those that arrived in the horizon.
    busy_s
        Seconds with at least one open chat.
    open_s
        Seconds of open chats.
    pause_s
        Seconds of meals and breaks still spent on open chats.
    late_s
        Seconds after the end of a shift still spent on open chats.
    """

    chats: Floats
    busy_s: Floats
    open_s: Floats
    pause_s: Floats
    late_s: Floats

    def mean(self, column: str) -> Estimate:
        """Return the mean over replications of one of the columns; shape (agents,)."""
        values: Floats = getattr(self, column)
        return ratio(values, np.ones_like(values))

    @property
    def concurrency(self) -> Estimate:
        """Return each agent's mean number of open chats while there is one; shape (agents,)."""
        return ratio(self.open_s, self.busy_s)


@dataclass(frozen=True, eq=False)
class Simulation:
    """
    How a roster does against customers drawn from a forecast.

    Parameters
    ----------
    horizon
        The days.
    posts, agents
        Names in the order of the arrays.
    params
        What was asked.
    tally
        Counts; arrays of shape (replications, posts, intervals).
    by_agent
        What each agent did.
    promises
        What posts promise beside their service level: further targets, answer rates.
    promised
        Chats that kept each promise, and those it was made to; shape (replications, 2, promises).
    """

    horizon: Horizon
    posts: tuple[str, ...]
    agents: tuple[str, ...]
    params: SimulationParams
    tally: Tally
    by_agent: AgentTally
    promises: tuple[Promise, ...]
    promised: Floats

    @property
    def kept(self) -> Estimate:
        """Return the share of chats that kept each promise; shape (promises,)."""
        return ratio(self.promised[:, 0], self.promised[:, 1], share=True)

    @property
    def replications(self) -> int:
        """Return the number of weeks that were simulated."""
        return len(self.tally.offered)

    @property
    def by_interval(self) -> Tally:
        """Return counts whose measures have the shape (posts, intervals)."""
        return self.tally

    def every(self, minutes: int) -> Tally:
        """Return counts whose measures have the shape (posts, stretches of so many minutes)."""
        return self.tally.every(max(1, minutes // self.horizon.interval_min))

    @property
    def waiting(self) -> Estimate:
        """Return the mean number of chats that wait, carried-over ones too; (posts, intervals)."""
        whole = np.full_like(self.tally.waiting_s, self.horizon.interval_min * 60.0)
        return ratio(self.tally.waiting_s, whole)

    @cached_property
    def by_post(self) -> Tally:
        """Return counts whose measures have the shape (posts,)."""
        return self.tally.over(2)

    @cached_property
    def over_posts(self) -> Tally:
        """Return counts whose measures have the shape (intervals,)."""
        return self.tally.over(1)

    @cached_property
    def total(self) -> Tally:
        """Return counts whose measures are single numbers, shape ()."""
        return self.tally.over(1, 2)
