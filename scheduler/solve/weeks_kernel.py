"""Compiled: all weeks of one agent that cost little more than the cheapest, at given prices."""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0912, PLR0915, PLR0917 - compiled: one walk, arrays by position
from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.compiled import outer
from scheduler.solve.bound_kernel import price_week
from scheduler.solve.posts_kernel import FAR
from scheduler.solve.week_kernel import list_options

if TYPE_CHECKING:
    from scheduler.solve.bound_kernel import Scales
    from scheduler.solve.tables import Floats, Ints, Tables

SLACK = 1e-6


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
        days_of[0, day] = tables.fixed_start[agent, day]
        days_of[1, day] = tables.fixed_shape[agent, day]
    day = 0
    stack[0, 0], stack[1, 0], spent[0] = -1, 0, 0.0
    stack[2, 0] = min(tables.ready_of[agent], work.ahead.shape[2] - 1)
    listed = list_options(tables, 0, free, days_of[0], days_of[1], work)
    listed_day = 0
    while day >= 0:
        if day == days:
            if many == most:
                return most + 1
            for each in range(days):
                option = stack[0, each] - 1
                for side in range(4):
                    found[many, side, each] = -1
                if option >= 0:
                    first, shape = stack[3, each], stack[4, each]
                    found[many, 0, each], found[many, 1, each] = first, shape
                    if free[each]:
                        found[many, 2, each] = work.post_of[first, shape]
                        found[many, 3, each] = work.meal_of[first, shape]
            many += 1
            day -= 1
            continue
        if listed_day != day:
            listed = list_options(tables, day, free, days_of[0], days_of[1], work)
            listed_day = day
        first = tables.day_first[day]
        length = tables.day_first[day + 1] - first
        state, slot = stack[1, day], stack[2, day]
        row = rows[day] + state
        moved = False
        while stack[0, day] < listed:
            option = stack[0, day]
            stack[0, day] = option + 1
            if option < 0:
                to = counting.steps[row, 0]
                if to < 0 or not (free[day] or days_of[0, day] < 0):
                    continue
                cost = spent[day] + counting.prices[row, 0] + tables.off_price[agent, day]
                then = max(0, slot - length)
            else:
                if work.options[0, option] < slot:
                    stack[0, day] = listed  # options come latest start first
                    break
                label = work.options[2, option]
                to = counting.steps[row, label]
                if to < 0:
                    continue
                cost = spent[day] + work.costs[option] + counting.prices[row, label]
                then = work.options[3, option]
                stack[3, day] = first + work.options[0, option]
                stack[4, day] = work.options[1, option]
            if cost + work.ahead[day + 1, to, then] > limit:
                continue
            day += 1
            stack[0, day], stack[1, day], stack[2, day], spent[day] = -1, to, then, cost
            moved = True
            break
        if not moved:
            day -= 1
    return many
