"""What a number of rostered agents does to an interval's service level, and one more or less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.staffing.erlang import Performance, Queue, performance, service_level
from scheduler.staffing.pool_kernel import pool_level, pool_measures
from scheduler.staffing.requirement import DECIMALS

if TYPE_CHECKING:
    from scheduler.post import LevelDefinition, StaffingInputs


@dataclass(frozen=True, slots=True)
class LevelAround:
    """
    Service levels with one agent less than planned, as planned, and with one more.

    Parameters
    ----------
    less, planned, more
        Shares in [0, 1].
    """

    less: float
    planned: float
    more: float


def level_with(
    agents: float,
    volume: float,
    staffing: StaffingInputs,
    *,
    interval_min: int,
    definition: LevelDefinition | None = None,
) -> float:
    """
    Return the service level of an interval, the inverse of ``agents_needed``.

    Parameters
    ----------
    agents
        Rostered, 0 or more, decimals allowed; shrinkage is taken off here.
    volume
        Chats that arrive in the interval; with none the level is 1.
    staffing, interval_min, definition
        As for the requirement.
    """
    asked = definition or staffing.definition
    present = agents * (1.0 - staffing.shrinkage)
    queue = Queue(volume / (interval_min * 60), staffing.handle_s, staffing.patience_s)
    if staffing.handle_s_by_level and queue.load > 0:
        return _pool_level(round(present, DECIMALS), queue, staffing, asked)
    slots = round(present * staffing.chats_at_once, DECIMALS)
    return service_level(slots, queue, staffing.within_s, asked)


def _pool_level(
    agents: float, queue: Queue, staffing: StaffingInputs, definition: LevelDefinition
) -> float:
    """Return the level of a pool; between two whole numbers on the line between theirs."""
    whole, speeds = int(agents), np.array(staffing.completions_per_s)
    flow = (queue.arrivals_per_s, 1.0 / queue.patience_s, float(staffing.within_s))
    low, high = (float(pool_level(n, speeds, flow, definition.number)) for n in (whole, whole + 1))
    return low + (agents - whole) * (high - low)


def level_around(
    agents: float,
    volume: float,
    staffing: StaffingInputs,
    *,
    interval_min: int,
    definition: LevelDefinition | None = None,
) -> LevelAround:
    """Return what one agent less (not below none) or more would do to an interval's level."""
    less, planned, more = (
        level_with(
            max(0.0, agents + change),
            volume,
            staffing,
            interval_min=interval_min,
            definition=definition,
        )
        for change in (-1, 0, 1)
    )
    return LevelAround(less, planned, more)


def met_with(
    agents: int, volume: float, staffing: StaffingInputs, *, interval_min: int
) -> Performance:
    """
    Return what customers of an interval meet with so many agents at work: waits, who leaves, use.

    Parameters
    ----------
    agents
        At work, a whole number; shrinkage is not taken off.
    volume, staffing, interval_min
        As for the requirement.
    """
    queue = Queue(volume / (interval_min * 60), staffing.handle_s, staffing.patience_s)
    slots = agents * staffing.chats_at_once
    if not staffing.handle_s_by_level or agents == 0 or queue.load == 0:
        return performance(slots, queue)
    arrival, _, leave = queue.rates
    speeds = np.array(staffing.completions_per_s)
    found = pool_measures(agents, speeds, arrival, leave, 0.0).tolist()
    wait, gone, mean, _, _, chats, of_answered = found
    return Performance(wait, gone, mean, of_answered, chats / slots)
