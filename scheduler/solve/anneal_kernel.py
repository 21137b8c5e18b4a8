"""Compiled: simulated annealing over all moves."""

# ruff: noqa: PLR0912, PLR0915, PLR0917 - compiled: one loop, arrays by position
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.solve.compiled import outer
from scheduler.solve.search_kernel import draw, respond
from scheduler.solve.swap_kernel import move_shift, trade
from scheduler.solve.week_kernel import NOISE

if TYPE_CHECKING:
    from scheduler.solve.rows import Rows
    from scheduler.solve.search_kernel import State
    from scheduler.solve.tables import Floats, Ints, Tables
    from scheduler.solve.week_kernel import Work

KEEP = 1e-9
OFTEN = 1000
CALM = 0.3  # a whole week's choice among many is hotter than one move's


class Mix(NamedTuple):
    """How many of a thousand moves are responses of one agent, and trades between two."""

    respond: int
    trade: int


@outer
def anneal(
    tables: Tables,
    rows: Rows,
    state: State,
    best: Ints,
    cost: float,
    best_cost: float,
    moves: int,
    heat: tuple[float, float],
    mix: Mix,
    breach: float,
    noise: Floats,
    spread: Floats,
    seed: Ints,
    work: Work,
) -> tuple[float, float]:
    """
    Make moves while the noise cools from ``heat[0]`` to ``heat[1]``; return cost and best cost.

    ``best`` holds start, shape, post and meal of the cheapest roster seen.
    """
    agents, days = state.start.shape
    free = np.zeros(days, dtype=np.bool_)
    changed = np.zeros(agents, dtype=np.bool_)
    stack = np.empty(agents, dtype=np.int64)
    depth = 0
    ratio = heat[1] / heat[0]
    for move in range(moves):
        if move & 255 == 0:
            scale = heat[0] * ratio ** (move / moves)
        agent = draw(seed, agents)
        other = -1
        pick = draw(seed, OFTEN)
        if pick < mix.respond:
            mode = draw(seed, 4)
            free[:] = mode == 0
            free[draw(seed, days)] = True
            if mode > 1:
                free[draw(seed, days)] = True
            for day in range(days):
                if tables.fixed_start[agent, day] >= 0:
                    free[day] = False
            cost += respond(
                tables,
                rows,
                state,
                agent,
                free,
                noise,
                scale * CALM,
                draw(seed, NOISE),
                breach,
                work,
            )
        else:
            limit = scale * spread[draw(seed, NOISE)]
            if pick < mix.respond + mix.trade:
                other = draw(seed, agents)
                first = draw(seed, days)
                last = first
                how = draw(seed, 3)
                if how == 1:
                    last = draw(seed, days)
                    if last < first:
                        first, last = last, first
                if how == 2:
                    last = days - 1
                if other == agent:
                    continue
                cost += trade(tables, state, agent, other, first, last, limit)
            else:
                day = draw(seed, days)
                if state.start[agent, day] < 0 or tables.fixed_start[agent, day] >= 0:
                    continue
                cost += move_shift(tables, rows, state, agent, day, limit, seed, breach)
        if not changed[agent]:
            changed[agent] = True
            stack[depth] = agent
            depth += 1
        if other >= 0 and not changed[other]:
            changed[other] = True
            stack[depth] = other
            depth += 1
        if cost < best_cost - KEEP:
            best_cost = cost
            for index in range(depth):
                who = stack[index]
                changed[who] = False
                best[0, who] = state.start[who]
                best[1, who] = state.shape[who]
                best[2, who] = state.post[who]
                best[3, who] = state.meal[who]
            depth = 0
    return cost, best_cost
