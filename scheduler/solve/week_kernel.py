"""
Compiled: the best days of one agent for given prices of cover, exactly, by dynamic programming.

Layers are days; a state is that of the counting rules (``scheduler/rules/automaton.py``) and the
first cell at which rest lets the next shift start; where starts should be steady, the start and
shape of the day before take its place. What a day may hold comes from ``options_kernel``. Plain
Python runs the same code when numba's compiler is switched off.
"""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - compiled: one loop, arrays by position
from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.compiled import inner
from scheduler.solve.days_kernel import OFF, uneven
from scheduler.solve.options_kernel import (
    OPTION_LABEL,
    OPTION_READY,
    OPTION_SHAPE,
    OPTION_SLOT,
    list_options,
)
from scheduler.solve.posts_kernel import FAR, NEAR

if TYPE_CHECKING:
    from scheduler.solve.options_kernel import Work
    from scheduler.solve.tables import Bools, Ints, Tables


@inner
def plan_days(
    tables: Tables, agent: int, free: Bools, start: Ints, shape_row: Ints, work: Work
) -> float:
    """
    Choose the cheapest days; return their value, FAR where the rules allow none.

    A price beyond NEAR is kept as FAR itself: what is earned on other days must not make days that
    are not allowed look like the cheapest, for then the states they lead to do not exist. Days that
    are not free keep ``start`` and ``shape_row`` at no cost; chosen ones are written
    there.
    """
    ahead, choice = work.ahead, work.choice
    days = len(tables.day_first) - 1
    shapes = len(tables.shape_len)
    counting = tables.counting
    rows = counting.first_row[counting.of[agent]]
    steady = tables.steady_price > 0.0
    reach = ahead.shape[2] - (tables.longest_day * shapes if steady else 0)
    _list_days(tables, agent, free, start, shape_row, work)
    ahead[days, 0, :] = 0.0
    for day in range(days - 1, -1, -1):
        length = tables.day_first[day + 1] - tables.day_first[day]
        options, costs, many = work.options[day], work.costs[day], work.listed[day]
        may_rest = free[day] or start[day] < 0
        for state in range(rows[day + 1] - rows[day]):
            row = rows[day] + state
            off = counting.steps[row, OFF] if may_rest else -1
            idle = counting.prices[row, OFF] + tables.off_price[agent, day]
            best, chosen, at = FAR, -1, 0
            for number in range(work.reached[day]):
                slot = work.slots[day, number]
                while at < many and options[OPTION_SLOT, at] >= slot:
                    to = counting.steps[row, options[OPTION_LABEL, at]]
                    if to >= 0:
                        pair = options[OPTION_SLOT, at] * shapes + options[OPTION_SHAPE, at]
                        then = reach + pair if steady else options[OPTION_READY, at]
                        cost = costs[at] + ahead[day + 1, to, then]
                        cost += counting.prices[row, options[OPTION_LABEL, at]]
                        if cost < best:
                            best, chosen = cost, pair
                    at += 1
                rest = ahead[day + 1, off, max(0, slot - length)] + idle if off >= 0 else FAR
                ahead[day, state, slot] = min(best, rest) if min(best, rest) < NEAR else FAR
                choice[day, state, slot] = -1 if rest <= best else chosen
        if steady and day > 0:
            _after_work(tables, agent, day, (reach, may_rest), work)
    return _read_plan(tables, agent, reach, start, shape_row, work)


@inner
def _list_days(
    tables: Tables, agent: int, free: Bools, start: Ints, shape_row: Ints, work: Work
) -> None:
    """List what each day may hold, and at which cells at all rest lets the next shift start."""
    slots, comes = work.slots, work.comes
    days, width = len(tables.day_first) - 1, len(comes[0])
    comes[:] = False
    comes[0, min(tables.ready_of[agent], width - 1)] = True
    for day in range(days):
        length = tables.day_first[day + 1] - tables.day_first[day]
        many = 0
        for slot in range(width - 1, -1, -1):
            if comes[day, slot]:
                slots[day, many] = slot
                comes[day + 1, max(0, slot - length)] = True
                many += 1
        work.reached[day] = many
        work.listed[day] = list_options(tables, day, free, start, shape_row, work)
        for at in range(work.listed[day]):
            comes[day + 1, work.options[day, OPTION_READY, at]] = True


@inner
def _after_work(tables: Tables, agent: int, day: int, how: tuple[int, bool], work: Work) -> None:
    """Fill a day's prices for every start and shape of the day before."""
    ahead, choice, counting = work.ahead, work.choice, tables.counting
    options, costs, many = work.options[day], work.costs[day], work.listed[day]
    reach, may_rest = how
    rows = counting.first_row[counting.of[agent]]
    shapes = len(tables.shape_len)
    first, before = tables.day_first[day], tables.day_first[day - 1]
    length = tables.day_first[day + 1] - first
    for state in range(rows[day + 1] - rows[day]):
        row = rows[day] + state
        off = counting.steps[row, OFF] if may_rest else -1
        idle = counting.prices[row, OFF] + tables.off_price[agent, day]
        for slot in range(first - before):
            for shape in range(shapes):
                ready = max(0, slot + tables.shape_ready[shape] - (first - before))
                best, chosen = FAR, -1
                if off >= 0:
                    best = ahead[day + 1, off, max(0, ready - length)] + idle
                for at in range(many):
                    then = options[OPTION_SLOT, at]
                    if then < ready:
                        break
                    to = counting.steps[row, options[OPTION_LABEL, at]]
                    if to < 0:
                        continue
                    pair = then * shapes + options[OPTION_SHAPE, at]
                    cost = costs[at] + ahead[day + 1, to, reach + pair]
                    cost += counting.prices[row, options[OPTION_LABEL, at]]
                    if cost < best:
                        cost += uneven(tables, before + slot, first + then)
                        if cost < best:
                            best, chosen = cost, pair
                ahead[day, state, reach + slot * shapes + shape] = best if best < NEAR else FAR
                choice[day, state, reach + slot * shapes + shape] = chosen


@inner
def _read_plan(
    tables: Tables, agent: int, reach: int, start: Ints, shape_row: Ints, work: Work
) -> float:
    ahead, choice, counting = work.ahead, work.choice, tables.counting
    shapes = len(tables.shape_len)
    rows = counting.first_row[counting.of[agent]]
    slot, state = min(tables.ready_of[agent], reach - 1), 0
    if rows[1] == rows[0]:
        return FAR
    total = ahead[0, 0, slot]
    if total >= FAR:
        return total
    steady, index = tables.steady_price > 0.0, slot
    for day in range(len(tables.day_first) - 1):
        first = tables.day_first[day]
        length = tables.day_first[day + 1] - first
        chosen = choice[day, state, index]
        if chosen < 0:
            start[day], shape_row[day] = -1, -1
            state = counting.steps[rows[day] + state, OFF]
            slot = max(0, slot - length)
            index = slot
        else:
            shape = chosen % shapes
            cell = first + chosen // shapes
            start[day], shape_row[day] = cell, shape
            state = counting.steps[rows[day] + state, counting.label_of[cell, shape]]
            slot = max(0, chosen // shapes + tables.shape_ready[shape] - length)
            index = reach + chosen if steady else slot
    return total
