"""
Compiled: the best days of one agent for given prices of cover, exactly, by dynamic programming.

Layers are days; a state is that of the counting rules (``scheduler/rules/automaton.py``) and the
first cell at which rest lets the next shift start. Plain Python runs the same code when numba's
compiler is switched off.
"""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0912, PLR0917 - compiled: one loop, arrays by position
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.solve.compiled import inner

if TYPE_CHECKING:
    from scheduler.solve.tables import Bools, Floats, Ints, Tables

NOISE = 1 << 16
FAR = 1e18
Work = tuple["Floats", "Ints", "Ints", "Floats", "Floats", "Ints"]


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
    value, post_of, meal_of, pre = work[0], work[1], work[2], work[3]
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
                    here = cell - first
                    cost = wish + pre[here + tables.shape_len[shape]] - pre[here]
                    best_meal = -1
                    length = tables.shape_meal[shape]
                    if length > 0:
                        most = -FAR
                        for meal in range(
                            here + tables.meal_first[kind, cell, shape],
                            here + tables.meal_last[kind, cell, shape] + 1,
                        ):
                            spared = pre[meal + length] - pre[meal]
                            if spared > most:
                                most = spared
                                best_meal = meal + first
                        cost -= most
                    if scale > 0.0:
                        cost -= scale * noise[at & (NOISE - 1)]
                        at += 1
                    if cost < value[cell, shape]:
                        value[cell, shape] = cost
                        post_of[cell, shape] = post
                        meal_of[cell, shape] = best_meal


@inner
def plan_days(
    tables: Tables, agent: int, free: Bools, start: Ints, shape_row: Ints, work: Work
) -> float:
    """
    Choose the cheapest days; return their value, FAR or more where the rules allow none.

    Days that are not free keep ``start`` and ``shape_row`` at no cost; chosen ones are written
    there.
    """
    value, ahead, choice = work[0], work[4], work[5]
    days = len(tables.day_first) - 1
    shapes = len(tables.shape_len)
    steps = tables.steps[tables.automaton_of[agent]]
    states = steps.shape[1]
    reach = ahead.shape[2]
    for state in range(states):
        for slot in range(reach):
            ahead[days, state, slot] = 0.0
    for back in range(days):
        day = days - 1 - back
        first = tables.day_first[day]
        length = tables.day_first[day + 1] - first
        for state in range(states):
            off = steps[day, state, 0]
            may_rest = off >= 0 and (free[day] or start[day] < 0)
            for slot in range(length, reach):
                ahead[day, state, slot] = ahead[day + 1, off, slot - length] if may_rest else FAR
                choice[day, state, slot] = -1
            best, chosen = FAR, -1
            if free[day]:
                for step in range(length):
                    slot = length - 1 - step
                    for shape in range(shapes):
                        to = steps[day, state, 1 + shape]
                        cost = value[first + slot, shape]
                        if to >= 0 and cost < FAR:
                            ready = max(0, slot + tables.shape_ready[shape] - length)
                            cost += ahead[day + 1, to, ready]
                            if cost < best:
                                best, chosen = cost, slot * shapes + shape
                    ahead[day, state, slot] = best
                    choice[day, state, slot] = chosen
            else:
                worked = start[day] - first
                if start[day] >= 0:
                    to = steps[day, state, 1 + shape_row[day]]
                    if to >= 0:
                        ready = max(0, worked + tables.shape_ready[shape_row[day]] - length)
                        best = ahead[day + 1, to, ready]
                        chosen = worked * shapes + shape_row[day]
                for slot in range(length):
                    good = start[day] >= 0 and slot <= worked
                    ahead[day, state, slot] = best if good else FAR
                    choice[day, state, slot] = chosen if good else -1
            if may_rest:
                for slot in range(length):
                    rest = ahead[day + 1, off, max(0, slot - length)]
                    if rest <= ahead[day, state, slot]:
                        ahead[day, state, slot] = rest
                        choice[day, state, slot] = -1
    return _read_plan(tables, agent, start, shape_row, work)


@inner
def _read_plan(tables: Tables, agent: int, start: Ints, shape_row: Ints, work: Work) -> float:
    ahead, choice = work[4], work[5]
    shapes = len(tables.shape_len)
    steps = tables.steps[tables.automaton_of[agent]]
    slot, state = min(tables.ready_of[agent], ahead.shape[2] - 1), 0
    total = ahead[0, 0, slot]
    if total >= FAR:
        return total
    for day in range(len(tables.day_first) - 1):
        first = tables.day_first[day]
        length = tables.day_first[day + 1] - first
        chosen = choice[day, state, slot]
        if chosen < 0:
            start[day], shape_row[day] = -1, -1
            state = steps[day, state, 0]
            slot = max(0, slot - length)
        else:
            shape = chosen % shapes
            start[day], shape_row[day] = first + chosen // shapes, shape
            state = steps[day, state, 1 + shape]
            slot = max(0, chosen // shapes + tables.shape_ready[shape] - length)
    return total


def workspace(tables: Tables) -> Work:
    """Return the scratch arrays of one thread."""
    days = len(tables.day_first) - 1
    cells, shapes = tables.wish.shape[1:]
    longest_day = int(np.diff(tables.day_first).max())
    reach = 1 + max(
        longest_day + int(tables.shape_ready.max()), int(tables.ready_of.max()), longest_day
    )
    states = tables.steps.shape[2]
    return (
        np.empty((cells, shapes)),
        np.empty((cells, shapes), dtype=np.int64),
        np.empty((cells, shapes), dtype=np.int64),
        np.empty(longest_day + int(tables.shape_len.max()) + 1),
        np.empty((days + 1, states, reach)),
        np.empty((days, states, reach), dtype=np.int64),
    )
