"""
Compiled: on which post an agent is in each cell of a shift, and the cheapest way to change it.

A plan holds for each shift one whole number: the post it begins on in the lowest bits, then for
each change the cell after the shift's start at which it happens, and the post after it. A shift on
one post throughout is that post's number. Plain Python runs the same code when numba's compiler is
switched off.
"""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0912, PLR0917 - compiled: one loop, arguments by position
from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.compiled import inner, outer

if TYPE_CHECKING:
    from scheduler.solve.tables import Floats, Ints, Tables

POST_BITS, CELL_BITS = 8, 9
POSTS, CELLS = 1 << POST_BITS, 1 << CELL_BITS
FAR = 1e18
NEAR = FAR / 2  # a price from here on is that of days not allowed, whatever was added to it
CLOSED = 1e12  # price of a cell in which a changing shift may not be
STAYED = -1
UNKNOWN = -2  # posts of a shift that was priced loosely


@inner
def post_at(code: int, offset: int) -> int:
    """Return the post of a cell, counted from the shift's start."""
    post, rest = code & (POSTS - 1), code >> POST_BITS
    while rest > 0 and offset >= rest & (CELLS - 1):
        rest >>= CELL_BITS
        post = rest & (POSTS - 1)
        rest >>= POST_BITS
    return post


@inner
def may_serve(tables: Tables, agent: int, day: int, code: int) -> bool:
    """Return whether an agent may work all posts of a shift on a day."""
    rest = code
    while True:
        if not tables.post_ok[agent, day, rest & (POSTS - 1)]:
            return False
        rest >>= POST_BITS
        if rest == 0:
            return True
        rest >>= CELL_BITS


@inner
def has_choice(tables: Tables, agent: int, day: int) -> bool:
    """Return whether an agent may change post within a shift of a day."""
    posts = 0
    if tables.most_changes > 0:
        for post in range(tables.post_ok.shape[2]):
            posts += tables.post_ok[agent, day, post]
    return posts > 1


@inner
def meal_window(tables: Tables, kind: int, post: int, cell: int, shape: int) -> tuple[int, int]:
    """Return the first and last meal offset of a shift on one post; first above last: none."""
    low = max(tables.meal_first[kind, cell, shape], tables.open_first[post, cell, shape])
    return low, min(tables.meal_last[kind, cell, shape], tables.open_last[post, cell, shape])


@inner
def stints_hold(tables: Tables, first: int, shape: int, meal: int, code: int) -> bool:
    """Return whether a shift that changes post is long enough on each, and on open ones only."""
    last_post, run, changes = -1, tables.stint_cells, 0
    is_open = True
    for offset in range(tables.shape_len[shape]):
        cell = first + offset
        if meal <= cell < meal + tables.shape_meal[shape]:
            if cell >= meal + tables.meal_whole[shape] and last_post >= 0:
                is_open = is_open and not tables.is_closed[last_post, cell]
            continue
        post = post_at(code, offset)
        is_open = is_open and not tables.is_closed[post, cell]
        if post != last_post:
            if run < tables.stint_cells:
                return False
            changes += last_post >= 0
            last_post, run = post, 0
        run += 1
    is_long = run >= tables.stint_cells and changes <= tables.most_changes
    return is_open and (changes == 0 or is_long)


@outer
def is_allowed(
    tables: Tables, agent: int, day: int, first: int, shape: int, meal: int, code: int
) -> bool:
    """Return whether an agent may change post as a shift does, for who is not compiled."""
    return may_serve(tables, agent, day, code) and stints_hold(tables, first, shape, meal, code)


@inner
def change_cost(tables: Tables, first: int, shape: int, meal: int, code: int) -> float:
    """Return the price of a shift's changes of post, as its cells of work tell them."""
    if code < POSTS or tables.change_price == 0.0:
        return 0.0
    changes, last = 0, -1
    for offset in range(tables.shape_len[shape]):
        if not meal <= first + offset < meal + tables.shape_meal[shape]:
            post = post_at(code, offset)
            changes += last not in (-1, post)
            last = post
    return changes * tables.change_price


@outer
def change_costs(tables: Tables, plan: Ints) -> float:
    """Return the price of all changes of post of a plan, as in ``scheduler/solve/plan.py``."""
    cost = 0.0
    for agent in range(plan.shape[1]):
        for day in range(plan.shape[2]):
            first, shape, code, meal = plan[:, agent, day]
            if first >= 0:
                cost += change_cost(tables, first, shape, meal, code)
    return cost


@inner
def serve_cost(
    tables: Tables, agent: int, day: int, post: int, cell: int, marginal: Floats
) -> float:
    """Return the price of a cell of work on a post, its rows of shared minimums included."""
    cells = tables.wish.shape[1]
    if cell >= cells:
        return 0.0
    cost = marginal[post * cells + cell]
    held = tables.seal_class[agent, day]
    for more in range(tables.extra.shape[3]):
        row = tables.extra[held, post, cell, more]
        if row >= 0:
            cost += marginal[row]
    return cost


@inner
def _fill_costs(
    tables: Tables,
    agent: int,
    day: int,
    first: int,
    shape: int,
    meal: int,
    marginal: Floats,
    price: Floats,
) -> int:
    """Fill the price of each cell of work on each post; return the number of cells."""
    many = 0
    for offset in range(tables.shape_len[shape]):
        cell = first + offset
        if meal <= cell < meal + tables.shape_meal[shape]:
            for post in range(tables.post_ok.shape[2]):  # what the meal leaves of its last cell
                is_late = cell >= meal + tables.meal_whole[shape] and many > 0
                if is_late and tables.is_closed[post, cell]:
                    price[many - 1, post] += CLOSED
            continue
        for post in range(tables.post_ok.shape[2]):
            if tables.post_ok[agent, day, post]:
                cost = serve_cost(tables, agent, day, post, cell, marginal)
                if tables.is_closed[post, cell]:
                    cost += CLOSED
                price[many, post] = cost
        many += 1
    return many


@inner
def cheapest_stints(
    tables: Tables,
    agent: int,
    day: int,
    first: int,
    shape: int,
    meal: int,
    marginal: Floats,
    sums: Floats,
    came: Ints,
) -> tuple[float, int]:
    """
    Return the least price of a shift that changes post, its changes included, and its posts.

    FAR where there is none.

    Exact, by dynamic programming over cells of work, posts and changes so far, in ``sums`` and
    ``came``, shape (changes + 2, cells of work + 1, posts) and one table less.
    """
    posts, least = tables.post_ok.shape[2], tables.stint_cells
    price = sums[tables.most_changes + 1]
    many = _fill_costs(tables, agent, day, first, shape, meal, marginal, price)
    if many < 2 * least:
        return FAR, -1
    best, end, changes = FAR, -1, 0
    for change in range(tables.most_changes + 1):
        for cell in range(many + 1):
            for post in range(posts):
                sums[change, cell, post] = FAR
                came[change, cell, post] = STAYED
                if cell < least or not tables.post_ok[agent, day, post]:
                    continue
                if cell > 0 and sums[change, cell - 1, post] < CLOSED:
                    sums[change, cell, post] = sums[change, cell - 1, post] + price[cell - 1, post]
                before, source = FAR, STAYED
                if change == 0:
                    before = 0.0 if cell == least else FAR
                else:
                    for other in range(posts):
                        cost = sums[change - 1, cell - least, other]
                        if other != post and cost < before:
                            before, source = cost, other
                if before < CLOSED:
                    before += tables.change_price if change > 0 else 0.0
                    for inside in range(cell - least, cell):
                        before += price[inside, post]
                    if before < sums[change, cell, post]:
                        sums[change, cell, post] = before
                        came[change, cell, post] = source
        for post in range(posts):
            if change > 0 and sums[change, many, post] < best:
                best, end, changes = sums[change, many, post], post, change
    if best >= CLOSED / 2:
        return FAR, -1
    return best, _read_posts(tables, shape, meal - first, (many, end, changes), came)


@inner
def cheapest_posts(
    tables: Tables,
    agent: int,
    day: int,
    first: int,
    shape: int,
    meal: int,
    marginal: Floats,
    sums: Floats,
    came: Ints,
) -> int:
    """Return the posts at which a shift covers most, changing or not."""
    best, posts = cheapest_stints(tables, agent, day, first, shape, meal, marginal, sums, came)
    for post in range(tables.post_ok.shape[2]):
        low, high = meal_window(tables, tables.kind_of[agent], post, first, shape)
        offset = meal - first if tables.shape_meal[shape] > 0 else 0
        if tables.post_ok[agent, day, post] and low <= offset <= high:
            cost = 0.0
            for cell in range(first, first + tables.shape_len[shape]):
                if not meal <= cell < meal + tables.shape_meal[shape]:
                    cost += serve_cost(tables, agent, day, post, cell, marginal)
            if cost <= best:
                best, posts = cost, post
    return posts


@inner
def _read_posts(
    tables: Tables, shape: int, meal: int, end: tuple[int, int, int], came: Ints
) -> int:
    """Return the posts of a shift, read back from its end; ``meal`` counts from its start."""
    cell, post, change = end
    code = 0
    while change > 0:
        source = came[change, cell, post]
        if source == STAYED:
            cell -= 1
            continue
        cell -= tables.stint_cells
        offset = cell
        if tables.shape_meal[shape] > 0 and cell >= meal:
            offset += tables.shape_meal[shape]
        code = ((code << POST_BITS | post) << CELL_BITS) | offset
        post = source
        change -= 1
    return code << POST_BITS | post
