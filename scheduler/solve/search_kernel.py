"""
Compiled: ruin and recreate with one agent's exact best response to noisy prices.

A move takes some days of one agent out, prices every start, post and meal at the marginal value of
cover (exact, for one person adds at most one to an interval), adds noise that cools, and puts the
cheapest days back. Plain Python runs the same code when numba's compiler is switched off.
"""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - compiled: one loop, arrays by position
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scheduler.solve.compiled import inner, outer
from scheduler.solve.week_kernel import plan_days, price_options

if TYPE_CHECKING:
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Bools, Floats, Ints, Tables
    from scheduler.solve.week_kernel import Work

MODULUS = 2147483647
FACTOR = 48271
KEEP = 1e-9


class State(NamedTuple):
    """
    A whole roster while it changes.

    Parameters
    ----------
    people, gain, loss
        Per row: people at work, price of one more and of one less.
    start, shape, post, meal
        Per agent and day; -1 for none.
    """

    people: Ints
    gain: Floats
    loss: Floats
    start: Ints
    shape: Ints
    post: Ints
    meal: Ints


@inner
def row_price(rows: Rows, row: int, count: int, breach: float) -> float:
    """Return the price of a row with so many people, a breach included."""
    cost = rows.short[row] * max(0.0, rows.need[row] - count)
    cost += rows.over[row] * max(0.0, count - rows.need[row])
    return cost + breach * max(0, rows.floor[row] - count)


@inner
def refresh(rows: Rows, state: State, row: int, breach: float) -> None:
    """Recompute the marginal prices of a row."""
    count = state.people[row]
    here = row_price(rows, row, count, breach)
    state.gain[row] = row_price(rows, row, count + 1, breach) - here
    state.loss[row] = row_price(rows, row, count - 1, breach) - here


@outer
def refresh_all(rows: Rows, state: State, breach: float) -> None:
    """Recompute the marginal prices of all rows."""
    for row in range(len(state.people)):
        refresh(rows, state, row, breach)


@inner
def place(
    tables: Tables, rows: Rows, state: State, agent: int, day: int, sign: int, breach: float
) -> float:
    """Add (1) or take away (-1) an agent's shift of a day; return what that costs."""
    first = state.start[agent, day]
    post = state.post[agent, day]
    if first < 0 or post < 0:
        return 0.0
    cells = tables.wish.shape[1]
    shape = state.shape[agent, day]
    held = tables.seal_class[agent, day]
    meal, rest = state.meal[agent, day], tables.shape_meal[shape]
    cost = sign * tables.wish[agent, first, shape]
    for cell in range(first, min(cells, first + tables.shape_len[shape])):
        if meal <= cell < meal + rest:
            continue
        row = post * cells + cell
        cost += state.gain[row] if sign > 0 else state.loss[row]
        state.people[row] += sign
        refresh(rows, state, row, breach)
        for more in range(tables.extra.shape[3]):
            row = tables.extra[held, post, cell, more]
            if row >= 0:
                cost += state.gain[row] if sign > 0 else state.loss[row]
                state.people[row] += sign
                refresh(rows, state, row, breach)
    return cost


@inner
def draw(seed: Ints, below: int) -> int:
    """Return a random whole number below a limit, and move the seed on."""
    seed[0] = seed[0] * FACTOR % MODULUS
    return seed[0] * below // MODULUS


@outer
def respond(
    tables: Tables,
    rows: Rows,
    state: State,
    agent: int,
    free: Bools,
    noise: Floats,
    scale: float,
    offset: int,
    breach: float,
    work: Work,
) -> float:
    """Put an agent's free days back at their cheapest; return what that costs."""
    cells = tables.wish.shape[1]
    cost = 0.0
    days = len(free)
    for day in range(days):
        if free[day]:
            cost += place(tables, rows, state, agent, day, -1, breach)
            state.start[agent, day] = -1
            state.post[agent, day] = -1
    price_options(tables, agent, state.gain, cells, free, noise, scale, offset, work)
    plan_days(tables, agent, free, state.start[agent], state.shape[agent], work)
    for day in range(days):
        first = state.start[agent, day]
        if free[day] and first >= 0:
            state.post[agent, day] = work[1][first, state.shape[agent, day]]
            state.meal[agent, day] = work[2][first, state.shape[agent, day]]
            cost += place(tables, rows, state, agent, day, 1, breach)
    return cost
