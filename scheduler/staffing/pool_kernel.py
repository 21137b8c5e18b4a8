"""
A chat pool in compiled form: Erlang A whose servers' speed depends on how many chats are open.

With agents who take chats by turns, ``n`` chats on ``N`` agents are spread evenly, or almost: a
chat that ends leaves an unevenness behind until new ones fill it. The exact chain keeps track of
it; here the speed of ``n`` chats is taken between that of an even spread, which is the best, and
that of full agents, the worst. The chain of the total then has the form of Erlang B's recursion.

``completions`` are the chats one agent ends a second with 1, 2, … open; ``flow`` is the rate of
arrival, that of leaving, both per second, and the seconds that are "in time".
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from scheduler.compiled import plain
from scheduler.staffing.erlang_kernel import STABLE, Rates, queue, share_of

Floats = npt.NDArray[np.float64]

EVEN = 0.7  # weight of the even spread: never short on thousands of random pools, see the tests


@plain
def speed(chats: int, agents: int, completions: Floats, share: float = EVEN) -> float:
    """Return the chats that end a second while ``chats`` are open, a share spread evenly."""
    slots = len(completions)
    low, more = chats // agents, chats % agents
    even = more * completions[low] if more > 0 else 0.0
    if low > 0:
        even += (agents - more) * completions[low - 1]
    full = chats * completions[slots - 1] / slots
    return share * even + (1.0 - share) * full if even > full else even


@plain
def pool_measures(  # noqa: PLR0917 - compiled
    agents: int,
    completions: Floats,
    arrival: float,
    leave: float,
    within: float,
    share: float = EVEN,
) -> Floats:
    """
    Return P(wait), P(abandon), mean wait, shares answered and waiting at ``within``, mean open
    chats, mean wait of the answered.

    ``completions`` are those of one agent with 1, 2, … chats open, ``share`` of which are taken as
    evenly spread. Needs agents and arrival above
    0, and arrival below what all agents end a second where leave is 0.
    """
    slots = len(completions)
    drain = agents * completions[slots - 1]
    top, factor, left, waited, reached, waiting = queue(arrival, drain, leave, within)
    lost, chats = 1.0, 0.0  # of the states so far: share of the last, and mean
    for n in range(1, agents * slots + 1):
        lost = arrival * lost / (speed(n, agents, completions, share) + arrival * lost)
        chats += lost * (n - chats)
    ahead = (1.0 - lost) / lost * math.exp(-top) / factor if lost > 0.0 else math.inf
    wait = 1.0 / (1.0 + ahead)
    below = (chats - lost * agents * slots) / (1.0 - lost) if lost < 1.0 else 0.0
    abandoned = wait * left
    mean = abandoned / leave if leave > 0.0 else wait * waited
    answered = 1.0 - wait + wait * reached
    mean_chats = (1.0 - wait) * below + wait * agents * slots
    of_answered = wait * waited / (1.0 - abandoned)
    return np.array([wait, abandoned, mean, answered, wait * waiting, mean_chats, of_answered])


@plain
def pool_level(agents: int, completions: Floats, flow: Rates, definition: int) -> float:
    """Return the service level of a pool, by one of the four definitions."""
    arrival, leave, within = flow
    drain = agents * completions[-1]
    if agents == 0 or (leave == 0.0 and arrival >= drain * STABLE):
        return share_of(definition, 1.0, 0.0, math.exp(-leave * within))
    found = pool_measures(agents, completions, arrival, leave, within)
    return share_of(definition, found[1], found[3], found[4])


@plain
def least_agents(completions: Floats, flow: Rates, definition: int, target: float) -> float:
    """Return the agents, decimals included, at which the service level reaches the target."""
    arrival = flow[0]
    if arrival == 0.0:
        return 0.0
    low, below = 0, pool_level(0, completions, flow, definition)
    if below >= target:
        return 0.0
    load = arrival / completions[-1]
    high, stride = int(load) + 1, int(math.sqrt(load)) + 1
    above = pool_level(high, completions, flow, definition)
    while above < target:
        low, below = high, above
        high += stride
        stride *= 2
        above = pool_level(high, completions, flow, definition)
    while high - low > 1:
        middle = (low + high) // 2
        level = pool_level(middle, completions, flow, definition)
        if level < target:
            low, below = middle, level
        else:
            high, above = middle, level
    return low + (target - below) / (above - below)


@plain
def least_agents_each(
    completions: Floats, arrivals: Floats, flow: Rates, definition: int, target: float
) -> Floats:
    """Return ``least_agents`` for each arrival rate; the one in ``flow`` is not looked at."""
    found = np.empty(len(arrivals))
    for interval in range(len(arrivals)):
        own = (arrivals[interval], flow[1], flow[2])
        found[interval] = least_agents(completions, own, definition, target)
    return found
