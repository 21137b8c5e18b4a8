"""What a number of rostered agents does to an interval's service level, and one more or less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.staffing.erlang import LevelDefinition, Queue, service_level
from scheduler.staffing.requirement import DECIMALS

if TYPE_CHECKING:
    from scheduler.post import StaffingInputs


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
    definition: LevelDefinition = LevelDefinition.ANSWERED_OF_OFFERED,
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
    queue = Queue(volume / (interval_min * 60), staffing.handle_s, staffing.patience_s)
    slots = agents * (1.0 - staffing.shrinkage) * staffing.chats_at_once
    return service_level(round(slots, DECIMALS), queue, staffing.within_s, definition)


def level_around(
    agents: float,
    volume: float,
    staffing: StaffingInputs,
    *,
    interval_min: int,
    definition: LevelDefinition = LevelDefinition.ANSWERED_OF_OFFERED,
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
