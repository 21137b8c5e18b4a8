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
from scheduler.simulate.agents_kernel import drop, enter, has_free_slot, lift, settle
from scheduler.simulate.hall import (
    AWAY,
    CLOSE,
    CLOSING,
    END,
    FIRST,
    GONE,
    LEAVE,
    NONE,
    OFF,
    OWN,
    PAUSE,
    PAUSED,
    ROOT,
    TAKE,
    TAKING,
    TICK,
    Floats,
    Hall,
    Ints,
)


@inner
def _open(hall: Hall, agent: int, chat: int, work: float, now: float) -> None:
    lift(hall, agent, now)
    one = hall.agents[agent]
    level = one["level"]
    hall.seats[agent, level]["chat"] = chat
    hall.seats[agent, level]["goal"] = one["clock"] + work
    one["level"] = level + 1
    drop(hall, agent, now)


@inner
def _close(hall: Hall, agent: int, slot: int, now: float) -> None:
    lift(hall, agent, now)
    one = hall.agents[agent]
    level = one["level"] - 1
    for later in range(slot, level):
        hall.seats[agent, later]["chat"] = hall.seats[agent, later + 1]["chat"]
        hall.seats[agent, later]["goal"] = hall.seats[agent, later + 1]["goal"]
    one["level"] = level
    if level == 0:
        one["clock"] = 0.0
    drop(hall, agent, now)


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
    while has_free_slot(hall, agent):
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
    settle(hall, agent, now)
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
    settle(hall, agent, now)
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
        enter(hall, post, now)
        hall.posts[post]["interval"] = interval
    if interval == 0:
        for agent in range(len(hall.agents)):
            settle(hall, agent, now)
            one = hall.agents[agent]
            one["busy_s"] = one["open_s"] = one["pause_s"] = one["late_s"] = 0.0


@inner
def _change(hall: Hall, kind: int, agent: int, place: int, now: float) -> None:
    """Let one entry of the roster happen."""
    lift(hall, agent, now)
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
    drop(hall, agent, now)
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
