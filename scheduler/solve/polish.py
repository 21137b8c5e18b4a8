"""
Rosters made better by exact programs that count posts and meals (``counted``), and proofs by them.

The program holds everybody's weeks near the cheapest at the bound's values. Solved whole it proves
a bound; to better a roster, the weeks of some people are opened and all posts and meals with them,
so many people as the solver finishes in its seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.solve.counted import Answer, CountedProgram
from scheduler.solve.crews import starts_of
from scheduler.solve.days_kernel import SHAPE, START
from scheduler.solve.master import Lister
from scheduler.solve.meter import Meter
from scheduler.solve.search import Listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.solve.plan import Plan
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Floats, Ints, Tables

MOST_WEEKS = 60_000  # of all people together
MOST_LISTED = 600  # of one person, for the search
FIRST_OPEN, FEWEST_OPEN = 10, 3  # crews that a polish opens
FIRST_S = 2.0  # seconds of a polish at first
LONGER = 1.5  # times these where even the fewest crews are too many
MORE, LESS = 2, 2  # crews opened more after an end, fewer after none
QUICK = 0.5  # share of its seconds in which a solve that ended leaves room for more crews
FURTHER = 4.0  # times the gap: weeks in which a roster that holds all minimums is sought
NEAR = 0.25  # of the gap: weeks further above the cheapest are left to the proof
LIST_S = 1e-4  # counted, of a week listed and laid out
KINDS = (0, 1, 2, 3)  # of shift, among whose people those opened are chosen; 0: all


class StartingPoint(NamedTuple):
    """
    Where a run stands when a program is made.

    Parameters
    ----------
    value
        What a person is worth in each row; shape (rows,).
    gap
        Cost of the best roster less the bound at these values.
    plan
        The best roster.
    is_clean
        Whether it holds all minimums, as then every better one has to.
    """

    value: Floats
    gap: float
    plan: Plan
    is_clean: bool = False


class Polisher:
    """
    One program at a time, and what is opened in it.

    Parameters
    ----------
    tables, rows
        The problem as arrays.
    breach
        Price of a person below a minimum.
    seed
        Of the choices.
    """

    def __init__(
        self, tables: Tables, rows: Rows, breach: float, *, seed: np.random.SeedSequence
    ) -> None:
        self._tables, self._rows, self._breach = tables, rows, breach
        self._chance = np.random.default_rng(seed)
        self._near: CountedProgram | None = None
        self._running: list[CountedProgram] = []
        self._open, self._seconds = FIRST_OPEN, FIRST_S
        self._is_stopped = self._is_clean = False
        self.is_whole = False

    def relax(self, at: StartingPoint, seconds: float, meter: Meter | None = None) -> Floats | None:
        """Return what a person is worth in each row by the linear relaxation; None: unknown."""
        meter = meter or Meter(is_counted=False)
        weeks, self.is_whole = self._listed(at, at.gap, meter)
        if self._is_stopped:
            return None
        program = CountedProgram(self._tables, self._rows, weeks, self._breach, is_linear=True)
        self._running.append(program)
        try:
            return None if self._is_stopped else program.relax(seconds=seconds, meter=meter)
        finally:
            self._running.remove(program)

    def close(self, at: StartingPoint, seconds: float, meter: Meter | None = None) -> Answer:
        """Look for any roster of all weeks that holds every minimum, whatever it costs."""
        meter = meter or Meter(is_counted=False)
        listed, _ = self._listed(at, FURTHER * at.gap, meter)
        weeks = [[*fullest(own), own[-1]] for own in listed]  # the last is the roster's
        program = CountedProgram(self._tables, self._rows, weeks, np.inf, is_priced=False)
        return self._solve(program, at.plan, seconds, None, meter)

    def prove(self, at: StartingPoint, seconds: float, meter: Meter | None = None) -> Answer:
        """Solve the program of all weeks that a better roster may hold."""
        meter = meter or Meter(is_counted=False)
        weeks, self.is_whole = self._listed(at, at.gap, meter)
        return self._solve(self._program(weeks, at), at.plan, seconds, None, meter)

    def improve(self, at: StartingPoint, most_s: float, meter: Meter | None = None) -> Answer:
        """Open the weeks of some people of a roster, for some seconds and no more than given."""
        meter = meter or Meter(is_counted=False)
        program = self._prepare(at, meter)
        many = max(FEWEST_OPEN, min(len(program.crews), self._open))
        free = self._chosen(program, at.plan, many)
        begun, seconds = meter.spent, min(self._seconds, most_s)
        answer = self._solve(program, at.plan, seconds, free, meter)
        if not answer.is_best:
            self._seconds *= LONGER if many == FEWEST_OPEN else 1.0
            self._open = max(FEWEST_OPEN, many - LESS)
        elif meter.spent - begun < QUICK * seconds and len(free) == many:
            self._open = many + MORE
        return answer

    def _prepare(self, at: StartingPoint, meter: Meter) -> CountedProgram:
        """Return the program of near weeks, made anew where it lacks a week of the roster."""
        if self._near is None or self._is_clean != at.is_clean or not self._near.holds(at.plan):
            weeks, _ = self._listed(at, NEAR * at.gap, meter)
            self._near, self._is_clean = self._program(weeks, at), at.is_clean
        return self._near

    def _program(self, weeks: list[list[Ints]], at: StartingPoint) -> CountedProgram:
        breach = np.inf if at.is_clean else self._breach
        return CountedProgram(self._tables, self._rows, weeks, breach)

    def stop(self) -> None:
        """End a solve that runs in another thread, and begin no other."""
        self._is_stopped = True
        for program in self._running:
            program.stop()

    def _solve(
        self,
        program: CountedProgram,
        best: Plan,
        seconds: float,
        free: frozenset[int] | None,
        meter: Meter,
    ) -> Answer:
        self._running.append(program)
        try:
            if self._is_stopped:
                return Answer(None, -np.inf, False)
            return program.solve(best, seconds=seconds, free=free, meter=meter)
        finally:
            self._running.remove(program)

    def _chosen(self, program: CountedProgram, best: Plan, many: int) -> frozenset[int]:
        """Return some crews: of all, or of those that work one, two or three kinds of shift."""
        kinds = int(self._chance.choice(KINDS))
        crews = np.arange(len(program.crews))
        if kinds:
            first = [_first_shape(best[:, crew.agents[0]]) for crew in program.crews]
            held = np.unique(first)
            some = self._chance.choice(held, size=min(kinds, len(held)), replace=False)
            crews = np.flatnonzero(np.isin(first, some))
        return frozenset(self._chance.permutation(crews)[:many].tolist())

    def listed(self, at: StartingPoint, begun: float, meter: Meter | None = None) -> Listed:
        """Return everybody's weeks that a better roster may hold, the cheapest of too many."""
        lister = Lister(self._tables, len(self._rows.need), at.value, MOST_LISTED)
        found = []
        for agent in range(len(self._tables.kind_of)):
            own = map(starts_of, lister.weeks(agent, at.gap)[0])
            found.append(list({week.tobytes(): week for week in own}.values()))
        many = np.array([len(weeks) for weeks in found], dtype=np.int64)
        if meter is not None:
            meter.work(LIST_S * float(many.sum()))
        days = self._tables.fixed_start.shape[1]
        all_weeks = np.full((len(found), max(1, many.max()), 2, days), -1, dtype=np.int64)
        for agent, weeks in enumerate(found):
            all_weeks[agent, : len(weeks)] = np.array(weeks).reshape(-1, 2, days)
        return Listed(all_weeks, many, begun)

    def _listed(
        self, at: StartingPoint, above: float, meter: Meter
    ) -> tuple[list[list[Ints]], bool]:
        """Return everybody's weeks so much above the cheapest, and whether the list is whole."""
        agents = len(self._tables.kind_of)
        most = max(20, MOST_WEEKS // agents)
        lister = Lister(self._tables, len(self._rows.need), at.value, most)
        listed, is_whole = [], True
        for agent in range(agents):
            weeks, reached = lister.weeks(agent, above)
            is_whole = is_whole and reached >= above
            own = at.plan[:, agent]
            listed.append([*weeks, np.where(own[START] >= 0, own, -1)])
            meter.work(LIST_S * len(weeks))
        return listed, is_whole


def fullest(weeks: Sequence[Ints]) -> list[Ints]:
    """
    Return the weeks whose starts and shapes are not all among those of another, each once.

    Where nobody can be one too many, as in a program of minimums alone, the others help nothing.
    """
    found: list[tuple[frozenset[tuple[int, int, int]], Ints]] = []
    told = {frozenset(_shifts(week)): week for week in reversed(weeks)}
    for shifts, week in sorted(reversed(told.items()), key=lambda each: -len(each[0])):
        if not any(shifts <= other for other, _ in found):
            found.append((shifts, week))
    return [week for _, week in found]


def _shifts(week: Ints) -> Iterator[tuple[int, int, int]]:
    """Yield day, start and shape of the shifts of a week."""
    for day in np.flatnonzero(week[START] >= 0).tolist():
        yield day, int(week[START, day]), int(week[SHAPE, day])


def _first_shape(week: Ints) -> int:
    """Return the shape of a week's first shift; -1: there is none."""
    days = np.flatnonzero(week[START] >= 0)
    return int(week[SHAPE, days[0]]) if len(days) else -1
