"""The best changes a proposal may make: columns priced, then chosen exactly."""

from __future__ import annotations

import time
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.mend.program import MoveProgram, Prices

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from scheduler.mend.cover import Cover
    from scheduler.mend.menu import Floats, Ints
    from scheduler.mend.moves import MoveKind
    from scheduler.mend.people import PersonRules
    from scheduler.mend.pricing import Pricer
    from scheduler.mend.program import MoveColumn, Relaxed
    from scheduler.shift import Shift

LEAST = 1e-6
BEST_OF_DAY = 3  # columns that a day of a person adds in a round
TRIES = 6  # options of a day that are asked about for these
ROUNDS = 60
MOST_COLUMNS = 1500
CUTS = 8
PARTNERS = 3  # later days off tried for each who comes in, and options tried with each
MOST_PAIRS = 300


class ChosenMoves(NamedTuple):
    """
    Columns taken, and how good they are.

    Parameters
    ----------
    columns
        Those taken.
    cost, bound
        Of cover and changes, and below which no choice of the same kinds of changes costs.
    """

    columns: tuple[MoveColumn, ...]
    cost: float
    bound: float


class MoveSearch:
    """
    Changes of some kinds on some days.

    Parameters
    ----------
    cover, count
        The rows, and the people there now.
    pricer, judge
        What changes cost, and whether rules allow them.
    most
        People who may change; None: as many as pays.
    """

    def __init__(
        self,
        cover: Cover,
        count: Ints,
        pricer: Pricer,
        judge: PersonRules,
        most: int | None = None,
    ) -> None:
        self._cover, self._count = cover, count
        self._prices = Prices(cover.rows)
        self._most = most
        self._linear = MoveProgram(self._prices, count, is_exact=False, most=most)
        self._pricer, self._judge = pricer, judge
        self._columns: dict[tuple[int, int], MoveColumn] = {}

    def cost(self, columns: Iterable[MoveColumn]) -> float:
        """Return what cover and some changes cost."""
        taken, count = tuple(columns), self._count.copy()
        for column in taken:
            count[column.rows] += column.people
        return float(self._prices.of(count).sum()) + sum(column.price for column in taken)

    def best(
        self,
        kinds: Collection[MoveKind],
        seconds: float,
        start: Sequence[MoveColumn] = (),
        freed: Mapping[str, Sequence[Shift]] = MappingProxyType({}),
    ) -> ChosenMoves:
        """
        Return the best changes of some kinds.

        Parameters
        ----------
        kinds
            Which may be made: those asked for before, and more.
        seconds
            For the exact programs.
        start
            Changes known already, at today's price.
        freed
            Later shifts, by person, that may be given off where somebody comes in instead; the
            bound does not speak of these.
        """
        relaxed = self._relax(kinds)
        bound = relaxed.cost
        found = ChosenMoves(tuple(start), self.cost(start), bound)
        pairs = self._paired(relaxed, freed)
        pool = [*self._known(kinds), *pairs]
        until = time.perf_counter() + seconds
        found = self._chosen(pool, found, until, seconds / 2)._replace(bound=bound)
        near, is_whole = self._near(kinds, relaxed, found.cost - bound)
        if near:
            found = self._chosen([*near, *pairs], found, until, seconds)
        elif is_whole:
            bound = found.cost
        least = max(bound, found.bound) if is_whole else bound
        return found._replace(bound=min(least, found.cost))

    def _known(self, kinds: Collection[MoveKind]) -> list[MoveColumn]:
        return [each for each in self._columns.values() if each.moves[0].kind in kinds]

    def _relax(self, kinds: Collection[MoveKind]) -> Relaxed:
        """Return the linear program's answer once no change of these kinds would lower it."""
        for _ in range(ROUNDS):  # none ends before: every round adds columns
            relaxed = self._linear.relax()
            if not self._price(kinds, relaxed):
                return relaxed
        return relaxed._replace(cost=-np.inf)

    def _price(self, kinds: Collection[MoveKind], relaxed: Relaxed) -> int:
        """Add the changes that would lower the linear program most; return how many."""
        gains: dict[object, Floats] = {}
        before = len(self._columns)
        for place, day in enumerate(self._pricer.days):
            room = relaxed.room.get(day.key, 0.0)
            for number in self._cheapest(place, kinds, relaxed.value, gains, room - LEAST):
                self._add(place, number)
        return len(self._columns) - before

    def _add(self, place: int, number: int) -> None:
        """Let an option of a day be taken, in the linear program too."""
        column = self._pricer.column(place, number)
        self._columns[place, number] = column
        self._linear.add([column])

    def _cheapest(
        self,
        place: int,
        kinds: Collection[MoveKind],
        value: Floats,
        gains: dict[object, Floats],
        below: float,
    ) -> list[int]:
        """Return the cheapest allowed options of a day that cost less than told, new ones only."""
        day = self._pricer.days[place]
        price = self._pricer.reduced(place, value, gains)
        price[~day.allowed(kinds)] = np.inf
        found: list[int] = []
        tries = 0
        while len(found) < BEST_OF_DAY:
            number = int(price.argmin())
            if price[number] >= below:
                break
            if (place, number) in self._columns:
                price[number] = np.inf
                continue
            if tries == TRIES and found:
                break
            tries += 1
            if self._is_allowed(place, number):
                found.append(number)
                price[number] = np.inf
            else:
                price[day.is_out] = np.inf
        return found

    def _is_allowed(self, place: int, number: int) -> bool:
        day = self._pricer.days[place]
        column = self._pricer.column(place, number)
        broken = self._judge.rules_broken(column.moves)
        if broken:
            day.rule_out(number, broken)
        return not broken

    def _near(
        self, kinds: Collection[MoveKind], relaxed: Relaxed, gap: float
    ) -> tuple[list[MoveColumn], bool]:
        """
        Return the changes a better choice may hold, and whether these are all of them.

        None that costs more than the gap above what a day must pay is in a better choice.
        """
        gains: dict[object, Floats] = {}
        listed: list[tuple[float, int, int]] = []
        for place, day in enumerate(self._pricer.days):
            price = self._pricer.reduced(place, relaxed.value, gains)
            price -= relaxed.room.get(day.key, 0.0)
            price[~day.allowed(kinds)] = np.inf
            near = np.flatnonzero(price <= gap + LEAST)
            listed += [(float(price[number]), place, int(number)) for number in near]
        listed.sort()
        for _, place, number in listed[:MOST_COLUMNS]:
            if (place, number) in self._columns or self._pricer.days[place].is_out[number]:
                continue
            if self._is_allowed(place, number):
                self._add(place, number)
        inside = [key for _, *key in listed[:MOST_COLUMNS]]
        found = [self._columns[p, n] for p, n in inside if (p, n) in self._columns]
        return found, len(listed) <= MOST_COLUMNS

    def _chosen(
        self, columns: list[MoveColumn], known: ChosenMoves, until: float, seconds: float
    ) -> ChosenMoves:
        """Return the best choice of some columns that every person's rules allow."""
        left = min(seconds, until - time.perf_counter())
        if not columns or left <= 0:
            return known
        pool = list(dict.fromkeys([*columns, *known.columns]))
        program = MoveProgram(self._prices, self._count, is_exact=True, most=self._most)
        program.add(pool)
        places = {column: n for n, column in enumerate(pool)}
        hint = [places[column] for column in known.columns]
        bound = known.bound
        for _ in range(CUTS):
            left = min(seconds, until - time.perf_counter())
            if left <= 0:
                break
            answer = program.choose(left, hint)
            if answer.columns is None:
                break
            bound = answer.bound
            wrong = self._wrong([pool[n] for n in answer.columns])
            if not wrong:
                taken = tuple(pool[n] for n in answer.columns)
                cost = self.cost(taken)
                if cost < known.cost - LEAST:
                    return ChosenMoves(taken, cost, bound)
                return known._replace(bound=bound)
            for columns_of_one in wrong:
                program.forbid([places[column] for column in columns_of_one])
        return known._replace(bound=min(bound, known.bound))

    def _wrong(self, taken: Sequence[MoveColumn]) -> list[list[MoveColumn]]:
        """Return the changes of people who may not have all of theirs together."""
        by_agent: dict[str, list[MoveColumn]] = {}
        for column in taken:
            by_agent.setdefault(column.moves[0].agent_id, []).append(column)
        return [
            mine
            for mine in by_agent.values()
            if len(mine) > 1
            and not self._judge.allows(move for column in mine for move in column.moves)
        ]

    def _paired(self, relaxed: Relaxed, freed: Mapping[str, Sequence[Shift]]) -> list[MoveColumn]:
        """Return the most useful changes by which people come in and are off later instead."""
        gains: dict[object, Floats] = {}
        found: list[tuple[float, int, MoveColumn]] = []
        for place, day in enumerate(self._pricer.days):
            if day.own is not None:
                continue
            later = [one for one in freed.get(day.key[0], ()) if one.start_min > day.last_min]
            if not later:
                continue
            price = self._pricer.reduced(place, relaxed.value, gains)
            for loss, number, column in self._pairs_of(place, price, later):
                found.append((price[number] + loss, len(found), column))
        found.sort(key=lambda each: each[:2])
        return [column for *_, column in found[:MOST_PAIRS]]

    def _pairs_of(
        self, place: int, price: Floats, later: Sequence[Shift]
    ) -> Iterator[tuple[float, int, MoveColumn]]:
        """Yield the loss, option and column of what is allowed of a day with each later day off."""
        losses = sorted((self._loss(shift), n) for n, shift in enumerate(later))
        for loss, n in losses[:PARTNERS]:
            left = price.copy()
            for _ in range(PARTNERS):
                number = int(left.argmin())
                if not np.isfinite(left[number]):
                    break
                column = self._pricer.pair(place, number, later[n])
                if self._judge.allows(column.moves):
                    yield loss, number, column
                    break
                left[self._pricer.days[place].alike(number)] = np.inf

    def _loss(self, shift: Shift) -> float:
        """Return what cover costs more without a shift."""
        price, count = self._prices.at, self._count
        return sum(
            price(row, int(count[row]) - 1) - price(row, int(count[row]))
            for row in self._cover.rows_of(shift).tolist()
        )
