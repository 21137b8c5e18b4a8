"""What a number of rostered agents does to an interval's service level, and one more or less."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import require
from scheduler.staffing.erlang import Performance, Queue, performance
from scheduler.staffing.pool_kernel import pool_measures
from scheduler.staffing.presence import Levels

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
        Rostered, 0 or more, decimals allowed; lapses and absence are taken off here.
    volume
        Chats that arrive in the interval; with none the level is 1.
    staffing, interval_min, definition
        As for the requirement.
    """
    if volume == 0:
        return 1.0
    asked = definition or staffing.definition
    require(0 <= agents < math.inf, "negative", column="agents", value=agents)
    queue = Queue(volume / (interval_min * 60), staffing.handle_s, staffing.patience_s)
    return Levels(queue.arrivals_per_s, staffing, staffing.within_s, asked).with_rostered(agents)


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
        At work, a whole number; lapses and absence are not taken off.
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
