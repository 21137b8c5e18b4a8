"""Compiled: two people exchange their posts for some hours, which leaves cover as it is."""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.compiled import inner
from scheduler.solve.posts_kernel import has_choice, may_serve, post_at
from scheduler.solve.search_kernel import draw
from scheduler.solve.shift_kernel import put
from scheduler.solve.stint_kernel import posts_hold, with_stretch

if TYPE_CHECKING:
    from scheduler.solve.search_kernel import Board


@inner
def _on(board: Board, agent: int, day: int, stretch: tuple[int, int], post: int) -> int:
    """Return the posts of a shift with a stretch of cells on another one; below 0: not allowed."""
    tables, state = board.tables, board.state
    first, shape, meal = state.start[agent, day], state.shape[agent, day], state.meal[agent, day]
    begin, end = stretch
    code = with_stretch(
        state.post[agent, day],
        tables.shape_len[shape],
        begin - first,
        end - first,
        post,
        tables.most_changes,
    )
    if code < 0 or not may_serve(tables, agent, day, code):
        return -1
    return code if posts_hold(tables, agent, first, shape, meal, code) else -1


@inner
def may_swap(board: Board, one: int, two: int, day: int) -> bool:
    """Return whether two people are at work on a day and may change post, neither pinned."""
    tables, state = board.tables, board.state
    if not (has_choice(tables, one, day) and has_choice(tables, two, day)):
        return False
    return min(state.post[one, day], state.post[two, day]) >= 0


@inner
def swap_stretch(board: Board, one: int, two: int, day: int, limit: float) -> float:
    """Try to let two people who are at work take each other's post for some hours of a day."""
    tables, state = board.tables, board.state
    first, other = state.start[one, day], state.start[two, day]
    low = max(first, other)
    high = min(
        first + tables.shape_len[state.shape[one, day]],
        other + tables.shape_len[state.shape[two, day]],
    )
    if high <= low:
        return 0.0
    begin = low + draw(board, high - low)
    stretch = (begin, begin + 1 + draw(board, high - begin))
    mine, yours = state.post[one, day], state.post[two, day]
    here, there = post_at(mine, begin - first), post_at(yours, begin - other)
    if here == there:
        return 0.0
    to_mine, to_yours = _on(board, one, day, stretch, there), _on(board, two, day, stretch, here)
    if to_mine < 0 or to_yours < 0:
        return 0.0
    cost = put(board, one, day, (first, state.meal[one, day], to_mine))
    cost += put(board, two, day, (other, state.meal[two, day], to_yours))
    if cost > limit:
        cost += put(board, one, day, (first, state.meal[one, day], mine))
        cost += put(board, two, day, (other, state.meal[two, day], yours))
    return cost
