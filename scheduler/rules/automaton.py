"""The counting rules of one agent as one table of states: which day may follow, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from scheduler.rules.memory import PricedMemory, ShiftClass

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from scheduler.rules.memory import Memory

FORBIDDEN = -1
OFF = 0
HASH_SEED = 1
Labels = npt.NDArray[np.int64]
Steps = npt.NDArray[np.int32]
Prices = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Automaton:
    """
    States before each day and what each class of day leads to; the first state is 0.

    Parameters
    ----------
    steps
        By day: the state after it, -1 where forbidden; shape (states, labels). Label 0 is a day
        off, label 1 + k a shift of class k.
    prices
        By day: what it costs; shape as ``steps``.
    """

    steps: tuple[Steps, ...]
    prices: tuple[Prices, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """Return the number of states before each day."""
        return tuple(len(step) for step in self.steps)

    def spelled(self, letters: Labels) -> Automaton:
        """Return the table of labels that are read as these letters, -1: forbidden."""
        good = letters >= 0
        return Automaton(
            tuple(np.where(good, step[:, letters], FORBIDDEN) for step in self.steps),
            tuple(np.where(good, price[:, letters], 0.0) for price in self.prices),
        )

    @property
    def is_priced(self) -> bool:
        """Return whether any day costs anything."""
        return any(bool(price.any()) for price in self.prices)


def automaton(
    memories: Sequence[Memory[Any]], classes: Sequence[ShiftClass | None], days: int
) -> Automaton:
    """
    Return the smallest table of states that allows what all memories allow.

    Parameters
    ----------
    memories
        The counting rules of one agent, at least one.
    classes
        Classes of shifts; None where the agent may not work it.
    days
        Days of the horizon.
    """
    filled = tuple(ShiftClass(0) if one is None else one for one in classes)
    allowed = tuple(one is not None for one in classes)
    return Automata(days, filled).of(tuple(memories), allowed)


class Automata:
    """
    Tables of states of many agents; what the first of their rules make together is made once.

    Labels that no rule tells apart are one letter while tables are put together: rules that look at
    minutes alone have a small table, the same for agents who may work different kinds.

    Parameters
    ----------
    days
        Days of the horizon.
    classes
        All classes of shifts.
    """

    def __init__(self, days: int, classes: tuple[ShiftClass, ...]) -> None:
        self._days, self._classes = days, classes
        self._alone: dict[Memory[Any], tuple[Labels, Automaton]] = {}
        self._known: dict[Hashable, Automaton] = {}
        self._spelled: dict[Hashable, Automaton] = {}

    @property
    def size(self) -> int:
        """Return how many tables are known."""
        return len(self._spelled)

    def of(self, memories: tuple[Memory[Any], ...], allowed: tuple[bool, ...]) -> Automaton:
        """
        Return the table of some rules.

        Parameters
        ----------
        memories
            At least one.
        allowed
            By class, whether it may be worked.
        """
        if (memories, allowed) not in self._spelled:
            ordered = tuple(sorted(memories, key=lambda memory: self._single(memory)[0].max()))
            letters, made = self._together(ordered, np.array((True, *allowed)))
            self._spelled[memories, allowed] = made.spelled(letters)
        return self._spelled[memories, allowed]

    def _together(self, memories: tuple[Memory[Any], ...], may: Bools) -> tuple[Labels, Automaton]:
        """Return the letter of each label, -1 where not allowed, and the table by letters."""
        *before, last = memories
        letters, table = self._single(last)
        if not before:
            kept, mine = _numbered(letters[None], may)
            key: Hashable = (memories, mine.tobytes())
            if key not in self._known:
                self._known[key] = _smallest(table.spelled(letters[kept]))
            return mine, self._known[key]
        earlier, others = self._together(tuple(before), may)
        kept, mine = _numbered(np.stack([earlier, letters]), may)
        key = (memories, mine.tobytes(), earlier.tobytes())
        if key not in self._known:
            one, two = others.spelled(earlier[kept]), table.spelled(letters[kept])
            self._known[key] = _both(one, two)
        return mine, self._known[key]

    def _single(self, memory: Memory[Any]) -> tuple[Labels, Automaton]:
        """Return the letter of each label, and the table by letters, of one rule."""
        if memory not in self._alone:
            table = _alone(memory, self._classes, self._days)
            told = np.concatenate([*table.steps, *table.prices])
            _, kept, letters = np.unique(told, axis=1, return_index=True, return_inverse=True)
            self._alone[memory] = letters.reshape(-1), _smallest(table.spelled(kept))
        return self._alone[memory]


def _numbered(letters: Labels, may: Bools) -> tuple[Labels, Labels]:
    """Return a label for each set of letters, and the number of each label's set; -1: not any."""
    labels = np.flatnonzero(may)
    _, first, number = np.unique(letters[:, labels], axis=1, return_index=True, return_inverse=True)
    mine = np.full(len(may), FORBIDDEN, dtype=np.int64)
    mine[labels] = number.reshape(-1)
    return labels[first], mine


def _alone(memory: Memory[Any], classes: Sequence[ShiftClass], days: int) -> Automaton:
    """Return the table of one rule, by walking all that can be remembered."""
    days_of = (None, *classes)
    asks = memory.price if isinstance(memory, PricedMemory) else None
    here = [memory.start]
    steps, prices = [], []
    for day in range(days):
        number: dict[Hashable, int] = {}
        step = np.full((len(here), len(days_of)), FORBIDDEN, dtype=np.int32)
        price = np.zeros(step.shape)
        for state, remembered in enumerate(here):
            for label, shift in enumerate(days_of):
                value = memory.after(day, remembered, shift)
                if value is not None:
                    step[state, label] = number.setdefault(value, len(number))
                    if asks is not None:
                        price[state, label] = asks(day, remembered, shift)
        steps.append(step)
        prices.append(price)
        here = list(number)
    return Automaton(tuple(steps), tuple(prices))


def _both(one: Automaton, two: Automaton) -> Automaton:
    """Return the table that allows what both allow and asks both prices."""
    if not len(one.steps[0]) or not len(two.steps[0]):  # one of them allows no days at all
        return Automaton(
            tuple(step[:0] for step in one.steps), tuple(price[:0] for price in one.prices)
        )
    first = second = np.zeros(1, dtype=np.int64)
    steps, prices = [], []
    for step, other, price, more in zip(one.steps, two.steps, one.prices, two.prices, strict=True):
        after, beside = step[first], other[second]
        good = (after >= 0) & (beside >= 0)
        width = 1 + int(other.max(initial=0))
        pairs, place = np.unique(
            after[good].astype(np.int64) * width + beside[good], return_inverse=True
        )
        to = np.full(after.shape, FORBIDDEN, dtype=np.int32)
        to[good] = place
        steps.append(to)
        prices.append(np.where(good, price[first] + more[second], 0.0))
        first, second = np.divmod(pairs, width)
    return _smallest(Automaton(tuple(steps), tuple(prices)))


def _smallest(table: Automaton) -> Automaton:
    """Give states with the same future one number, those without any -1."""
    steps, prices = [], []
    number: npt.NDArray[np.int64] | None = None
    for step, price in zip(reversed(table.steps), reversed(table.prices), strict=True):
        to = np.where(step >= 0, 0 if number is None else _after(number, step), FORBIDDEN)
        asked = np.where(to >= 0, price, 0.0)
        alive = np.flatnonzero((to >= 0).any(axis=1))
        rows = np.hstack([to[alive].astype(np.int64), asked[alive].view(np.int64)])
        kept, place = _alike(rows)
        number = np.full(len(step), FORBIDDEN, dtype=np.int64)
        number[alive] = place
        steps.append(to[alive[kept]].astype(np.int32))
        prices.append(asked[alive[kept]])
    return Automaton(tuple(reversed(steps)), tuple(reversed(prices)))


def _alike(rows: Labels) -> tuple[Labels, Labels]:
    """Return the first of each set of equal rows, and the number of each row's set."""
    chance = np.random.default_rng(HASH_SEED)
    weights = chance.integers(1, 1 << 62, size=rows.shape[1]) * 2 + 1
    with np.errstate(over="ignore"):
        marks = (rows * weights).sum(axis=1)
    _, kept, place = np.unique(marks, return_index=True, return_inverse=True)
    if not np.array_equal(rows[kept[place]], rows):  # two marks fell together
        _, kept, place = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return kept, place.reshape(-1)


def _after(number: npt.NDArray[np.int64], step: Steps) -> npt.NDArray[np.int64]:
    """Return the new numbers of the states a step leads to."""
    padded = np.append(number, FORBIDDEN)  # -1, a forbidden step, reads the last
    return padded[step]
