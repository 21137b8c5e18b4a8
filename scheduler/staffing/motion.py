"""
Staffing for what happens inside intervals: each is given what the one before leaves.

The need of an interval is the least number of slots with which its own customers, from its first
minute to its last, are answered as promised, on top of the chats that are open or waiting when it
begins. On a steady day that is Erlang A; on a rise it is more than the mean load asks for, after a
peak it is what the rest of the peak asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Floats
from scheduler.post import StaffingInputs
from scheduler.staffing import motion_kernel as kernel
from scheduler.staffing import passing_kernel as passing
from scheduler.staffing.erlang import Performance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from scheduler.post import LevelDefinition, StaffingTarget

DECIMALS = 9


@dataclass(frozen=True, eq=False, slots=True)
class Motion:
    """
    A post's customers over a stretch of time.

    Parameters
    ----------
    chats
        Expected in each interval; NaN: closed; shape (intervals,).
    staffing
        The post's inputs; shrinkage plays no part.
    interval_s
        Length of an interval.
    """

    chats: Floats
    staffing: StaffingInputs
    interval_s: float

    @property
    def arrivals(self) -> Floats:
        """Return the arrivals a second; NaN where it is closed."""
        return self.chats / self.interval_s

    @property
    def completions(self) -> Floats:
        """Return the chats an agent ends a second with 1, 2, … open."""
        return np.array(self.staffing.completions_per_s)

    @property
    def leave(self) -> float:
        """Return the rate at which who waits leaves, a second."""
        return 1.0 / self.staffing.patience_s

    def agents(self, promises: Sequence[StaffingTarget], holds: npt.NDArray[np.bool_]) -> Floats:
        """
        Return the agents at work each interval needs, decimals kept; 0 where closed.

        ``holds`` says where each promise counts; shape (promises, intervals). Without arrivals it
        is as many as hold the chats still open, and nobody once these are done.
        """
        told = [(each.share, each.within_s, each.definition.number) for each in promises]
        slots: Floats = kernel.slots_in_motion(
            self.arrivals,
            self.completions,
            (self.leave, self.interval_s, float(self.staffing.max_occupancy)),
            np.array(told, dtype=float),
            holds,
        )
        return slots / self.staffing.chats_at_once

    def met(self, agents: Floats) -> Floats:
        """Return what arrivals meet with agents at work; shape (intervals, rows of the kernel)."""
        return self._played(agents, len(self.chats))[1]

    def states(self, agents: Floats, intervals: range) -> Iterator[Floats]:
        """Yield the chances of 0, 1, … chats before each interval, with agents at work."""
        state = self._played(agents, intervals.start)[0]
        for interval in intervals:
            yield state
            state = self._step(state, float(agents[interval]), interval, self.staffing.within_s)[0]

    def met_from(self, state: Floats, agents: float, interval: int, within_s: float) -> Floats:
        """Return what the arrivals of one interval meet; shape (rows of the kernel,)."""
        return self._step(state, agents, interval, within_s)[1]

    def _step(
        self, state: Floats, agents: float, interval: int, within_s: float
    ) -> tuple[Floats, Floats]:
        arrival = float(self.arrivals[interval])
        if np.isnan(arrival):
            return np.ones(1), np.zeros(passing.ROWS)
        slots = round(agents * self.staffing.chats_at_once, DECIMALS)
        flow = (arrival, self.leave, float(within_s), self.interval_s)
        found: tuple[Floats, Floats] = passing.with_decimals(state, slots, self.completions, flow)
        return found

    def _played(self, agents: Floats, last: int) -> tuple[Floats, Floats]:
        slots = np.round(np.nan_to_num(agents) * self.staffing.chats_at_once, DECIMALS)
        usual = (self.leave, self.interval_s, float(self.staffing.within_s))
        found: tuple[Floats, Floats] = kernel.met_in_motion(
            self.arrivals, slots, self.completions, usual, last
        )
        return found


def level_of(met: Floats, definition: LevelDefinition) -> float:
    """Return the service level from what arrivals meet."""
    return float(passing.level_of(met, definition.number))


def performance_of(met: Floats, slots: float, patience_s: float) -> Performance:
    """Return waits, who leaves and use, from what arrivals meet with a number of slots."""
    lost = float(met[passing.LOST])
    answered = 1.0 - lost
    return Performance(
        float(met[passing.WAITS]),
        lost,
        lost * patience_s,
        float(met[passing.ANSWER_WAIT]) / answered if answered > 0 else 0.0,
        float(met[passing.OPEN]) / slots if slots > 0 else 0.0,
    )
