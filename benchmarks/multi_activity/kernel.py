"""
Compiled: one piece's cheapest stretches, a proven bound built of them, and annealing.

A person adds at most one to an activity in a slot, so pricing one piece at the marginal price of
cover is exact. For any worth of a person in each slot and of each task, the sum of all pieces'
cheapest stretches and of what is wanted is a bound (Lagrangian relaxation).
"""

# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - compiled: one loop, arrays by position
from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.compiled import plain

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FAR = 1e15
DEFLECTION, SHRINK, PATIENCE, LAST = 0.2, 0.8, 100, 1e-3


class Question(NamedTuple):
    """The arrays of a ``PieceWeek`` that the kernels read, in its order."""

    begin: Ints
    length: Ints
    can: Bools
    tasks: Ints
    need: Ints
    over: Ints
    under: Ints
    least: Ints
    task_length: Ints
    task_out: Ints
    task_first: Ints
    task_end: Ints


class Scratch(NamedTuple):
    """
    Of one thread.

    Parameters
    ----------
    sums
        Sums of prices along a piece; shape (activities, longest + 1).
    best, came, what
        Least price up to a slot, where its last stretch begins, and on what; shape (longest + 1,).
    price
        Of each task; shape (tasks,).
    kept
        What two pieces were at before a move; shape (2, longest).
    """

    sums: Floats
    best: Floats
    came: Ints
    what: Ints
    price: Floats
    kept: Ints


def scratch(asked: Question) -> Scratch:
    """Return the scratch arrays of one thread."""
    longest = int(asked.length.max())
    ends = longest + 1
    return Scratch(
        np.zeros((len(asked.need), ends)),
        np.zeros(ends),
        np.zeros(ends, dtype=np.int64),
        np.zeros(ends, dtype=np.int64),
        np.zeros(len(asked.task_out)),
        np.zeros((2, longest), dtype=np.int64),
    )


@plain
def cheapest(asked: Question, piece: int, own: Scratch, is_once: bool) -> float:
    """
    Return the least price of a piece at ``own.sums`` and ``own.price``; its stretches in ``own``.

    Exact where a task may be done twice; where it may be done once it is so, not always cheapest.
    """
    sums, best, came, what = own.sums, own.best, own.came, own.what
    acts, begin, length = len(asked.need), asked.begin[piece], asked.length[piece]
    best[0] = 0.0
    for end in range(1, length + 1):
        best[end] = FAR
        for act in range(acts):
            if asked.can[piece, act]:
                for start in range(end - asked.least[act] + 1):
                    cost = best[start] + sums[act, end] - sums[act, start]
                    if cost < best[end]:
                        best[end], came[end], what[end] = cost, start, act
        for number in range(asked.tasks.shape[1]):
            task = asked.tasks[piece, number]
            if task < 0 or begin + end > asked.task_end[task]:
                continue
            start = end - asked.task_length[task]
            if start < 0 or begin + start < asked.task_first[task]:
                continue
            cost = best[start] + own.price[task]
            if cost < best[end] and not (is_once and _has(own, start, acts + task)):
                best[end], came[end], what[end] = cost, start, acts + task
    return best[length]


@plain
def _has(own: Scratch, end: int, wanted: int) -> bool:
    """Return whether the cheapest way to a slot holds a task already."""
    while end > 0:
        if own.what[end] == wanted:
            return True
        end = own.came[end]
    return False


@plain
def lagrangian(
    asked: Question, value: Floats, pay: Floats, supply: Ints, times: Ints, own: Scratch
) -> float:
    """
    Return the bound where a person is worth ``value`` in a slot, a task ``pay``.

    Fills people less those wanted, shape (activities, slots), and the times of each task less one.
    """
    total, acts = 0.0, len(value)
    for act in range(acts):
        for slot in range(value.shape[1]):
            supply[act, slot] = -asked.need[act, slot]
            total += value[act, slot] * asked.need[act, slot]
    for task in range(len(pay)):
        times[task] = -1
        total += pay[task]
        own.price[task] = -pay[task]
    for piece in range(len(asked.begin)):
        begin = asked.begin[piece]
        for act in range(acts):
            for slot in range(asked.length[piece]):
                own.sums[act, slot + 1] = own.sums[act, slot] - value[act, begin + slot]
        total += cheapest(asked, piece, own, False)
        end = asked.length[piece]
        while end > 0:
            start, what = own.came[end], own.what[end]
            if what < acts:
                for slot in range(start, end):
                    supply[what, begin + slot] += 1
            else:
                times[what - acts] += 1
            end = start
    return total


@plain
def climb(
    asked: Question,
    value: Floats,
    pay: Floats,
    steps: int,
    target: float,
    own: Scratch,
) -> float:
    """
    Raise the bound towards a target by deflected subgradient steps; return the best.

    Not from the best point again where steps do not help: it begins where everything ties.
    """
    acts, slots = value.shape
    supply, times = np.zeros((acts, slots), dtype=np.int64), np.zeros(len(pay), dtype=np.int64)
    at, paid = value.copy(), pay.copy()
    course, turn = np.zeros((acts, slots)), np.zeros(len(pay))
    best, still, size = -FAR, 0, 1.0
    for _ in range(steps):
        bound = lagrangian(asked, at, paid, supply, times, own)
        if bound > best + 1e-6 * max(1.0, abs(best)):
            best, still = bound, 0
            value[:], pay[:] = at, paid
        else:
            still += 1
            if still >= PATIENCE:
                size, still = size * SHRINK, 0
        length = 0.0
        for act in range(acts):
            for slot in range(slots):
                course[act, slot] += DEFLECTION * (-supply[act, slot] - course[act, slot])
                length += course[act, slot] ** 2
        for task in range(len(pay)):
            turn[task] += DEFLECTION * (-times[task] - turn[task])
            length += turn[task] ** 2
        if length <= 0.0 or size < LAST:
            break
        step = size * max(target - bound, 1.0) / length
        for act in range(acts):
            for slot in range(slots):
                moved = at[act, slot] + step * course[act, slot]
                at[act, slot] = min(
                    max(moved, -float(asked.over[act, slot])), float(asked.under[act, slot])
                )
        for task in range(len(pay)):
            moved = paid[task] + step * turn[task]
            paid[task] = min(max(moved, 0.0), float(asked.task_out[task]))
    return best
