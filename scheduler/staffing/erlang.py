"""
Erlang B, C and A: what a number of servers does to customers who arrive at random.

A server is one slot: an agent who answers one chat at a time, or one of the slots of an agent who
answers several. Exact for any load and target; nothing is taken to a factorial or a power.

References
----------
Garnett, Mandelbaum & Reiman (2002), Designing a call center with impatient customers,
Manufacturing & Service Operations Management 4(3), doi:10.1287/msom.4.3.208.7753.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import require
from scheduler.post import LevelDefinition
from scheduler.staffing import erlang_kernel as kernel

if TYPE_CHECKING:
    from scheduler.demand import Floats


@dataclass(frozen=True, slots=True)
class Queue:
    """
    One queue in a steady state, before it is staffed.

    Parameters
    ----------
    arrivals_per_s
        Customers offered a second, 0 or more.
    handle_s
        Mean time a server is busy with a customer, in seconds, above 0.
    patience_s
        Mean time a customer waits before leaving, in seconds, above 0; infinite: Erlang C.
    """

    arrivals_per_s: float
    handle_s: float
    patience_s: float = math.inf

    def __post_init__(self) -> None:
        rate, handle, patience = self.arrivals_per_s, self.handle_s, self.patience_s
        require(0 <= rate < math.inf, "negative", column="volume", value=rate)
        require(0 < handle < math.inf, "not_positive", column="handle_seconds", value=handle)
        require(patience > 0, "not_positive", column="patience_seconds", value=patience)

    @property
    def load(self) -> float:
        """Return the offered load in erlang: servers that would be busy if nobody ever waited."""
        return self.arrivals_per_s * self.handle_s

    @property
    def rates(self) -> tuple[float, float, float]:
        """Return the rates of arrival, of service by one server and of leaving, per second."""
        return self.arrivals_per_s, 1.0 / self.handle_s, 1.0 / self.patience_s


@dataclass(frozen=True, slots=True)
class Performance:
    """
    What customers meet; shares in [0, 1] of all offered.

    Parameters
    ----------
    wait_share
        Customers who do not find a free server.
    abandoned_share
        Customers who leave unanswered.
    mean_wait_s
        Of all offered, those who leave included.
    answer_wait_s
        Of the answered only (average speed of answer).
    occupancy
        Share of the servers' time in use.
    """

    wait_share: float
    abandoned_share: float
    mean_wait_s: float
    answer_wait_s: float
    occupancy: float


def erlang_b(servers: int, load: float) -> float:
    """Return the share of customers lost where nobody waits; ``load`` in erlang."""
    require(servers >= 0, "negative", column="servers", value=servers)
    require(0 <= load < math.inf, "negative", column="load", value=load)
    return float(kernel.blocking(servers, load))


def erlang_c(servers: int, load: float) -> float:
    """Return the share of customers who wait where nobody leaves; 1 where the load is too much."""
    lost = erlang_b(servers, load)
    return 1.0 if load >= servers else servers * lost / (servers - load * (1.0 - lost))


def performance(servers: int, queue: Queue) -> Performance:
    """
    Return what customers of a queue meet with a whole number of servers (Erlang A).

    With unlimited patience it is Erlang C; there waits are infinite once the load reaches the
    servers. With no customers everything is 0.
    """
    require(servers >= 0, "negative", column="servers", value=servers)
    load, patience = queue.load, queue.patience_s
    if load == 0:
        return Performance(0.0, 0.0, 0.0, 0.0, 0.0)
    if servers == 0:
        gone = 0.0 if patience == math.inf else 1.0
        return Performance(1.0, gone, patience, math.nan, 0.0)
    if patience == math.inf and load >= servers * kernel.STABLE:
        return Performance(1.0, 0.0, math.inf, math.inf, 1.0)
    wait, abandoned, mean, answered, _, _ = kernel.measures(servers, queue.rates, 0.0)
    occupancy = load * (1.0 - abandoned) / servers
    return Performance(
        float(wait), float(abandoned), float(mean), float(answered), float(occupancy)
    )


def service_level(
    servers: float,
    queue: Queue,
    within_s: float,
    definition: LevelDefinition = LevelDefinition.ANSWERED_OF_OFFERED,
) -> float:
    """
    Return the share of customers served in time, by an explicit definition.

    Parameters
    ----------
    servers
        0 or more. Between two whole numbers the level lies on the straight line between theirs: an
        interval with the larger number for a part of its time and the smaller for the rest.
    queue, within_s
        Who arrives, and what "in time" means, in seconds; any length.
    definition
        Which share; with no customers every share is 1.
    """
    require(0 <= servers < math.inf, "negative", column="servers", value=servers)
    require(0 <= within_s < math.inf, "negative", column="within_seconds", value=within_s)
    if queue.load == 0:
        return 1.0
    whole = int(servers)
    low, high = (_level(count, queue, within_s, definition) for count in (whole, whole + 1))
    return low + (servers - whole) * (high - low)


def _level(servers: int, queue: Queue, within_s: float, definition: LevelDefinition) -> float:
    return float(kernel.service_level(servers, queue.rates, within_s, definition.number))


def servers_needed(
    queue: Queue,
    target: float,
    within_s: float,
    definition: LevelDefinition = LevelDefinition.ANSWERED_OF_OFFERED,
) -> float:
    """
    Return the servers, decimals included, at which ``service_level`` reaches the target.

    Rounded up it is the smallest whole number that reaches it; with no customers it is 0.
    """
    each = np.array([queue.arrivals_per_s])
    return float(servers_needed_each(each, queue, target, within_s, definition)[0])


def servers_needed_each(
    arrivals_per_s: Floats,
    queue: Queue,
    target: float,
    within_s: float,
    definition: LevelDefinition = LevelDefinition.ANSWERED_OF_OFFERED,
) -> Floats:
    """Return ``servers_needed`` of a queue at each rate of arrivals; shape (intervals,)."""
    require(0 < target < 1, "share_out_of_range", column="service_level", value=target)
    require(0 <= within_s < math.inf, "negative", column="within_seconds", value=within_s)
    found: Floats = kernel.least_servers_each(
        arrivals_per_s, queue.rates, within_s, definition.number, target
    )
    return found
