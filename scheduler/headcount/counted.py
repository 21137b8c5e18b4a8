"""
Whether so many people hold a week, decided by one integer program (OR-Tools, CP-SAT).

Where a day has few shifts, everybody's weeks can be listed; of the people who start alike on a day
the program counts how many are on each post and how many eat when. How many people work each week
is free, so that it decides over all mixes of kinds at once. Two things make it small and take
nothing away: of people of one contract and plan those of most posts can do whatever the others can,
and of two weeks of which one holds all shifts of the other the longer covers more, and covering
more breaks nothing (surplus has no price here). Whoever serves on one post alone in the end is
hired with that one (``dealt``).
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from ortools.sat.python import cp_model

from scheduler.headcount.program import EDGE
from scheduler.solve.crews import (
    NO_MEAL,
    Able,
    Days,
    Served,
    able_of,
    rows_of,
    served,
    starts_of,
    worked,
)
from scheduler.solve.master import Lister
from scheduler.solve.ways import is_countable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scheduler.headcount.kinds import KindPlace
    from scheduler.headcount.program import PlaceGroup
    from scheduler.headcount.weeks import RowsAsked
    from scheduler.solve.tables import Ints, Tables

MOST_WEEKS = 4_000  # of one place, shorter ones included
UNIT = 10_000  # of a person missing in a row
ASK_S = 0.3

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


class NumberDecided(NamedTuple):
    """Whether it holds, None: not known in time; and what shows it."""

    holds: bool | None
    weeks: CountedWeeks | None = None


def strongest(places: Sequence[KindPlace]) -> tuple[int, ...]:
    """Return the places of which no other of one contract and plan can do all, by number."""
    return tuple(
        number
        for number, place in enumerate(places)
        if not any(_does_all_of(other, place) for other in places)
    )


def _does_all_of(other: KindPlace, place: KindPlace) -> bool:
    own, theirs = place.kind, other.kind
    alike = (own.contract.hours_week, own.contract.min_hours_week, own.work_plan) == (
        theirs.contract.hours_week,
        theirs.contract.min_hours_week,
        theirs.work_plan,
    )
    return alike and place.cycle_start == other.cycle_start and set(own.posts) < set(theirs.posts)


class CountedHeadcount:
    """
    The program of a week.

    Parameters
    ----------
    tables
        Of a week with one person of each place.
    asked
        What the rows ask for.
    places
        Numbers of the places whose people may be hired.
    caps
        Groups of places that are limited.
    """

    def __init__(
        self,
        tables: Tables,
        asked: RowsAsked,
        places: Sequence[int],
        caps: Sequence[PlaceGroup] = (),
    ) -> None:
        self._tables, self._asked, self._places, self._caps = tables, asked, places, caps
        self._weeks = _maximal_weeks(tables, len(asked.least), places)

    @property
    def is_whole(self) -> bool:
        """Return whether every week could be listed, without which nothing is decided."""
        return self._weeks is not None

    def decide(
        self, people: int, seconds: float, seed: int, stop: Callable[[], bool]
    ) -> NumberDecided:
        """Return whether so many people hold the week, as far as it is known in time."""
        if self._weeks is None:
            return NumberDecided(None)
        program = _Program(self._tables, self._asked, self._weeks, people)
        program.set_people(self._caps)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        with ThreadPoolExecutor(1) as apart:
            solving = apart.submit(solver.solve, program.model)
            while not wait([solving], timeout=ASK_S).done:
                if stop():
                    solver.stop_search()
            ended = solving.result()
        if ended == cp_model.INFEASIBLE:
            return NumberDecided(holds=False)
        if ended not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return NumberDecided(None)
        return NumberDecided(True, program.answer(solver))


class _Program:
    """The counts of one week, and what its rows ask of them."""

    def __init__(
        self,
        tables: Tables,
        asked: RowsAsked,
        weeks: Mapping[int, Sequence[tuple[Days, ...]]],
        people: int,
    ) -> None:
        self.model = cp_model.CpModel()
        self._tables, self._asked, self._all = tables, asked, people
        self._people = {
            (place, week): self._count() for place, own in weeks.items() for week in own
        }
        self._posts: dict[tuple[Able, Days], dict[Served, cp_model.IntVar]] = {}
        self._meals: dict[Served, dict[int, cp_model.IntVar]] = {}
        self._cover: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        self._add_posts()
        self._add_rows()

    def set_people(self, caps: Sequence[PlaceGroup]) -> None:
        """Ask for so many people, of some places no more than given."""
        self.model.add(sum(self._people.values()) == self._all)
        for cap in caps:
            own = [each for (place, _), each in self._people.items() if place in cap.places]
            if own and np.isfinite(cap.most):
                self.model.add(sum(own) <= int(cap.most))

    def answer(self, solver: cp_model.CpSolver) -> CountedWeeks:
        """Return the counts that were found."""
        return CountedWeeks(
            {key: many for key, each in self._people.items() if (many := solver.value(each))},
            {key: _values(solver, here) for key, here in self._posts.items()},
            {place: _values(solver, here) for place, here in self._meals.items()},
        )

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
        """Ask for the minimums, and that no more is missing than may be; parts rounded down."""
        short: list[cp_model.LinearExprT] = []
        for row in range(len(self._asked.least)):
            least, whole, part = (float(each[row]) for each in self._asked[:3])
            there = sum(self._cover[row])
            if least > 0:
                self.model.add(there >= int(least))
            if whole > least:
                missing = self._count(int(whole))
                self.model.add(there + missing >= int(whole))
                short.append(UNIT * missing)
            if part > 0 and whole + part > least:
                first = self.model.new_bool_var("")
                others = missing if whole > least else 0
                self.model.add(there + others + first >= int(whole) + 1)
                short.append(int(UNIT * part) * first)
        most = UNIT * (self._asked.most_short + EDGE) / self._asked.hours
        self.model.add(sum(short) <= int(most))


def _values(solver: cp_model.CpSolver, counts: Mapping[_Key, cp_model.IntVar]) -> dict[_Key, int]:
    return {key: many for key, each in counts.items() if (many := solver.value(each))}


def _maximal_weeks(
    tables: Tables, rows: int, places: Sequence[int]
) -> dict[int, list[tuple[Days, ...]]] | None:
    """Return by place the weeks of which no other holds all shifts; None: there are too many."""
    if not is_countable(tables):
        return None
    found = {}
    lister = Lister(tables, rows, np.zeros(rows), MOST_WEEKS)
    for place in places:
        weeks = lister.weeks(place, 0.0)[0]
        if not weeks:
            return None
        found[place] = _maximal(tables, place, weeks)
    return found


def _maximal(tables: Tables, place: int, weeks: Sequence[Ints]) -> list[tuple[Days, ...]]:
    cells = {tuple(worked(tables, place, starts_of(week))) for week in weeks}
    kept: list[tuple[Days, ...]] = []
    for week in sorted(cells, key=lambda days: (-len(days), days)):
        if week and not any(set(week) <= set(other) for other in kept):
            kept.append(week)
    return kept
