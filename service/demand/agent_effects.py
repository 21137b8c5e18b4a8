"""What one agent more or less does to an interval: to its level, its other promises, its waits."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.post import StaffingTarget
from scheduler.staffing.erlang import Performance
from scheduler.staffing.level import LevelAround, level_around, met_with
from scheduler.staffing.requirement import EVER_S, chats_to_staff

if TYPE_CHECKING:
    import numpy.typing as npt

    from scheduler.post import StaffingInputs
    from service.demand.staffing_trial import TriedStaffing

__all__ = ["LevelAround", "Performance"]

NOISE = 1e-9
CHANGES = (-1, 0, 1)


@dataclass(frozen=True, slots=True)
class AgentEffect:
    """
    What one agent more or less does to an interval.

    Parameters
    ----------
    chats
        Staffed for: expected at the level asked, or as many as are open then.
    needed
        Agents needed, decimals kept.
    agents
        Whole agents that hold every promise.
    levels
        Service level with those, with one less, with one more.
    """

    chats: float
    needed: float
    agents: int
    levels: LevelAround


@dataclass(frozen=True, slots=True)
class PromiseEffect:
    """
    What one agent more or less does to one promise of an interval.

    Parameters
    ----------
    promise
        Share, time and definition.
    is_answer_rate
        Whether it asks for answers at all, however late.
    levels
        Share reached with the whole agents needed, with one less, with one more.
    """

    promise: StaffingTarget
    is_answer_rate: bool
    levels: LevelAround


def agent_effects(staffed: TriedStaffing, post: str, intervals: range) -> list[AgentEffect | None]:
    """Return what one agent does in each interval; None where the post is closed."""
    row = staffed.requirement.of(post)
    chats = _chats(staffed, post)
    inputs = staffed.post(post).staffing
    interval_min = staffed.forecast.horizon.interval_min
    found: list[AgentEffect | None] = []
    for interval in intervals:
        needed = float(row[interval])
        if np.isnan(needed):
            found.append(None)
            continue
        agents, came = _whole(needed), float(chats[interval])
        levels = level_around(agents, came, inputs, interval_min=interval_min)
        found.append(AgentEffect(came, needed, agents, levels))
    return found


def promise_effects(staffed: TriedStaffing, post: str, interval: int) -> tuple[PromiseEffect, ...]:
    """Return what one agent does to each promise that holds in an open interval, the main first."""
    horizon, inputs = staffed.forecast.horizon, staffed.post(post).staffing
    clock = horizon.clock.clock_of(horizon.minute(interval))
    promises = [StaffingTarget(inputs.service_level, inputs.within_s, inputs.definition)]
    promises += [each for each in inputs.targets if each.hours is None or clock in each.hours]
    if inputs.answer_rate > 0:
        promises.append(StaffingTarget(inputs.answer_rate, EVER_S))
    chats = float(_chats(staffed, post)[interval])
    agents = _whole(float(staffed.requirement.of(post)[interval]))
    return tuple(
        PromiseEffect(
            promise,
            promise.within_s == EVER_S,
            level_around(
                agents,
                chats,
                replace(inputs, within_s=promise.within_s, definition=promise.definition),
                interval_min=horizon.interval_min,
            ),
        )
        for promise in dict.fromkeys(promises)
    )


def met_around(
    staffed: TriedStaffing, post: str, interval: int
) -> tuple[Performance, Performance, Performance]:
    """Return what customers meet with one agent less, the whole agents needed, and one more."""
    inputs = staffed.post(post).staffing
    chats = float(_chats(staffed, post)[interval])
    agents = _whole(float(staffed.requirement.of(post)[interval]))
    less, planned, more = (
        _met(max(0, agents + change), chats, inputs, staffed.forecast.horizon.interval_min)
        for change in CHANGES
    )
    return less, planned, more


def _met(agents: int, chats: float, inputs: StaffingInputs, interval_min: int) -> Performance:
    """
    Return what customers meet; between two whole numbers at work on the line between theirs.

    Between none and one it is one agent, there for a part of the time: who comes while nobody is
    there is not answered.
    """
    present = round(agents * (1.0 - inputs.shrinkage), 9)
    whole, part = int(present), present - int(present)
    low = met_with(whole, chats, inputs, interval_min=interval_min)
    if not part:
        return low
    high = met_with(whole + 1, chats, inputs, interval_min=interval_min)
    pairs = {name: (getattr(low, name), getattr(high, name)) for name in Performance.__slots__}
    between = Performance(**{name: a + part * (b - a) for name, (a, b) in pairs.items()})
    if whole:
        return between
    return replace(between, answer_wait_s=high.answer_wait_s, occupancy=high.occupancy)


def _whole(needed: float) -> int:
    return math.ceil(needed - NOISE)


def _chats(staffed: TriedStaffing, post: str) -> npt.NDArray[np.float64]:
    """Return the chats each interval of a post is staffed for; shape (intervals,)."""
    forecast = staffed.forecast
    volumes = forecast.mean if staffed.level is None else forecast.at(staffed.level)
    chats: npt.NDArray[np.float64] = volumes[forecast.posts.index(post)]
    return chats_to_staff(
        chats,
        staffed.post(post).staffing,
        ~np.isnan(staffed.requirement.of(post)),
        interval_min=forecast.horizon.interval_min,
        load=staffed.load,
    )
