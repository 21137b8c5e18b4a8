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
    ahead[days, 0, :] = 0.0
    for day in range(days - 1, -1, -1):
        length = tables.day_first[day + 1] - tables.day_first[day]
        many = list_options(tables, day, free, start, shape_row, work)
        may_rest = free[day] or start[day] < 0
        for state in range(rows[day + 1] - rows[day]):
            row = rows[day] + state
            off = counting.steps[row, OFF] if may_rest else -1
            idle = counting.prices[row, OFF] + tables.off_price[agent, day]
            for slot in range(length, reach):
                rest = ahead[day + 1, off, slot - length] + idle if off >= 0 else FAR
                ahead[day, state, slot] = rest if rest < NEAR else FAR
                choice[day, state, slot] = -1
            rest = ahead[day + 1, off, 0] + idle if off >= 0 else FAR
            best, chosen, at = FAR, -1, 0
            for slot in range(length - 1, -1, -1):
                while at < many and work.options[OPTION_SLOT, at] == slot:
                    to = counting.steps[row, work.options[OPTION_LABEL, at]]
                    if to >= 0:
                        shape = work.options[OPTION_SHAPE, at]
                        then = (
                            reach + slot * shapes + shape
                            if steady
                            else work.options[OPTION_READY, at]
                        )
                        cost = work.costs[at] + ahead[day + 1, to, then]
                        cost += counting.prices[row, work.options[OPTION_LABEL, at]]
                        if cost < best:
                            best, chosen = cost, slot * shapes + shape
                    at += 1
                ahead[day, state, slot] = min(best, rest) if min(best, rest) < NEAR else FAR
                choice[day, state, slot] = -1 if rest <= best else chosen
        if steady and day > 0:
            _after_work(tables, agent, day, many, (reach, may_rest), work)
    return _read_plan(tables, agent, reach, start, shape_row, work)


@inner
def _after_work(
    tables: Tables, agent: int, day: int, many: int, how: tuple[int, bool], work: Work
) -> None:
    """Fill a day's prices for every start and shape of the day before."""
    ahead, choice, counting = work.ahead, work.choice, tables.counting
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
                    then = work.options[OPTION_SLOT, at]
                    if then < ready:
                        break
                    to = counting.steps[row, work.options[OPTION_LABEL, at]]
                    if to < 0:
                        continue
                    pair = then * shapes + work.options[OPTION_SHAPE, at]
                    cost = work.costs[at] + ahead[day + 1, to, reach + pair]
                    cost += counting.prices[row, work.options[OPTION_LABEL, at]]
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
