"""Compiled: annealing over the stretches of pieces; a move prices one or two of them anew."""

# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - compiled: one loop, arrays by position
from __future__ import annotations

from typing import NamedTuple

from benchmarks.multi_activity.kernel import Floats, Ints, Question, Scratch, cheapest
from scheduler.compiled import plain

MODULUS, FACTOR = 2147483647, 48271
NOISE = 1 << 16
AWAY = 1e9  # price of a task that another piece does; less than it: worth of one that must be done
TASK_ONE_IN = 6
COOL_EVERY = 256
TRUE_FROM = 0.9  # part of a cooling at which the true price has returned


class Desk(NamedTuple):
    """
    A week while it changes.

    Parameters
    ----------
    asked, own
        The question, and scratch arrays.
    plan, people, done
        What each piece is at, people by activity and slot, and the piece that does a task or -1.
    value, pay
        What a person and a task are worth at the bound.
    share
        Of the true price, the rest is that of the worths; shape (1,).
    noise, spread, seed
        Random numbers: Gumbel, exponential, and the generator's state.
    """

    asked: Question
    own: Scratch
    plan: Ints
    people: Ints
    done: Ints
    value: Floats
    pay: Floats
    share: Floats
    noise: Floats
    spread: Floats
    seed: Ints


@plain
def _draw(desk: Desk, below: int) -> int:
    desk.seed[0] = desk.seed[0] * FACTOR % MODULUS
    return desk.seed[0] * below // MODULUS


@plain
def _price(desk: Desk, act: int, slot: int, sign: int) -> float:
    """Return what one person more or less costs, of the true price alone."""
    asked, people = desk.asked, desk.people[act, slot]
    if sign > 0:
        return -asked.under[act, slot] if people < asked.need[act, slot] else asked.over[act, slot]
    return -asked.over[act, slot] if people > asked.need[act, slot] else asked.under[act, slot]


@plain
def _place(desk: Desk, piece: int, sign: int) -> tuple[float, float]:
    """Add or take away a piece; return the true price of that, and the softened one."""
    asked, share, acts = desk.asked, desk.share[0], len(desk.value)
    true, soft, before = 0.0, 0.0, -1
    for slot in range(asked.length[piece]):
        what, at = desk.plan[piece, slot], asked.begin[piece] + slot
        if what < acts:
            cost = _price(desk, what, at, sign)
            true += cost
            soft += share * cost - sign * (1.0 - share) * desk.value[what, at]
            desk.people[what, at] += sign
        elif what != before:
            task = what - acts
            true -= sign * asked.task_out[task]
            soft -= sign * (share * asked.task_out[task] + (1.0 - share) * desk.pay[task])
            desk.done[task] = piece if sign > 0 else -1
        before = what
    return true, soft


@plain
def _respond(desk: Desk, piece: int, wanted: int, heat: float) -> None:
    """Write the cheapest stretches of a piece that was taken away, with noise, a task wanted."""
    asked, own, share = desk.asked, desk.own, desk.share[0]
    begin, at = asked.begin[piece], _draw(desk, NOISE)
    for act in range(len(desk.value)):
        for slot in range(asked.length[piece]):
            cost = share * _price(desk, act, begin + slot, 1)
            cost -= (1.0 - share) * desk.value[act, begin + slot]
            at = (at + 1) & (NOISE - 1)
            own.sums[act, slot + 1] = own.sums[act, slot] + cost - heat * desk.noise[at]
    for number in range(asked.tasks.shape[1]):
        task = asked.tasks[piece, number]
        if task >= 0:
            price = -share * asked.task_out[task] - (1.0 - share) * desk.pay[task]
            own.price[task] = AWAY if desk.done[task] >= 0 else price
            if task == wanted:
                own.price[task] = -AWAY
    cheapest(asked, piece, own, True)
    end = asked.length[piece]
    while end > 0:
        start = own.came[end]
        for slot in range(start, end):
            desk.plan[piece, slot] = own.what[end]
        end = start


@plain
def _fits(asked: Question, piece: int, task: int) -> bool:
    """Return whether a piece has room for a task inside its window."""
    begin = max(asked.begin[piece], asked.task_first[task])
    end = min(asked.begin[piece] + asked.length[piece], asked.task_end[task])
    return end - begin >= asked.task_length[task]


@plain
def _move(desk: Desk, heat: float, limit: float) -> float:
    """Price one piece anew, and the one that gives a task up; return what that truly cost."""
    asked, kept = desk.asked, desk.own.kept
    piece, other, wanted = _draw(desk, len(asked.begin)), -1, -1
    if _draw(desk, TASK_ONE_IN) == 0:
        task = asked.tasks[piece, _draw(desk, asked.tasks.shape[1])]
        if task >= 0 and _fits(asked, piece, task) and desk.done[task] != piece:
            wanted, other = task, desk.done[task]
    true, soft = _place(desk, piece, -1)
    kept[0] = desk.plan[piece]
    if other >= 0:
        more, softer = _place(desk, other, -1)
        true, soft = true + more, soft + softer
        kept[1] = desk.plan[other]
    _respond(desk, piece, wanted, heat)
    more, softer = _place(desk, piece, 1)
    true, soft = true + more, soft + softer
    if other >= 0:
        _respond(desk, other, -1, heat)
        more, softer = _place(desk, other, 1)
        true, soft = true + more, soft + softer
    if soft <= limit:
        return true
    _place(desk, piece, -1)
    if other >= 0:
        _place(desk, other, -1)
        desk.plan[other] = kept[1]
        _place(desk, other, 1)
    desk.plan[piece] = kept[0]
    _place(desk, piece, 1)
    return 0.0


@plain
def anneal(
    desk: Desk, cost: float, best: Ints, moves: int, heat: tuple[float, float], share: float
) -> float:
    """Make moves while it cools and the true price returns; keep the cheapest, return its cost."""
    begin, end = heat
    now, found = begin, cost
    for move in range(moves):
        if move % COOL_EVERY == 0:
            part = move / moves
            now = begin * (end / begin) ** part
            desk.share[0] = share ** max(0.0, 1.0 - part / TRUE_FROM)
        cost += _move(desk, now, now * desk.spread[_draw(desk, NOISE)])
        if cost < found - 1e-6:
            found = cost
            best[:] = desk.plan
    return found
