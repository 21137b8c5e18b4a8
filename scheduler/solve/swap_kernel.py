"""
Compiled: small moves on a whole roster, taken or left by simulated annealing.

Moves of one shift (meal, start, post) change cover at its edges only; trades between two agents
leave cover as it is and change wishes, rest and days off. Plain Python runs the same code when
numba's compiler is switched off.
"""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0911, PLR0912, PLR0917 - compiled: one loop, arrays by position
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.solve.compiled import inner, outer
from scheduler.solve.search_kernel import draw, place

if TYPE_CHECKING:
    from scheduler.solve.rows import Rows
    from scheduler.solve.search_kernel import State
    from scheduler.solve.tables import Ints, Tables


@outer
def days_allowed(tables: Tables, agent: int, start: Ints, shape: Ints) -> bool:
    """Return whether counting rules, rest and prices allow an agent's days."""
    steps = tables.steps[tables.automaton_of[agent]]
    ready, state = tables.ready_of[agent], 0
    for day in range(len(start)):
        first = start[day]
        if first < 0:
            state = steps[day, state, 0]
        else:
            if first < ready:
                return False
            ready = first + tables.shape_ready[shape[day]]
            state = steps[day, state, 1 + shape[day]]
        if state < 0:
            return False
    return True


@inner
def rest_allowed(
    tables: Tables, agent: int, day: int, first: int, shape: int, start: Ints, shape_row: Ints
) -> bool:
    """Return whether a shift keeps its rest to the ones before and after it."""
    if first < tables.ready_of[agent]:
        return False
    for before in range(day - 1, -1, -1):
        if start[before] >= 0:
            if first < start[before] + tables.shape_ready[shape_row[before]]:
                return False
            break
    for after in range(day + 1, len(start)):
        if start[after] >= 0:
            return start[after] >= first + tables.shape_ready[shape]
    return True


@inner
def edge_price(
    tables: Tables, state: State, agent: int, day: int, to_start: int, to_meal: int, to_post: int
) -> float:
    """Return what cover costs when a shift moves; rows of shared minimums left out."""
    cells = tables.wish.shape[1]
    first, shape = state.start[agent, day], state.shape[agent, day]
    meal, post = state.meal[agent, day], state.post[agent, day]
    length, rest = tables.shape_len[shape], tables.shape_meal[shape]
    same = post == to_post
    cost = 0.0
    begin = min(first, to_start) if same else first
    stop = min(cells, max(first, to_start) + length if same else first + length)
    for cell in range(begin, stop):
        was = first <= cell < first + length and not meal <= cell < meal + rest
        will = (
            same and to_start <= cell < to_start + length and not to_meal <= cell < to_meal + rest
        )
        if was and not will:
            cost += state.loss[post * cells + cell]
        elif will and not was:
            cost += state.gain[post * cells + cell]
    if not same:
        for cell in range(to_start, min(cells, to_start + length)):
            if not to_meal <= cell < to_meal + rest:
                cost += state.gain[to_post * cells + cell]
    return cost


@inner
def move_shift(
    tables: Tables,
    rows: Rows,
    state: State,
    agent: int,
    day: int,
    limit: float,
    seed: Ints,
    breach: float,
) -> float:
    """Try to move a shift's start, meal or post a little; return what it cost, 0 when left."""
    first, shape = state.start[agent, day], state.shape[agent, day]
    meal, post = state.meal[agent, day], state.post[agent, day]
    kind = tables.kind_of[agent]
    to_start, to_meal, to_post = first, meal, post
    choice = draw(seed, 8)
    if choice < 3 and tables.shape_meal[shape] > 0:
        low = tables.meal_first[kind, first, shape]
        to_meal = first + low + draw(seed, tables.meal_last[kind, first, shape] - low + 1)
    elif choice < 7:
        reach = 1 + draw(seed, 4)
        to_start = first + (reach if draw(seed, 2) else -reach)
        if to_start < tables.day_first[day] or to_start >= tables.day_first[day + 1]:
            return 0.0
        if tables.shape_meal[shape] > 0:
            low = to_start + tables.meal_first[kind, to_start, shape]
            high = to_start + tables.meal_last[kind, to_start, shape]
            if draw(seed, 2):
                to_meal = low + draw(seed, high - low + 1)
            to_meal = min(max(to_meal, low), high)
    else:
        to_post = draw(seed, tables.post_ok.shape[2])
        if not tables.post_ok[agent, day, to_post]:
            return 0.0
    if to_start == first and to_meal == meal and to_post == post:
        return 0.0
    wish = tables.wish[agent, to_start, shape]
    if wish == np.inf:
        return 0.0
    cost = wish - tables.wish[agent, first, shape]
    if to_start != first and not rest_allowed(
        tables, agent, day, to_start, shape, state.start[agent], state.shape[agent]
    ):
        return 0.0
    shared = tables.extra.shape[3] > 0
    if not shared:
        cost += edge_price(tables, state, agent, day, to_start, to_meal, to_post)
        if cost > limit:
            return 0.0
    cost = put(tables, rows, state, agent, day, to_start, to_meal, to_post, breach)
    if shared and cost > limit:
        cost += put(tables, rows, state, agent, day, first, meal, post, breach)
    return cost


@inner
def put(
    tables: Tables,
    rows: Rows,
    state: State,
    agent: int,
    day: int,
    to_start: int,
    to_meal: int,
    to_post: int,
    breach: float,
) -> float:
    """Move a shift; return what that costs."""
    cost = place(tables, rows, state, agent, day, -1, breach)
    state.start[agent, day], state.meal[agent, day] = to_start, to_meal
    state.post[agent, day] = to_post
    return cost + place(tables, rows, state, agent, day, 1, breach)


@inner
def trade(
    tables: Tables, state: State, one: int, two: int, first_day: int, last_day: int, limit: float
) -> float:
    """Try to exchange two agents' shifts on a stretch of days; return what it cost, 0 if left."""
    cost = 0.0
    differs = False
    for day in range(first_day, last_day + 1):
        if tables.fixed_start[one, day] >= 0 or tables.fixed_start[two, day] >= 0:
            return 0.0
        if tables.seal_class[one, day] != tables.seal_class[two, day]:
            return 0.0
        for giver, taker in ((one, two), (two, one)):
            first = state.start[giver, day]
            if first >= 0:
                shape = state.shape[giver, day]
                if not tables.post_ok[taker, day, state.post[giver, day]]:
                    return 0.0
                wish = tables.wish[taker, first, shape]
                if wish == np.inf:
                    return 0.0
                cost += wish - tables.wish[giver, first, shape]
                if tables.shape_meal[shape] > 0:
                    offset = state.meal[giver, day] - first
                    kind = tables.kind_of[taker]
                    if offset < tables.meal_first[kind, first, shape]:
                        return 0.0
                    if offset > tables.meal_last[kind, first, shape]:
                        return 0.0
        differs = differs or state.start[one, day] != state.start[two, day]
        differs = differs or state.post[one, day] != state.post[two, day]
    if not differs or cost > limit:
        return 0.0
    exchange(state, one, two, first_day, last_day)
    if days_allowed(tables, one, state.start[one], state.shape[one]) and days_allowed(
        tables, two, state.start[two], state.shape[two]
    ):
        return cost
    exchange(state, one, two, first_day, last_day)
    return 0.0


@inner
def exchange(state: State, one: int, two: int, first_day: int, last_day: int) -> None:
    """Exchange two agents' shifts on a stretch of days."""
    for day in range(first_day, last_day + 1):
        for table in (state.start, state.shape, state.post, state.meal):
            table[one, day], table[two, day] = table[two, day], table[one, day]
