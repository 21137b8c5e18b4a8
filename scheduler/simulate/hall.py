"""
What the event loop reads and changes: chats, agents, posts, lists and queues, as arrays.

Rows of a table are records, so that what the loop needs of one agent lies together in memory, and
so that few arrays are handed on: with 14 instead of 12 the loop ran at half the speed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Records = npt.NDArray[np.void]

# Kinds of change, in the order in which changes of one moment happen.
# Closing and a pause stop new chats, being away stops the open ones as well; who ends hands open
# chats to others with a free slot and finishes the rest, who leaves puts the rest into the queue.
TICK, CLOSE, PAUSE, AWAY, TAKE, END, LEAVE = 0, 1, 2, 3, 4, 5, 6
OFF, PAUSED, TAKING, GONE, CLOSING = 0, 1, 2, 3, 4
NONE = -1
# Last axis of ``Hall.seconds``: of open chats, agents with one, slots in use, slots.
OPEN, BUSY, USED, SLOTS = 0, 1, 2, 3
SUMS = 4
FIRST, LAST = 0, 1  # last axis of ``Hall.free``: who stands longest in a list, and who came last
OWN = 0  # column of ``Hall.serves``: a pool's own post; those it helps follow
ROOT = 1  # of ``Hall.finish``, the tree over agents

CHAT = np.dtype(
    [
        ("post", np.int64),
        ("agent", np.int64),  # who answered, or -1
        ("next", np.int64),  # who waits behind this customer, or -1
        ("arrived", np.float64),
        ("work", np.float64),  # seconds open at pace 1
        ("patience", np.float64),
        ("replied", np.float64),  # NaN until answered
        ("ended", np.float64),
    ],
    align=True,
)
AGENT = np.dtype(
    [
        ("post", np.int64),
        ("pool", np.int64),
        ("duty", np.int64),
        ("level", np.int64),  # open chats
        ("ahead", np.int64),  # neighbours in the pool with a free slot and as many open chats
        ("behind", np.int64),
        ("speed", np.float64),  # against the post's; 1: the same
        ("clock", np.float64),  # work done on each open chat since the agent was last empty
        ("since", np.float64),  # moment of that clock
        ("busy_s", np.float64),
        ("open_s", np.float64),
        ("pause_s", np.float64),
        ("late_s", np.float64),
    ],
    align=True,
)
SEAT = np.dtype(
    [
        ("chat", np.int64),
        ("goal", np.float64),  # what the agent's clock shows when the chat ends
    ],
    align=True,
)
POST = np.dtype(
    [
        ("slots", np.int64),  # of one agent
        ("waits", np.int64),  # 1: its chats may wait for those of other posts
        ("head", np.int64),  # of the queue
        ("tail", np.int64),
        ("interval", np.int64),  # the present one
        ("entered", np.float64),  # moment up to which ``Hall.seconds`` is complete
    ],
    align=True,
)


class Hall(NamedTuple):
    """
    The state of a simulation, and its answer at the end.

    A pool is the people of one post who, for the time being, answer the same posts.

    Parameters
    ----------
    chats, agents, posts
        Records as above; chats in order of arrival.
    pace
        Of each open chat, by post and number of open chats; shape (posts, most slots + 1).
    serves
        Posts a pool answers, its own first, then -1; shape (pools, posts).
    served_by
        Pools that answer a post, its own first, then -1; shape (posts, pools).
    choice
        Numbers of open chats in the order in which a new chat looks for an agent.
    seats
        The open chats of an agent, in order of their beginning; shape (agents, most slots).
    finish
        Tournament tree over agents: the next end of a chat.
    free
        First and last agent of a pool with a free slot, by number of open chats; shape
        (pools, most slots + 1, 2).
    counts
        Open chats, agents with one, slots in use, slots, at present; shape (posts, 4).
    seconds
        The same, added up over time; outside the horizon in the last row; shape
        (posts, intervals + 1, 4).
    """

    chats: Records
    agents: Records
    posts: Records
    pace: Floats
    serves: Ints
    served_by: Ints
    choice: Ints
    seats: Records
    finish: Floats
    free: Ints
    counts: Floats
    seconds: Floats


def new_hall(
    chats: Records,
    slots: Ints,
    pace: Floats,
    *,
    serves: Ints,
    choice: Ints,
    agents: int,
    intervals: int,
    waits: Ints | None = None,
) -> Hall:
    """
    Return a hall at which nothing has happened yet, for chats as ``new_chats`` makes them.

    ``waits`` says of each post whether its chats may wait for those of others (1); None: none do.
    """
    posts, most = len(slots), int(slots.max())
    leaves = 1 << max(0, (agents - 1).bit_length())
    people = np.zeros(agents, dtype=AGENT)
    people["ahead"] = people["behind"] = NONE
    people["speed"] = 1.0
    places = np.zeros(posts, dtype=POST)
    places["slots"] = slots
    places["waits"] = 0 if waits is None else waits
    places["head"] = places["tail"] = NONE
    places["interval"] = intervals
    return Hall(
        chats=chats,
        agents=people,
        posts=places,
        pace=pace,
        serves=serves,
        served_by=_served_by(serves, posts),
        choice=choice,
        seats=np.zeros((agents, most), dtype=SEAT),
        finish=np.full(2 * leaves, np.inf),
        free=np.full((len(serves), most + 1, 2), NONE, dtype=np.int64),
        counts=np.zeros((posts, SUMS)),
        seconds=np.zeros((posts, intervals + 1, SUMS)),
    )


def new_chats(post: Ints, arrived: Floats, work: Floats, patience: Floats) -> Records:
    """Return chats nobody has answered; arrays of shape (chats,), in order of arrival."""
    chats = np.empty(len(post), dtype=CHAT)
    chats["post"], chats["arrived"] = post, arrived
    chats["work"], chats["patience"] = work, patience
    chats["agent"] = chats["next"] = NONE
    chats["replied"] = chats["ended"] = np.nan
    return chats


def _served_by(serves: Ints, posts: int) -> Ints:
    """Return the pools that answer each post: those of the post, then those that help."""
    table = np.full((posts, len(serves)), NONE, dtype=np.int64)
    for post in range(posts):
        own = np.flatnonzero(serves[:, OWN] == post)
        help_out = np.flatnonzero((serves[:, 1:] == post).any(axis=1))
        table[post, : len(own) + len(help_out)] = [*own, *help_out]
    return table
