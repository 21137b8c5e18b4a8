"""
What happens inside an interval, in compiled form: a queue whose load moves, with leaving.

The chats open or waiting are followed as a distribution. Their number is a chain of births
(arrivals) and deaths (answers that end, customers that leave), taken in steps by an implicit
Runge-Kutta rule of two stages and order two that forgets at once what is fast (SDIRK2). Who arrives
while ``n`` are there is answered in time with a chance that the same rates give.

``completions`` are the chats one agent ends a second with 1, 2, … open; between whole numbers of
chats of an agent they are taken as the straight line. ``flow`` is the rate of arrival, that of
leaving, both per second, the seconds that are in time, and the length of the interval.

References
----------
Ingolfsson, Akhmetshina, Budge, Li & Wu (2007), A survey and experimental comparison of
service-level-approximation methods for nonstationary M(t)/M/s(t) queueing systems with exhaustive
discipline, doi:10.1287/ijoc.1050.0157.
Alexander (1977), Diagonally implicit Runge-Kutta methods for stiff O.D.E.'s, doi:10.1137/0714068.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from scheduler.compiled import plain
from scheduler.staffing.erlang_kernel import share_of
from scheduler.staffing.pool_kernel import EVEN

Floats = npt.NDArray[np.float64]
Flow = tuple[float, float, float, float]

GAMMA = 1.0 - math.sqrt(0.5)
STEPS_OF_A_CHAT, FEWEST_STEPS, MOST_STEPS = 6, 12, 30
AS_GOOD_AS_NONE = 1e-12  # probability
WAIT_STEPS = 400  # at most, of the seconds that are in time
EVER = 1e6  # seconds that are as good as for ever
ROWS = 6
IN_TIME, STILL, LOST, OPEN, ANSWER_WAIT, WAITS = range(ROWS)
"""
Of who arrives: answered in time, still waiting then, gone unanswered (shares); chats open (mean);
seconds until an answer, times the share of those who get one; waiting at all (share).
"""


@plain
def ends(chats: int, slots: int, completions: Floats) -> float:
    """Return the chats that end a second while ``chats`` are open, of a pool of ``slots`` slots."""
    most = len(completions)
    if chats >= slots:
        return float(slots / most * completions[most - 1])
    each = chats * most / slots  # chats of an agent, evenly spread
    low = int(each)
    before = completions[low - 1] if low > 0 else 0.0
    after = completions[low] if low < most else completions[most - 1]
    even = slots / most * (before + (each - low) * (after - before))
    full = chats * completions[most - 1] / most
    return float(EVEN * even + (1.0 - EVEN) * full if even > full else even)


@plain
def chances(most: int, drain: float, leave: float, within: float) -> Floats:
    """
    Return the chances of who waits behind 0 … ``most`` - 1 others; shape (2, most).

    Of being answered ``within``, and of still waiting then; ``drain`` is the rate of answers.
    """
    found = np.zeros((2, most))
    if drain <= 0.0:
        found[1, :] = math.exp(-leave * within)
        return found
    if within >= EVER:
        for ahead in range(most):
            found[0, ahead] = drain / (drain + (ahead + 1) * leave)
        return found
    steps = min(WAIT_STEPS, int((drain + most * leave) * within * 2.0) + 8)
    step = within / steps
    forward, stays = np.empty(most), np.empty(most)
    for place in range(most):  # the last in line stands first
        forward[place] = (drain + (most - 1 - place) * leave) * step
        stays[place] = 1.0 + forward[place] + leave * step
    for kind in range(2):  # after them, who has nobody ahead any more
        line = np.full(most + 1, float(kind))
        line[most] = 1.0 - kind
        _waited(line, forward, stays, steps)
        found[kind, :] = line[most - 1 :: -1]
    return found


@plain
def _waited(line: Floats, forward: Floats, stays: Floats, steps: int) -> None:
    """
    Take implicit steps down a line in place: each of one fewer ahead at the step's own end.

    Place by place a step would wait for the place ahead. Taken across, the next step of that place
    together with this one of the place behind it, all places move at once.
    """
    most = len(forward)
    for across in range(1, steps + most):
        begin, end = max(0, most - across), min(most, most + steps - across)
        own, fore, stay = line[begin : end + 1], forward[begin:end], stays[begin:end]
        for place in range(end - begin):
            own[place] = (own[place] + fore[place] * own[place + 1]) / stay[place]


@plain
def passed(state: Floats, slots: int, completions: Floats, flow: Flow) -> tuple[Floats, Floats]:
    """
    Return the state after an interval, and what those meet who arrive in it; (chats,), (ROWS,).

    Parameters
    ----------
    state
        Probability of 0, 1, … chats there at its beginning.
    slots
        Of all agents.
    """
    arrival, leave, _, length = flow
    first, last = _reached(state, slots, completions, flow)
    size = last - first + 1
    here = np.zeros(size)
    there = min(size, len(state) - first)
    here[:there] = state[first : first + there]
    down = np.empty(size)
    for place in range(size):
        waiting = max(0, first + place - slots)
        down[place] = ends(first + place, slots, completions) + waiting * leave
    down[0] = 0.0
    steps = _steps(state, arrival, len(completions) / completions[-1], length)
    part = GAMMA * length / steps
    # of I - part * generator: what of a row goes to the next one, and one over its pivot
    passed_on, inverse = np.zeros(size), np.empty(size)
    for place in range(size):
        going = 1.0 + part * (down[place] + (arrival if place < size - 1 else 0.0))
        if place > 0:
            passed_on[place] = part * arrival * inverse[place - 1]
            going -= passed_on[place] * part * down[place]
        inverse[place] = 1.0 / going
    back = part * down
    seen = here / 2.0  # sum of the states on the way: each is seen by as many who arrive
    for _ in range(steps):
        middle = here.copy()
        _solve(middle, passed_on, inverse, back)
        here += (middle - here) * ((1.0 - GAMMA) / GAMMA)
        _solve(here, passed_on, inverse, back)
        seen += here
    seen -= here / 2.0
    after = np.zeros(last + 1)
    after[first:] = here
    return after, _met(seen / steps, first, slots, completions, flow)


@plain
def _solve(values: Floats, passed_on: Floats, inverse: Floats, back: Floats) -> None:
    """Solve a stage's equations in place: forward, then backward."""
    last = len(values) - 1
    for place in range(1, last + 1):
        values[place] += passed_on[place] * values[place - 1]
    values[last] *= inverse[last]
    for place in range(last - 1, -1, -1):
        values[place] = (values[place] + back[place + 1] * values[place + 1]) * inverse[place]


@plain
def _met(seen: Floats, first: int, slots: int, completions: Floats, flow: Flow) -> Floats:
    """Return what those meet who see ``first``, … chats with these probabilities; shape (ROWS,)."""
    _, leave, within, _ = flow
    drain = ends(slots, slots, completions)
    last = first + len(seen) - 1
    waits = chances(max(1, last - slots + 1), drain, leave, within)
    found = np.zeros(ROWS)
    spent = 0.0  # mean seconds until an answer, of those who get one
    for chats in range(min(first, slots), last + 1):
        mass = seen[chats - first] if chats >= first else 0.0
        ahead = chats - slots
        if ahead < 0:
            found[IN_TIME] += mass
            found[OPEN] += mass * chats
            continue
        going = drain + (ahead + 1) * leave
        spent += 1.0 / going
        found[IN_TIME] += mass * waits[0, ahead]
        found[STILL] += mass * waits[1, ahead]
        found[LOST] += mass * (1.0 - drain / going)
        found[OPEN] += mass * slots
        found[ANSWER_WAIT] += mass * drain / going * spent
        found[WAITS] += mass
    return found


@plain
def _steps(state: Floats, arrival: float, handle: float, length: float) -> int:
    """Return in how many steps an interval is taken: more where the load moves by more."""
    before = mean_of(state)
    moved = abs(arrival * handle - before) * -math.expm1(-length / handle)
    usual = min(MOST_STEPS, max(FEWEST_STEPS, int(STEPS_OF_A_CHAT * length / handle)))
    return max(usual, int(moved / math.sqrt(before + 4.0)))


@plain
def _reached(state: Floats, slots: int, completions: Floats, flow: Flow) -> tuple[int, int]:
    """Return the fewest and most chats that may be there in an interval, as good as surely."""
    arrival, leave, _, length = flow
    first, last = 0, len(state) - 1
    while first < last and state[first] < AS_GOOD_AS_NONE:
        first += 1
    while last > first and state[last] < AS_GOOD_AS_NONE:
        last -= 1
    handle = len(completions) / completions[-1]
    settled = arrival * handle
    low = min(float(first), settled + (first - settled) * math.exp(-length / handle))
    high = max(float(last), settled + 1.0)
    if settled > slots:  # they pile up, as far as they do not leave
        leaving = slots + (settled - slots) / max(leave * handle, 0.01)
        high = max(high, min(last + arrival * length, leaving))
    low -= 7.0 * math.sqrt(low) + 3.0
    high += 7.0 * math.sqrt(high) + 10.0
    return max(0, int(low)), int(high)


@plain
def settled(load: float) -> Floats:
    """Return the chats there where nobody ever waits, a Poisson distribution; shape (chats,)."""
    found = np.zeros(int(load + 8.0 * math.sqrt(load) + 10.0))
    if load <= 0.0:
        found[0] = 1.0
        return found
    for chats in range(len(found)):
        found[chats] = math.exp(chats * math.log(load) - load - math.lgamma(chats + 1.0))
    found /= found.sum()
    return found


@plain
def mean_of(state: Floats) -> float:
    """Return the mean number of chats there."""
    total = 0.0
    for chats in range(len(state)):
        total += chats * state[chats]
    return total


@plain
def level_of(met: Floats, definition: int) -> float:
    """Return the service level, by one of the four definitions, from what ``passed`` tells."""
    return share_of(definition, met[LOST], met[IN_TIME], met[STILL])


@plain
def with_decimals(
    state: Floats, slots: float, completions: Floats, flow: Flow
) -> tuple[Floats, Floats]:
    """Return what ``passed`` does, between two whole numbers of slots a part of each."""
    low = int(slots)
    share = slots - low
    state_low, met_low = passed(state, low, completions, flow)
    if share == 0.0:
        return state_low, met_low
    state_high, met_high = passed(state, low + 1, completions, flow)
    mixed = between(state_low, state_high, share)
    return mixed, met_low + share * (met_high - met_low)


@plain
def between(low: Floats, high: Floats, share: float) -> Floats:
    """Return a mixture of two states, a share of the higher."""
    if share == 0.0:
        return low
    mixed = np.zeros(max(len(low), len(high)))
    mixed[: len(low)] += (1.0 - share) * low
    mixed[: len(high)] += share * high
    return mixed
