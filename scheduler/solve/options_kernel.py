"""
Compiled: the shifts a day may have, and what each costs at given prices of cover.

For each start and shape the cheapest post and meal are found; ``week_kernel`` chooses among them.
Plain Python runs the same code when numba's compiler is switched off.
"""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0912, PLR0915, PLR0917 - compiled: one loop, arrays by position
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.compiled import inner
from scheduler.solve.posts_kernel import (
    FAR,
    UNKNOWN,
    cheapest_stints,
    has_choice,
    meal_window,
    serve_cost,
)

if TYPE_CHECKING:
    from scheduler.solve.tables import Bools, Floats, Ints, Tables

NOISE = 1 << 16
# Rows of ``Work.options``.
OPTION_SLOT, OPTION_SHAPE, OPTION_LABEL, OPTION_READY = 0, 1, 2, 3
# Last axis of ``Tables.pauses``: first and last cell after the shift's start, cells held.
EARLIEST, LATEST, HELD = 0, 1, 2


class Work(NamedTuple):
    """
    The scratch arrays of one thread.

    Parameters
    ----------
    value, post_of, meal_of
        Cheapest price, post and meal by start and shape; shape (cells, shapes).
    pre
        Sums of prices of cover along a day.
    ahead, choice
        Price of the days still to come, and the shift chosen, by day, state and slot.
    options, costs, listed
        Slot, shape, label and earliest next slot of each day's possible shifts, latest start first,
        shape (days, 4, options); their prices; and how many they are.
    slots, reached, comes
        Per day the slots before which rest from the days before may keep a shift, latest first,
        shape (days, slots); how many; and the same as marks, shape (days + 1, slots).
    sums, came
        Where the post may change within a shift (``cheapest_stints``).
    """

    value: npt.NDArray[np.float64]
    post_of: npt.NDArray[np.int64]
    meal_of: npt.NDArray[np.int64]
    pre: npt.NDArray[np.float64]
    ahead: npt.NDArray[np.float64]
    choice: npt.NDArray[np.int64]
    options: npt.NDArray[np.int64]
    costs: npt.NDArray[np.float64]
    listed: npt.NDArray[np.int64]
    slots: npt.NDArray[np.int64]
    reached: npt.NDArray[np.int64]
    comes: npt.NDArray[np.bool_]
    sums: npt.NDArray[np.float64]
    came: npt.NDArray[np.int64]


@inner
def price_options(
    tables: Tables,
    agent: int,
    marginal: Floats,
    free: Bools,
    noise: Floats,
    scale: float,
    offset: int,
    work: Work,
) -> None:
    """Fill the cheapest post and meal of each start and shape on the free days."""
    value, post_of, meal_of, pre = work.value, work.post_of, work.meal_of, work.pre
    shapes = len(tables.shape_len)
    kind = tables.kind_of[agent]
    extras = tables.extra.shape[3]
    cells = tables.wish.shape[1]
    longest = tables.longest
    at = offset
    for day in range(len(tables.day_first) - 1):
        if not free[day]:
            continue
        first, stop = tables.day_first[day], tables.day_first[day + 1]
        for cell in range(first, stop):
            for shape in range(shapes):
                value[cell, shape] = FAR
        held = tables.seal_class[agent, day]
        for post in range(tables.post_ok.shape[2]):
            if not tables.post_ok[agent, day, post]:
                continue
            total = 0.0
            for step in range(stop - first + longest):
                pre[step] = total
                cell = first + step
                if cell < cells:
                    total += marginal[post * cells + cell]
                    for more in range(extras):
                        row = tables.extra[held, post, cell, more]
                        if row >= 0:
                            total += marginal[row]
            pre[stop - first + longest] = total
            for cell in range(first, stop):
                for shape in range(shapes):
                    wish = tables.wish[agent, cell, shape]
                    if wish == np.inf:
                        continue
                    low, high = meal_window(tables, kind, post, cell, shape)
                    if low > high:
                        continue
                    here = cell - first
                    cost = wish + pre[here + tables.shape_len[shape]] - pre[here]
                    best_meal = -1
                    length = tables.shape_meal[shape]
                    if length > 0:
                        most = -FAR
                        for meal in range(here + low, here + high + 1):
                            spared = pre[meal + length] - pre[meal]
                            if spared > most:
                                most = spared
                                best_meal = meal + first
                        cost -= most
                    for pause in range(tables.pauses.shape[1]):
                        cost -= spared_by(tables, shape, here, pause, pre)
                    if scale > 0.0:
                        cost -= scale * noise[at & (NOISE - 1)]
                        at += 1
                    if cost < value[cell, shape]:
                        value[cell, shape] = cost
                        post_of[cell, shape] = post
                        meal_of[cell, shape] = best_meal
        if has_choice(tables, agent, day) and tables.is_loose:
            _price_loosely(tables, agent, day, marginal, work)
        elif has_choice(tables, agent, day):
            at = _price_changes(tables, agent, day, marginal, noise, scale, at, work)


@inner
def _price_changes(
    tables: Tables,
    agent: int,
    day: int,
    marginal: Floats,
    noise: Floats,
    scale: float,
    at: int,
    work: Work,
) -> int:
    """Fill in where a change of post is cheaper than none; return the place in the noise."""
    _sum_cheapest(tables, agent, day, marginal, work.pre)
    kind = tables.kind_of[agent]
    for cell in range(tables.day_first[day], tables.day_first[day + 1]):
        for shape in range(len(tables.shape_len)):
            wish = tables.wish[agent, cell, shape]
            if wish == np.inf:
                continue
            low, high = tables.meal_first[kind, cell, shape], tables.meal_last[kind, cell, shape]
            if tables.shape_meal[shape] == 0:
                low, high = -1, -1
            wish -= _spared_anywhere(tables, agent, day, cell, shape, marginal)
            best, least = low, FAR  # the meal that promises most first: it rules out others
            for offset in range(low, high + 1):
                cost = _least_price(tables, day, cell, shape, offset, work.pre)
                cost -= scale * noise[(at + offset - low) & (NOISE - 1)] if scale > 0.0 else 0.0
                if cost < least:
                    best, least = offset, cost
            for number in range(high - low + 1):
                offset = best if number == 0 else low + number - (low + number <= best)
                meal = cell + offset if offset >= 0 else -1
                extra = wish
                extra -= scale * noise[(at + offset - low) & (NOISE - 1)] if scale > 0.0 else 0.0
                least = _least_price(tables, day, cell, shape, offset, work.pre) + extra
                if least >= work.value[cell, shape]:
                    continue
                cost, posts = cheapest_stints(
                    tables, agent, day, cell, shape, meal, marginal, work.sums, work.came
                )
                if cost + extra < work.value[cell, shape]:
                    work.value[cell, shape] = cost + extra
                    work.post_of[cell, shape] = posts
                    work.meal_of[cell, shape] = meal
            at += high - low + 1 if scale > 0.0 else 0
    return at


@inner
def _least_price(
    tables: Tables, day: int, cell: int, shape: int, offset: int, pre: Floats
) -> float:
    """Return what a shift that changes post costs at least, by ``_sum_cheapest``; no meal: -1."""
    here = cell - tables.day_first[day]
    cost = pre[here + tables.shape_len[shape]] - pre[here] + tables.change_price
    if offset >= 0:
        cost -= pre[here + offset + tables.shape_meal[shape]] - pre[here + offset]
    return cost


@inner
def _sum_cheapest(tables: Tables, agent: int, day: int, marginal: Floats, pre: Floats) -> None:
    """Fill sums along a day of the price of cover on whichever post it is least."""
    first, stop = tables.day_first[day], tables.day_first[day + 1]
    pre[0] = 0.0
    for step in range(stop - first + tables.longest):
        least = FAR
        for post in range(tables.post_ok.shape[2]):
            if tables.post_ok[agent, day, post]:
                least = min(least, serve_cost(tables, agent, day, post, first + step, marginal))
        pre[step + 1] = pre[step] + least


@inner
def _price_loosely(tables: Tables, agent: int, day: int, marginal: Floats, work: Work) -> None:
    """Fill in prices as if a post could change at every cell, where these are lower."""
    kind, pre = tables.kind_of[agent], work.pre
    first, stop = tables.day_first[day], tables.day_first[day + 1]
    _sum_cheapest(tables, agent, day, marginal, pre)
    for cell in range(first, stop):
        for shape in range(len(tables.shape_len)):
            cost = tables.wish[agent, cell, shape]
            if cost == np.inf:
                continue
            here, length, best_meal = cell - first, tables.shape_meal[shape], -1
            cost += pre[here + tables.shape_len[shape]] - pre[here]
            if length > 0:
                most = -FAR
                low, high = (
                    tables.meal_first[kind, cell, shape],
                    tables.meal_last[kind, cell, shape],
                )
                for meal in range(here + low, here + high + 1):
                    if pre[meal + length] - pre[meal] > most:
                        most, best_meal = pre[meal + length] - pre[meal], meal + first
                cost -= most
            cost -= _spared_anywhere(tables, agent, day, cell, shape, marginal)
            if cost < work.value[cell, shape]:
                work.value[cell, shape] = cost
                work.post_of[cell, shape] = UNKNOWN
                work.meal_of[cell, shape] = best_meal


@inner
def _spared_anywhere(
    tables: Tables, agent: int, day: int, first: int, shape: int, marginal: Floats
) -> float:
    """Return the most that breaks may spare of a shift, on whichever post it is."""
    spared = 0.0
    for pause in range(tables.pauses.shape[1]):
        held, dearest = tables.pauses[shape, pause, HELD], 0.0
        if held == 0:
            continue
        low, high = (
            tables.pauses[shape, pause, EARLIEST],
            tables.pauses[shape, pause, LATEST],
        )
        for cell in range(first + low, first + high + 1):
            for post in range(tables.post_ok.shape[2]):
                if tables.post_ok[agent, day, post]:
                    dearest = max(dearest, serve_cost(tables, agent, day, post, cell, marginal))
        spared += held * dearest
    return spared


@inner
def spared_by(tables: Tables, shape: int, here: int, pause: int, pre: Floats) -> float:
    """Return the most a break may spare where a person at work costs more than nobody."""
    dearest = 0.0
    held = tables.pauses[shape, pause, HELD]
    if held > 0:
        first, last = (
            tables.pauses[shape, pause, EARLIEST],
            tables.pauses[shape, pause, LATEST],
        )
        for step in range(here + first, here + last + 1):
            dearest = max(dearest, pre[step + 1] - pre[step])
    return held * dearest


@inner
def list_options(
    tables: Tables, day: int, free: Bools, start: Ints, shape_row: Ints, work: Work
) -> int:
    """List the shifts a day may have, latest start first; return how many."""
    first, stop = tables.day_first[day], tables.day_first[day + 1]
    shapes = len(tables.shape_len)
    options, costs, many = work.options[day], work.costs[day], 0
    low, high = first, stop - 1
    if not free[day]:
        if start[day] < 0:
            return 0
        low = high = start[day]
    for cell in range(high, low - 1, -1):
        for shape in range(shapes):
            fixed = 0.0 if shape == shape_row[day] else FAR
            cost = work.value[cell, shape] if free[day] else fixed
            if cost < FAR:
                options[OPTION_SLOT, many] = cell - first
                options[OPTION_SHAPE, many] = shape
                options[OPTION_LABEL, many] = tables.counting.label_of[cell, shape]
                options[OPTION_READY, many] = max(0, cell + tables.shape_ready[shape] - stop)
                costs[many] = cost
                many += 1
    return many


def workspace(tables: Tables) -> Work:
    """Return the scratch arrays of one thread."""
    days = len(tables.day_first) - 1
    cells, shapes = tables.wish.shape[1:]
    longest_day = tables.longest_day
    reach = 1 + max(
        longest_day + int(tables.shape_ready.max()), int(tables.ready_of.max()), longest_day
    )
    pairs = longest_day * shapes if tables.steady_price > 0.0 else 0
    states = max(1, int(np.diff(tables.counting.first_row, axis=1).max()))
    changes = tables.most_changes
    ends = (int(tables.shape_len.max()) + 1, tables.post_ok.shape[2]) if changes else (0, 0)
    return Work(
        np.empty((cells, shapes)),
        np.empty((cells, shapes), dtype=np.int64),
        np.empty((cells, shapes), dtype=np.int64),
        np.empty(longest_day + int(tables.shape_len.max()) + 1),
        np.empty((days + 1, states, reach + pairs)),
        np.empty((days, states, reach + pairs), dtype=np.int64),
        np.empty((days, 4, longest_day * shapes), dtype=np.int64),
        np.empty((days, longest_day * shapes)),
        np.zeros(days, dtype=np.int64),
        np.empty((days, reach), dtype=np.int64),
        np.zeros(days, dtype=np.int64),
        np.zeros((days + 1, reach), dtype=np.bool_),
        np.empty((changes + 2, *ends)),
        np.empty((changes + 1, *ends), dtype=np.int64),
    )
