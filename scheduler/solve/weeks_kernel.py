"""Compiled: all weeks of one agent that cost little more than the cheapest, at given prices."""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0912, PLR0915, PLR0917 - compiled: one walk, arrays by position
from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.compiled import outer
from scheduler.solve.bound_kernel import price_week
from scheduler.solve.days_kernel import MEAL, OFF, POST, SHAPE, START
from scheduler.solve.options_kernel import (
    OPTION_LABEL,
    OPTION_READY,
    OPTION_SHAPE,
    OPTION_SLOT,
)
from scheduler.solve.posts_kernel import FAR

if TYPE_CHECKING:
    from scheduler.solve.bound_kernel import Scales
    from scheduler.solve.tables import Floats, Ints, Tables

SLACK = 1e-6
# Rows of the stack: the next option to try, state and slot before a day, start and shape taken.
TRIED, STATE, SLOT, TAKEN_START, TAKEN_SHAPE = 0, 1, 2, 3, 4
PLAN_ROWS = 4


@outer
def list_weeks(
    tables: Tables,
    agent: int,
    above: float,
    noise: Floats,
    scales: Scales,
    found: Ints,
    stack: Ints,
    spent: Floats,
) -> int:
    """
    List an agent's weeks whose price lies at most so much above the cheapest; return how many.

    Each start and shape comes with its cheapest post and meal at the marginal prices in ``scales``.
    Starts must not be asked to be steady. Pauses must not be priced.

    Parameters
    ----------
    tables, agent
        Whose weeks.
    above
        Most above the cheapest.
    noise, scales
        None, and scratch with the marginal prices.
    found
        Start, shape, post and meal of each week; shape (most, 4, days). When it is full, one more
        than fit is returned.
    stack
        Scratch: per day the next option to try, state and slot before it, start and shape taken;
        shape (5, days + 1).
    spent
        Scratch: price of the days before; shape (days + 1,).
    """
    work, days_of = scales.work, scales.days_of
    best = price_week(tables, agent, scales.marginal, scales.free, noise, days_of, work)
    if best >= FAR:
        return 0
    counting, free = tables.counting, scales.free
    rows = counting.first_row[counting.of[agent]]
    days, most, many = len(free), len(found), 0
    limit = best + above + SLACK
    for day in range(days):
        days_of[START, day] = tables.fixed_start[agent, day]
        days_of[SHAPE, day] = tables.fixed_shape[agent, day]
    day = 0
    stack[TRIED, 0], stack[STATE, 0], spent[0] = -1, 0, 0.0
    stack[SLOT, 0] = min(tables.ready_of[agent], work.ahead.shape[2] - 1)
    while day >= 0:
        if day == days:
            if many == most:
                return most + 1
            for each in range(days):
                option = stack[TRIED, each] - 1
                for side in range(PLAN_ROWS):
                    found[many, side, each] = -1
                if option >= 0:
                    first, shape = stack[TAKEN_START, each], stack[TAKEN_SHAPE, each]
                    found[many, START, each], found[many, SHAPE, each] = first, shape
                    if free[each]:
                        found[many, POST, each] = work.post_of[first, shape]
                        found[many, MEAL, each] = work.meal_of[first, shape]
            many += 1
            day -= 1
            continue
        options, costs, listed = work.options[day], work.costs[day], work.listed[day]
        first = tables.day_first[day]
        length = tables.day_first[day + 1] - first
        state, slot = stack[STATE, day], stack[SLOT, day]
        row = rows[day] + state
        moved = False
        while stack[TRIED, day] < listed:
            option = stack[TRIED, day]
            stack[TRIED, day] = option + 1
            if option < 0:
                to = counting.steps[row, OFF]
                if to < 0 or not (free[day] or days_of[START, day] < 0):
                    continue
                cost = spent[day] + counting.prices[row, OFF] + tables.off_price[agent, day]
                then = max(0, slot - length)
            else:
                if options[OPTION_SLOT, option] < slot:
                    stack[TRIED, day] = listed  # options come latest start first
                    break
                label = options[OPTION_LABEL, option]
                to = counting.steps[row, label]
                if to < 0:
                    continue
                cost = spent[day] + costs[option] + counting.prices[row, label]
                then = options[OPTION_READY, option]
                stack[TAKEN_START, day] = first + options[OPTION_SLOT, option]
                stack[TAKEN_SHAPE, day] = options[OPTION_SHAPE, option]
            if cost + work.ahead[day + 1, to, then] > limit:
                continue
            day += 1
            stack[TRIED, day], stack[STATE, day], stack[SLOT, day], spent[day] = -1, to, then, cost
            moved = True
            break
        if not moved:
            day -= 1
    return many
