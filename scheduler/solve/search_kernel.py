"""
Compiled: a roster on the board, the price of changing it, and one agent's exact best response.

A response takes some days of one agent out, prices every start, post and meal at the marginal
value of cover (exact, for one person adds at most one to an interval), adds noise that cools, and
puts the cheapest days back.
"""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.compiled import inner, outer
from scheduler.solve.days_kernel import price_days
from scheduler.solve.options_kernel import NOISE, price_options
from scheduler.solve.posts_kernel import change_cost, post_at
from scheduler.solve.week_kernel import plan_days

if TYPE_CHECKING:
    from scheduler.solve.options_kernel import Work
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Bools, Floats, Ints, Tables

MODULUS = 2147483647
FACTOR = 48271


class State(NamedTuple):
    """
    A whole roster while it changes.

    Parameters
    ----------
    people, gain, loss
        Per row: people at work, price of one more and of one less.
    start, shape, post, meal
        Per agent and day; -1 for none; posts as ``posts_kernel`` numbers them.
    """

    people: Ints
    gain: Floats
    loss: Floats
    start: Ints
    shape: Ints
    post: Ints
    meal: Ints


class Board(NamedTuple):
    """
    All a move looks at.

    Parameters
    ----------
    tables, rows, state
        The problem and the roster.
    breach
        Price of a person below a minimum.
    noise, spread
        Random numbers, Gumbel and exponential, to look up.
    seed
        State of the generator; shape (1,).
    work
        Scratch arrays.
    free
        Scratch: days a response may change; shape (days,).
    changed, stack
        Agents that changed since the best roster was kept, as marks and as a list; shape (agents,).
    """

    tables: Tables
    rows: Rows
    state: State
    breach: float
    noise: Floats
    spread: Floats
    seed: Ints
    work: Work
    free: Bools
    changed: Bools
    stack: Ints


@inner
def row_price(rows: Rows, row: int, people: int, breach: float) -> float:
    """Return the price of a row with so many people, a breach included."""
    cost = rows.short[row] * max(0.0, rows.need[row] - people)
    cost += rows.over[row] * max(0.0, people - rows.need[row])
    return cost - rows.tilt[row] * people + breach * max(0, rows.floor[row] - people)


@inner
def refresh(board: Board, row: int) -> None:
    """Recompute the marginal prices of a row."""
    people = board.state.people[row]
    here = row_price(board.rows, row, people, board.breach)
    board.state.gain[row] = row_price(board.rows, row, people + 1, board.breach) - here
    board.state.loss[row] = row_price(board.rows, row, people - 1, board.breach) - here


@outer
def refresh_all(board: Board) -> None:
    """Recompute the marginal prices of all rows."""
    for row in range(len(board.state.people)):
        refresh(board, row)


@inner
def change_row(board: Board, row: int, sign: int) -> float:
    """Count one person more or less in a row; return what it costs."""
    cost = board.state.gain[row] if sign > 0 else board.state.loss[row]
    board.state.people[row] += sign
    refresh(board, row)
    return cost


@inner
def place(board: Board, agent: int, day: int, sign: int) -> float:
    """Add (1) or take away (-1) an agent's shift of a day; return what that costs."""
    tables, state = board.tables, board.state
    first, posts = state.start[agent, day], state.post[agent, day]
    if first < 0 or posts < 0:
        return 0.0
    cells = tables.wish.shape[1]
    shape = state.shape[agent, day]
    held = tables.seal_class[agent, day]
    meal, rest = state.meal[agent, day], tables.shape_meal[shape]
    cost = sign * tables.wish[agent, first, shape]
    cost += sign * change_cost(tables, first, shape, meal, posts)
    for cell in range(first, min(cells, first + tables.shape_len[shape])):
        if meal <= cell < meal + rest:
            continue
        post = post_at(posts, cell - first)
        cost += change_row(board, post * cells + cell, sign)
        for more in range(tables.extra.shape[3]):
            row = tables.extra[held, post, cell, more]
            if row >= 0:
                cost += change_row(board, row, sign)
    return cost


@inner
def draw(board: Board, below: int) -> int:
    """Return a random whole number below a limit."""
    seed = board.seed
    seed[0] = seed[0] * FACTOR % MODULUS
    return seed[0] * below // MODULUS


@outer
def respond(board: Board, agent: int, free: Bools, heat: float) -> float:
    """Put an agent's free days back at their cheapest; return what that costs."""
    state, charged = board.state, board.tables.is_charged
    days, shapes = state.start[agent], state.shape[agent]
    before = price_days(board.tables, agent, days, shapes) if charged else 0.0
    cost = -before if before < np.inf else 0.0  # nothing is known of days not allowed
    for day in range(len(free)):
        if free[day]:
            cost += place(board, agent, day, -1)
            state.start[agent, day] = -1
            state.post[agent, day] = -1
    price_options(
        board.tables, agent, state.gain, free, board.noise, heat, draw(board, NOISE), board.work
    )
    plan_days(board.tables, agent, free, days, shapes, board.work)
    for day in range(len(free)):
        first = state.start[agent, day]
        if free[day] and first >= 0:
            state.post[agent, day] = board.work.post_of[first, shapes[day]]
            state.meal[agent, day] = board.work.meal_of[first, shapes[day]]
            cost += place(board, agent, day, 1)
    if charged:
        cost += price_days(board.tables, agent, days, shapes)
    return cost
