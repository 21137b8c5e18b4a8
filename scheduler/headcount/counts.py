"""How many people work which week, on which posts, and eat when: the program of a whole week."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from ortools.sat.python import cp_model

from scheduler.headcount.program import EDGE
from scheduler.headcount.weeks import CoverWorth
from scheduler.solve.crews import NO_MEAL, Able, Days, Served, able_of, rows_of, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scheduler.headcount.parts import PartsProgram
    from scheduler.headcount.weeks import RowsAsked
    from scheduler.solve.tables import Tables

UNIT = 10_000  # of a person missing in a row

_Key = TypeVar("_Key")


class CountedWeeks(NamedTuple):
    """
    What is worked by so many people.

    Parameters
    ----------
    people
        By place and week, as its shifts, how many work it.
    posts
        Of those who may do the same and start alike on a day, how many are on each post.
    meals
        Of those in one spot, how many eat at each offset; where there is no meal, nothing.
    """

    people: Mapping[tuple[int, tuple[Days, ...]], int]
    posts: Mapping[tuple[Able, Days], Mapping[Served, int]]
    meals: Mapping[Served, Mapping[int, int]]


class WeekCounts:
    """
    The counts of one week, and what its rows ask of them.

    Parameters
    ----------
    tables, asked
        The week, with one person of each place.
    weeks
        By place, the weeks that may be worked.
    most
        People of one place, at the most.
    """

    def __init__(
        self,
        tables: Tables,
        asked: RowsAsked,
        weeks: Mapping[int, Sequence[tuple[Days, ...]]],
        most: int,
    ) -> None:
        self.model = cp_model.CpModel()
        self._tables, self._asked, self._all = tables, asked, most
        self._nothing = self._count(0)
        self._people = {
            (place, week): self._count() for place, own in weeks.items() for week in own
        }
        self._posts: dict[tuple[Able, Days], dict[Served, cp_model.IntVar]] = {}
        self._meals: dict[Served, dict[int, cp_model.IntVar]] = {}
        self._cover: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        self._by_row: list[tuple[int, cp_model.Constraint]] = []
        self._short: list[cp_model.LinearExprT] = []
        self._limit: cp_model.Constraint | None = None
        self._add_posts()
        self._add_rows()

    @property
    def most_short(self) -> int:
        """Return what may be missing, as the program counts it."""
        return int(UNIT * (self._asked.most_short + EDGE) / self._asked.hours)

    def hours(self, short: float) -> float:
        """Return what is missing in hours, of what the program counts."""
        return short / UNIT * self._asked.hours

    def set_people(self, places: Iterable[int], people: int) -> cp_model.Constraint:
        """Ask for so many people of some places together."""
        return self.model.add(self._of(places) == people)

    def limit_people(self, places: Iterable[int], most: int) -> None:
        """Ask for no more people of some places together."""
        self.model.add(self._of(places) <= most)

    def limit_short(self) -> None:
        """Ask that no more is missing than may be."""
        self._limit = self.model.add(self._sum(self._short) <= self.most_short)

    def ask_least_short(self) -> None:
        """Ask for as little missing as can be."""
        self.model.minimize(self._sum(self._short))

    def ask_fewest(self) -> None:
        """Ask for as few people as can be."""
        self.model.minimize(self._sum(self._people.values()))

    def worth(self, relaxed: PartsProgram) -> CoverWorth:
        """Return what a person is worth in each row by a relaxation of this program."""
        row = np.zeros(len(self._asked.least))
        for number, constraint in self._by_row:
            row[number] += relaxed.dual(constraint)
        short = 0.0 if self._limit is None else -relaxed.dual(self._limit)
        return CoverWorth(np.maximum(row, 0.0), max(0.0, short) * UNIT / self._asked.hours)

    def answer(self, value: Callable[[cp_model.IntVar], int]) -> CountedWeeks:
        """Return the counts that were found."""
        return CountedWeeks(
            _values(value, self._people),
            {key: _values(value, here) for key, here in self._posts.items()},
            {place: _values(value, here) for place, here in self._meals.items()},
        )

    def hint(self, weeks: CountedWeeks) -> None:
        """Tell the solver of counts to begin at."""
        self._hint(self._people, weeks.people)
        for key, here in self._posts.items():
            self._hint(here, weeks.posts.get(key, {}))
        for place, eaten in self._meals.items():
            self._hint(eaten, weeks.meals.get(place, {}))

    def _hint(self, counts: Mapping[_Key, cp_model.IntVar], known: Mapping[_Key, int]) -> None:
        for key, each in counts.items():
            self.model.add_hint(each, known.get(key, 0))

    def _of(self, places: Iterable[int]) -> cp_model.LinearExprT:
        own = set(places)
        return self._sum(each for (at, _), each in self._people.items() if at in own)

    def _sum(self, each: Iterable[cp_model.LinearExprT]) -> cp_model.LinearExprT:
        return cp_model.LinearExpr.sum([*each, self._nothing])

    def _count(self, most: int | None = None) -> cp_model.IntVar:
        return self.model.new_int_var(0, self._all if most is None else most, "")

    def _add_posts(self) -> None:
        """Count who is on each post for every start and shape that occurs."""
        at: dict[tuple[Able, Days], list[cp_model.IntVar]] = defaultdict(list)
        for (number, week), people in self._people.items():
            for days in week:
                at[able_of(self._tables, number, days[0]), days].append(people)
        at_once: dict[Served, list[cp_model.IntVar]] = defaultdict(list)
        for (able, days), starting in at.items():
            here = {place: self._count() for place in served(self._tables, able, days)}
            self._posts[able, days] = here
            self.model.add(sum(here.values()) == sum(starting))
            for place, on in here.items():
                at_once[place].append(on)
        for place, together in at_once.items():
            self._add_meals(place, together)

    def _add_meals(self, place: Served, on: list[cp_model.IntVar]) -> None:
        """Count who eats when, and cover the cells of work."""
        _, first, shape = place.days
        if self._tables.shape_meal[shape] == 0:
            for row in rows_of(self._tables, place, NO_MEAL):
                self._cover[row] += on
            return
        eaten = {offset: self._count() for offset in range(place.low, place.high + 1)}
        self._meals[place] = eaten
        self.model.add(sum(eaten.values()) == sum(on))
        for offset, eats in eaten.items():
            for row in rows_of(self._tables, place, first + offset):
                self._cover[row].append(eats)

    def _add_rows(self) -> None:
        """Ask for the minimums, and count what is missing; parts rounded down."""
        for row in range(len(self._asked.least)):
            least, whole, part = (float(each[row]) for each in self._asked[:3])
            if max(least, whole, part) <= 0:
                continue
            there = self._sum(self._cover[row])
            if least > 0:
                self._ask(row, there, int(least))
            if whole > least:
                missing = self._count(int(whole))
                there = self._sum([there, missing])
                self._ask(row, there, int(whole))
                self._short.append(UNIT * missing)
            if part > 0 and whole + part > least:
                first = self._count(1)
                self._ask(row, self._sum([there, first]), int(whole) + 1)
                self._short.append(int(UNIT * part) * first)

    def _ask(self, row: int, there: cp_model.LinearExprT, people: int) -> None:
        self._by_row.append((row, self.model.add(there >= people)))


def _values(
    value: Callable[[cp_model.IntVar], int], counts: Mapping[_Key, cp_model.IntVar]
) -> dict[_Key, int]:
    return {key: many for key, each in counts.items() if (many := value(each))}
