"""
The event loop: every chat against the people at work; compiled, and the same code without.

Several chats share their agent, so an agent keeps a clock of its own that shows the work each open
chat has had since the agent was last empty; a chat ends when that clock reaches its goal. Only the
clock's pace depends on how many chats are open, so that nothing is re-timed chat by chat. Agents
with a free slot stand in one list per pool and number of open chats, who has stood there longest
first; the next end of a chat is at the root of a tournament tree over agents. Customers who left
stay in their queue until somebody would answer them: nobody can tell the difference.

Times are seconds after the horizon's start.
"""

from __future__ import annotations

import numpy as np

from scheduler.compiled import inner, outer
from scheduler.simulate.hall import (
    AWAY,
    BUSY,
    CLOSE,
    CLOSING,
    END,
    FIRST,
    GONE,
    LAST,
    LEAVE,
    NONE,
    OFF,
    OPEN,
    OWN,
    PAUSE,
    PAUSED,
    ROOT,
    SLOTS,
    SUMS,
    TAKE,
    TAKING,
    TICK,
    USED,
    Floats,
    Hall,
    Ints,
)


@inner
def _enter(hall: Hall, post: int, now: float) -> None:
    """Add the seconds since the last entry to a post's sums."""
    passed = now - hall.posts[post]["entered"]
    hall.posts[post]["entered"] = now
    interval = hall.posts[post]["interval"]
    for column in range(SUMS):
        hall.seconds[post, interval, column] += passed * hall.counts[post, column]


@inner
def _settle(hall: Hall, agent: int, now: float) -> None:
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
def _has_free_slot(hall: Hall, agent: int) -> bool:
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
def _lift(hall: Hall, agent: int, now: float) -> None:
    """Take an agent out of counts and lists, before post, duty or number of open chats change."""
    _settle(hall, agent, now)
    _enter(hall, hall.agents[agent]["post"], now)
    _count(hall, agent, -1.0)
    if _has_free_slot(hall, agent):
        _step_out(hall, agent)


@inner
def _drop(hall: Hall, agent: int, now: float) -> None:
    """Put an agent back into counts, lists and tree."""
    _enter(hall, hall.agents[agent]["post"], now)
    _count(hall, agent, 1.0)
    if _has_free_slot(hall, agent):
        _step_in(hall, agent)
    _time(hall, agent, now)


@inner
def _open(hall: Hall, agent: int, chat: int, work: float, now: float) -> None:
    _lift(hall, agent, now)
    one = hall.agents[agent]
    level = one["level"]
    hall.seats[agent, level]["chat"] = chat
    hall.seats[agent, level]["goal"] = one["clock"] + work
    one["level"] = level + 1
    _drop(hall, agent, now)


@inner
def _close(hall: Hall, agent: int, slot: int, now: float) -> None:
    _lift(hall, agent, now)
    one = hall.agents[agent]
    level = one["level"] - 1
    for later in range(slot, level):
        hall.seats[agent, later]["chat"] = hall.seats[agent, later + 1]["chat"]
        hall.seats[agent, later]["goal"] = hall.seats[agent, later + 1]["goal"]
    one["level"] = level
    if level == 0:
        one["clock"] = 0.0
    _drop(hall, agent, now)


@inner
def _free_agent(hall: Hall, post: int) -> int:
    """Return the agent the next chat of a post goes to, or -1; of equals, one of the post."""
    for order in range(len(hall.choice)):
        level = hall.choice[order]
        for number in range(hall.served_by.shape[1]):
            pool = hall.served_by[post, number]
            if pool == NONE:
                break
            if hall.free[pool, level, FIRST] != NONE:
                return hall.free[pool, level, FIRST]  # type: ignore[no-any-return] # int in both worlds
    return NONE


@inner
def _answer(hall: Hall, agent: int, chat: int, now: float) -> None:
    hall.chats[chat]["agent"] = agent
    if np.isnan(hall.chats[chat]["replied"]):
        hall.chats[chat]["replied"] = now
    _open(hall, agent, chat, hall.chats[chat]["work"], now)


@inner
def _first_waiting(hall: Hall, post: int, now: float) -> int:
    """Return who has waited longest in a queue, or -1; those who have left are dropped."""
    chat = hall.posts[post]["head"]
    while chat != NONE and hall.chats[chat]["arrived"] + hall.chats[chat]["patience"] <= now:
        chat = hall.chats[chat]["next"]
    hall.posts[post]["head"] = chat
    return chat  # type: ignore[no-any-return] # int in both worlds


@inner
def _fill(hall: Hall, agent: int, now: float) -> None:
    """
    Give an agent those who have waited longest on the pool's posts, while slots are free.

    Chats that may wait come after all that may not.
    """
    while _has_free_slot(hall, agent):
        pool, longest, lowest = hall.agents[agent]["pool"], NONE, 1
        for number in range(hall.serves.shape[1]):
            post = hall.serves[pool, number]
            if post == NONE:
                break
            chat, waits = _first_waiting(hall, post, now), hall.posts[post]["waits"]
            if chat != NONE and (
                longest == NONE or waits < lowest or (waits == lowest and chat < longest)
            ):
                longest, lowest = chat, waits
        if longest == NONE:
            break
        hall.posts[hall.chats[longest]["post"]]["head"] = hall.chats[longest]["next"]
        _answer(hall, agent, longest, now)


@inner
def _arrive(hall: Hall, chat: int, now: float) -> None:
    post = hall.chats[chat]["post"]
    queue = hall.posts[post]
    agent = _free_agent(hall, post)
    if agent != NONE:
        _answer(hall, agent, chat, now)
    elif queue["head"] == NONE:
        queue["head"] = chat
        queue["tail"] = chat
    else:
        hall.chats[queue["tail"]]["next"] = chat
        queue["tail"] = chat


@inner
def _finish(hall: Hall, now: float) -> None:
    """End the chat that is due, and let its agent go on with one that waits."""
    leaves = len(hall.finish) // 2
    node = 1
    while node < leaves:
        node = 2 * node if hall.finish[2 * node] <= hall.finish[2 * node + 1] else 2 * node + 1
    agent = node - leaves
    due = 0
    for slot in range(1, hall.agents[agent]["level"]):
        if hall.seats[agent, slot]["goal"] < hall.seats[agent, due]["goal"]:
            due = slot
    hall.chats[hall.seats[agent, due]["chat"]]["ended"] = now
    _close(hall, agent, due, now)
    _fill(hall, agent, now)


@inner
def _hand_over(hall: Hall, agent: int, now: float) -> None:
    """Give open chats, newest first, to others with a free slot; the agent finishes the rest."""
    _settle(hall, agent, now)
    for slot in range(hall.agents[agent]["level"] - 1, -1, -1):
        chat = hall.seats[agent, slot]["chat"]
        other = _free_agent(hall, hall.chats[chat]["post"])
        if other != NONE:
            left = max(0.0, hall.seats[agent, slot]["goal"] - hall.agents[agent]["clock"])
            _close(hall, agent, slot, now)
            _open(hall, other, chat, left, now)


@inner
def _put_back(hall: Hall, agent: int, now: float) -> None:
    """Put an agent's open chats before all others in the queue; who has been answered stays."""
    _settle(hall, agent, now)
    for slot in range(hall.agents[agent]["level"] - 1, -1, -1):
        chat = hall.seats[agent, slot]["chat"]
        queue = hall.posts[hall.chats[chat]["post"]]
        left = max(0.0, hall.seats[agent, slot]["goal"] - hall.agents[agent]["clock"])
        _close(hall, agent, slot, now)
        hall.chats[chat]["work"] = left
        hall.chats[chat]["patience"] = np.inf
        hall.chats[chat]["ended"] = now  # until somebody goes on with it
        hall.chats[chat]["next"] = queue["head"]
        if queue["head"] == NONE:
            queue["tail"] = chat
        queue["head"] = chat


@inner
def _tick(hall: Hall, interval: int, now: float) -> None:
    """Begin an interval; agents' tallies begin with the first."""
    for post in range(len(hall.posts)):
        _enter(hall, post, now)
        hall.posts[post]["interval"] = interval
    if interval == 0:
        for agent in range(len(hall.agents)):
            _settle(hall, agent, now)
            one = hall.agents[agent]
            one["busy_s"] = one["open_s"] = one["pause_s"] = one["late_s"] = 0.0


@inner
def _change(hall: Hall, kind: int, agent: int, place: int, now: float) -> None:
    """Let one entry of the roster happen."""
    _lift(hall, agent, now)
    one = hall.agents[agent]
    if kind == TAKE:
        one["post"] = hall.serves[place, OWN]
        one["pool"] = place
        one["duty"] = TAKING
    elif kind == AWAY:
        one["duty"] = GONE
    elif kind == CLOSE:
        one["duty"] = CLOSING
    else:
        one["duty"] = PAUSED if kind == PAUSE else OFF
    _drop(hall, agent, now)
    if kind == TAKE:
        _fill(hall, agent, now)
    elif kind in (END, LEAVE):
        _hand_over(hall, agent, now)
        if kind == LEAVE:
            _put_back(hall, agent, now)


@outer
def play(hall: Hall, change_s: Floats, kind: Ints, agent: Ints, place: Ints) -> None:
    """
    Let the week happen, until the last chat has ended; the answer stands in ``hall``.

    Parameters
    ----------
    hall
        As ``new_hall`` made it.
    change_s, kind, agent, place
        Changes of the roster in order of time, then of kind; shape (changes,).
    """
    chat, change = 0, 0
    while True:
        ends = hall.finish[ROOT]
        changes = change_s[change] if change < len(change_s) else np.inf
        arrives = hall.chats[chat]["arrived"] if chat < len(hall.chats) else np.inf
        if ends <= changes and ends <= arrives:
            if ends == np.inf:
                break
            _finish(hall, ends)
        elif changes <= arrives:
            if kind[change] == TICK:
                _tick(hall, place[change], changes)
            else:
                _change(hall, kind[change], agent[change], place[change], changes)
            change += 1
        else:
            _arrive(hall, chat, arrives)
            chat += 1
    for one in hall.chats:
        if one["agent"] == NONE:
            one["ended"] = one["arrived"] + one["patience"]
