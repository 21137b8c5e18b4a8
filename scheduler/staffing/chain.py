"""
The exact chain of a chat pool: agents with slots, whose speed depends on how many they use.

Chats go to an agent with the fewest open; a queue forms only when every slot is in use. The states
are the numbers of agents at each level of open chats. They are many, so this judges quicker ways
(the slot model) on small pools; it is not what a week is staffed with.

The total of open chats grows and falls by one, so the stationary distribution follows level by
level from the top (linear level reduction; every term positive, nothing cancels). Above "all slots
in use" the pool is Erlang A.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import require
from scheduler.staffing import erlang_kernel as kernel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.demand import Floats

State = tuple[int, ...]
MOST_STATES = 200_000


@dataclass(frozen=True, slots=True)
class ChatPool:
    """
    A pool of alike agents and those who write to it.

    Parameters
    ----------
    agents
        At work, at least 1.
    completions_per_s
        Chats an agent ends a second with 1, 2, … chats open; as many as slots, each above 0.
    arrivals_per_s
        Chats offered a second, above 0.
    patience_s
        Mean time a customer waits before leaving, in seconds, finite and above 0.
    """

    agents: int
    completions_per_s: tuple[float, ...]
    arrivals_per_s: float
    patience_s: float

    def __post_init__(self) -> None:
        require(self.agents >= 1, "not_positive", column="agents", value=self.agents)
        slots = len(self.completions_per_s)
        require(slots >= 1, "slots_not_whole", column="chats_at_once", value=slots)
        rates = (*self.completions_per_s, self.arrivals_per_s, self.patience_s)
        good = all(0 < rate < math.inf for rate in rates)
        require(good, "not_positive", column="completions_per_s", value=rates)
        states = math.comb(self.agents + slots, slots)
        require(states <= MOST_STATES, "pool_too_large", value=states, limit=MOST_STATES)

    @property
    def slots(self) -> int:
        """Return the chats an agent may have open."""
        return len(self.completions_per_s)


@dataclass(frozen=True, slots=True)
class PoolPerformance:
    """
    What customers of a pool meet, and how busy its agents are.

    Parameters
    ----------
    wait_share, abandoned_share
        Of all offered.
    mean_wait_s
        Of all offered, those who leave included.
    level_shares
        Share of the agents with 0, 1, … chats open.
    handle_s
        Mean time a chat stays open.
    service_level
        Share of all offered that is answered within the time asked for.
    """

    wait_share: float
    abandoned_share: float
    mean_wait_s: float
    level_shares: tuple[float, ...]
    handle_s: float
    service_level: float


def pool_performance(pool: ChatPool, within_s: float) -> PoolPerformance:
    """Return the stationary state of a pool, and its service level within a time."""
    require(0 <= within_s < math.inf, "negative", column="within_seconds", value=within_s)
    levels = _levels(pool)
    masses = _masses(pool, levels)
    drain = pool.agents * pool.completions_per_s[-1]
    top, factor, left, _, reached, _ = kernel.queue(
        pool.arrivals_per_s, drain, 1.0 / pool.patience_s, within_s
    ).tolist()
    below = sum(float(mass.sum()) for mass in masses[:-1]) / float(masses[-1][0])
    wait = 1.0 / (1.0 + below * math.exp(-top) / factor)
    share = (1.0 - wait) / below if below > 0 else 0.0  # of "all slots in use, nobody waits"
    scale = share / float(masses[-1][0])
    agents_at = np.zeros(pool.slots + 1)
    for states, mass in zip(levels[:-1], masses[:-1], strict=True):
        agents_at += scale * mass @ np.array(states, dtype=float)
    agents_at[-1] += wait * pool.agents
    abandoned = wait * left
    chats = float(agents_at @ np.arange(pool.slots + 1))
    return PoolPerformance(
        wait,
        abandoned,
        abandoned * pool.patience_s,
        tuple((agents_at / pool.agents).tolist()),
        chats / (pool.arrivals_per_s * (1.0 - abandoned)),
        1.0 - wait + wait * reached,
    )


def agents_for(
    target: float,
    within_s: float,
    *,
    completions_per_s: tuple[float, ...],
    arrivals_per_s: float,
    patience_s: float,
) -> int:
    """Return the fewest agents whose exact service level reaches a target."""
    require(0 < target < 1, "share_out_of_range", column="service_level", value=target)
    agents = 1
    while True:
        pool = ChatPool(agents, completions_per_s, arrivals_per_s, patience_s)
        if pool_performance(pool, within_s).service_level >= target:
            return agents
        agents += 1


def _levels(pool: ChatPool) -> list[list[State]]:
    """Return the states by total of open chats; a state counts the agents at 0, 1, … chats."""
    levels: list[list[State]] = [[] for _ in range(pool.agents * pool.slots + 1)]
    for state in _states(pool.agents, pool.slots):
        levels[sum(chats * count for chats, count in enumerate(state))].append(state)
    return levels


def _states(agents: int, slots: int) -> Iterator[State]:
    if slots == 0:
        yield (agents,)
        return
    for top in range(agents + 1):
        for rest in _states(agents - top, slots - 1):
            yield (*rest, top)


def _moved(state: State, start: int, end: int) -> State:
    counts = list(state)
    counts[start] -= 1
    counts[end] += 1
    return tuple(counts)


def _masses(pool: ChatPool, levels: list[list[State]]) -> list[Floats]:
    """Return the relative probabilities of each level's states, all slots in use once only."""
    ratios: list[Floats] = []
    returning = np.zeros((1, 1))
    for level in range(len(levels) - 1, 0, -1):
        states, fewer = levels[level], levels[level - 1]
        down = _departures(pool, states, fewer)
        arrivals = pool.arrivals_per_s if level < len(levels) - 1 else 0.0
        kept = np.diag(down.sum(axis=1) + arrivals) - returning
        reached = pool.arrivals_per_s * _arrivals(fewer, states)
        ratio = np.asarray(np.linalg.solve(kept.T, reached.T).T, dtype=np.float64)
        ratios.append(ratio)
        returning = ratio @ down
    masses = [np.ones(1)]
    for ratio in reversed(ratios):
        masses.append(masses[-1] @ ratio)
    return masses


def _arrivals(states: list[State], more: list[State]) -> Floats:
    """Return where an arrival leads: to an agent with the fewest open chats."""
    place = {state: number for number, state in enumerate(more)}
    found = np.zeros((len(states), len(more)))
    for number, state in enumerate(states):
        fewest = next(chats for chats, count in enumerate(state) if count)
        found[number, place[_moved(state, fewest, fewest + 1)]] = 1.0
    return found


def _departures(pool: ChatPool, states: list[State], fewer: list[State]) -> Floats:
    place = {state: number for number, state in enumerate(fewer)}
    found = np.zeros((len(states), len(fewer)))
    for number, state in enumerate(states):
        for chats, rate in enumerate(pool.completions_per_s, start=1):
            if state[chats]:
                target = place[_moved(state, chats, chats - 1)]
                found[number, target] += state[chats] * rate
    return found
