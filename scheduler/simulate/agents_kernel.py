"""
What of the event loop is about one agent: clock, counts, lists of free slots, the tree of ends.

Whoever changes an agent's post, duty or number of open chats lifts the agent out of counts and
lists before, and drops them back after.
"""

from __future__ import annotations

import numpy as np

from scheduler.compiled import inner
from scheduler.simulate.hall import (
    BUSY,
    FIRST,
    GONE,
    LAST,
    NONE,
    OFF,
    OPEN,
    PAUSED,
    SLOTS,
    SUMS,
    TAKING,
    USED,
    Hall,
)


@inner
def enter(hall: Hall, post: int, now: float) -> None:
    """Add the seconds since the last entry to a post's sums."""
    passed = now - hall.posts[post]["entered"]
    hall.posts[post]["entered"] = now
    interval = hall.posts[post]["interval"]
    for column in range(SUMS):
        hall.seconds[post, interval, column] += passed * hall.counts[post, column]


@inner
def settle(hall: Hall, agent: int, now: float) -> None:
    """Bring an agent's clock and sums to the present."""
    one = hall.agents[agent]
    passed, level = now - one["since"], one["level"]
    one["since"] = now
    if level > 0 and one["duty"] != GONE:
        one["clock"] += passed * hall.pace[one["post"], level] * one["speed"]
        one["busy_s"] += passed
        one["open_s"] += passed * level
        if one["duty"] == PAUSED:
            one["pause_s"] += passed
        elif one["duty"] == OFF:
            one["late_s"] += passed


@inner
def _count(hall: Hall, agent: int, sign: float) -> None:
    """Add an agent to the counts of the post, or take them out."""
    one = hall.agents[agent]
    post, level = one["post"], one["level"]
    if level > 0 and one["duty"] != GONE:
        hall.counts[post, OPEN] += sign * level
        hall.counts[post, BUSY] += sign
    if one["duty"] == TAKING:
        hall.counts[post, USED] += sign * level
        hall.counts[post, SLOTS] += sign * hall.posts[post]["slots"]


@inner
def _step_out(hall: Hall, agent: int) -> None:
    """Take an agent out of the list of those with a free slot and as many open chats."""
    one = hall.agents[agent]
    pool, level, before, after = one["pool"], one["level"], one["ahead"], one["behind"]
    if before == NONE:
        hall.free[pool, level, FIRST] = after
    else:
        hall.agents[before]["behind"] = after
    if after == NONE:
        hall.free[pool, level, LAST] = before
    else:
        hall.agents[after]["ahead"] = before


@inner
def _step_in(hall: Hall, agent: int) -> None:
    """Put an agent at the end of the list of those with a free slot and as many open chats."""
    one = hall.agents[agent]
    pool, level = one["pool"], one["level"]
    before = hall.free[pool, level, LAST]
    one["ahead"] = before
    one["behind"] = NONE
    hall.free[pool, level, LAST] = agent
    if before == NONE:
        hall.free[pool, level, FIRST] = agent
    else:
        hall.agents[before]["behind"] = agent


@inner
def has_free_slot(hall: Hall, agent: int) -> bool:
    """Return whether an agent takes chats and has room for one more."""
    one = hall.agents[agent]
    return bool(one["duty"] == TAKING and one["level"] < hall.posts[one["post"]]["slots"])


@inner
def _time(hall: Hall, agent: int, now: float) -> None:
    """Write the moment of an agent's next end of a chat into the tournament tree."""
    one = hall.agents[agent]
    level = one["level"]
    moment = np.inf
    if level > 0 and one["duty"] != GONE:  # chats of whoever is away stand still
        goal = np.inf
        for slot in range(level):
            goal = min(goal, hall.seats[agent, slot]["goal"])
        pace = hall.pace[one["post"], level] * one["speed"]
        moment = now + max(0.0, goal - one["clock"]) / pace
    node = len(hall.finish) // 2 + agent
    hall.finish[node] = moment
    while node > 1:
        node //= 2
        least = min(hall.finish[2 * node], hall.finish[2 * node + 1])
        if hall.finish[node] == least:
            break
        hall.finish[node] = least


@inner
def lift(hall: Hall, agent: int, now: float) -> None:
    """Take an agent out of counts and lists, before post, duty or number of open chats change."""
    settle(hall, agent, now)
    enter(hall, hall.agents[agent]["post"], now)
    _count(hall, agent, -1.0)
    if has_free_slot(hall, agent):
        _step_out(hall, agent)


@inner
def drop(hall: Hall, agent: int, now: float) -> None:
    """Put an agent back into counts, lists and tree."""
    enter(hall, hall.agents[agent]["post"], now)
    _count(hall, agent, 1.0)
    if has_free_slot(hall, agent):
        _step_in(hall, agent)
    _time(hall, agent, now)
