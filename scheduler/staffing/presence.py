"""
How many of the people on a roster are at work, and how many to roster so that a promise holds.

Two things take rostered people away, here and in the simulation the same: absence takes a person
for the whole shift, each with the same chance and none knowing of the others; lapses take minutes
out of a shift, at any moment each person is away with the chance ``shrinkage``, and their open
chats stand still until they are back. Work after a chat that keeps the slot is handling time,
meals, breaks and leave are the roster's.

How many are there is therefore a number with a spread, and a promise kept at its mean is broken as
often as not. The level held is the mean over that number. Absence lasts as long as the interval.
Lapses come and go: the longer chats are open and customers wait, the less of their spread the
queue feels. Of its variance the share ``(lapse / (lapse + handling + patience / 4)) ** 2`` counts,
which fits the simulation within one point (root mean square) on random posts, half of which were
not used to find it (``python -m benchmarks.presence``).

The spread is taken at the nodes of the Gauss quadrature of the binomial distribution (Krawtchouk
polynomials; Golub & Welsch 1969, doi:10.1090/S0025-5718-69-99647-1): with few people these are the
distribution itself, and they go on to decimals of people without a jump.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.post import LevelDefinition, StaffingInputs
from scheduler.staffing import erlang_kernel as erlang
from scheduler.staffing.pool_kernel import pool_level

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = npt.NDArray[np.float64]

NODES = 5
PATIENCE_FELT = 0.25
LEAST_LOAD = 0.02  # of an agent's slots: the first load at which the people to roster are found
STRIDE = 1.15  # from one such load to the next; between them the factor lies on a line
NEAR = 1e-7  # of people
EDGE = 0.02  # of a bracket: so much of it goes at each look, at least
ROUNDS = 12  # of the factor on itself, after which nine decimals stand
DECIMALS = 9  # beyond this a quotient such as 21 / 0.7 is noise, not need


def mean_share(staffing: StaffingInputs) -> float:
    """Return the share of rostered people who are at work, on average."""
    return (1.0 - staffing.absence_rate) * (1.0 - staffing.shrinkage)


def felt_share(staffing: StaffingInputs) -> float:
    """Return the share of the variance of lapses that the queue feels, in [0, 1]."""
    lapse_s = staffing.lapse_min * 60.0
    memory_s = staffing.handle_s + PATIENCE_FELT * staffing.patience_s
    return (lapse_s / (lapse_s + memory_s)) ** 2


def binomial_nodes(count: float, chance: float) -> tuple[Floats, Floats]:
    """
    Return numbers that stand for a binomial distribution, and their weights, which add up to 1.

    Parameters
    ----------
    count
        Of trials, 0 or more, decimals allowed.
    chance
        Of each, in [0, 1].
    """
    if count <= 0 or chance in {0.0, 1.0}:
        return np.array([max(0.0, count) * chance]), np.ones(1)
    size = min(NODES, math.ceil(count) + 1)
    order = np.arange(size)
    diagonal = chance * (count - order) + order * (1.0 - chance)
    beside = np.sqrt(order[1:] * chance * (1.0 - chance) * (count - order[1:] + 1.0))
    matrix = np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
    values, vectors = np.linalg.eigh(matrix)
    return np.clip(values, 0.0, None), vectors[0] ** 2


def at_work(agents: float, staffing: StaffingInputs) -> tuple[Floats, Floats]:
    """Return numbers of people at work of those rostered, as the queue feels them, and weights."""
    felt = math.sqrt(felt_share(staffing))
    there, chances = [], []
    come, weights = binomial_nodes(agents, 1.0 - staffing.absence_rate)
    for count, weight in zip(come.tolist(), weights.tolist(), strict=True):
        numbers, shares = binomial_nodes(count, 1.0 - staffing.shrinkage)
        mean = count * (1.0 - staffing.shrinkage)
        there.append(mean + felt * (numbers - mean))
        chances.append(weight * shares)
    return np.concatenate(there), np.concatenate(chances)


@dataclass(frozen=True, eq=False, slots=True)
class Levels:
    """
    The service levels that numbers of people hold in a steady state.

    Parameters
    ----------
    arrivals_per_s
        Above 0.
    staffing
        The post's inputs.
    within_s, definition
        What the level is a share of.
    known
        Levels of whole numbers asked before.
    """

    arrivals_per_s: float
    staffing: StaffingInputs
    within_s: float
    definition: LevelDefinition
    known: dict[int, float] = field(default_factory=dict)

    def with_present(self, present: Floats) -> Floats:
        """Return the level with so many at work; between two whole numbers on the line of both."""
        per_agent = 1 if self.staffing.handle_s_by_level else self.staffing.chats_at_once
        servers = np.round(present * per_agent, DECIMALS)
        whole = np.floor(servers)
        low, high = (np.array([self._of(int(n)) for n in (whole + more)]) for more in (0, 1))
        found: Floats = low + (servers - whole) * (high - low)
        return found

    def with_rostered(self, agents: float) -> float:
        """Return the level with so many people on the roster."""
        there, weights = at_work(agents, self.staffing)
        return float(weights @ self.with_present(there))

    def _of(self, servers: int) -> float:
        if servers not in self.known:
            self.known[servers] = self._asked(servers)
        return self.known[servers]

    def _asked(self, servers: int) -> float:
        staffing, number = self.staffing, self.definition.number
        leave = 1.0 / staffing.patience_s
        if staffing.handle_s_by_level:
            flow = (self.arrivals_per_s, leave, float(self.within_s))
            return float(pool_level(servers, np.array(staffing.completions_per_s), flow, number))
        rates = (self.arrivals_per_s, 1.0 / staffing.handle_s, leave)
        return float(erlang.service_level(servers, rates, self.within_s, number))


def on_average(present: Floats, staffing: StaffingInputs) -> Floats:
    """Return the people to roster so that ``present`` of them are at work on average."""
    found: Floats = np.round(present / mean_share(staffing), DECIMALS)
    return found


def rostered(present: Floats, staffing: StaffingInputs) -> Floats:
    """
    Return the people to roster so that the level is what ``present`` people at work would hold.

    Parameters
    ----------
    present
        At work all the time, decimals allowed; NaN stays; shape (intervals,).
    staffing
        The post's inputs; with neither shrinkage nor absence the answer is ``present``.

    Returns
    -------
    To 9 decimals.
    """
    return on_average(present * _more(present, staffing), staffing)


def present_of(agents: Floats, staffing: StaffingInputs) -> Floats:
    """Return the steady number at work that holds the level of ``agents`` on the roster."""
    mean: Floats = agents * mean_share(staffing)
    present = mean
    for _ in range(ROUNDS):
        present = mean / _more(present, staffing)
    found: Floats = np.round(present, DECIMALS)
    return found


def _more(present: Floats, staffing: StaffingInputs) -> Floats:
    """Return how many times the mean has to be at work, for the spread; shape (intervals,)."""
    if mean_share(staffing) == 1.0 or not np.any(present > 0):
        return np.ones_like(present)
    most = float(np.nanmax(present))
    known = [_node(staffing, 0)]
    while known[-1][0] < most:
        known.append(_node(staffing, len(known)))
    sizes, factors = np.array(known).T
    asked = np.log(np.maximum(np.nan_to_num(present), sizes[0]))
    found: Floats = np.interp(asked, np.log(sizes), factors)
    return found


@lru_cache(maxsize=4096)
def _node(staffing: StaffingInputs, place: int) -> tuple[float, float]:
    """Return the people at work that hold the target at one load, and the factor on their mean."""
    load = LEAST_LOAD * STRIDE**place
    arrivals = load * staffing.chats_at_once / staffing.handle_s
    levels = Levels(arrivals, staffing, staffing.within_s, staffing.definition)
    target = staffing.service_level
    steady = _least(lambda agents: float(levels.with_present(np.array([agents]))[0]), load, target)
    agents = _least(levels.with_rostered, steady / mean_share(staffing), target)
    return steady, agents * mean_share(staffing) / steady


def _least(level: Callable[[float], float], guess: float, target: float) -> float:
    """Return the least number, decimals included, whose level reaches the target."""
    low, under, high, over = 0.0, -target, guess, level(guess) - target
    while over < 0:
        low, under, high = high, over, 2.0 * high
        over = level(high) - target
    while high - low > NEAR * high:
        straight = low - under * (high - low) / (over - under)
        middle = min(max(straight, low + EDGE * (high - low)), high - EDGE * (high - low))
        found = level(middle) - target
        if found < 0:
            low, under, over = middle, found, over / 2.0  # an end that stays counts half: Illinois
        else:
            high, over, under = middle, found, under / 2.0
    return high
