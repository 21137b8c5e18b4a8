"""
Every turn of a chat, not only the first, in compiled form: how soon an agent of a pool replies.

An agent with ``k`` chats open types one reply at a time, in the order in which customers wrote: a
closed queue of ``k`` customers (``cycle``). Who writes finds it as one with ``k - 1`` chats would
be seen at any moment, and waits for those before and for the own reply to be typed: a sum of
exponential times (Erlang's distribution). How many chats are open comes from the pool's chain; a
first turn waits for a free slot besides.

References
----------
Sevcik & Mitrani (1981), The distribution of queuing network states at input and output instants,
doi:10.1145/322248.322257: the arrival theorem.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from scheduler.compiled import plain
from scheduler.staffing.pool_kernel import pool_measures, speed

Floats = npt.NDArray[np.float64]
Rhythm = tuple[float, float, float]
"""Mean seconds to type a reply and until the customer answers, and replies in a chat."""

EVENLY = 1.0  # chats are spread evenly; the mix that is never short told 1 to 3 points too few
PIECES = 8  # of the time that is in time, for those who wait for a slot
SELDOM = 1e-6  # of waiting at all
IN_TIME, MEAN_S = 0, 1


@plain
def _waiting(chats: int, rhythm: Rhythm) -> Floats:
    """Return the chances that 0, 1, … of so many open chats wait for the agent; (chats + 1,)."""
    found = np.ones(chats + 1)
    for waiting in range(1, chats + 1):
        found[waiting] = found[waiting - 1] * (chats - waiting + 1) * rhythm[0] / rhythm[1]
    found /= found.sum()
    return found


@plain
def reply_in_time(chats: int, within: float, rhythm: Rhythm) -> float:
    """Return the chance that a reply comes within a time with so many chats open, 1 or more."""
    ahead = _waiting(chats - 1, rhythm)
    typed = within / rhythm[0]
    term, not_yet, found = math.exp(-typed), 0.0, 0.0
    for number in range(chats):
        not_yet += term  # fewer than number + 1 replies typed by then
        term *= typed / (number + 1)
        found += ahead[number] * (1.0 - not_yet)
    return max(0.0, found)


@plain
def turns_met(
    agents: int, completions: Floats, flow: tuple[float, float, float], rhythm: Rhythm
) -> Floats:
    """
    Return the share of all turns answered in time, and the mean seconds to a reply; shape (2,).

    A customer who leaves before any reply had one turn, which was missed.

    Parameters
    ----------
    agents
        At work, 0 or more.
    completions
        Chats one agent ends a second with 1, 2, … open.
    flow
        Rates of arrival, above 0, and of leaving; seconds that are in time.
    """
    arrival, leave, within = flow
    slots = len(completions)
    if agents == 0:
        return np.array([0.0, math.inf])
    found = pool_measures(agents, completions, arrival, leave, within, EVENLY)
    wait, lost = found[0], found[1]
    in_time, delay, rate = np.zeros(slots + 1), np.zeros(slots + 1), np.zeros(slots + 1)
    for chats in range(1, slots + 1):
        busy = 1.0 - _waiting(chats, rhythm)[0]
        rate[chats] = busy / rhythm[0]
        delay[chats] = chats / rate[chats] - rhythm[1]
        in_time[chats] = reply_in_time(chats, within, rhythm)
    below = _below(agents, completions, arrival) * (1.0 - wait)
    turns = wait * agents * rate[slots]
    kept, spent = turns * in_time[slots], turns * delay[slots]
    first, first_s = 0.0, found[6] * (1.0 - lost) + max(0.0, wait - lost) * delay[slots]
    for there in range(agents * slots):
        low, more = there // agents, there % agents
        first += below[there] * in_time[low + 1]
        first_s += below[there] * delay[low + 1]
        for chats, people in ((low, agents - more), (low + 1, more)):
            written = below[there] * people * rate[chats]
            turns += written
            kept += written * in_time[chats]
            spent += written * delay[chats]
    if wait > SELDOM:
        first += _after_waiting(agents, completions, flow, rhythm)
    later = (1.0 - lost) * max(0.0, rhythm[2] - 1.0)
    share = (first + later * kept / turns) / (1.0 + later)
    mean = (first_s + later * spent / turns) / (1.0 - lost + later)
    return np.array([share, mean])


@plain
def _below(agents: int, completions: Floats, arrival: float) -> Floats:
    """Return the chances of 0, 1, … open chats while a slot is free; (agents * slots,)."""
    size = agents * len(completions)
    logs = np.zeros(size)
    for there in range(1, size):
        logs[there] = logs[there - 1] + math.log(
            arrival / speed(there, agents, completions, EVENLY)
        )
    found: Floats = np.exp(logs - logs.max())
    found /= found.sum()
    return found


@plain
def _after_waiting(
    agents: int, completions: Floats, flow: tuple[float, float, float], rhythm: Rhythm
) -> float:
    """Return the share of first turns that wait for a slot and get their reply in time."""
    arrival, leave, within = flow
    slots, found = len(completions), 0.0
    before = pool_measures(agents, completions, arrival, leave, 0.0, EVENLY)[3]
    for piece in range(PIECES):
        by = within * (piece + 1) / PIECES
        upto = pool_measures(agents, completions, arrival, leave, by, EVENLY)[3]
        left = within * (PIECES - piece - 0.5) / PIECES
        found += (upto - before) * reply_in_time(slots, left, rhythm)
        before = upto
    return found


@plain
def agents_for_turns(
    arrivals: Floats,
    completions: Floats,
    usual: tuple[float, float],
    rhythm: Rhythm,
    target: float,
) -> Floats:
    """
    Return the agents, decimals included, at which turns reach the target; shape (arrivals,).

    ``usual`` are the rate of leaving and the seconds in time. Where a reply typed at once is too
    seldom in time, no number is enough: infinite.
    """
    leave, within = usual
    found = np.zeros(len(arrivals))
    for place in range(len(arrivals)):
        arrival = arrivals[place]
        if arrival <= 0.0:
            continue
        flow = (arrival, leave, within)
        if reply_in_time(1, within, rhythm) <= target:
            found[place] = math.inf
            continue
        load = arrival / completions[-1]
        low, below, high = 0, 0.0, max(1, int(load + 0.5))
        stride = max(1, int(math.sqrt(load)))
        above = turns_met(high, completions, flow, rhythm)[IN_TIME]
        while above < target:
            low, below = high, above
            high += stride
            stride *= 2
            above = turns_met(high, completions, flow, rhythm)[IN_TIME]
        while high - low > 1:
            middle = (low + high) // 2
            level = turns_met(middle, completions, flow, rhythm)[IN_TIME]
            if level < target:
                low, below = middle, level
            else:
                high, above = middle, level
        found[place] = low + (target - below) / (above - below)
    return found
