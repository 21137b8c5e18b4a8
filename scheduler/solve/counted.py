"""
A roster as one integer program that counts posts and meals instead of choosing them by person.

A person's week is its starts and shapes alone. Of the people who have one start and shape on a day
and may do the same, the program counts how many are on each post, and how many eat when; who of
them it is changes nothing and is dealt out at the end. So a week of named types has some dozen
weeks for each person instead of thousands, the linear relaxation is as strong as that over whole
weeks with posts and meals, and what a solver proves (OR-Tools, SCIP) holds for the whole cost.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from ortools.linear_solver import pywraplp

from scheduler.solve.crews import (
    NO_MEAL,
    Able,
    Days,
    Served,
    able_of,
    alike,
    rows_of,
    served,
    starts_of,
    worked,
)
from scheduler.solve.days_kernel import MEAL, POST, SHAPE, START
from scheduler.solve.master import price_of
from scheduler.solve.meter import Meter, solve_linear, solve_whole
from scheduler.solve.tables import Ints

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from scheduler.solve.plan import Plan
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Floats, Tables


@dataclass(frozen=True, eq=False)
class Peers:
    """
    People who are alike, and the weeks they may work.

    Parameters
    ----------
    agents
        Their numbers.
    weeks
        Starts and shapes by day; shape (2, days) each.
    picks
        Per week, how many of them work it.
    number
        Number of each week, by its bytes.
    """

    agents: tuple[int, ...]
    weeks: list[Ints]
    picks: list[pywraplp.Variable]
    number: dict[bytes, int]


class Answer(NamedTuple):
    """
    What a solve ended with.

    Parameters
    ----------
    plan
        The cheapest roster found; None: none.
    bound
        No roster of the weeks that were open costs less; infinite: there is none.
    is_best
        Whether that is proven of the roster, or that there is none.
    """

    plan: Plan | None
    bound: float
    is_best: bool


class CountedProgram:
    """
    The program.

    Parameters
    ----------
    tables, rows
        The problem as arrays; no change of post within a shift, no steady starts.
    weeks
        By agent: the weeks to choose from (``master.pool``), posts and meals in them ignored.
    breach
        Price of a person below a minimum; infinite: minimums are held.
    is_priced
        Whether anything costs anything, or any roster will do.
    is_linear
        Whether it is only to be relaxed.
    """

    def __init__(
        self,
        tables: Tables,
        rows: Rows,
        weeks: Sequence[Sequence[Ints]],
        breach: float,
        *,
        is_priced: bool = True,
        is_linear: bool = False,
    ) -> None:
        self._tables, self._rows = tables, rows
        self._breach, self._is_priced, self._is_stopped = breach, is_priced, False
        self._solver = pywraplp.Solver.CreateSolver("GLOP" if is_linear else "SCIP")
        self._limits: list[tuple[int, pywraplp.Constraint]] = []
        self._objective = self._solver.Objective()
        self._objective.SetMinimization()
        self._cover: dict[int, list[pywraplp.Variable]] = defaultdict(list)
        self._meals: dict[Served, dict[int, pywraplp.Variable]] = {}
        self._posts: dict[tuple[Able, Days], dict[int, pywraplp.Variable]] = {}
        self._pieces: list[tuple[int, str, pywraplp.Variable]] = []
        self.crews = [self._crew(agents, weeks) for agents in alike(tables)]
        self._add_posts()
        for row in range(len(rows.need)):
            self._add_row(row)

    def solve(
        self,
        start: Plan,
        *,
        seconds: float,
        free: Collection[int] | None = None,
        meter: Meter | None = None,
    ) -> Answer:
        """
        Return the cheapest roster found in time.

        Parameters
        ----------
        start
            A roster of weeks of the program, from which it goes on.
        seconds
            Time limit.
        free
            Numbers of the crews that may change their weeks; None: all.
        meter
            Of the job; None: the clock.
        """
        held = self._held(start)
        for number, (crew, counts) in enumerate(zip(self.crews, held, strict=True)):
            is_free = free is None or number in free
            for count, pick in zip(counts, crew.picks, strict=True):
                pick.SetBounds(*((0, len(crew.agents)) if is_free else (count, count)))
        self._hint(start, held)
        meter = meter or Meter(is_counted=False)
        ended = solve_whole(self._solver, seconds, meter, lambda: self._is_stopped)
        if ended == pywraplp.Solver.INFEASIBLE:
            return Answer(None, np.inf, True)
        if ended not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
            return Answer(None, -np.inf, False)
        bound, is_best = self._objective.BestBound(), ended == pywraplp.Solver.OPTIMAL
        return Answer(self._plan(start), bound, is_best)

    def relax(self, *, seconds: float, meter: Meter | None = None) -> Floats | None:
        """Return what a person is worth in each row, parts of people allowed; None: not in time."""
        meter = meter or Meter(is_counted=False)
        if solve_linear(self._solver, seconds, meter) != pywraplp.Solver.OPTIMAL:
            return None
        value = np.zeros(len(self._rows.need))
        for row, limit in self._limits:
            value[row] += limit.dual_value()
        return value

    def holds(self, plan: Plan) -> bool:
        """Return whether every week of a roster is among the weeks."""
        return all(
            starts_of(plan[:, agent]).tobytes() in crew.number
            for crew in self.crews
            for agent in crew.agents
        )

    def stop(self) -> None:
        """End a solve that runs in another thread."""
        self._is_stopped = True
        self._solver.InterruptSolve()

    def _crew(self, agents: tuple[int, ...], weeks: Sequence[Sequence[Ints]]) -> Peers:
        """Add the weeks of people who are alike."""
        crew = Peers(agents, [], [], {})
        everybody = self._solver.Constraint(float(len(agents)), float(len(agents)))
        for agent in agents:
            for week in weeks[agent]:
                own = starts_of(week)
                if crew.number.setdefault(own.tobytes(), len(crew.weeks)) < len(crew.weeks):
                    continue
                pick = self._solver.IntVar(0.0, float(len(agents)), "")
                everybody.SetCoefficient(pick, 1.0)
                if self._is_priced:
                    self._objective.SetCoefficient(pick, price_of(self._tables, agent, week))
                crew.weeks.append(own)
                crew.picks.append(pick)
        return crew

    def _add_posts(self) -> None:
        """Count people on each post, and at each meal, for every start and shape that occurs."""
        at: dict[tuple[Able, Days], list[pywraplp.Variable]] = defaultdict(list)
        for crew in self.crews:
            for week, pick in zip(crew.weeks, crew.picks, strict=True):
                for days in worked(self._tables, crew.agents[0], week):
                    at[able_of(self._tables, crew.agents[0], days[0]), days].append(pick)
        at_once: dict[Served, list[pywraplp.Variable]] = defaultdict(list)
        most = float(len(self._tables.kind_of))
        for (able, days), picks in at.items():
            same = self._solver.Constraint(0.0, 0.0)
            for pick in picks:
                same.SetCoefficient(pick, 1.0)
            here = self._posts[able, days] = {}
            for place in served(self._tables, able, days):
                here[place.post] = people = self._solver.IntVar(0.0, most, "")
                same.SetCoefficient(people, -1.0)
                at_once[place].append(people)
        for place, people in at_once.items():
            self._add_meals(place, people)

    def _add_meals(self, place: Served, people: list[pywraplp.Variable]) -> None:
        """Count who eats when, and cover the cells of work."""
        tables, (_, first, shape) = self._tables, place.days
        eaten = self._meals[place] = {}
        if tables.shape_meal[shape] == 0:
            for row in rows_of(self._tables, place, NO_MEAL):
                self._cover[row] += people
            return
        same = self._solver.Constraint(0.0, 0.0)
        for each in people:
            same.SetCoefficient(each, 1.0)
        for offset in range(place.low, place.high + 1):
            eaten[offset] = eats = self._solver.IntVar(0.0, float(len(tables.kind_of)), "")
            same.SetCoefficient(eats, -1.0)
            for row in rows_of(self._tables, place, first + offset):
                self._cover[row].append(eats)

    def _add_row(self, row: int) -> None:
        """Add a row's price as pieces between whole numbers of people, and its minimum."""
        rows, base = self._rows, int(self._rows.base[row])
        need, short, over = float(rows.need[row]), float(rows.short[row]), float(rows.over[row])
        whole = int(np.floor(need))
        if self._is_priced and (short > 0 or over > 0):
            limit = self._limit(row, float(whole - base), float(whole - base))
            self._piece(row, "short", limit, 1.0, short)
            self._piece(row, "over", limit, -1.0, over)
            if whole != need:
                first = over * (whole + 1 - need) - short * (need - whole)
                self._piece(row, "first", limit, -1.0, first)
                self._objective.SetOffset(self._objective.offset() + short * (need - whole))
        if rows.floor[row] > base:
            limit = self._limit(row, float(rows.floor[row] - base), self._solver.infinity())
            if np.isfinite(self._breach):
                self._piece(row, "missing", limit, 1.0, self._breach)

    def _limit(self, row: int, low: float, high: float) -> pywraplp.Constraint:
        limit = self._solver.Constraint(low, high)
        for people in self._cover[row]:
            limit.SetCoefficient(people, 1.0)
        self._limits.append((row, limit))
        return limit

    def _piece(
        self, row: int, name: str, limit: pywraplp.Constraint, people: float, price: float
    ) -> None:
        high = 1.0 if name == "first" else self._solver.infinity()
        piece = self._solver.NumVar(0.0, high, "")
        limit.SetCoefficient(piece, people)
        self._objective.SetCoefficient(piece, price)
        self._pieces.append((row, name, piece))

    def _held(self, plan: Plan) -> list[list[int]]:
        """Return by crew how many work each week in a plan."""
        held = []
        for crew in self.crews:
            counts = [0] * len(crew.weeks)
            for agent in crew.agents:
                counts[crew.number[starts_of(plan[:, agent]).tobytes()]] += 1
            held.append(counts)
        return held

    def _hint(self, plan: Plan, held: list[list[int]]) -> None:
        """Tell the solver of a roster: its weeks, posts, meals, and what it is short of."""
        values: dict[int, float] = {}
        variables = self._solver.variables()
        for crew, counts in zip(self.crews, held, strict=True):
            values |= {p.index(): n for p, n in zip(crew.picks, counts, strict=True)}
        people = np.zeros(len(self._rows.need), dtype=np.int64)
        for agent in range(plan.shape[1]):
            for days in worked(self._tables, agent, plan[:, agent]):
                able = able_of(self._tables, agent, days[0])
                post, meal = (int(plan[side, agent, days[0]]) for side in (POST, MEAL))
                on = self._posts[able, days][post].index()
                values[on] = values.get(on, 0.0) + 1.0
                place = next(each for each in served(self._tables, able, days) if each.post == post)
                if self._meals[place]:
                    eats = self._meals[place][meal - days[1]].index()
                    values[eats] = values.get(eats, 0.0) + 1.0
                for row in rows_of(self._tables, place, meal if self._meals[place] else NO_MEAL):
                    people[row] += 1
        total = people + self._rows.base
        for row, name, piece in self._pieces:
            values[piece.index()] = self._measure(row, name, int(total[row]))
        self._solver.SetHint(variables, [values.get(v.index(), 0.0) for v in variables])

    def _measure(self, row: int, name: str, people: int) -> float:
        """Return how much of a piece so many people take."""
        if name == "missing":
            return float(max(0, self._rows.floor[row] - people))
        need = float(self._rows.need[row])
        whole = int(np.floor(need))
        if name == "short":
            return float(max(0, whole - people))
        above = max(0, people - whole)
        first = min(1, above) if whole != need else 0
        return float(first if name == "first" else above - first)

    def _plan(self, start: Plan) -> Plan:
        """Return the roster of the solution: weeks, then posts, then meals dealt out."""
        plan = np.full_like(start, -1)
        at: dict[tuple[Able, Days], list[int]] = defaultdict(list)
        for crew in self.crews:
            waiting = list(crew.agents)
            for week, pick in zip(crew.weeks, crew.picks, strict=True):
                for _ in range(round(pick.solution_value())):
                    agent = waiting.pop()
                    plan[(START, SHAPE), agent] = week
                    for days in worked(self._tables, agent, week):
                        at[able_of(self._tables, agent, days[0]), days].append(agent)
        on: dict[Served, list[int]] = defaultdict(list)
        for (able, days), agents in at.items():
            for place in served(self._tables, able, days):
                people = self._posts[able, days][place.post]
                for _ in range(round(people.solution_value())):
                    agent = agents.pop()
                    plan[POST, agent, days[0]] = place.post
                    on[place].append(agent)
        for place, agents in on.items():
            day, first, _ = place.days
            for offset, eats in self._meals[place].items():
                for _ in range(round(eats.solution_value())):
                    plan[MEAL, agents.pop(), day] = first + offset
        return plan
