"""Compiled: simulated annealing over all moves."""

# ruff: noqa: PLR0917 - compiled: one loop, arguments by position
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scheduler.compiled import inner, outer
from scheduler.solve.days_kernel import MEAL, POST, SHAPE, START
from scheduler.solve.options_kernel import NOISE
from scheduler.solve.search_kernel import draw, respond
from scheduler.solve.shift_kernel import move_shift
from scheduler.solve.swap_kernel import may_swap, swap_stretch
from scheduler.solve.trade_kernel import trade

if TYPE_CHECKING:
    from scheduler.solve.search_kernel import Board
    from scheduler.solve.tables import Bools, Ints

KEEP = 1e-9
OFTEN = 1000
CALM = 0.3  # a whole week's choice among many is hotter than one move's
COOL_EVERY = 256


class Mix(NamedTuple):
    """
    Which moves are made how often.

    Parameters
    ----------
    respond, trade
        Responses of one agent and trades between two, of a thousand moves.
    """

    respond: int
    trade: int


@inner
def choose_days(board: Board, agent: int, free: Bools) -> None:
    """Free one, two or all days of an agent, never a pinned one."""
    days = len(free)
    mode = draw(board, 4)
    free[:] = mode == 0
    free[draw(board, days)] = True
    if mode > 1:
        free[draw(board, days)] = True
    for day in range(days):
        if board.tables.fixed_start[agent, day] >= 0:
            free[day] = False


@inner
def keep_changed(board: Board, best: Ints, depth: int) -> None:
    """Write the days of those who changed, ``depth`` of them on the stack, into the best."""
    state = board.state
    for index in range(depth):
        who = board.stack[index]
        board.changed[who] = False
        for day in range(state.start.shape[1]):
            best[START, who, day] = state.start[who, day]
            best[SHAPE, who, day] = state.shape[who, day]
            best[POST, who, day] = state.post[who, day]
            best[MEAL, who, day] = state.meal[who, day]


@inner
def _between(board: Board, one: int, two: int, limit: float) -> float:
    """Try to exchange days of two people, or posts for some hours; return what it cost."""
    if board.tables.most_changes > 0:
        day = draw(board, board.state.start.shape[1])
        if may_swap(board, one, two, day) and draw(board, 2) == 0:
            return swap_stretch(board, one, two, day, limit)
    return trade(board, one, two, limit)


@outer
def anneal(
    board: Board,
    best: Ints,
    costs: tuple[float, float],
    moves: int,
    heat: tuple[float, float],
    mix: Mix,
) -> tuple[float, float]:
    """
    Make moves while the noise cools from ``heat[0]`` to ``heat[1]``.

    ``costs`` are those of the roster on the board and of ``best``, which holds start, shape, post
    and meal of the cheapest roster seen; both are returned as they are after the moves.
    """
    state = board.state
    agents, days = state.start.shape
    free, changed, stack = board.free, board.changed, board.stack
    for who in range(agents):  # since the best was kept, earlier runs may have changed anybody
        changed[who], stack[who] = True, who
    depth = agents
    cost, best_cost = costs
    begin, end = heat
    ratio, now = end / begin, begin
    for move in range(moves):
        if move % COOL_EVERY == 0:
            now = begin * ratio ** (move / moves)
        agent, other = draw(board, agents), -1
        pick = draw(board, OFTEN)
        limit = now * board.spread[draw(board, NOISE)]
        if pick < mix.respond:
            choose_days(board, agent, free)
            cost += respond(board, agent, free, now * CALM)
        elif pick < mix.respond + mix.trade:
            other = draw(board, agents)
            if other == agent:
                continue
            cost += _between(board, agent, other, limit)
        else:
            day = draw(board, days)
            if state.start[agent, day] < 0 or board.tables.fixed_start[agent, day] >= 0:
                continue
            cost += move_shift(board, agent, day, limit)
        for who in (agent, other):
            if who >= 0 and not changed[who]:
                changed[who] = True
                stack[depth] = who
                depth += 1
        if cost < best_cost - KEEP:
            best_cost = cost
            keep_changed(board, best, depth)
            depth = 0
    return cost, best_cost
