"""
Whether so many people hold a week, decided by one integer program (OR-Tools, CP-SAT).

Where a day has few shifts, everybody's weeks can be listed; of the people who start alike on a day
the program counts how many are on each post and how many eat when. How many people work each week
is free, so that it decides over all mixes of kinds at once. Two things make it small and take
nothing away: of people of one contract and plan those of most posts can do whatever the others can,
and of two weeks of which one holds all shifts of the other the longer covers more, and covering
more breaks nothing (surplus has no price here). Whoever serves on one post alone in the end is
hired with that one (``dealt``).

The program asks for as little missing as can be, and ends as soon as a roster misses no more than
may be, or its bound lies above that.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from ortools.sat.python import cp_model

from scheduler.headcount.counts import CountedWeeks, WeekCounts
from scheduler.headcount.parts import PartsProgram
from scheduler.solve.crews import Days, able_of, starts_of, worked
from scheduler.solve.master import Lister
from scheduler.solve.ways import is_countable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scheduler.headcount.kinds import KindPlace, PersonKind
    from scheduler.headcount.program import PlaceGroup
    from scheduler.headcount.weeks import CoverWorth, RowsAsked
    from scheduler.solve.tables import Ints, Tables

MOST_WEEKS = 4_000  # of one place, shorter ones included
MOST_PEOPLE = 1_000_000
ASK_S = 0.1
HALF = 0.5
Weeks = dict[int, list[tuple[Days, ...]]]
_Key = TypeVar("_Key")


class NumberDecided(NamedTuple):
    """Whether it holds, None: not known in time; and what shows it."""

    holds: bool | None
    weeks: CountedWeeks | None = None


class Effort(NamedTuple):
    """
    How long a solver looks.

    Parameters
    ----------
    seconds
        By the clock given.
    seed
        Of its choices.
    workers
        Threads.
    stop
        Asked now and then; True ends it.
    clock
        Seconds.
    """

    seconds: float
    seed: int = 1
    workers: int = 1
    stop: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = time.monotonic


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
        self._tables, self._asked, self._caps = tables, asked, caps
        self._weeks = _maximal_weeks(tables, len(asked.least), places)
        self._found: CountedWeeks | None = None

    @property
    def is_whole(self) -> bool:
        """Return whether every week could be listed, without which nothing is decided."""
        return self._weeks is not None

    def worth(self) -> CoverWorth | None:
        """Return what a person is worth where parts of people hold the week; None: unknown."""
        if self._weeks is None:
            return None
        program = self._program(self._weeks, MOST_PEOPLE)
        program.limit_short()
        program.ask_fewest()
        relaxed = PartsProgram(program.model)
        return program.worth(relaxed) if relaxed.solve() else None

    def decide(self, people: int, effort: Effort) -> NumberDecided:
        """Return whether so many people hold the week, as far as it is known in time."""
        if self._weeks is None:
            return NumberDecided(None)
        program = self._program(self._weeks, people)
        program.set_people(self._weeks, people)
        program.ask_least_short()
        if self._found is not None:
            is_fewer = people < sum(self._found.people.values())
            program.hint(_one_fewer(self._tables, self._found) if is_fewer else self._found)
        solver, most = _solver(effort), program.most_short

        def told(bound: float) -> None:
            if bound > most + HALF:
                solver.stop_search()

        solver.best_bound_callback = told
        ended = _ended(solver, program, effort, _Enough(most))
        has_some = ended in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        if has_some and solver.objective_value <= most + HALF:
            self._found = program.answer(solver.value)
            return NumberDecided(True, self._found)
        is_over = ended == cp_model.INFEASIBLE or solver.best_objective_bound > most + HALF
        return NumberDecided(False if is_over else None)

    def _program(self, weeks: Weeks, most: int) -> WeekCounts:
        program = WeekCounts(self._tables, self._asked, weeks, most)
        for cap in self._caps:
            if np.isfinite(cap.most):
                program.limit_people(cap.places, int(cap.most))
        return program


class _Enough(cp_model.CpSolverSolutionCallback):
    """Ends a search once no more is missing than may be."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def on_solution_callback(self) -> None:
        if self.objective_value <= self._most:
            self.stop_search()


def _one_fewer(tables: Tables, found: CountedWeeks) -> CountedWeeks:
    """Return counts without somebody of theirs."""
    people = dict(found.people)
    posts = {key: dict(here) for key, here in found.posts.items()}
    meals = {spot: dict(eaten) for spot, eaten in found.meals.items()}
    place, week = _take(people)
    for days in week:
        spot = _take(posts[able_of(tables, place, days[0]), days])
        if meals.get(spot):
            _take(meals[spot])
    return CountedWeeks(people, posts, meals)


def _take(counts: dict[_Key, int]) -> _Key:
    """Take one off the largest of some counts; return which."""
    most = max(counts, key=counts.__getitem__)
    counts[most] -= 1
    return most


def first_hires(
    tables: Tables,
    asked: RowsAsked,
    places: Sequence[KindPlace],
    today: Mapping[PersonKind, int],
    *,
    goal: Mapping[PersonKind, int],
    most: int,
) -> Iterator[tuple[PersonKind, float]]:
    """
    Yield who helps most next beside those there are, and how many missing hours that saves.

    Hired are those of whom a roster that holds the week has more; where none is known, anybody.
    Minimums count as need here, and parts of people's weeks may be mixed.

    Parameters
    ----------
    tables, asked
        Of a week with one person of each place.
    places
        Of whom.
    today
        How many there are of each kind.
    goal
        How many a roster has; empty: none is known.
    most
        Hires at the most.
    """
    weeks = _maximal_weeks(tables, len(asked.least), range(len(places)))
    if weeks is None:
        return
    program = WeekCounts(
        tables, asked._replace(least=np.zeros_like(asked.least)), weeks, MOST_PEOPLE
    )
    held = {place.kind: today.get(place.kind, 0) for place in places}
    limits = {
        kind: program.set_people([at for at, each in enumerate(places) if each.kind == kind], many)
        for kind, many in held.items()
    }
    program.ask_least_short()
    relaxed = PartsProgram(program.model)
    before, chosen = 0.0, None
    for _ in range(most + 1):
        if not relaxed.solve():
            return
        missing = program.hours(relaxed.cost)
        if chosen is not None:
            yield chosen, before - missing
        hired = [kind for kind in limits if not goal or held[kind] < goal.get(kind, 0)]
        if missing <= asked.most_short or not hired:
            return
        before, chosen = missing, min(hired, key=lambda kind: relaxed.dual(limits[kind]))
        held[chosen] += 1
        relaxed.set_sum(limits[chosen], held[chosen])


def _solver(effort: Effort) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = effort.workers, effort.seed
    return solver


def _ended(
    solver: cp_model.CpSolver,
    program: WeekCounts,
    effort: Effort,
    heard: cp_model.CpSolverSolutionCallback,
) -> cp_model.CpSolverStatus:
    """Return how a solve ended; it ends by the clock, or when asked."""
    until = effort.clock() + effort.seconds
    with ThreadPoolExecutor(1) as apart:
        solving = apart.submit(solver.solve, program.model, heard)
        while not wait([solving], timeout=ASK_S).done:
            if effort.stop() or effort.clock() > until:
                solver.stop_search()
        return solving.result()


def _maximal_weeks(tables: Tables, rows: int, places: Sequence[int]) -> Weeks | None:
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
