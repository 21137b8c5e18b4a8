"""The bound of few people's changes: single days, and all days of a person to one start."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.mend.search import LEAST, MoveSearch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from scheduler.mend.cover import Cover
    from scheduler.mend.menu import DayMenu, Floats, Ints
    from scheduler.mend.moves import MoveKind
    from scheduler.mend.people import PersonRules
    from scheduler.mend.pricing import Day, Pricer
    from scheduler.mend.program import MoveColumn, Relaxed

BEST_OF_PERSON = 3  # whole weeks that a person adds in a round
Start = tuple[int, int]  # minutes after the day's beginning, and shape by number


class ByStart(NamedTuple):
    """
    A day's options in groups of the same start and shape.

    Parameters
    ----------
    places
        Group of each start and shape.
    order, begins
        Options by group, and where each group begins among them.
    """

    places: dict[Start, int]
    order: Ints
    begins: Ints

    def group(self, start: Start) -> Ints:
        """Return the options of a start and shape."""
        place = self.places[start]
        ends = (*self.begins[1:].tolist(), len(self.order))
        return self.order[self.begins[place] : ends[place]]


def by_start(menu: DayMenu) -> ByStart:
    """Return the options of a menu in groups of the same start and shape."""
    begin = menu.problem.horizon.minute(menu.first)
    keys = [(option.start_min - begin, option.shape) for option in menu.options]
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)
    known = sorted(set(keys))
    told = [keys[number] for number in order.tolist()]
    begins = np.array([told.index(key) for key in known], dtype=np.int64)
    return ByStart({key: place for place, key in enumerate(known)}, order, begins)


class WeekSearch(MoveSearch):
    """
    Changes of few people's days: one by one, and of all of a person to one start and shape.

    A plan of one type and one start a week lets no day change alone.

    Parameters
    ----------
    cover, count, pricer, judge
        As for ``MoveSearch``.
    most
        People who may change.
    """

    def __init__(
        self, cover: Cover, count: Ints, pricer: Pricer, judge: PersonRules, most: int
    ) -> None:
        super().__init__(cover, count, pricer, judge, most)
        self._same = [day.is_out.copy() for day in pricer.days]
        self._weeks: dict[tuple[tuple[int, int], ...], MoveColumn] = {}
        self._not_allowed: set[tuple[str, Start]] = set()
        self._is_allowed_with: dict[tuple[object, ...], bool] = {}  # rules see no meals
        self._groups: dict[int, ByStart] = {}
        self._people: dict[str, list[int]] = {}
        self._days: dict[str, list[Day]] = {}
        for place, day in enumerate(pricer.days):
            self._days.setdefault(day.key[0], []).append(day.key)
            if day.own is not None:
                self._people.setdefault(day.key[0], []).append(place)

    def bound(self, kinds: Collection[MoveKind]) -> float:
        """Return below which no changes of some kinds cost; minus infinity: no end was found."""
        return self._relax(kinds).cost

    def _price(self, kinds: Collection[MoveKind], relaxed: Relaxed) -> int:
        return super()._price(kinds, relaxed) + self._price_weeks(relaxed)

    def _price_weeks(self, relaxed: Relaxed) -> int:
        """Add the whole weeks that would lower the linear program most; return how many."""
        gains: dict[object, Floats] = {}
        before = len(self._weeks)
        for agent_id, places in self._people.items():
            room = sum(relaxed.room.get(key, 0.0) for key in self._days[agent_id])
            prices = self._day_prices(places, relaxed.value, gains)
            found = 0
            for start in self._cheapest_starts(agent_id, places, prices, room - LEAST):
                found += self._add_week(agent_id, start, places, prices)
                if found == BEST_OF_PERSON:
                    break
        return len(self._weeks) - before

    def _day_prices(
        self, places: Sequence[int], value: Floats, gains: dict[object, Floats]
    ) -> list[Floats]:
        """Return what each option of a person's days costs less its worth; 0: it is no change."""
        found = []
        for place in places:
            price = self._pricer.reduced(place, value, gains)
            price[self._same[place]] = 0.0
            found.append(price)
        return found

    def _cheapest_starts(
        self, agent_id: str, places: Sequence[int], prices: Sequence[Floats], below: float
    ) -> Iterator[Start]:
        """Yield the starts and shapes all of a person's days could have, the cheapest first."""
        groups = [self._grouped(self._pricer.days[place].menu) for place in places]
        least = [
            np.minimum.reduceat(price[group.order], group.begins)
            for group, price in zip(groups, prices, strict=True)
        ]
        listed = []
        for start in groups[0].places:
            if (agent_id, start) in self._not_allowed:
                continue
            if all(start in group.places for group in groups):
                both = zip(groups, least, strict=True)
                listed.append((sum(each[group.places[start]] for group, each in both), start))
        listed.sort()
        yield from (start for price, start in listed if price < below)

    def _add_week(
        self, agent_id: str, start: Start, places: Sequence[int], prices: Sequence[Floats]
    ) -> bool:
        """Let all of a person's days be of one start; whether this is new and allowed."""
        taken = []
        for place, price in zip(places, prices, strict=True):
            group = self._grouped(self._pricer.days[place].menu).group(start)
            number = int(group[price[group].argmin()])
            if not self._same[place][number]:
                taken.append((place, number))
        key = tuple(taken)
        if len(key) < 2 or key in self._weeks:
            return False
        column = self._pricer.whole_week(key, self._days[agent_id])
        posts = tuple(None if move.now is None else move.now.post for move in column.moves)
        if (agent_id, start, posts) not in self._is_allowed_with:
            allowed = self._judge.allows(column.moves)
            self._is_allowed_with[agent_id, start, posts] = allowed
        if not self._is_allowed_with[agent_id, start, posts]:
            self._not_allowed.add((agent_id, start))
            return False
        self._weeks[key] = column
        self._linear.add([column])
        return True

    def _grouped(self, menu: DayMenu) -> ByStart:
        if id(menu) not in self._groups:
            self._groups[id(menu)] = by_start(menu)
        return self._groups[id(menu)]
