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
from scheduler.simulate.desk import (
    BUSY,
    END,
    NONE,
    OFF,
    OPEN,
    PAUSE,
    PAUSED,
    SLOTS,
    TAKE,
    TAKING,
    TICK,
    USED,
    Desk,
    Floats,
    Ints,
)


@inner
def _enter(desk: Desk, post: int, now: float) -> None:
    """Add the seconds since the last entry to a post's sums."""
    passed = now - desk.posts[post]["entered"]
    desk.posts[post]["entered"] = now
    interval = desk.posts[post]["interval"]
    for column in range(4):
        desk.seconds[post, interval, column] += passed * desk.counts[post, column]


@inner
def _settle(desk: Desk, agent: int, now: float) -> None:
    """Bring an agent's clock and sums to the present."""
    one = desk.agents[agent]
    passed, level = now - one["since"], one["level"]
    one["since"] = now
    if level > 0:
        one["clock"] += passed * desk.pace[one["post"], level]
        one["busy_s"] += passed
        one["open_s"] += passed * level
        if one["duty"] == PAUSED:
            one["pause_s"] += passed
        elif one["duty"] == OFF:
            one["late_s"] += passed


@inner
def _count(desk: Desk, agent: int, sign: float) -> None:
    """Add an agent to the counts of the post, or take them out."""
    one = desk.agents[agent]
    post, level = one["post"], one["level"]
    desk.counts[post, OPEN] += sign * level
    if level > 0:
        desk.counts[post, BUSY] += sign
    if one["duty"] == TAKING:
        desk.counts[post, USED] += sign * level
        desk.counts[post, SLOTS] += sign * desk.posts[post]["slots"]


@inner
def _step_out(desk: Desk, agent: int) -> None:
    """Take an agent out of the list of those with a free slot and as many open chats."""
    one = desk.agents[agent]
    pool, level, before, after = one["pool"], one["level"], one["ahead"], one["behind"]
    if before == NONE:
        desk.free[pool, level, 0] = after
    else:
        desk.agents[before]["behind"] = after
    if after == NONE:
        desk.free[pool, level, 1] = before
    else:
        desk.agents[after]["ahead"] = before


@inner
def _step_in(desk: Desk, agent: int) -> None:
    """Put an agent at the end of the list of those with a free slot and as many open chats."""
    one = desk.agents[agent]
    pool, level = one["pool"], one["level"]
    before = desk.free[pool, level, 1]
    one["ahead"] = before
    one["behind"] = NONE
    desk.free[pool, level, 1] = agent
    if before == NONE:
        desk.free[pool, level, 0] = agent
    else:
        desk.agents[before]["behind"] = agent


@inner
def _has_free_slot(desk: Desk, agent: int) -> bool:
    one = desk.agents[agent]
    return bool(one["duty"] == TAKING and one["level"] < desk.posts[one["post"]]["slots"])


@inner
def _time(desk: Desk, agent: int, now: float) -> None:
    """Write the moment of an agent's next end of a chat into the tournament tree."""
    one = desk.agents[agent]
    level = one["level"]
    moment = np.inf
    if level > 0:
        goal = np.inf
        for slot in range(level):
            goal = min(goal, desk.seats[agent, slot]["goal"])
        moment = now + max(0.0, goal - one["clock"]) / desk.pace[one["post"], level]
    node = len(desk.finish) // 2 + agent
    desk.finish[node] = moment
    while node > 1:
        node //= 2
        least = min(desk.finish[2 * node], desk.finish[2 * node + 1])
        if desk.finish[node] == least:
            break
        desk.finish[node] = least


@inner
def _lift(desk: Desk, agent: int, now: float) -> None:
    """Take an agent out of counts and lists, before post, duty or number of open chats change."""
    _settle(desk, agent, now)
    _enter(desk, desk.agents[agent]["post"], now)
    _count(desk, agent, -1.0)
    if _has_free_slot(desk, agent):
        _step_out(desk, agent)


@inner
def _drop(desk: Desk, agent: int, now: float) -> None:
    """Put an agent back into counts, lists and tree."""
    _enter(desk, desk.agents[agent]["post"], now)
    _count(desk, agent, 1.0)
    if _has_free_slot(desk, agent):
        _step_in(desk, agent)
    _time(desk, agent, now)


@inner
def _open(desk: Desk, agent: int, chat: int, work: float, now: float) -> None:
    _lift(desk, agent, now)
    one = desk.agents[agent]
    level = one["level"]
    desk.seats[agent, level]["chat"] = chat
    desk.seats[agent, level]["goal"] = one["clock"] + work
    one["level"] = level + 1
    _drop(desk, agent, now)


@inner
def _close(desk: Desk, agent: int, slot: int, now: float) -> None:
    _lift(desk, agent, now)
    one = desk.agents[agent]
    level = one["level"] - 1
    for later in range(slot, level):
        desk.seats[agent, later]["chat"] = desk.seats[agent, later + 1]["chat"]
        desk.seats[agent, later]["goal"] = desk.seats[agent, later + 1]["goal"]
    one["level"] = level
    if level == 0:
        one["clock"] = 0.0
    _drop(desk, agent, now)


@inner
def _free_agent(desk: Desk, post: int) -> int:
    """Return the agent the next chat of a post goes to, or -1; of equals, one of the post."""
    for order in range(len(desk.choice)):
        level = desk.choice[order]
        for number in range(desk.served_by.shape[1]):
            pool = desk.served_by[post, number]
            if pool == NONE:
                break
            if desk.free[pool, level, 0] != NONE:
                return desk.free[pool, level, 0]  # type: ignore[no-any-return] # int in both worlds
    return NONE


@inner
def _answer(desk: Desk, agent: int, chat: int, now: float) -> None:
    desk.chats[chat]["agent"] = agent
    desk.chats[chat]["replied"] = now
    _open(desk, agent, chat, desk.chats[chat]["work"], now)


@inner
def _first_waiting(desk: Desk, post: int, now: float) -> int:
    """Return who has waited longest in a queue, or -1; those who have left are dropped."""
    chat = desk.posts[post]["head"]
    while chat != NONE and desk.chats[chat]["arrived"] + desk.chats[chat]["patience"] <= now:
        chat = desk.chats[chat]["next"]
    desk.posts[post]["head"] = chat
    return chat  # type: ignore[no-any-return] # int in both worlds


@inner
def _fill(desk: Desk, agent: int, now: float) -> None:
    """
    Give an agent those who have waited longest on the pool's posts, while slots are free.

    Chats that may wait come after all that may not.
    """
    while _has_free_slot(desk, agent):
        pool, longest, lowest = desk.agents[agent]["pool"], NONE, 1
        for number in range(desk.serves.shape[1]):
            post = desk.serves[pool, number]
            if post == NONE:
                break
            chat, waits = _first_waiting(desk, post, now), desk.posts[post]["waits"]
            if chat != NONE and (
                longest == NONE or waits < lowest or (waits == lowest and chat < longest)
            ):
                longest, lowest = chat, waits
        if longest == NONE:
            break
        desk.posts[desk.chats[longest]["post"]]["head"] = desk.chats[longest]["next"]
        _answer(desk, agent, longest, now)


@inner
def _arrive(desk: Desk, chat: int, now: float) -> None:
    post = desk.chats[chat]["post"]
    queue = desk.posts[post]
    agent = _free_agent(desk, post)
    if agent != NONE:
        _answer(desk, agent, chat, now)
    elif queue["head"] == NONE:
        queue["head"] = chat
        queue["tail"] = chat
    else:
        desk.chats[queue["tail"]]["next"] = chat
        queue["tail"] = chat


@inner
def _finish(desk: Desk, now: float) -> None:
    """End the chat that is due, and let its agent go on with one that waits."""
    leaves = len(desk.finish) // 2
    node = 1
    while node < leaves:
        node = 2 * node if desk.finish[2 * node] <= desk.finish[2 * node + 1] else 2 * node + 1
    agent = node - leaves
    due = 0
    for slot in range(1, desk.agents[agent]["level"]):
        if desk.seats[agent, slot]["goal"] < desk.seats[agent, due]["goal"]:
            due = slot
    desk.chats[desk.seats[agent, due]["chat"]]["ended"] = now
    _close(desk, agent, due, now)
    _fill(desk, agent, now)


@inner
def _hand_over(desk: Desk, agent: int, now: float) -> None:
    """Give open chats, newest first, to others with a free slot; the agent finishes the rest."""
    _settle(desk, agent, now)
    for slot in range(desk.agents[agent]["level"] - 1, -1, -1):
        chat = desk.seats[agent, slot]["chat"]
        other = _free_agent(desk, desk.chats[chat]["post"])
        if other != NONE:
            left = max(0.0, desk.seats[agent, slot]["goal"] - desk.agents[agent]["clock"])
            _close(desk, agent, slot, now)
            _open(desk, other, chat, left, now)


@inner
def _tick(desk: Desk, interval: int, now: float) -> None:
    """Begin an interval; agents' tallies begin with the first."""
    for post in range(len(desk.posts)):
        _enter(desk, post, now)
        desk.posts[post]["interval"] = interval
    if interval == 0:
        for agent in range(len(desk.agents)):
            _settle(desk, agent, now)
            one = desk.agents[agent]
            one["busy_s"] = one["open_s"] = one["pause_s"] = one["late_s"] = 0.0


@inner
def _change(desk: Desk, kind: int, agent: int, place: int, now: float) -> None:
    """Let one entry of the roster happen."""
    _lift(desk, agent, now)
    one = desk.agents[agent]
    if kind == TAKE:
        one["post"] = desk.serves[place, 0]
        one["pool"] = place
        one["duty"] = TAKING
    else:
        one["duty"] = PAUSED if kind == PAUSE else OFF
    _drop(desk, agent, now)
    if kind == TAKE:
        _fill(desk, agent, now)
    elif kind == END:
        _hand_over(desk, agent, now)


@outer
def play(desk: Desk, change_s: Floats, kind: Ints, agent: Ints, place: Ints) -> None:
    """
    Let the week happen, until the last chat has ended; the answer stands in ``desk``.

    Parameters
    ----------
    desk
        As ``new_desk`` made it.
    change_s, kind, agent, place
        Changes of the roster in order of time, then of kind; shape (changes,).
    """
    chat, change = 0, 0
    while True:
        ends = desk.finish[1]
        changes = change_s[change] if change < len(change_s) else np.inf
        arrives = desk.chats[chat]["arrived"] if chat < len(desk.chats) else np.inf
        if ends <= changes and ends <= arrives:
            if ends == np.inf:
                break
            _finish(desk, ends)
        elif changes <= arrives:
            if kind[change] == TICK:
                _tick(desk, place[change], changes)
            else:
                _change(desk, kind[change], agent[change], place[change], changes)
            change += 1
        else:
            _arrive(desk, chat, arrives)
            chat += 1
    for one in desk.chats:
        if one["agent"] == NONE:
            one["ended"] = one["arrived"] + one["patience"]
