"""
The bound's work spread: everybody's cheapest week at given prices, part by part.

The bound is a sum over people at common prices, so that it comes apart exactly: prices go out to
whoever holds a part, what its people's cheapest weeks cost and cover comes back. Kept on the way is
what the weeks of each part cover on average, by which the need is shared (``need.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import numpy as np

from scheduler.errors import Fault, InputError
from scheduler.solve.bound import FIRST_STEP, LAST_STEP, scratch
from scheduler.solve.bound_kernel import DEFLECTION, GAIN, PATIENCE, SHRINK, lagrangian
from scheduler.solve.eased import eased
from scheduler.solve.estimate import ABOVE_BEST, OF_NOBODY
from scheduler.solve.warm_up import warm_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.problem import RosterProblem
    from scheduler.solve.result import StopAsked
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Floats, Ints, Tables

SLOW = 0.02  # weight of the last step in what is covered
NEVER = 1e12  # price of a person in a row, so that it is cheapest without anybody

Task = TypeVar("Task")
Answer = TypeVar("Answer")


class Hands(Protocol):
    """Processes, or the workers of a cluster, that do one batch of tasks after the other."""

    @property
    def many(self) -> int:
        """Return how many tasks are done at once."""

    def all_of(
        self, work: Callable[[Task], Answer], tasks: Sequence[Task], stop: StopAsked
    ) -> list[Answer | None]:
        """Return the answers in order; None: lost three times, or not begun after a stop."""

    def stop_for(self, stop: StopAsked) -> StopAsked:
        """Return what a task may ask, wherever it is done, for what ``stop`` says here."""


class PartPrices(NamedTuple):
    """
    Prices for one part.

    Parameters
    ----------
    week, number
        Which week's which part.
    value
        What a person is worth in each row; shape (rows,).
    people
        The part itself; None: whoever is asked may know it already.
    """

    week: str
    number: int
    value: Floats
    people: RosterProblem | None = None


class PartWeeks(NamedTuple):
    """
    The cheapest weeks of a part's people.

    Parameters
    ----------
    price
        What they cost together.
    cover
        People at work, those there anyhow left out; None: whoever was asked does not know the part.
        Shape (rows,).
    """

    price: float
    cover: Ints | None


_known: dict[tuple[str, int], tuple[Tables, Rows]] = {}
"""The parts of the last week that this process was asked about, as arrays."""


def priced_part(asked: PartPrices) -> PartWeeks:
    """Price the weeks of a part's people; done by whoever is asked, wherever that runs."""
    key = asked.week, asked.number
    if asked.people is not None and key not in _known:
        warm_up()
        for other in [each for each in _known if each[0] != asked.week]:
            _known.pop(other, None)
        _known[key] = _arrays(asked.people)
    known = _known.get(key)
    if known is None:
        return PartWeeks(0.0, None)
    tables, rows = known
    scales = scratch(tables, len(rows.need))
    price = lagrangian(tables, rows, asked.value, np.zeros(1), scales)
    return PartWeeks(price, scales.supply)


def _arrays(people: RosterProblem) -> tuple[Tables, Rows]:
    """Return a part's people as arrays, with rows that are cheapest without anybody."""
    tables, rows, _, _ = eased(people)
    none, nobody = np.zeros_like(rows.need), np.zeros_like(rows.base)
    empty = rows._replace(
        need=none, short=none, over=np.full_like(none, NEVER), floor=nobody, base=nobody
    )
    return tables._replace(is_loose=tables.most_changes > 0), empty


class Climbed(NamedTuple):
    """
    Where the spread bound ended.

    Parameters
    ----------
    value
        What a person is worth in each row at the best bound; shape (rows,).
    raw
        The bound there, not rounded.
    covered
        People whom the priced weeks of each part put at work on average; shape (parts, rows).
    size
        Share of a full step with which it would go on.
    """

    value: Floats
    raw: float
    covered: Floats
    size: float


class SpreadBound:
    """
    The bound of a whole week, the weeks of whose people are priced part by part.

    Parameters
    ----------
    week
        Name of the question, its own among those that the same hands see.
    parts
        The people.
    rows
        Of the whole week.
    cap
        Most a person may be worth in each row; shape (rows,).
    """

    def __init__(self, week: str, parts: Sequence[RosterProblem], rows: Rows, cap: Floats) -> None:
        self._week, self._parts, self._rows, self._cap = week, parts, rows, cap
        self._agents = sum(len(part.agents) for part in parts)
        self._sent = False

    def climb(
        self,
        value: Floats,
        steps: int,
        hands: Hands,
        is_over: Callable[[], bool],
        stop: StopAsked,
    ) -> Climbed:
        """
        Raise the bound by deflected subgradient steps, at most so many.

        Parameters
        ----------
        value
            Where to begin; shape (rows,).
        steps
            How many at most.
        hands
            Who prices.
        is_over
            Asked before each step whether the time for it is over.
        stop
            Asked whether to stop.
        """
        rows = self._rows
        value = np.clip(value, -rows.over, self._cap)
        best, raw, still, size = value, -np.inf, 0, FIRST_STEP
        course = np.zeros_like(value)
        covered: Floats | None = None
        nobody = float((rows.short * rows.need).sum())
        done = 0
        while done < steps and size >= LAST_STEP and not (done and (is_over() or stop())):
            here, counts, people = self._at(value, hands)
            done += 1
            seen = counts.astype(np.float64)
            covered = seen if covered is None else covered + SLOW * (seen - covered)
            if done == 1 or here > raw + GAIN * max(1.0, abs(raw)):
                raw, best, still = here, value, 0
            else:
                still += 1
                if still >= PATIENCE:
                    size, still, value = size * SHRINK, 0, best
                    course = np.zeros_like(value)
                    continue
            course = course + DEFLECTION * (people - rows.base - seen.sum(axis=0) - course)
            length = float(course @ course)
            if length <= 0.0:
                break
            target = ABOVE_BEST * max(raw, 0.0) + OF_NOBODY * nobody
            step = size * max(target - here, 1.0) / length
            value = np.clip(value + step * course, -rows.over, self._cap)
        assert covered is not None
        return Climbed(best, raw, covered, size)

    def _at(self, value: Floats, hands: Hands) -> tuple[float, Ints, Ints]:
        """Return the bound at given values, the people of each part at work, and those wanted."""
        weeks = self._priced(value, hands)
        cost, people = cheapest_counts(self._rows, value, self._agents)
        total = cost - float(value @ self._rows.base) + sum(each.price for each in weeks)
        covers = [each.cover for each in weeks if each.cover is not None]
        return total, np.stack(covers), people

    def _priced(self, value: Floats, hands: Hands) -> list[PartWeeks]:
        """Return the cheapest weeks of each part; a part that somebody does not know goes along."""
        number = range(len(self._parts))
        asked = [
            PartPrices(self._week, each, value, None if self._sent else self._parts[each])
            for each in number
        ]
        found = hands.all_of(priced_part, asked, never)
        self._sent = True
        unknown = [each for each in number if (one := found[each]) is None or one.cover is None]
        again = [asked[each]._replace(people=self._parts[each]) for each in unknown]
        for each, one in zip(unknown, hands.all_of(priced_part, again, never), strict=True):
            found[each] = one
        weeks = [one for one in found if one is not None and one.cover is not None]
        if len(weeks) < len(found):
            raise InputError(Fault("part_lost"))
        return weeks


def never() -> bool:
    """Return that nobody stops what is asked."""
    return False


def cheapest_counts(rows: Rows, value: Floats, agents: int) -> tuple[float, Ints]:
    """Return the cheapest whole numbers of people of all rows at given values, and their cost."""
    low = rows.floor
    high = np.maximum(rows.base + agents, low)
    need = np.floor(rows.need).astype(np.int64)
    options = np.stack([np.clip(each, low, high) for each in (low, need, need + 1, high)])
    costs = (
        rows.short * np.maximum(0.0, rows.need - options)
        + rows.over * np.maximum(0.0, options - rows.need)
        + value * options
    )
    chosen = costs.argmin(axis=0)[np.newaxis]
    people: Ints = np.take_along_axis(options, chosen, axis=0)[0]
    return float(np.take_along_axis(costs, chosen, axis=0).sum()), people
