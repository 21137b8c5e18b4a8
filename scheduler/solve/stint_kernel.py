"""
Compiled: other posts for a part of a shift.

A stretch of a shift goes to another post, a change comes earlier or later, or changes stay at their
hours while the shift moves. Plain Python runs the same code when numba's compiler is switched off.
"""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - compiled: arguments by position
from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.compiled import inner
from scheduler.solve.posts_kernel import (
    CELL_BITS,
    CELLS,
    POST_BITS,
    POSTS,
    meal_window,
    post_at,
    stints_hold,
)
from scheduler.solve.search_kernel import draw

if TYPE_CHECKING:
    from scheduler.solve.search_kernel import Board
    from scheduler.solve.tables import Tables

TOO_MANY = -1  # posts of a shift that would change more often than allowed
STEP = 2  # cells by which a change comes earlier or later at most


@inner
def with_stretch(code: int, length: int, begin: int, end: int, post: int, most: int) -> int:
    """Return the posts of a shift once cells from ``begin`` to ``end`` are on one post."""
    found, shift, last, changes = 0, 0, -1, 0
    for offset in range(length):
        now = post if begin <= offset < end else post_at(code, offset)
        if now == last:
            continue
        if last >= 0:
            changes += 1
            if changes > most:
                return TOO_MANY
            found |= offset << shift
            shift += CELL_BITS
        found |= now << shift
        shift += POST_BITS
        last = now
    return found


@inner
def at_their_hours(code: int, length: int, step: int) -> int:
    """Return the posts of a shift that begins ``step`` cells later, its changes where they were."""
    post, rest = code & (POSTS - 1), code >> POST_BITS
    found, shift = post, POST_BITS
    while rest > 0:
        cell = (rest & (CELLS - 1)) - step
        rest >>= CELL_BITS
        post = rest & (POSTS - 1)
        rest >>= POST_BITS
        if cell <= 0:  # what is before it was worked earlier
            found, shift = post, POST_BITS
        elif cell < length:
            found |= (cell | post << CELL_BITS) << shift
            shift += CELL_BITS + POST_BITS
    return found


@inner
def posts_hold(tables: Tables, agent: int, first: int, shape: int, meal: int, code: int) -> bool:
    """Return whether the stints of a shift are long enough, on open posts, meal included."""
    if code >= POSTS:
        return stints_hold(tables, first, shape, meal, code)
    low, high = meal_window(tables, tables.kind_of[agent], code, first, shape)
    return low <= (meal - first if tables.shape_meal[shape] > 0 else 0) <= high


@inner
def _change(code: int, number: int) -> tuple[int, int, int]:
    """Return the cell of a change, and the posts before and after it."""
    before, rest = code & (POSTS - 1), code >> POST_BITS
    while True:
        cell = rest & (CELLS - 1)
        rest >>= CELL_BITS
        after = rest & (POSTS - 1)
        rest >>= POST_BITS
        if number == 0 or rest == 0:
            return cell, before, after
        before = after
        number -= 1


@inner
def some_stretch(board: Board, agent: int, day: int) -> int:
    """Return the posts of a shift with a random part on another one; below 0: none."""
    tables, state = board.tables, board.state
    code, shape = state.post[agent, day], state.shape[agent, day]
    length, most = tables.shape_len[shape], tables.most_changes
    rest = tables.shape_meal[shape]
    meal = state.meal[agent, day] - state.start[agent, day]
    if code >= POSTS and draw(board, 3) > 0:
        cell, before, after = _change(code, draw(board, most))
        by = 1 + draw(board, STEP)
        if draw(board, 2) == 0:
            begin = cell - by
            if rest > 0 and begin < meal + rest <= cell:  # nothing changes in a meal
                begin -= rest
            return with_stretch(code, length, begin, cell, after, most)
        end = cell + by
        if rest > 0 and cell <= meal < end:
            end += rest
        return with_stretch(code, length, cell, end, before, most)
    post = draw(board, tables.post_ok.shape[2])
    if not tables.post_ok[agent, day, post]:
        return TOO_MANY
    begin, end = 0, length
    how = draw(board, 4)
    if how != 0:
        begin = draw(board, length)
    if how != 1:
        end = begin + 1 + draw(board, length - begin)
    return with_stretch(code, length, begin, end, post, most)
