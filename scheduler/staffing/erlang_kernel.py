"""
Erlang A in compiled form: probabilities of one interval, and the servers a target needs.

The wait offered to a customer of unlimited patience has the density
``p_{c-1} arrival exp(f(v))`` with ``f(v) = arrival (1 - exp(-leave v)) / leave - c service v``
(Palm; Garnett, Mandelbaum & Reiman 2002, doi:10.1287/msom.4.3.208.7753). ``f`` is concave, so it is
integrated between the points where it lies far below its peak, on panels with Gauss-Legendre nodes,
and taken relative to that peak: nothing overflows or underflows, whatever the target.

``rates`` are those of arrival, of service by one server and of leaving, per second; a rate of
leaving of 0 is unlimited patience. ``flow`` is the same with the service of all servers.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from scheduler.compiled import plain

Rates = tuple[float, float, float]

DEPTH = 45.0  # exp(-45) of the peak is below a double's precision
PANELS = 16.0
STABLE = 1.0 - 1e-12  # of the servers' capacity: what unlimited patience can still be served
NODES, NODE_WEIGHTS = np.polynomial.legendre.leggauss(16)

ANSWERED_OF_OFFERED = 0
ANSWERED_OR_LEFT_OF_OFFERED = 1
ANSWERED_OF_PATIENT = 2
ANSWERED_OF_ANSWERED = 3


@plain
def blocking(servers: int, load: float) -> float:
    """Return Erlang B by its recursion."""
    share = 1.0
    for n in range(1, servers + 1):
        share = load * share / (n + load * share)
    return share


@plain
def _height(v: float, flow: Rates) -> float:
    """Return f at v."""
    arrival, drain, leave = flow
    grown = v if leave == 0.0 else -math.expm1(-leave * v) / leave
    return arrival * grown - drain * v


@plain
def _integrals(start: float, end: float, step: float, flow: Rates, peak: float) -> Rates:
    """
    Return three integrals of exp(f(v) - f(peak)), alone and weighted, over v - peak.

    The weights are 1 - exp(-leave v), for who left before v, and v exp(-leave v). ``flow`` is that
    at the peak, where as many arrive and are still there as are served.
    """
    leave = flow[2]
    everyone, gone, waited = 0.0, 0.0, 0.0
    left = start
    while left < end:
        width = step
        if leave * left < DEPTH:
            width = min(step, 1.0 / leave) if leave > 0.0 else step
        right = min(end, left + width)
        half, middle = (right - left) / 2, (right + left) / 2
        for node in range(len(NODES)):
            u = middle + half * NODES[node]
            mass = half * NODE_WEIGHTS[node] * math.exp(_height(u, flow))
            v = peak + u
            everyone += mass
            gone -= mass * math.expm1(-leave * v)
            waited += mass * v * math.exp(-leave * v)
        left = right
    return everyone, gone, waited


@plain
def _reach(sign: float, limit: float, flow: Rates) -> float:
    """Return how far from the peak, at most ``limit``, f lies DEPTH or more below it."""
    _, drain, leave = flow
    far = 1.0 / drain
    if leave > 0.0:
        far = min(far, 1.0 / math.sqrt(drain * leave))
    while far < limit and _height(sign * far, flow) > -DEPTH:
        far *= 2.0
    return min(far, limit)


@plain
def queue(arrival: float, drain: float, leave: float, within: float) -> npt.NDArray[np.float64]:
    """
    Return what those meet who wait, where ``drain`` is the rate of service of all servers.

    The weight of waiting is P(all busy, somebody or nobody waits) over P(all busy, nobody waits),
    given as logarithm and factor; then shares of those who wait: who leave, their mean time until
    answered (0 for who leaves), who are answered and who still wait at ``within``.
    Needs rates above 0, and arrival below drain where leave is 0.
    """
    peak = math.log(arrival / drain) / leave if leave > 0.0 and arrival > drain else 0.0
    flow = (min(arrival, drain), drain, leave)
    low, high = -_reach(-1.0, peak, flow), _reach(1.0, math.inf, flow)
    step = (high - low) / PANELS
    cut = min(max(within - peak, low), high)
    early = _integrals(low, cut, step, flow, peak)
    late = _integrals(cut, high, step, flow, peak)
    mass = early[0] + late[0]
    return np.array(
        [
            _height(peak, (arrival, drain, leave)),
            drain * mass,
            (early[1] + late[1]) / mass,
            (early[2] + late[2]) / mass,
            (early[0] - early[1]) / mass,
            late[0] / mass * math.exp(-leave * within),
        ]
    )


@plain
def measures(servers: int, rates: Rates, within: float) -> npt.NDArray[np.float64]:
    """
    Return P(wait), P(abandon), mean wait, mean wait of the answered, and two shares by ``within``.

    The shares, both of all offered, are those answered and those still waiting at ``within``.
    Needs servers and arrival above 0, and arrival below servers * service where leave is 0.
    """
    arrival, service, leave = rates
    top, factor, left, waited, reached, waiting = queue(arrival, servers * service, leave, within)
    lost = blocking(servers, arrival / service)
    wait = 1.0 / (1.0 + (1.0 - lost) / lost * math.exp(-top) / factor) if lost > 0.0 else 0.0
    abandoned = wait * left
    mean = abandoned / leave if leave > 0.0 else wait * waited
    answered = 1.0 - wait + wait * reached
    of_answered = wait * waited / (1.0 - abandoned)
    return np.array([wait, abandoned, mean, of_answered, answered, wait * waiting])


@plain
def service_level(servers: int, rates: Rates, within: float, definition: int) -> float:
    """Return the service level of a whole number of servers, by one of the four definitions."""
    arrival, service, leave = rates
    abandoned, answered, waiting = 1.0, 0.0, math.exp(-leave * within)
    if servers > 0 and (leave > 0.0 or arrival < servers * service * STABLE):
        found = measures(servers, rates, within)
        abandoned, answered, waiting = found[1], found[4], found[5]
    return share_of(definition, abandoned, answered, waiting)


@plain
def share_of(definition: int, abandoned: float, answered: float, waiting: float) -> float:
    """Return a service level from the shares that leave, are answered in time and still wait."""
    left = max(0.0, 1.0 - answered - waiting)
    if definition == ANSWERED_OR_LEFT_OF_OFFERED:
        return answered + left
    if definition == ANSWERED_OF_PATIENT:
        return answered / (1.0 - left) if left < 1.0 else 0.0
    if definition == ANSWERED_OF_ANSWERED:
        return answered / (1.0 - abandoned) if abandoned < 1.0 else 0.0
    return answered


@plain
def least_servers(rates: Rates, within: float, definition: int, target: float) -> float:
    """
    Return the servers, decimals included, at which the service level reaches the target.

    Between two whole numbers the level is taken as the straight line between theirs: the level of
    an interval with the larger number for a part of its time and the smaller for the rest.
    """
    arrival, service, _ = rates
    if arrival == 0.0:
        return 0.0
    low, below = 0, service_level(0, rates, within, definition)
    if below >= target:
        return 0.0
    load = arrival / service
    high = int(load) + 1
    above = service_level(high, rates, within, definition)
    stride = int(math.sqrt(load)) + 1
    while above < target:
        low, below = high, above
        high += stride
        stride *= 2
        above = service_level(high, rates, within, definition)
    while high - low > 1:
        middle = (low + high) // 2
        level = service_level(middle, rates, within, definition)
        if level < target:
            low, below = middle, level
        else:
            high, above = middle, level
    return low + (target - below) / (above - below)


@plain
def least_servers_each(
    arrivals: npt.NDArray[np.float64], rates: Rates, within: float, definition: int, target: float
) -> npt.NDArray[np.float64]:
    """Return ``least_servers`` for each arrival rate; the one in ``rates`` is not looked at."""
    found = np.empty(len(arrivals))
    for interval in range(len(arrivals)):
        own = (arrivals[interval], rates[1], rates[2])
        found[interval] = least_servers(own, within, definition, target)
    return found
