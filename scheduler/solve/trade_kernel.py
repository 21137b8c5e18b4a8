"""Compiled: trades between two agents, which leave cover as it is and change wishes and rest."""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0911 - leaving early is what keeps a move cheap
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.compiled import inner
from scheduler.solve.days_kernel import price_days
from scheduler.solve.posts_kernel import may_serve
from scheduler.solve.search_kernel import draw

if TYPE_CHECKING:
    from scheduler.solve.search_kernel import Board, State


@inner
def price_gift(board: Board, giver: int, taker: int, day: int) -> float:
    """Return what changes in wishes when a shift goes to another agent; infinite: not allowed."""
    tables, state = board.tables, board.state
    if tables.fixed_start[giver, day] >= 0:
        return np.inf
    if tables.seal_class[giver, day] != tables.seal_class[taker, day]:
        return np.inf
    first = state.start[giver, day]
    if first < 0:
        return 0.0
    shape = state.shape[giver, day]
    if not may_serve(tables, taker, day, state.post[giver, day]):
        return np.inf
    if tables.shape_meal[shape] > 0:
        offset, kind = state.meal[giver, day] - first, tables.kind_of[taker]
        if offset < tables.meal_first[kind, first, shape]:
            return np.inf
        if offset > tables.meal_last[kind, first, shape]:
            return np.inf
    return tables.wish[taker, first, shape] - tables.wish[giver, first, shape]


@inner
def exchange(state: State, one: int, two: int, day: int) -> None:
    """Exchange two agents' shifts of a day."""
    for table in (state.start, state.shape, state.post, state.meal):
        table[one, day], table[two, day] = table[two, day], table[one, day]


@inner
def trade(board: Board, one: int, two: int, limit: float) -> float:
    """Try to exchange some days of two agents; return what it cost, 0 when left."""
    state, tables = board.state, board.tables
    days = state.start.shape[1]
    first = draw(board, days)
    last, step = first, 1
    how = draw(board, 4)
    if how == 0:
        last = days - 1
    elif how < 3:
        last = draw(board, days)
        if last < first:
            first, last = last, first
        if how == 2 and last > first:
            step = last - first
    cost, differs = 0.0, False
    for day in range(first, last + 1, step):
        cost += price_gift(board, one, two, day) + price_gift(board, two, one, day)
        differs = differs or state.start[one, day] != state.start[two, day]
        differs = differs or state.post[one, day] != state.post[two, day]
    if not differs:
        return 0.0
    if tables.is_charged:
        cost -= price_days(tables, one, state.start[one], state.shape[one])
        cost -= price_days(tables, two, state.start[two], state.shape[two])
    elif cost > limit:
        return 0.0
    for day in range(first, last + 1, step):
        exchange(state, one, two, day)
    charge = price_days(tables, one, state.start[one], state.shape[one])
    if charge < np.inf:
        charge += price_days(tables, two, state.start[two], state.shape[two])
    if cost + charge <= limit:
        return cost + charge
    for day in range(first, last + 1, step):
        exchange(state, one, two, day)
    return 0.0
