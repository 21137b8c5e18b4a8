"""
Compiled: simulated annealing whose moves are whole weeks out of lists.

Where people have few starts, and one type a week, a single shift can hardly move: what changes is a
person's week. Each has a list of weeks (``master.Lister``); a move takes one of them, puts each
shift on the post and the meal that are cheapest as the roster stands, and keeps or undoes it all.
"""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - compiled: one loop, arguments by position
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.compiled import inner, outer
from scheduler.solve.anneal_kernel import KEEP, OFTEN, keep_changed
from scheduler.solve.days_kernel import MEAL, POST, SHAPE, START, price_days
from scheduler.solve.options_kernel import NOISE
from scheduler.solve.posts_kernel import meal_window
from scheduler.solve.search_kernel import draw, place
from scheduler.solve.trade_kernel import trade

if TYPE_CHECKING:
    from scheduler.solve.search_kernel import Board
    from scheduler.solve.tables import Ints

WEEK, RESEAT = 500, 300  # of a thousand moves; the rest are trades
COOL_EVERY = 256


@inner
def worth(board: Board, agent: int, day: int, post: int, cell: int) -> float:
    """Return what one person more costs in a cell, rows of shared minimums included."""
    tables, gain = board.tables, board.state.gain
    cost = gain[post * tables.wish.shape[1] + cell]
    held = tables.seal_class[agent, day]
    for more in range(tables.extra.shape[3]):
        row = tables.extra[held, post, cell, more]
        if row >= 0:
            cost += gain[row]
    return cost


@inner
def seat(board: Board, agent: int, day: int) -> bool:
    """Give a shift its cheapest post and meal, the first met among equals; False: there is none."""
    tables, state = board.tables, board.state
    first, shape = state.start[agent, day], state.shape[agent, day]
    kind, posts = tables.kind_of[agent], tables.post_ok.shape[2]
    last = min(tables.wish.shape[1], first + tables.shape_len[shape])
    rest, best, begin = tables.shape_meal[shape], np.inf, draw(board, posts)
    for turn in range(posts):
        post = (begin + turn) % posts
        if not tables.post_ok[agent, day, post]:
            continue
        low, high = meal_window(tables, kind, post, first, shape)
        if low > high:
            continue
        whole = 0.0
        for cell in range(first, last):
            whole += worth(board, agent, day, post, cell)
        offset = low + draw(board, high - low + 1)
        for _ in range(high - low + 1):
            cost = whole
            for cell in range(first + offset, min(last, first + offset + rest)):
                cost -= worth(board, agent, day, post, cell)
            if cost < best:
                best = cost
                state.post[agent, day], state.meal[agent, day] = post, first + offset
            offset = low if offset == high else offset + 1
    return best < np.inf


@inner
def take_week(board: Board, agent: int, week: Ints, spare: Ints, limit: float) -> float:
    """Try a week of the list; return what it cost, 0 when left."""
    tables, state = board.tables, board.state
    days = state.start.shape[1]
    start, shape = state.start[agent], state.shape[agent]
    cost = -price_days(tables, agent, start, shape)
    for day in range(days):
        cost += place(board, agent, day, -1)
        spare[START, day], spare[SHAPE, day] = start[day], shape[day]
        spare[POST, day], spare[MEAL, day] = state.post[agent, day], state.meal[agent, day]
        start[day], shape[day] = week[START, day], week[SHAPE, day]
    holds = True
    for day in range(days):
        if tables.fixed_start[agent, day] >= 0:
            continue  # its rows hold it
        state.post[agent, day] = -1
        if start[day] >= 0:
            holds = seat(board, agent, day) and holds
            cost += place(board, agent, day, 1)
    cost += price_days(tables, agent, start, shape)
    if holds and cost <= limit:
        return cost
    for day in range(days):
        if tables.fixed_start[agent, day] < 0:
            place(board, agent, day, -1)
        start[day], shape[day] = spare[START, day], spare[SHAPE, day]
        state.post[agent, day], state.meal[agent, day] = spare[POST, day], spare[MEAL, day]
    for day in range(days):
        place(board, agent, day, 1)
    return 0.0


@inner
def reseat(board: Board, agent: int, day: int, limit: float) -> float:
    """Try some other post and meal for a shift; return what it cost, 0 when left."""
    tables, state = board.tables, board.state
    first, shape = state.start[agent, day], state.shape[agent, day]
    post = draw(board, tables.post_ok.shape[2])
    if first < 0 or tables.fixed_start[agent, day] >= 0 or not tables.post_ok[agent, day, post]:
        return 0.0
    low, high = meal_window(tables, tables.kind_of[agent], post, first, shape)
    if low > high:
        return 0.0
    meal = first + low + draw(board, high - low + 1)
    was_post, was_meal = state.post[agent, day], state.meal[agent, day]
    if post == was_post and meal == was_meal:
        return 0.0
    cost = place(board, agent, day, -1)
    state.post[agent, day], state.meal[agent, day] = post, meal
    cost += place(board, agent, day, 1)
    if cost <= limit:
        return cost
    place(board, agent, day, -1)
    state.post[agent, day], state.meal[agent, day] = was_post, was_meal
    place(board, agent, day, 1)
    return 0.0


@outer
def anneal_listed(
    board: Board,
    listed: tuple[Ints, Ints, Ints],
    best: Ints,
    costs: tuple[float, float],
    moves: int,
    heat: tuple[float, float],
) -> tuple[float, float]:
    """
    Make moves while the noise cools from ``heat[0]`` to ``heat[1]``.

    ``listed`` holds the weeks, starts and shapes by day, shape (agents, most, 2, days), how
    many each agent has, and scratch of shape (4, days). ``costs`` and ``best`` are those of
    ``anneal``.
    """
    weeks, many, spare = listed
    state = board.state
    agents, days = state.start.shape
    for who in range(agents):
        board.changed[who], board.stack[who] = True, who
    depth = agents
    cost, best_cost = costs
    begin, end = heat
    ratio, now = end / begin, begin
    for move in range(moves):
        if move % COOL_EVERY == 0:
            now = begin * ratio ** (move / moves)
        agent, other = draw(board, agents), -1
        pick = draw(board, OFTEN)
        limit = now * board.spread[draw(board, NOISE)]
        if pick < WEEK:
            if many[agent] == 0:
                continue
            week = weeks[agent, draw(board, many[agent])]
            change = take_week(board, agent, week, spare, limit)
        elif pick < WEEK + RESEAT:
            change = reseat(board, agent, draw(board, days), limit)
        else:
            other = draw(board, agents)
            if other == agent:
                continue
            change = trade(board, agent, other, limit)
        cost += change
        for who in (agent, other):
            if who >= 0 and not board.changed[who]:
                board.changed[who] = True
                board.stack[depth] = who
                depth += 1
        if cost < best_cost - KEEP:
            best_cost = cost
            keep_changed(board, best, depth)
            depth = 0
    return cost, best_cost
