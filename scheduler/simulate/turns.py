"""
The turns of simulated chats: how many a person replies to in time.

The simulation follows chats, not the messages in them. While an agent has some number of chats
open, the rhythm of a chat says how many turns there are and with what chance each is replied to in
time (``staffing.cycle``); that is added up over the numbers each agent really had. A first turn
waits for a free slot besides. An agent's chats on other posts are not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.simulate.hall import NONE, Floats, Records

if TYPE_CHECKING:
    import numpy.typing as npt

    from scheduler.post import StaffingInputs, StaffingTarget

LEFT = 33  # moments of what is left of the promised time, between which chances are read


def turns_kept(
    chats: Records,
    staffing: StaffingInputs,
    target: StaffingTarget,
    holds: npt.NDArray[np.bool_],
    interval_s: float,
) -> tuple[float, float]:
    """
    Return how many turns were replied to in time, and how many there were, by expectation.

    Parameters
    ----------
    chats
        Of one post, from the loop.
    staffing, target
        The post's, with a rhythm, and the promise.
    holds, interval_s
        In which intervals it holds, and how long one is; turns after the last are not counted.
    """
    cycle = staffing.reply_cycle
    assert cycle is not None  # StaffingInputs promises turns of a known rhythm alone
    answered = chats[chats["agent"] != NONE]
    begins, length, level, opened = _stretches(answered)
    most = int(level.max(initial=1))
    numbers = range(1, most + 1)
    rate = np.array([0.0, *(cycle.turns * cycle.completions_per_s(k) for k in numbers)])
    left = np.linspace(0.0, target.within_s, LEFT)
    chance = np.array([np.zeros(LEFT), *([cycle.in_time(k, s) for s in left] for k in numbers)])
    here = _inside(begins, holds, interval_s)
    turns = (rate[level] * length)[here]
    later = max(0.0, 1.0 - 1.0 / cycle.turns)
    kept = later * float(turns @ chance[level[here], -1])
    count = later * float(turns.sum())
    first = _inside(chats["arrived"], holds, interval_s)
    of_answered = first[chats["agent"] != NONE]
    rest = target.within_s - (answered["replied"] - answered["arrived"])[of_answered]
    kept += _in_time(chance, opened[of_answered], rest, target.within_s)
    return kept, count + float(first.sum())


def reply_seconds(
    chats: Records, staffing: StaffingInputs, intervals: int, interval_s: float
) -> tuple[Floats, Floats]:
    """
    Return the seconds to the replies of turns, and the turns that got one; shape (intervals,) each.

    The mean response time that platforms show (平均响应时长) is their quotient: of every turn that
    is replied to, from the customer's message to the reply, waiting for an agent and typing
    included. By expectation, as ``turns_kept``; without a rhythm there are none.
    """
    spent, count = np.zeros(intervals), np.zeros(intervals)
    cycle = staffing.reply_cycle
    if cycle is None or staffing.is_deferrable:
        return spent, count
    answered = chats[chats["agent"] != NONE]
    begins, length, level, opened = _stretches(answered)
    numbers = range(1, int(level.max(initial=1)) + 1)
    rate = np.array([0.0, *(cycle.turns * cycle.completions_per_s(k) for k in numbers)])
    delay = np.array([0.0, *(cycle.reply_delay_s(k) for k in numbers)])
    later = max(0.0, 1.0 - 1.0 / cycle.turns) * rate[level] * length
    first_s = answered["replied"] - answered["arrived"] + delay[opened]
    for moments, turns, seconds in (
        (begins, later, later * delay[level]),
        (answered["arrived"], np.ones(len(answered)), first_s),
    ):
        place = np.floor(moments / interval_s).astype(np.int64)
        inside = (place >= 0) & (place < intervals)
        spent += np.bincount(place[inside], seconds[inside], intervals)
        count += np.bincount(place[inside], turns[inside], intervals)
    return spent, count


def _inside(
    moments: Floats, holds: npt.NDArray[np.bool_], interval_s: float
) -> npt.NDArray[np.bool_]:
    place = np.floor(moments / interval_s).astype(np.int64)
    return np.asarray((place >= 0) & np.append(holds, False)[np.minimum(place, len(holds))])


def _stretches(
    chats: Records,
) -> tuple[Floats, Floats, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """
    Return the stretches between an agent's beginnings and ends of chats, and levels.

    Their beginnings, lengths and open chats, shape (2 chats,); and the open chats of its agent just
    after each chat began, shape (chats,).
    """
    count = len(chats)
    who = np.tile(chats["agent"], 2)
    moments = np.concatenate((chats["replied"], chats["ended"]))
    steps = np.repeat((1, -1), count)
    order = np.lexsort((steps, moments, who))  # a chat that ends makes room for one that begins
    level = np.cumsum(steps[order])  # back at 0 after each agent
    begins = moments[order]
    length = np.append(np.diff(begins), 0.0)
    length[level == 0] = 0.0
    opened = np.empty(2 * count, dtype=np.int64)
    opened[order] = level
    return begins, length, level, opened[:count]


def _in_time(chance: Floats, level: npt.NDArray[np.int64], rest: Floats, within_s: float) -> float:
    """Return how many first turns are replied to in what is left of the time, by expectation."""
    soon = rest >= 0
    if within_s == 0:
        return 0.0
    place = np.clip(rest[soon] / within_s, 0.0, 1.0) * (LEFT - 1)
    low = np.minimum(place.astype(np.int64), LEFT - 2)
    before, after = chance[level[soon], low], chance[level[soon], low + 1]
    return float((before + (place - low) * (after - before)).sum())
