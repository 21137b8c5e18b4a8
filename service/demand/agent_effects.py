"""What one agent more or less does to an interval: to its level, its other promises, its waits."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Floats
from scheduler.post import StaffingTarget
from scheduler.staffing.erlang import Performance
from scheduler.staffing.level import LevelAround, level_around, met_with
from scheduler.staffing.motion import Motion, level_of, performance_of
from scheduler.staffing.offered_load import Load
from scheduler.staffing.presence import present_of
from scheduler.staffing.requirement import EVER_S, PostNeeds, chats_to_staff
from scheduler.staffing.turns import turns_at

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        Staffed for: expected at the level asked; with the mean of those open then, those that would
        keep as many open.
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
    trial = _trial_of(staffed, post)
    main = trial.asked.promises[0]
    found: list[AgentEffect | None] = []
    for interval, levels in zip(intervals, trial.levels(intervals, main), strict=True):
        needed = float(row[interval])
        if np.isnan(needed):
            found.append(None)
            continue
        chats = float(trial.chats[interval])
        found.append(AgentEffect(chats, needed, _whole(needed), levels))
    return found


def promise_effects(staffed: TriedStaffing, post: str, interval: int) -> tuple[PromiseEffect, ...]:
    """Return what one agent does to each promise that holds in an open interval, the main first."""
    horizon, trial = staffed.forecast.horizon, _trial_of(staffed, post)
    clock = horizon.clock.clock_of(horizon.minute(interval))
    here = range(interval, interval + 1)
    return tuple(
        PromiseEffect(promise, promise.within_s == EVER_S, next(trial.levels(here, promise)))
        for promise in dict.fromkeys(trial.asked.promises)
        if promise.hours is None or clock in promise.hours
    )


def met_around(
    staffed: TriedStaffing, post: str, interval: int
) -> tuple[Performance, Performance, Performance]:
    """Return what customers meet with one agent less, the whole agents needed, and one more."""
    return _trial_of(staffed, post).met(interval)


@dataclass(frozen=True, eq=False, slots=True)
class _Steady:
    """An interval by itself, as if it had always been so."""

    asked: PostNeeds
    chats: Floats
    needed: Floats

    def levels(self, intervals: range, promise: StaffingTarget) -> Iterator[LevelAround]:
        if promise.every_turn:
            yield from _turn_levels(self, intervals, promise, Load.MODIFIED_OFFERED)
            return
        inputs = replace(
            self.asked.staffing, within_s=promise.within_s, definition=promise.definition
        )
        for interval in intervals:
            agents = _whole(float(np.nan_to_num(self.needed[interval])))
            chats = float(np.nan_to_num(self.chats[interval]))
            yield level_around(agents, chats, inputs, interval_min=self.asked.interval_min)

    def met(self, interval: int) -> tuple[Performance, Performance, Performance]:
        agents, chats = _whole(float(self.needed[interval])), float(self.chats[interval])
        told = (chats, self.asked.staffing, self.asked.interval_min)
        less, planned, more = (_met(max(0, agents + change), *told) for change in CHANGES)
        return less, planned, more


@dataclass(frozen=True, eq=False, slots=True)
class _Moving:
    """An interval on top of what those before it leave, each with the people it needs."""

    asked: PostNeeds
    chats: Floats
    needed: Floats

    def levels(self, intervals: range, promise: StaffingTarget) -> Iterator[LevelAround]:
        if promise.every_turn:
            yield from _turn_levels(self, intervals, promise, Load.IN_MOTION)
            return
        for cases in self._cases(intervals, promise.within_s):
            yield LevelAround(*(level_of(met, promise.definition) for _, met in cases))

    def met(self, interval: int) -> tuple[Performance, Performance, Performance]:
        staffing = self.asked.staffing
        here = range(interval, interval + 1)
        (cases,) = self._cases(here, staffing.within_s)
        less, planned, more = (
            performance_of(met, present * staffing.chats_at_once, staffing.patience_s)
            for present, met in cases
        )
        return less, planned, more

    def _cases(self, intervals: range, within_s: float) -> Iterator[list[tuple[float, Floats]]]:
        """Yield the agents at work in each case, and what the arrivals of an interval meet."""
        moving = Motion(self.chats, self.asked.staffing, self.asked.interval_min * 60.0)
        staffing = self.asked.staffing
        for interval, state in zip(
            intervals, moving.states(present_of(self.needed, staffing), intervals), strict=True
        ):
            whole = _whole(float(np.nan_to_num(self.needed[interval])))
            cases = np.array([max(0, whole + change) for change in CHANGES], dtype=float)
            present = present_of(cases, staffing).tolist()
            met = (moving.met_from(state, agents, interval, within_s) for agents in present)
            yield list(zip(present, met, strict=True))


def _turn_levels(
    trial: _Steady | _Moving, intervals: range, promise: StaffingTarget, load: Load
) -> Iterator[LevelAround]:
    """Yield the shares of turns in time; the chats of a steady trial were told before."""
    staffing = trial.asked.staffing
    chats = np.nan_to_num(trial.asked.turn_chats(trial.chats, load))
    for interval in intervals:
        whole = _whole(float(np.nan_to_num(trial.needed[interval])))
        cases = np.array([max(0, whole + change) for change in CHANGES], dtype=float)
        arrival = float(chats[interval]) / (trial.asked.interval_min * 60)
        present = present_of(cases, staffing).tolist()
        yield LevelAround(*(turns_at(each, arrival, staffing, promise).share for each in present))


def _trial_of(staffed: TriedStaffing, post: str) -> _Steady | _Moving:
    """Return a post's intervals as they were staffed."""
    forecast, inputs = staffed.forecast, staffed.post(post).staffing
    needed = staffed.requirement.of(post)
    chats: Floats = staffed.staffed.of(post)
    asked = PostNeeds(inputs, forecast.horizon.interval_min)
    is_open = ~np.isnan(needed)
    if staffed.load.is_moving and not inputs.is_deferrable:
        return _Moving(asked, np.where(is_open, np.nan_to_num(chats), np.nan), needed)
    interval_min = asked.interval_min
    told = chats_to_staff(chats, inputs, is_open, interval_min=interval_min, load=staffed.load)
    return _Steady(asked, told, needed)


def _met(agents: int, chats: float, inputs: StaffingInputs, interval_min: int) -> Performance:
    """
    Return what customers meet; between two whole numbers at work on the line between theirs.

    Between none and one it is one agent, there for a part of the time: who comes while nobody is
    there is not answered.
    """
    present = float(present_of(np.array([float(agents)]), inputs)[0])
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
