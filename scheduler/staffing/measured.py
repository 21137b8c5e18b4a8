"""
What a log of chats says of its agents and customers: staffing inputs that need no guess.

Of an agent with ``k`` chats open, ``completions / time`` is the rate at which chats end, and
``k`` over it the time a chat stays open at that number: the estimate that fits agents whose speed
depends on nothing but their open chats. Patience is the time waited by all over the number who
left: who was answered would have waited longer, and that is taken into account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.history import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.history import ChatHistory, Floats

MOST_LEVELS = 20
FEWEST_ENDS = 30  # below it a time at a number of open chats is noise
SELDOM = 0.01  # share of busy time below which a number of open chats is not usual


@dataclass(frozen=True, slots=True)
class LevelTime:
    """
    Agents with so many chats open.

    Parameters
    ----------
    chats
        Open at the same time.
    busy_share
        Of the time with at least one.
    ends
        Chats that ended then.
    handle_s
        Mean time a chat stays open; None: too few ended.
    """

    chats: int
    busy_share: float
    ends: int
    handle_s: float | None


@dataclass(frozen=True, slots=True)
class MeasuredChats:
    """
    What the chats of one post show.

    Parameters
    ----------
    post
        Id of the post whose chats were measured.
    chats, answered, abandoned
        Counts.
    handle_s
        Mean time from first reply to end; None: not known.
    patience_s
        Mean patience; None: nobody left, or waits are not known.
    wait_median_s
        Of those answered; None: not known.
    levels
        By number of open chats, from 1 on; of agents who were on this post.
    concurrency
        Mean open chats of agents with at least one; None: not known.
    """

    post: str
    chats: int
    answered: int
    abandoned: int
    handle_s: float | None
    patience_s: float | None
    wait_median_s: float | None
    levels: tuple[LevelTime, ...]
    concurrency: float | None

    @property
    def usual_most(self) -> int | None:
        """Return the most chats an agent usually has open; None: not known."""
        usual = [each.chats for each in self.levels if each.busy_share >= SELDOM]
        return max(usual, default=None)


def measured(history: ChatHistory) -> tuple[MeasuredChats, ...]:
    """Return what a log shows of each post; rows lacking a time are left out of what needs it."""
    return tuple(_of_post(history, number) for number in range(len(history.posts)))


def _of_post(history: ChatHistory, number: int) -> MeasuredChats:
    mine = history.post == number
    waited = history.replied_s - history.arrived_s
    answered = mine & ~np.isnan(waited)
    served = answered & ~np.isnan(history.ended_s)
    left = mine & history.is_abandoned
    gone = np.where(left, history.ended_s - history.arrived_s, np.nan)
    knows_left = bool(left.any()) and not np.isnan(gone[left]).all()
    total = float(np.nansum(waited[answered]) + np.nansum(gone[left]))
    open_s = (history.ended_s - history.replied_s)[served]
    levels = _levels(history, served & (history.agent != NOBODY))
    mean_open = sum(each.chats * each.busy_share for each in levels)
    return MeasuredChats(
        post=history.posts[number],
        chats=int(mine.sum()),
        answered=int(answered.sum()),
        abandoned=int(left.sum()),
        handle_s=float(open_s.mean()) if len(open_s) else None,
        patience_s=total / int((~np.isnan(gone)).sum()) if knows_left else None,
        wait_median_s=float(np.median(waited[answered])) if answered.any() else None,
        levels=levels,
        concurrency=mean_open if levels else None,
    )


def _levels(
    history: ChatHistory, served: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[LevelTime, ...]:
    seconds, ends = np.zeros(MOST_LEVELS + 1), np.zeros(MOST_LEVELS + 1)
    for agent in np.unique(history.agent[served]).tolist():
        chats = served & (history.agent == agent)
        for level, length, ended in _stretches(history.replied_s[chats], history.ended_s[chats]):
            seconds[min(level, MOST_LEVELS)] += length
            ends[min(level, MOST_LEVELS)] += ended
    busy = float(seconds[1:].sum())
    if busy <= 0:
        return ()
    return tuple(
        LevelTime(
            chats,
            float(seconds[chats]) / busy,
            int(ends[chats]),
            chats * float(seconds[chats]) / float(ends[chats])
            if ends[chats] >= FEWEST_ENDS
            else None,
        )
        for chats in range(1, int(np.flatnonzero(seconds).max()) + 1)
    )


def _stretches(begins: Floats, ends: Floats) -> Iterator[tuple[int, float, int]]:
    """Yield the stretches of one agent: open chats, seconds, and whether a chat ends then."""
    moments = np.concatenate((begins, ends))
    steps = np.concatenate((np.ones(len(begins)), -np.ones(len(ends))))
    order = np.lexsort((steps, moments))  # a chat that ends makes room for one that begins
    moments, steps = moments[order], steps[order]
    level = 0
    for number in range(len(moments)):
        if number and level > 0:
            ended = int(steps[number] < 0)
            yield level, float(moments[number] - moments[number - 1]), ended
        level += int(steps[number])
