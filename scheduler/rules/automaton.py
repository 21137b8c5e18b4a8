"""The counting rules of one agent as one table of states: which day may follow, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.rules.memory import Memory

FORBIDDEN = -1
OFF = 0
Memories = tuple[int, ...]
Follow = dict[Memories, tuple[Memories | None, ...]]


@dataclass(frozen=True, eq=False)
class Automaton:
    """
    States before each day and what each kind of day leads to; the first state is 0.

    Parameters
    ----------
    steps
        State after a day, -1 where forbidden; shape (days, states, labels), label 0 is a day off,
        label 1 + k a shift of shape k.
    counts
        Number of states before each day; shape (days,).
    """

    steps: npt.NDArray[np.int16]
    counts: npt.NDArray[np.int16]


def automaton(memories: Sequence[Memory], shapes: Sequence[int | None], days: int) -> Automaton:
    """
    Return the smallest table of states that allows what all memories allow.

    Parameters
    ----------
    memories
        The counting rules of one agent.
    shapes
        Minutes of work of each shape; None where the agent may not work it.
    days
        Days of the horizon.
    """
    layers = _reachable(memories, shapes, days)
    tables: list[list[tuple[int, ...]]] = []
    number: dict[Memories, int] | None = None
    for layer in reversed(layers):
        number, rows = _merged(layer, number)
        tables.append(rows)
    tables.reverse()
    return _packed(tables, len(shapes) + 1)


def _reachable(memories: Sequence[Memory], shapes: Sequence[int | None], days: int) -> list[Follow]:
    layers = []
    here: set[Memories] = {tuple(memory.start for memory in memories)}
    for day in range(days):
        layer: Follow = {}
        for state in here:
            labels: list[Memories | None] = [_step(memories, day, state, None)]
            labels += [
                None if work is None else _step(memories, day, state, work) for work in shapes
            ]
            layer[state] = tuple(labels)
        layers.append(layer)
        here = {after for row in layer.values() for after in row if after is not None}
    return layers


def _step(
    memories: Sequence[Memory], day: int, state: Memories, work: int | None
) -> Memories | None:
    after = []
    for memory, remembered in zip(memories, state, strict=True):
        value = memory.after(day, remembered, work)
        if value is None:
            return None
        after.append(value)
    return tuple(after)


def _merged(
    layer: Follow, after: dict[Memories, int] | None
) -> tuple[dict[Memories, int], list[tuple[int, ...]]]:
    """Give states with the same future one number, those without any -1."""
    number: dict[Memories, int] = {}
    rows: dict[tuple[int, ...], int] = {}
    for state in sorted(layer):
        row = tuple(
            FORBIDDEN if to is None else (0 if after is None else after[to]) for to in layer[state]
        )
        dead = all(to == FORBIDDEN for to in row)
        number[state] = FORBIDDEN if dead else rows.setdefault(row, len(rows))
    return number, list(rows)


def _packed(tables: list[list[tuple[int, ...]]], labels: int) -> Automaton:
    widest = max(1, *(len(rows) for rows in tables))
    steps = np.full((len(tables), widest, labels), FORBIDDEN, dtype=np.int16)
    for day, rows in enumerate(tables):
        if rows:
            steps[day, : len(rows)] = rows
    return Automaton(steps, np.array([len(rows) for rows in tables], dtype=np.int16))
