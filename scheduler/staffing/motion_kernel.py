"""
A day in motion, in compiled form: what each interval needs, or meets, on top of what it inherits.

The chats open or waiting are followed through the day (``passing_kernel``): an interval inherits
what the one before leaves with the people it has.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from scheduler.compiled import plain
from scheduler.staffing.passing_kernel import (
    OPEN,
    ROWS,
    Flow,
    between,
    level_of,
    mean_of,
    passed,
    settled,
    with_decimals,
)

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SETTLING = 8.0  # handling times, after which a beginning is forgotten
DONE = 0.5  # chats open, below which an interval without arrivals asks for nobody


@plain
def _least(
    state: Floats, guess: int, completions: Floats, flow: Flow, promise: Floats
) -> tuple[float, Floats, Floats]:
    """
    Return the slots, decimals included, with which an interval keeps a promise.

    Between two whole numbers the level is taken as the straight line between theirs. With them come
    the states after the interval with the whole number below and with the one above.
    """
    target, definition = promise[0], int(promise[2])
    low, below, high, above = -1, 0.0, -1, 1.0
    after_low = after_high = state
    trial, stride = max(guess, 1), 1
    while high - low != 1 or low < 0:
        after, met = passed(state, trial, completions, flow)
        level = level_of(met, definition)
        if level < target:
            low, below, after_low = trial, level, after
        else:
            high, above, after_high = trial, level, after
        if high == 0:
            return 0.0, after_high, after_high
        if low < 0:
            trial = max(0, high - stride)
        elif high < 0:
            trial = low + stride
        else:
            straight = low + int((high - low) * (target - below) / (above - below) + 0.5)
            trial = min(high - 1, max(low + 1, straight))
        stride *= 2
    slots = float(low + (target - below) / (above - below))
    return slots, (after_low if slots < high else after_high), after_high


@plain
def slots_in_motion(
    arrivals: Floats,
    completions: Floats,
    usual: tuple[float, float, float],
    promises: Floats,
    holds: Bools,
) -> Floats:
    """
    Return the slots each interval needs, given what those before it leave; shape (intervals,).

    Parameters
    ----------
    arrivals
        A second, by interval; NaN: closed, and what is left then is gone.
    usual
        Rate of leaving, seconds of an interval, and the share of the slots that may be in use by an
        interval's own load.
    promises
        Share, seconds within and number of the definition of each; shape (promises, 3).
    holds
        Where each counts; shape (promises, intervals).
    """
    found = np.zeros(len(arrivals))
    state, spare = _before(arrivals, completions, usual, promises, holds)
    for i in range(len(arrivals)):
        found[i], state, spare = _next(
            state, i, arrivals, completions, usual, promises, holds, spare
        )
    return found


@plain
def _before(
    arrivals: Floats,
    completions: Floats,
    usual: tuple[float, float, float],
    promises: Floats,
    holds: Bools,
) -> tuple[Floats, float]:
    """Return the state at the beginning, as if it had always been so, and what was to spare."""
    if math.isnan(arrivals[0]):
        return np.ones(1), 1.0
    handle = len(completions) / completions[-1]
    state, spare = settled(arrivals[0] * handle), 1.0
    for _ in range(int(SETTLING * handle / usual[1]) + 1):
        _, state, spare = _next(state, 0, arrivals, completions, usual, promises, holds, spare)
    return state, spare


@plain
def _next(  # noqa: PLR0917 - a loop's body
    state: Floats,
    i: int,
    arrivals: Floats,
    completions: Floats,
    usual: tuple[float, float, float],
    promises: Floats,
    holds: Bools,
    spare: float,
) -> tuple[float, Floats, float]:
    """
    Return the slots interval ``i`` needs, the state after it, and how many are to spare.

    These are the slots beyond the chats there, by which the search of the next one begins.
    """
    leave, length, busiest = usual
    if math.isnan(arrivals[i]):
        return 0.0, np.ones(1), spare
    there, load = mean_of(state), arrivals[i] * len(completions) / completions[-1]
    if arrivals[i] <= 0.0:
        enough = int(there + 8.0 * math.sqrt(there) + 10.0)
        state, met = passed(state, enough, completions, (0.0, leave, 0.0, length))
        return met[OPEN] if there >= DONE else 0.0, state, spare
    busy = load / busiest if busiest < 1.0 else 0.0
    need, after_low, after_high = busy, state, state
    for j in range(len(promises)):
        if holds[j, i]:
            flow = (arrivals[i], leave, promises[j, 1], length)
            guess = int(max(load, there) + spare + 0.5)
            slots, low, high = _least(state, guess, completions, flow, promises[j])
            if slots > need:
                need, after_low, after_high = slots, low, high
    if need > busy:  # both states are known from the search
        state = between(after_low, after_high, need - int(need))
    else:
        state = with_decimals(state, need, completions, (arrivals[i], leave, 0.0, length))[0]
    return need, state, need - max(load, there)


@plain
def met_in_motion(
    arrivals: Floats,
    slots: Floats,
    completions: Floats,
    usual: tuple[float, float, float],
    last: int,
) -> tuple[Floats, Floats]:
    """
    Return the state before interval ``last``, and what those meet who arrive before it.

    Parameters
    ----------
    arrivals
        As for ``slots_in_motion``.
    slots
        At work in each interval, decimals allowed; shape (intervals,).
    usual
        Rate of leaving, seconds of an interval, seconds that are in time.

    Returns
    -------
    Probabilities, shape (chats,); and shape (intervals, ROWS), zeros where it is closed.
    """
    leave, length, within = usual
    found = np.zeros((len(arrivals), ROWS))
    handle = len(completions) / completions[-1]
    state = settled(0.0 if math.isnan(arrivals[0]) else arrivals[0] * handle)
    for _ in range(int(SETTLING * handle / length) + 1):
        if not math.isnan(arrivals[0]):
            flow = (arrivals[0], leave, within, length)
            state = with_decimals(state, slots[0], completions, flow)[0]
    for i in range(last):
        if math.isnan(arrivals[i]):
            state = np.ones(1)
            continue
        flow = (arrivals[i], leave, within, length)
        state, found[i] = with_decimals(state, slots[i], completions, flow)
    return state, found
