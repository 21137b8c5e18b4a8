"""Few people's best weeks, one person's after the other, each exact while the others stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.mend.moves import MoveKind
from scheduler.mend.search import LEAST
from scheduler.mend.weeks import by_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.mend.cover import Cover
    from scheduler.mend.menu import DayMenu, Floats, Ints
    from scheduler.mend.people import PersonRules
    from scheduler.mend.pricing import Pricer
    from scheduler.mend.program import MoveColumn, Prices
    from scheduler.mend.weeks import ByStart

PASSES = 3
HOURS_KEPT = frozenset({MoveKind.PAUSES, MoveKind.POST})
DAY_CHANGED = frozenset({MoveKind.START, MoveKind.COME_IN})


class WeekAnswer(NamedTuple):
    """
    A person's best week while all others stay.

    Parameters
    ----------
    change
        What it costs more than the week as it was, cover counted.
    options
        Number of the option of each day that changes, by the day's place.
    """

    change: float
    options: Mapping[int, int]


UNCHANGED = WeekAnswer(0.0, {})


class WeekDescent:
    """
    Chooses whose weeks change, and how: a person at a time, as long as it pays.

    A person is at most once in each row of cover, so what one more is worth there prices all
    weeks of the person exactly.

    Parameters
    ----------
    cover, count, prices
        The rows, the people there now, and what rows cost.
    pricer, judge
        What changes cost, and whether rules allow them.
    """

    def __init__(
        self, cover: Cover, count: Ints, prices: Prices, pricer: Pricer, judge: PersonRules
    ) -> None:
        self._cover, self._count, self._prices = cover, count.copy(), prices
        self._pricer, self._judge = pricer, judge
        self._same = [day.is_out.copy() for day in pricer.days]
        self._people: dict[str, list[int]] = {}
        for place, day in enumerate(pricer.days):
            self._people.setdefault(day.key[0], []).append(place)
        self._groups: dict[int, ByStart] = {}
        self._allowed: dict[tuple[object, ...], bool] = {}
        self._chosen: dict[str, WeekAnswer] = {}

    def best(self, most: int) -> tuple[MoveColumn, ...]:
        """Return the weeks of at most so many people that no exchange of one of them betters."""
        while len(self._chosen) < most and self._join():
            self._settle()
        for _ in range(PASSES if self._chosen else 0):
            before = dict(self._chosen)
            for agent_id in tuple(before):
                self._take(agent_id, UNCHANGED)
                self._join()
            self._settle()
            if self._chosen == before:
                break
        return tuple(
            self._pricer.whole_week(
                tuple(answer.options.items()), [self._pricer.days[p].key for p in answer.options]
            )
            for answer in self._chosen.values()
        )

    def _join(self) -> bool:
        """Let whoever helps most change; return whether anybody does."""
        answers = {one: self._answer(one) for one in self._people if one not in self._chosen}
        best = min(answers, key=lambda one: answers[one].change, default=None)
        if best is None or answers[best].change >= -LEAST:
            return False
        self._take(best, answers[best])
        return True

    def _settle(self) -> None:
        """Choose the weeks of those who change once more, each after the others."""
        for _ in range(PASSES):
            before = dict(self._chosen)
            for agent_id in before:
                self._take(agent_id, self._answer(agent_id))
            if self._chosen == before:
                return

    def _take(self, agent_id: str, answer: WeekAnswer) -> None:
        np.subtract.at(self._count, self._rows(agent_id), 1)
        self._chosen.pop(agent_id, None)
        if answer.options:
            self._chosen[agent_id] = answer
        np.add.at(self._count, self._rows(agent_id), 1)

    def _rows(self, agent_id: str) -> Ints:
        """Return the rows a person's days count in as they are chosen."""
        options = self._chosen.get(agent_id, UNCHANGED).options
        found = [np.zeros(0, dtype=np.int64)]
        for place in self._people[agent_id]:
            day = self._pricer.days[place]
            number = options.get(place)
            shift = day.own if number is None else day.menu.shift(agent_id, number)
            if shift is not None:
                found.append(self._cover.rows_of(shift))
        return np.concatenate(found)

    def _answer(self, agent_id: str) -> WeekAnswer:
        """Return a person's best week that rules allow."""
        count = self._count.copy()
        np.subtract.at(count, self._rows(agent_id), 1)
        value = self._prices.of(count) - self._prices.of(count + 1)
        gains: dict[object, Floats] = {}
        prices: dict[int, Floats] = {}
        for place in self._people[agent_id]:
            prices[place] = self._pricer.reduced(place, value, gains)
            prices[place][self._same[place]] = 0.0
        weeks = [*self._starts(prices), *self._days(prices)]
        weeks.sort(key=lambda week: week.change)
        for week in weeks:
            if week.change >= -LEAST:
                break
            if self._allows(agent_id, week):
                return week
        return UNCHANGED

    def _starts(self, prices: Mapping[int, Floats]) -> Iterator[WeekAnswer]:
        """Yield the cheapest week of each start and shape that all of a person's days may have."""
        worked = [place for place in prices if self._pricer.days[place].own is not None]
        if not worked:
            return
        groups = {place: self._grouped(self._pricer.days[place].menu) for place in worked}
        common = set.intersection(*(set(each.places) for each in groups.values()))
        for start in sorted(common):
            change = 0.0
            options: dict[int, int] = {}
            for place in worked:
                among = groups[place].group(start)
                number = int(among[prices[place][among].argmin()])
                change += float(prices[place][number])
                if not self._same[place][number]:
                    options[place] = number
            yield WeekAnswer(change, options)

    def _days(self, prices: Mapping[int, Floats]) -> Iterator[WeekAnswer]:
        """Yield the cheapest week of a person's own hours, and those with one day of others."""
        change = 0.0
        options: dict[int, int] = {}
        gains: dict[int, float] = {}
        for place in prices:
            number, price = self._least(place, prices[place], HOURS_KEPT)
            gains[place] = min(0.0, price)
            if price < -LEAST:
                change += price
                options[place] = number
        yield WeekAnswer(change, options)
        for place in prices:
            number, price = self._least(place, prices[place], DAY_CHANGED)
            if np.isfinite(price):
                yield WeekAnswer(change - gains[place] + price, options | {place: number})

    def _least(self, place: int, price: Floats, kinds: frozenset[MoveKind]) -> tuple[int, float]:
        """Return the cheapest option of a day of some kinds that is not out, and its price."""
        told = np.where(self._pricer.days[place].allowed(kinds), price, np.inf)
        number = int(told.argmin())
        return number, float(told[number])

    def _allows(self, agent_id: str, week: WeekAnswer) -> bool:
        """Return whether rules allow a week; rules see no meals."""
        days = self._pricer.days
        key = (
            agent_id,
            *(
                (
                    place,
                    *days[place].menu.hours[number].tolist(),
                    int(days[place].menu.posts[number]),
                )
                for place, number in week.options.items()
            ),
        )
        if key not in self._allowed:
            places = [days[place].key for place in week.options]
            column = self._pricer.whole_week(tuple(week.options.items()), places)
            broken = self._judge.rules_broken(column.moves)
            self._allowed[key] = not broken
            changed = [
                (place, number)
                for place, number in week.options.items()
                if days[place].allowed(DAY_CHANGED)[number]
            ]
            if broken and len(changed) == 1:  # one day of other hours: no week may hold it
                days[changed[0][0]].rule_out(changed[0][1], broken)
        return self._allowed[key]

    def _grouped(self, menu: DayMenu) -> ByStart:
        if id(menu) not in self._groups:
            self._groups[id(menu)] = by_start(menu)
        return self._groups[id(menu)]
