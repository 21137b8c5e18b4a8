"""
Forecast to requirement: Erlang A on the slots of the agents.

The slots an interval needs are the servers of Erlang A at the load ``volume x handling time /
interval``, with the handling time at full concurrency; agents are slots / chats at once, and
rostered agents are those / (1 - shrinkage). Nothing is rounded up: decimals come from the slots
(see ``servers_needed``) and from the division, and are kept until a roster is built. Rounded up,
the agents (before shrinkage) are those that the whole number of slots would take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Floats, Forecast, Requirement
from scheduler.errors import Fault, InputError, require
from scheduler.staffing.erlang import LevelDefinition, Queue, servers_needed_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from scheduler.horizon import Horizon
    from scheduler.post import Post, StaffingInputs

DECIMALS = 9  # beyond this a quotient such as 21 / 0.7 is noise, not need
MAX_LOAD = 100_000.0


def requirement(
    forecast: Forecast,
    posts: Sequence[Post],
    *,
    level: float | None = None,
    definition: LevelDefinition = LevelDefinition.ANSWERED_OF_OFFERED,
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
        What the target is a share of.

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
    for row, (name, chats) in enumerate(zip(forecast.posts, volumes, strict=True)):
        post = known[name]
        is_open = open_intervals(post, horizon) & ~np.isnan(chats)
        agents[row, is_open] = agents_needed(
            chats[is_open],
            post.staffing,
            interval_min=horizon.interval_min,
            definition=definition,
            post=name,
        )
    return Requirement(horizon, forecast.posts, agents)


def open_intervals(post: Post, horizon: Horizon) -> npt.NDArray[np.bool_]:
    """Return in which intervals a post is open by its opening hours; shape (intervals,)."""
    if post.opening is None:
        return np.ones(horizon.intervals, dtype=bool)
    clock = horizon.clock
    moments = (horizon.minute(interval) for interval in range(horizon.intervals))
    return np.array(
        [post.open_at(clock.date_of(at).weekday(), clock.clock_of(at)) for at in moments]
    )


def agents_needed(
    volumes: Floats,
    staffing: StaffingInputs,
    *,
    interval_min: int,
    definition: LevelDefinition = LevelDefinition.ANSWERED_OF_OFFERED,
    post: str = "",
) -> Floats:
    """
    Return the agents needed, shrinkage included, for chats per interval; shape (intervals,).

    ``post`` only names the queue in an error.
    """
    arrivals = volumes / (interval_min * 60)
    most = float(arrivals.max(initial=0.0)) * staffing.handle_s
    require(
        most <= MAX_LOAD,
        "load_too_large",
        column="volume",
        value=round(most),
        post=post,
        limit=round(MAX_LOAD),
    )
    queue = Queue(0.0, staffing.handle_s, staffing.patience_s)
    target, within_s = staffing.service_level, staffing.within_s
    slots = servers_needed_each(arrivals, queue, target, within_s, definition)
    return rostered(slots / staffing.chats_at_once, staffing.shrinkage)


def rostered(present: Floats, shrinkage: float) -> Floats:
    """Return the agents to roster so that ``present`` of them are at work, to 9 decimals."""
    agents: Floats = np.round(present / (1.0 - shrinkage), DECIMALS)
    return agents
