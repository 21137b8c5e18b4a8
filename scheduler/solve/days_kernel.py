"""Compiled: whether the rules that link days allow an agent's days, and what they charge."""

# numpy scalars are plain numbers here:
# mypy: disable-error-code="no-any-return"
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.compiled import inner, outer

if TYPE_CHECKING:
    from scheduler.solve.tables import Ints, Tables

# Rows of a plan and of one agent's days: first cell, shape, posts (``posts_kernel``), first cell of
# the meal; -1: none.
START, SHAPE, POST, MEAL = 0, 1, 2, 3
OFF = 0  # label of a day off (``scheduler/rules/automaton.py``)


@inner
def uneven(tables: Tables, first: int, then: int) -> float:
    """Return the price of two starts on days in a row, by how far they lie apart on the clock."""
    apart = abs(tables.clock_of[then] - tables.clock_of[first])
    return tables.steady_price * max(0.0, apart - tables.steady_free)


@inner
def price_days(tables: Tables, agent: int, start: Ints, shape: Ints) -> float:
    """Return what counting rules and steady starts charge; infinite where not allowed."""
    counting = tables.counting
    machine = counting.of[agent]
    ready, state, last = tables.ready_of[agent], 0, -1
    cost = 0.0
    for day in range(len(start)):
        first = start[day]
        row = counting.first_row[machine, day] + state
        label = OFF
        if first >= 0:
            if first < ready:
                return np.inf
            ready = first + tables.shape_ready[shape[day]]
            label = counting.label_of[first, shape[day]]
            if last >= 0 and tables.steady_price > 0.0:
                cost += uneven(tables, last, first)
        else:
            cost += tables.off_price[agent, day]
        last = first
        if row >= counting.first_row[machine, day + 1]:  # no week is allowed at all
            return np.inf
        state = counting.steps[row, label]
        if state < 0:
            return np.inf
        cost += counting.prices[row, label]
    return cost


@outer
def price_days_of(tables: Tables, agent: int, start: Ints, shape: Ints) -> float:
    """Return the same to a caller that is not compiled."""
    return price_days(tables, agent, start, shape)


@outer
def price_all_days(tables: Tables, start: Ints, shape: Ints) -> float:
    """Return the same summed over all agents."""
    total = 0.0
    for agent in range(len(start)):
        total += price_days(tables, agent, start[agent], shape[agent])
    return total
