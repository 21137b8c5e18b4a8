"""
Forecast to requirement: Erlang A on the slots of the agents.

The slots an interval needs are the servers of Erlang A at the load ``volume x handling time /
interval``, with the handling time at full concurrency; agents are slots / chats at once, and
rostered agents those of whom, lapses and absence taken off, as good as so many are at work
(``presence``). Nothing is rounded up: decimals come from the slots
(see ``servers_needed``) and from who is away, and are kept until a roster is built. Rounded up,
the agents (before shrinkage) are those that the whole number of slots would take. Where handling
times by number of open chats are known, a pool of such agents takes the place of the slots.

Usually an interval is given what the one before leaves and staffed for what happens inside it
(``motion``); in a steady state that is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.compiled import Part, note_prepared
from scheduler.demand import MOST_PRICED, Floats, Forecast, Requirement
from scheduler.errors import Fault, InputError, require
from scheduler.post import StaffingInputs, StaffingTarget
from scheduler.staffing.deferred import deferred_work
from scheduler.staffing.erlang import Queue, servers_needed_each
from scheduler.staffing.motion import Motion
from scheduler.staffing.offered_load import USUAL, Load, offered_load
from scheduler.staffing.pool_kernel import least_agents_each
from scheduler.staffing.presence import on_average, rostered
from scheduler.staffing.turns import turn_agents
from scheduler.staffing.worth import worth_of_people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Horizon
    from scheduler.post import LevelDefinition, Post

MAX_LOAD = 100_000.0
EVER_S = 1e9  # "answered at all"
SMALL = 3.0  # people, up to which need may be whole
NOISE = 1e-9  # of people


def requirement(
    forecast: Forecast,
    posts: Sequence[Post],
    *,
    level: float | None = None,
    definition: LevelDefinition | None = None,
    load: Load = USUAL,
) -> Requirement:
    """
    Return the agents needed at work, per post and interval of a forecast.

    Parameters
    ----------
    forecast
        Chats expected. NaN (closed) stays NaN, and so is what lies outside a post's opening hours.
        No chats need nobody: the least number of people on an open post is a rule of the roster.
    posts
        Staffing inputs and opening hours of at least the forecast's posts.
    level
        Staff for this quantile of the forecast; None: for its mean.
    definition
        What every post's target is a share of; None: as each post says.
    load
        What an interval is staffed for.

    Raises
    ------
    InputError
        For a post that is not among ``posts``, a quantile the forecast does not hold, or a load
        of more than 100,000 open chats.
    """
    known = {post.id: post for post in posts}
    faults = [
        Fault("unknown_post", file="forecast", column="post", value=post)
        for post in forecast.posts
        if post not in known
    ]
    if faults:
        raise InputError(faults)
    horizon = forecast.horizon
    volumes = forecast.mean if level is None else forecast.at(level)
    agents = np.full(volumes.shape, np.nan)
    worth = np.full((len(forecast.posts), MOST_PRICED, horizon.intervals), np.nan)
    clocks = np.array([horizon.clock.clock_of(horizon.minute(i)) for i in range(horizon.intervals)])
    for row, (name, chats) in enumerate(zip(forecast.posts, volumes, strict=True)):
        post = known[name]
        staffing = post.staffing
        if definition is not None:
            staffing = replace(staffing, definition=definition)
        is_open = open_intervals(post, horizon) & ~np.isnan(chats)
        if staffing.is_deferrable:
            agents[row] = deferred_agents(chats, staffing, is_open, horizon.interval_min)
            continue
        asked = PostNeeds(staffing, horizon.interval_min, clocks, name)
        told = np.where(is_open, chats, np.nan)
        agents[row] = asked.agents(told, load)
        if load is Load.PRICED_PEOPLE and staffing.is_main_alone:
            each = asked.worth(told, agents[row])
            worth[row] = np.where(np.isnan(each[0]), np.nan, 0.0)
            worth[row, : len(each)] = each
    note_prepared(Part.STAFFING)
    most = int(np.nan_to_num(worth).any(axis=(0, 2)).sum())
    return Requirement(horizon, forecast.posts, agents, worth[:, :most] if most else None)


def carried_hours(made: Requirement, forecast: Forecast) -> dict[str, float]:
    """Return the agent-hours asked for where nobody comes, by post: chats from before go on."""
    found = {
        post: float(np.nansum(made.of(post)[row == 0])) * made.horizon.interval_hours
        for post, row in zip(forecast.posts, forecast.mean, strict=True)
    }
    return {post: hours for post, hours in found.items() if hours > 0}


def open_intervals(post: Post, horizon: Horizon) -> npt.NDArray[np.bool_]:
    """Return in which intervals a post is open by its opening hours; shape (intervals,)."""
    if post.is_always_open:
        return np.ones(horizon.intervals, dtype=bool)
    clock = horizon.clock
    moments = (horizon.minute(interval) for interval in range(horizon.intervals))
    return np.array([post.open_on(clock.date_of(at), clock.clock_of(at)) for at in moments])


def chats_to_staff(
    chats: Floats,
    staffing: StaffingInputs,
    is_open: npt.NDArray[np.bool_],
    *,
    interval_min: int,
    load: Load,
) -> Floats:
    """
    Return the chats each interval is staffed for; shape (intervals,).

    Its own; or (modified offered load) those that, had they always come at that rate, would keep as
    many chats open as are open in it on average: what came before and still goes on counts, and
    nobody comes while it is closed.
    """
    if load is not Load.MODIFIED_OFFERED or staffing.is_deferrable:
        return chats
    interval_s = interval_min * 60.0
    rates = np.where(is_open, chats, 0.0) / interval_s
    loads = offered_load(rates, staffing.handle_s, interval_s)
    found: Floats = loads / staffing.handle_s * interval_s
    return found


def deferred_agents(
    chats: Floats, staffing: StaffingInputs, is_open: npt.NDArray[np.bool_], interval_min: int
) -> Floats:
    """Return the agents for work that may wait; NaN where closed; shape (intervals,)."""
    interval_s = interval_min * 60.0
    within = int(staffing.within_s // interval_s)
    work_s = deferred_work(np.nan_to_num(chats) * staffing.handle_s, is_open, within)
    agents = on_average(work_s / interval_s / staffing.max_occupancy, staffing)
    return np.where(is_open, agents, np.nan)


@dataclass(frozen=True, eq=False, slots=True)
class PostNeeds:
    """
    What a post asks for, interval by interval.

    Parameters
    ----------
    staffing, interval_min
        Its inputs, and the length of an interval.
    clocks
        Clock time of each interval, for targets that hold at some hours; None: they hold always.
    post
        Only names the queue in an error.
    """

    staffing: StaffingInputs
    interval_min: int
    clocks: npt.NDArray[np.int64] | None = None
    post: str = ""

    @property
    def promises(self) -> list[StaffingTarget]:
        """Return the targets, the main first."""
        staffing = self.staffing
        main = StaffingTarget(staffing.service_level, staffing.within_s, staffing.definition)
        found = [main, *staffing.targets]
        if staffing.answer_rate > 0:
            found.append(StaffingTarget(staffing.answer_rate, EVER_S))
        return found

    def agents(self, chats: Floats, load: Load) -> Floats:
        """Return the agents to roster; NaN where chats are; shape (intervals,)."""
        is_open = ~np.isnan(chats)
        if not load.is_moving:
            told = chats_to_staff(
                chats, self.staffing, is_open, interval_min=self.interval_min, load=load
            )
            chats = np.where(is_open, told, np.nan)
        self._require_bearable(chats[is_open])
        holds = np.array([_holds(each, self.clocks, len(chats)) for each in self.promises])
        found = self._rostered(chats, holds, load)
        return in_whole_people(found) if load is Load.WHOLE_PEOPLE else found

    def worth(self, chats: Floats, needed: Floats) -> Floats:
        """Return what each of few people is worth; NaN where more are needed; (people, cells)."""
        few = (needed > 0) & (needed <= SMALL) & (np.nan_to_num(chats) > 0)
        both = (chats, self.turn_chats(chats, Load.PRICED_PEOPLE))
        return worth_of_people(both, needed, few, self.staffing, self.interval_min * 60.0)

    def _rostered(self, chats: Floats, holds: npt.NDArray[np.bool_], load: Load) -> Floats:
        """Return the agents to roster, decimals kept; NaN where chats are; shape (intervals,)."""
        present = self._at_work(chats, holds, load, self.staffing)
        if self.staffing.max_occupancy == 1.0:
            return rostered(present, self.staffing)
        # Who is there beyond the promises, for a bearable occupancy, need not be there always.
        promised = replace(self.staffing, max_occupancy=1.0)
        least = self._at_work(chats, holds, load, promised)
        found: Floats = np.maximum(rostered(least, promised), on_average(present, self.staffing))
        return found

    def _at_work(
        self, chats: Floats, holds: npt.NDArray[np.bool_], load: Load, staffing: StaffingInputs
    ) -> Floats:
        """Return the agents that have to be at work; NaN where chats are; shape (intervals,)."""
        present, is_open = np.full(len(chats), np.nan), ~np.isnan(chats)
        first = [not each.every_turn for each in self.promises]
        asked, held = list(compress(self.promises, first)), holds[first]
        if load.is_moving:
            moving = Motion(chats, staffing, self.interval_min * 60.0)
            present[is_open] = moving.agents(asked, held)[is_open]
        else:
            present[is_open] = self._steady(chats[is_open], asked, held[:, is_open], staffing)
        if all(first):
            return present
        arrivals = self.turn_chats(chats, load) / (self.interval_min * 60)
        for promise, where in zip(self.promises, holds & is_open, strict=True):
            if promise.every_turn:
                wanted = turn_agents(arrivals[where], staffing, promise)
                present[where] = np.maximum(present[where], wanted)
        return present

    def turn_chats(self, chats: Floats, load: Load) -> Floats:
        """Return the chats whose steady state stands for an interval's turns; (intervals,)."""
        kind = Load.MODIFIED_OFFERED if load.is_moving else load
        if load is Load.MODIFIED_OFFERED:  # they were made so before
            return chats
        return chats_to_staff(
            chats, self.staffing, ~np.isnan(chats), interval_min=self.interval_min, load=kind
        )

    def _require_bearable(self, chats: Floats) -> None:
        interval_s = self.interval_min * 60
        most = float(chats.max(initial=0.0)) / interval_s * self.staffing.handle_s
        told = {"post": self.post, "limit": round(MAX_LOAD)}
        require(most <= MAX_LOAD, "load_too_large", column="volume", value=round(most), **told)

    def _steady(
        self,
        chats: Floats,
        promises: Sequence[StaffingTarget],
        holds: npt.NDArray[np.bool_],
        staffing: StaffingInputs,
    ) -> Floats:
        """Return the agents at work that keep promises, each interval in a steady state."""
        arrivals = chats / (self.interval_min * 60)
        busy = arrivals * staffing.handle_s / (staffing.chats_at_once * staffing.max_occupancy)
        present = busy if staffing.max_occupancy < 1 else np.zeros(len(arrivals))
        for promise, where in zip(promises, holds, strict=True):
            wanted = _present(arrivals[where], staffing, promise)
            present[where] = np.maximum(present[where], wanted)
        return present


def agents_needed(
    volumes: Floats,
    staffing: StaffingInputs,
    *,
    interval_min: int,
    definition: LevelDefinition | None = None,
) -> Floats:
    """
    Return the agents needed, shrinkage included, each interval in a steady state of its own.

    Parameters
    ----------
    volumes, staffing, interval_min
        Chats of each interval, and what they need: every target is kept, occupancy is capped.
    definition
        What the service level is a share of; None: as the inputs say.
    """
    if definition is not None:
        staffing = replace(staffing, definition=definition)
    return PostNeeds(staffing, interval_min).agents(volumes, Load.OWN_ARRIVALS)


def in_whole_people(needed: Floats) -> Floats:
    """
    Return the need in whole people where up to three are needed; NaN stays; (intervals,).

    A post that needs 1.1 people holds its target with two and misses most of it with one: there a
    tenth decides nothing, the next person all.
    """
    found: Floats = np.where(needed <= SMALL, np.ceil(needed - NOISE), needed)
    return found


def _holds(
    promise: StaffingTarget, clocks: npt.NDArray[np.int64] | None, intervals: int
) -> npt.NDArray[np.bool_]:
    if promise.hours is None or clocks is None:
        return np.ones(intervals, dtype=bool)
    return np.array([int(clock) in promise.hours for clock in clocks], dtype=bool)


def _present(arrivals: Floats, staffing: StaffingInputs, promise: StaffingTarget) -> Floats:
    """
    Return the agents at work that keep one promise.

    By slots, of which every one may be a decimal part of an agent; where speeds are known, no more
    than a pool of such agents takes.
    """
    queue = Queue(0.0, staffing.handle_s, staffing.patience_s)
    slots = servers_needed_each(
        arrivals, queue, promise.share, promise.within_s, promise.definition
    )
    if not staffing.handle_s_by_level:
        return slots / staffing.chats_at_once
    pool = least_agents_each(
        np.array(staffing.completions_per_s),
        arrivals,
        (0.0, 1.0 / staffing.patience_s, float(promise.within_s)),
        promise.definition.number,
        promise.share,
    )
    found: Floats = np.minimum(slots / staffing.chats_at_once, pool)
    return found
