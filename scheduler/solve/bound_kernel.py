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

from typing import TYPE_CHECKING

import numpy as np

from scheduler.solve.compiled import inner, outer
from scheduler.solve.week_kernel import FAR, plan_days, price_options

if TYPE_CHECKING:
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Bools, Floats, Ints, Tables
    from scheduler.solve.week_kernel import Work

GAIN = 1e-6
PATIENCE = 60
SHRINK = 0.8
DEFLECTION = 0.1


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
        days_of[0, day] = pinned
        days_of[1, day] = tables.fixed_shape[agent, day]
    cells = tables.wish.shape[1]
    price_options(tables, agent, marginal, cells, free, noise, 0.0, 0, work)
    value = plan_days(tables, agent, free, days_of[0], days_of[1], work)
    for day in range(len(free)):
        first, shape = days_of[0, day], days_of[1, day]
        if first >= 0 and free[day]:
            days_of[2, day] = work[1][first, shape]
            days_of[3, day] = work[2][first, shape]
        else:
            days_of[2, day] = -1
    return value


@inner
def count_week(tables: Tables, agent: int, days_of: Ints, usage: Ints, weight: int) -> None:
    """Add an agent's days to the number of people at work per row."""
    cells = tables.wish.shape[1]
    for day in range(days_of.shape[1]):
        first, post = days_of[0, day], days_of[2, day]
        if first < 0 or post < 0:
            continue
        shape, meal = days_of[1, day], days_of[3, day]
        held = tables.seal_class[agent, day]
        for cell in range(first, min(cells, first + tables.shape_len[shape])):
            if meal <= cell < meal + tables.shape_meal[shape]:
                continue
            usage[post * cells + cell] += weight
            for more in range(tables.extra.shape[3]):
                row = tables.extra[held, post, cell, more]
                if row >= 0:
                    usage[row] += weight


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


@outer
def lagrangian(
    tables: Tables, rows: Rows, value: Floats, usage: Ints, noise: Floats, work: Work
) -> float:
    """Return the bound at given values of cover, and fill the supply minus the demand of rows."""
    agents, days = tables.fixed_start.shape
    free = np.zeros(days, dtype=np.bool_)
    days_of = np.empty((4, days), dtype=np.int64)
    marginal = -value
    total = 0.0
    usage[:] = rows.base
    for agent in range(agents):
        total += price_week(tables, agent, marginal, free, noise, days_of, work)
        count_week(tables, agent, days_of, usage, 1)
    for row in range(len(value)):
        cost, count = cheapest_count(rows, row, value[row], rows.base[row] + agents)
        total += cost - value[row] * rows.base[row]
        usage[row] -= count
    return total


@outer
def climb(
    tables: Tables,
    rows: Rows,
    value: Floats,
    best_value: Floats,
    course: Floats,
    scalars: Floats,
    cap: Floats,
    rounds: int,
    target: float,
    noise: Floats,
    work: Work,
) -> None:
    """
    Raise the bound by deflected subgradient steps.

    ``value``, ``best_value`` and ``course`` are changed in place: values of cover per row, those of
    the best bound, and the averaged direction. ``scalars`` holds the best bound, the step's share,
    and the steps since the last gain.
    """
    supply = np.empty(len(value), dtype=np.int64)
    for _ in range(rounds):
        bound = lagrangian(tables, rows, value, supply, noise, work)
        if bound > scalars[0] + GAIN * max(1.0, abs(scalars[0])):
            scalars[0] = bound
            best_value[:] = value
            scalars[2] = 0.0
        else:
            scalars[2] += 1.0
            if scalars[2] >= PATIENCE:
                scalars[1] *= SHRINK
                scalars[2] = 0.0
                value[:] = best_value
                course[:] = 0.0
                continue
        length = 0.0
        for row in range(len(value)):
            course[row] += DEFLECTION * (-supply[row] - course[row])
            length += course[row] * course[row]
        if length <= 0.0:
            scalars[1] = 0.0
            return
        step = scalars[1] * max(target - bound, 1.0) / length
        for row in range(len(value)):
            value[row] = min(max(value[row] + step * course[row], -rows.over[row]), cap[row])
