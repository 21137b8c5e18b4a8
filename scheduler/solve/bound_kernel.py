"""
Compiled: a proven lower bound by pricing every agent's week exactly (Lagrangian relaxation).

For any value of cover per row, the sum of each agent's cheapest week and each row's cheapest
number of people is a bound; deflected subgradient steps raise it. Plain Python runs the same code
when numba's compiler is switched off.

References
----------
F. Barahona, R. Anbil: The volume algorithm, Mathematical Programming 87 (2000),
doi:10.1007/s101070050002.
"""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - compiled: one loop, arrays by position
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.compiled import inner, outer
from scheduler.solve.days_kernel import MEAL, POST, SHAPE, START
from scheduler.solve.options_kernel import price_options
from scheduler.solve.posts_kernel import FAR, UNKNOWN, cheapest_posts, post_at
from scheduler.solve.week_kernel import plan_days

if TYPE_CHECKING:
    from scheduler.solve.options_kernel import Work
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Bools, Floats, Ints, Tables

GAIN = 1e-6
PATIENCE = 60
SHRINK = 0.8
DEFLECTION = 0.1
# ``Climb.scalars``: best bound, share of a full step, steps since the last gain.
BEST, STEP, STILL = 0, 1, 2


@inner
def price_week(
    tables: Tables,
    agent: int,
    marginal: Floats,
    free: Bools,
    noise: Floats,
    days_of: Ints,
    work: Work,
) -> float:
    """Fill the cheapest days of one agent at given prices; return their value."""
    for day in range(len(free)):
        pinned = tables.fixed_start[agent, day]
        free[day] = pinned < 0
        days_of[START, day] = pinned
        days_of[SHAPE, day] = tables.fixed_shape[agent, day]
    price_options(tables, agent, marginal, free, noise, 0.0, 0, work)
    value = plan_days(tables, agent, free, days_of[START], days_of[SHAPE], work)
    for day in range(len(free)):
        first, shape = days_of[START, day], days_of[SHAPE, day]
        if first >= 0 and free[day]:
            posts, meal = work.post_of[first, shape], work.meal_of[first, shape]
            if posts == UNKNOWN:
                posts = cheapest_posts(
                    tables, agent, day, first, shape, meal, marginal, work.sums, work.came
                )
            days_of[POST, day] = posts
            days_of[MEAL, day] = meal
        else:
            days_of[POST, day] = -1
    return value


@inner
def count_week(tables: Tables, agent: int, days_of: Ints, usage: Ints, weight: int) -> None:
    """Add an agent's days to the number of people at work per row."""
    cells = tables.wish.shape[1]
    for day in range(days_of.shape[1]):
        first, posts = days_of[START, day], days_of[POST, day]
        if first < 0 or posts < 0:
            continue
        shape, meal = days_of[SHAPE, day], days_of[MEAL, day]
        held = tables.seal_class[agent, day]
        for cell in range(first, min(cells, first + tables.shape_len[shape])):
            if meal <= cell < meal + tables.shape_meal[shape]:
                continue
            post = post_at(posts, cell - first)
            usage[post * cells + cell] += weight
            for more in range(tables.extra.shape[3]):
                row = tables.extra[held, post, cell, more]
                if row >= 0:
                    usage[row] += weight


@outer
def count_all(tables: Tables, plan: Ints, people: Ints) -> None:
    """Add the people a whole plan puts at work; ``plan`` as in ``scheduler/solve/plan.py``."""
    for agent in range(plan.shape[1]):
        count_week(tables, agent, plan[:, agent], people, 1)


@outer
def count_one(tables: Tables, agent: int, days_of: Ints, usage: Ints) -> None:
    """Add an agent's days to the number of people at work per row, for who is not compiled."""
    count_week(tables, agent, days_of, usage, 1)


@inner
def cheapest_count(rows: Rows, row: int, value: float, top: int) -> tuple[float, int]:
    """Return the cheapest whole number of people for a row that pays ``value`` for each."""
    low, high = rows.floor[row], max(top, rows.floor[row])
    need = int(np.floor(rows.need[row]))
    best, chosen = FAR, low
    for option in (low, need, need + 1, high):
        count = min(max(option, low), high)
        cost = rows.short[row] * max(0.0, rows.need[row] - count)
        cost += rows.over[row] * max(0.0, count - rows.need[row])
        cost += value * count
        if cost < best:
            best, chosen = cost, count
    return best, chosen


class Scales(NamedTuple):
    """
    Scratch of the bound.

    Parameters
    ----------
    supply, marginal
        Per row: people at work less people wanted, and price of one more.
    free, days_of, work
        Of one agent's week.
    many
        Per agent: how many people it stands for; 0: another stands for it.
    """

    supply: Ints
    marginal: Floats
    free: Bools
    days_of: Ints
    work: Work
    many: Ints


@outer
def week_price(tables: Tables, agent: int, noise: Floats, scales: Scales) -> float:
    """Return the value of an agent's cheapest week at the marginal prices there; FAR: none."""
    return price_week(
        tables, agent, scales.marginal, scales.free, noise, scales.days_of, scales.work
    )


@outer
def lagrangian(tables: Tables, rows: Rows, value: Floats, noise: Floats, scales: Scales) -> float:
    """Return the bound at given values of cover; fill the supply less the demand of rows."""
    supply, marginal, days_of = scales.supply, scales.marginal, scales.days_of
    agents = len(tables.kind_of)
    total = 0.0
    for row in range(len(value)):
        supply[row] = rows.base[row]
        marginal[row] = -value[row]
    for agent in range(agents):
        many = scales.many[agent]
        if many > 0:
            price = price_week(tables, agent, marginal, scales.free, noise, days_of, scales.work)
            total += many * price
            count_week(tables, agent, days_of, supply, many)
    for row in range(len(value)):
        cost, people = cheapest_count(rows, row, value[row], rows.base[row] + agents)
        total += cost - value[row] * rows.base[row]
        supply[row] -= people
    return total


class Climb(NamedTuple):
    """
    Where the bound stands.

    Parameters
    ----------
    value, best_value, course
        Per row: values of cover, those of the best bound, the averaged direction.
    scalars
        Best bound, share of a full step, steps since the last gain.
    cap
        Most a person may be worth, per row.
    """

    value: Floats
    best_value: Floats
    course: Floats
    scalars: Floats
    cap: Floats


@outer
def climb(
    tables: Tables,
    rows: Rows,
    at: Climb,
    rounds: int,
    target: float,
    noise: Floats,
    scales: Scales,
) -> None:
    """Raise the bound towards a target by deflected subgradient steps."""
    value, course, scalars = at.value, at.course, at.scalars
    for _ in range(rounds):
        bound = lagrangian(tables, rows, value, noise, scales)
        if bound > scalars[BEST] + GAIN * max(1.0, abs(scalars[BEST])):
            scalars[BEST] = bound
            for row in range(len(value)):
                at.best_value[row] = value[row]
            scalars[STILL] = 0.0
        else:
            scalars[STILL] += 1.0
            if scalars[STILL] >= PATIENCE:
                scalars[STEP] *= SHRINK
                scalars[STILL] = 0.0
                for row in range(len(value)):
                    value[row] = at.best_value[row]
                    course[row] = 0.0
                continue
        length = 0.0
        for row in range(len(value)):
            course[row] += DEFLECTION * (-scales.supply[row] - course[row])
            length += course[row] * course[row]
        if length <= 0.0:
            scalars[STEP] = 0.0
            return
        step = scalars[STEP] * max(target - bound, 1.0) / length
        for row in range(len(value)):
            value[row] = min(max(value[row] + step * course[row], -rows.over[row]), at.cap[row])
