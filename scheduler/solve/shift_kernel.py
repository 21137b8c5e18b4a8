"""Compiled: small moves of one shift, which change cover at its edges only."""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.compiled import inner
from scheduler.solve.days_kernel import price_days
from scheduler.solve.posts_kernel import (
    POSTS,
    change_cost,
    cheapest_stints,
    has_choice,
    meal_window,
    post_at,
)
from scheduler.solve.search_kernel import draw, place
from scheduler.solve.stint_kernel import at_their_hours, posts_hold, some_stretch

if TYPE_CHECKING:
    from scheduler.solve.search_kernel import Board
    from scheduler.solve.tables import Ints, Tables

Target = tuple[int, int, int]  # start, meal, posts
REACH = 4
STINT_MOVES, CHANGES, STRETCHES = 8, 1, 4  # of eight small moves of people with several posts


@inner
def rest_allowed(tables: Tables, agent: int, day: int, first: int, days: tuple[Ints, Ints]) -> bool:
    """Return whether a shift may begin at ``first``; ``days`` holds all starts and shapes."""
    if first < tables.ready_of[agent]:
        return False
    start, shape = days
    for before in range(day - 1, -1, -1):
        if start[before] >= 0:
            if first < start[before] + tables.shape_ready[shape[before]]:
                return False
            break
    for after in range(day + 1, len(start)):
        if start[after] >= 0:
            return start[after] >= first + tables.shape_ready[shape[day]]
    return True


@inner
def edge_price(board: Board, agent: int, day: int, to: Target) -> float:
    """Return what cover costs when a shift moves; rows of shared minimums left out."""
    tables, state = board.tables, board.state
    cells = tables.wish.shape[1]
    first, shape = state.start[agent, day], state.shape[agent, day]
    meal, post = state.meal[agent, day], state.post[agent, day]
    length, rest = tables.shape_len[shape], tables.shape_meal[shape]
    to_start, to_meal, to_post = to
    cost = 0.0
    if max(post, to_post) >= POSTS:
        last = min(cells, max(first, to_start) + length)
        cost += change_cost(tables, to_start, shape, to_meal, to_post)
        cost -= change_cost(tables, first, shape, meal, post)
        for cell in range(min(first, to_start), last):
            was, will = -1, -1
            if first <= cell < first + length and not meal <= cell < meal + rest:
                was = post_at(post, cell - first)
            if to_start <= cell < to_start + length and not to_meal <= cell < to_meal + rest:
                will = post_at(to_post, cell - to_start)
            if was != will:
                cost += state.loss[was * cells + cell] if was >= 0 else 0.0
                cost += state.gain[will * cells + cell] if will >= 0 else 0.0
        return cost
    if post == to_post:
        for cell in range(min(first, to_start), min(cells, max(first, to_start) + length)):
            was = first <= cell < first + length and not meal <= cell < meal + rest
            will = to_start <= cell < to_start + length and not to_meal <= cell < to_meal + rest
            if was != will:
                row = post * cells + cell
                cost += state.loss[row] if was else state.gain[row]
        return cost
    for cell in range(first, min(cells, first + length)):
        if not meal <= cell < meal + rest:
            cost += state.loss[post * cells + cell]
    for cell in range(to_start, min(cells, to_start + length)):
        if not to_meal <= cell < to_meal + rest:
            cost += state.gain[to_post * cells + cell]
    return cost


@inner
def put(board: Board, agent: int, day: int, to: Target) -> float:
    """Move a shift; return what that costs."""
    state = board.state
    cost = place(board, agent, day, -1)
    state.start[agent, day], state.meal[agent, day], state.post[agent, day] = to
    return cost + place(board, agent, day, 1)


@inner
def price_start(board: Board, agent: int, day: int, to_start: int) -> float:
    """Return what wish and days together charge for another start; infinite: not allowed."""
    tables, state = board.tables, board.state
    first, shape = state.start[agent, day], state.shape[agent, day]
    wish = tables.wish[agent, to_start, shape]
    if wish == np.inf:
        return np.inf
    cost = wish - tables.wish[agent, first, shape]
    if to_start == first:
        return cost
    days, shapes = state.start[agent], state.shape[agent]
    if not rest_allowed(tables, agent, day, to_start, (days, shapes)):
        return np.inf
    label_of = tables.counting.label_of
    if tables.is_charged or label_of[first, shape] != label_of[to_start, shape]:
        before = price_days(tables, agent, days, shapes) if tables.is_charged else 0.0
        days[day] = to_start
        cost += price_days(tables, agent, days, shapes) - before
        days[day] = first
    return cost


@inner
def shifted(board: Board, agent: int, day: int, to_start: int, to_meal: int) -> Target:
    """Return the move to a start with the meal as near as its window lets it; start -1: none."""
    tables, state = board.tables, board.state
    shape, post = state.shape[agent, day], state.post[agent, day]
    if to_start < tables.day_first[day] or to_start >= tables.day_first[day + 1]:
        return -1, -1, post
    kind = tables.kind_of[agent]
    low, high = tables.meal_first[kind, to_start, shape], tables.meal_last[kind, to_start, shape]
    if post < POSTS:  # else ``posts_hold`` sees to the openings
        low, high = meal_window(tables, kind, post, to_start, shape)
    elif draw(board, 2) == 0:
        step = to_start - state.start[agent, day]
        post = at_their_hours(post, tables.shape_len[shape], step)
    if low > high:
        return -1, -1, post
    if tables.shape_meal[shape] > 0:
        to_meal = min(max(to_meal, to_start + low), to_start + high)
    return to_start, to_meal, post


@inner
def some_move(board: Board, agent: int, day: int) -> Target:
    """Return a random small move of a shift; start -1 where there is none."""
    tables, state = board.tables, board.state
    first, shape = state.start[agent, day], state.shape[agent, day]
    meal, post = state.meal[agent, day], state.post[agent, day]
    eats = tables.shape_meal[shape] > 0
    choice = draw(board, 8)
    if choice < 3 and eats:
        return shifted(board, agent, day, first, first + draw(board, tables.shape_len[shape]))
    if choice < 7:
        reach = 1 + draw(board, REACH)
        step = reach if draw(board, 2) else -reach
        wander = draw(board, 3)
        to_meal = meal
        if eats and wander == 0:
            to_meal = first + draw(board, tables.shape_len[shape])
        elif eats and wander == 1:
            to_meal = meal + step
        return shifted(board, agent, day, first + step, to_meal)
    to_post = draw(board, tables.post_ok.shape[2])
    if to_post == post or not tables.post_ok[agent, day, to_post]:
        return -1, -1, post
    low, high = meal_window(tables, tables.kind_of[agent], to_post, first, shape)
    if not low <= (meal - first if eats else 0) <= high:
        return -1, -1, post
    return first, meal, to_post


@inner
def other_stints(board: Board, agent: int, day: int) -> Target:
    """Return a shift with a random part of it on another post; start -1 where there is none."""
    state = board.state
    code = some_stretch(board, agent, day)
    if code < 0:
        return -1, -1, code
    return state.start[agent, day], state.meal[agent, day], code


@inner
def change_posts(board: Board, agent: int, day: int) -> float:
    """Let a shift change post where that is cheapest, if any change is; return what it cost."""
    tables, state, work = board.tables, board.state, board.work
    first, shape, meal = state.start[agent, day], state.shape[agent, day], state.meal[agent, day]
    before = place(board, agent, day, -1)
    cover, posts = cheapest_stints(
        tables, agent, day, first, shape, meal, state.gain, work.sums, work.came
    )
    if before + cover + tables.wish[agent, first, shape] < 0.0:
        state.post[agent, day] = posts
    return before + place(board, agent, day, 1)


@inner
def move_shift(board: Board, agent: int, day: int, limit: float) -> float:
    """Try a small move; return what it cost, 0 when left."""
    state, tables = board.state, board.tables
    back = (state.start[agent, day], state.meal[agent, day], state.post[agent, day])
    how = draw(board, STINT_MOVES) if has_choice(tables, agent, day) else STINT_MOVES
    if how < CHANGES:
        return change_posts(board, agent, day)
    to = other_stints(board, agent, day) if how < STRETCHES else some_move(board, agent, day)
    to_start, to_meal, to_posts = to
    first, meal, posts = back
    if to_start < 0 or (to_start == first and to_meal == meal and to_posts == posts):
        return 0.0
    has_stints = how < STRETCHES or max(posts, to_posts) >= POSTS
    shape = state.shape[agent, day]
    if has_stints and not posts_hold(tables, agent, to_start, shape, to_meal, to_posts):
        return 0.0
    shared = tables.extra.shape[3] > 0
    cost = price_start(board, agent, day, to_start)
    if cost == np.inf:
        return 0.0
    if not shared and cost + edge_price(board, agent, day, to) > limit:
        return 0.0
    wish = tables.wish[agent, to_start, shape] - tables.wish[agent, first, shape]
    charge = cost - wish  # ``put`` counts the wish itself
    cost = put(board, agent, day, to) + charge
    if shared and cost > limit:
        cost += put(board, agent, day, back) - charge
    return cost
