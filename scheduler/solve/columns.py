"""
Everybody's weeks as columns of a linear program, and new weeks priced exactly (OR-Tools, GLOP).

The program mixes known weeks of each agent so that cover and wishes cost least; its duals are what
a person is worth in each row, and the cheapest week of an agent at those values is the next column.
Where a day has few shifts to choose from, some dozen rounds end at the true relaxation, which
subgradient steps may be far from even after thousands.

References
----------
C. Barnhart et al.: Branch-and-Price, Operations Research 46 (1998), doi:10.1287/opre.46.3.316.
W. Ben-Ameur, J. Neto: Acceleration of cutting-plane and column generation algorithms, Networks 49
(2007), doi:10.1002/net.20137: pricing between the program's values and the best known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ortools.linear_solver import pywraplp

from scheduler.solve.bound import DEAREST, climb_from, scratch
from scheduler.solve.bound_kernel import climb, count_one, lagrangian, week_price
from scheduler.solve.days_kernel import START
from scheduler.solve.master import price_of
from scheduler.solve.meter import Meter, count_linear
from scheduler.solve.posts_kernel import NEAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.solve.plan import Plan
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Floats, Ints, Tables

LEAST_GAIN = 1e-6  # below the price of a known week: a column worth adding
BLOCKS = 4  # a solution prices one of so many parts of the people: the next knows their new weeks
PRICE_S = 2e-5  # counted, of a week priced
LAY_OUT_S = 8e-5  # counted, of a column in a program solved anew
SMOOTH = 0.6  # share of the values of solutions before, which calms their swings
STIRS, STIR_STEPS, STIR = 100, 6, 0.05  # steps around values, and their share of a full one
INWARD = (0.8, 0.4, 0.0)  # share of the best values in those priced at, until weeks are found


class ColumnProgram:
    """
    The linear program.

    Parameters
    ----------
    tables, rows
        The problem as arrays.
    plan
        A roster in which every agent's week is allowed: the first columns.
    """

    def __init__(self, tables: Tables, rows: Rows, plan: Plan) -> None:
        self._tables, self._rows = tables, rows
        agents = len(tables.kind_of)
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._objective = self._solver.Objective()
        self._objective.SetMinimization()
        self._one_each = [self._solver.Constraint(1.0, 1.0) for _ in range(agents)]
        self._cover: dict[int, list[pywraplp.Constraint]] = {}
        for row in range(len(rows.need)):
            self._add_row(row)
        self.weeks: list[list[Ints]] = [[] for _ in range(agents)]
        self._picks: list[list[pywraplp.Variable]] = [[] for _ in range(agents)]
        self._number: list[dict[bytes, int]] = [{} for _ in range(agents)]
        self._shut_picks: list[pywraplp.Variable] = []
        self._kept: dict[int, int] = {}
        self._scales = scratch(tables, len(rows.need))
        self._silence = np.zeros(1)
        self._usage = np.zeros(len(rows.need), dtype=np.int64)
        self.cost, self.size, self._next = np.inf, 0, 0
        self.meter = Meter(is_counted=False)
        self.values, self.worth = np.zeros(len(rows.need)), np.zeros(agents)
        for agent in range(agents):
            self.add(agent, plan[:, agent])

    def add(self, agent: int, week: Ints) -> int:
        """Return the number of an agent's week among the columns, added when it is new."""
        week = np.where(week[START] >= 0, week, -1)
        number = self._number[agent].setdefault(week.tobytes(), len(self.weeks[agent]))
        if number < len(self.weeks[agent]):
            return number
        pick = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._one_each[agent].SetCoefficient(pick, 1.0)
        self._objective.SetCoefficient(pick, price_of(self._tables, agent, week))
        self._usage[:] = 0
        count_one(self._tables, agent, week, self._usage)
        for row in np.flatnonzero(self._usage).tolist():
            for constraint in self._cover.get(row, ()):
                constraint.SetCoefficient(pick, 1.0)
        self.weeks[agent].append(week)
        self._picks[agent].append(pick)
        self.size += 1
        return number

    def converge(self, rounds: int, stop: Callable[[], bool]) -> bool:
        """Solve and price in turn; return whether no week is left that would lower the cost."""
        steady, idle = self.values, 0
        for number in range(rounds):
            if stop() or not self._solve():
                return False
            keeps = SMOOTH if number and not idle else 0.0
            steady = keeps * steady + (1.0 - keeps) * self.values
            idle = 0 if self._price(steady) else idle + 1
            if idle > BLOCKS:  # the first of them may have been priced at calmed values
                return True
        self._solve()
        return False

    def gather(self, value: Floats, raw: float, target: float) -> None:
        """Add the weeks by which steps of the bound pass around values that prove ``raw``."""
        tables, rows, scales = self._tables, self._rows, self._scales
        at = climb_from(rows, value, raw, STIR)
        for _ in range(STIRS):
            climb(tables, rows, at, STIR_STEPS, target, self._silence, scales)
            scales.marginal[:] = -at.value
            self._count_prices((STIR_STEPS + 1) * len(self.weeks))
            for agent in range(len(self.weeks)):
                if week_price(tables, agent, self._silence, scales) < NEAR:
                    self.add(agent, scales.days_of)

    def settle(self, value: Floats, raw: float, stop: Callable[[], bool]) -> Floats:
        """
        Return values that prove more than ``raw``, as ``value`` does, if any are found.

        Weeks are priced between the program's values and the best so far: where steps swing to and
        fro, as with minimums that are hard to hold, this ends at the relaxation all the same.
        """
        cap = climb_from(self._rows, value, raw, 0.0).cap
        while not stop() and self._solve():
            own, before = np.clip(self.values, -self._rows.over, cap), self.size
            self.meter.work(LAY_OUT_S * self.size)
            for share in INWARD:
                near = share * value + (1.0 - share) * own
                proven = self._proven_at(near)
                if proven > raw:
                    value, raw = near, proven
                self._price_all(self.open_agents(), near)
                if self.size > before:
                    break
            if self.size == before or self.cost - raw < LEAST_GAIN * max(1.0, self.cost):
                break
        return value

    def _proven_at(self, values: Floats) -> float:
        """Return the bound at some values."""
        self._count_prices(len(self.weeks))
        return lagrangian(self._tables, self._rows, values, self._silence, self._scales)

    def _count_prices(self, weeks: int) -> None:
        """Count the work of so many weeks priced."""
        self.meter.work(PRICE_S * weeks)

    def keep(self, agent: int, number: int) -> None:
        """Let an agent work one week alone, until ``release``."""
        for other in range(len(self._picks[agent])):
            if other != number:
                self._shut(agent, other)
        self._kept[agent] = number

    def reopen(self, agent: int, number: int) -> None:
        """Let an agent work any week again but one."""
        for pick in self._picks[agent]:
            pick.SetUb(self._solver.infinity())
        del self._kept[agent]
        self._shut(agent, number)

    def _shut(self, agent: int, number: int) -> None:
        pick = self._picks[agent][number]
        pick.SetUb(0.0)
        self._shut_picks.append(pick)

    def release(self) -> None:
        """Let everybody work any week again."""
        for pick in self._shut_picks:
            pick.SetUb(self._solver.infinity())
        self._shut_picks.clear()
        self._kept.clear()

    def open_agents(self) -> list[int]:
        """Return the agents that may still work several weeks."""
        return [agent for agent in range(len(self.weeks)) if agent not in self._kept]

    def shares(self, agent: int) -> Floats:
        """Return the shares of an agent's weeks; only between ``converge`` and a change."""
        return np.array([pick.solution_value() for pick in self._picks[agent]])

    def plan(self) -> Plan:
        """Return the roster of the weeks kept, once everybody keeps one."""
        return np.stack(
            [weeks[self._kept[agent]] for agent, weeks in enumerate(self.weeks)], axis=1
        )

    def price_at(self, agent: int, week: Ints, values: Floats) -> float:
        """Return what a week costs an agent less what it is worth at given values of cover."""
        self._usage[:] = 0
        count_one(self._tables, agent, week, self._usage)
        return price_of(self._tables, agent, week) - float(values @ self._usage)

    def _solve(self) -> bool:
        """Solve the program over the known weeks; return whether it could be: else it costs inf."""
        ended = self._solver.Solve()
        count_linear(self._solver, self.meter)
        if ended != pywraplp.Solver.OPTIMAL:
            self.cost = np.inf
            return False
        self.cost = self._objective.Value()
        for row, constraints in self._cover.items():
            self.values[row] = sum(constraint.dual_value() for constraint in constraints)
        for agent, constraint in enumerate(self._one_each):
            self.worth[agent] = constraint.dual_value()
        return True

    def _price(self, values: Floats) -> bool:
        """Add cheapest weeks at some values, of the next block; return whether any lowers cost."""
        before, agents = self.size, self.open_agents()
        size = -(-len(agents) // BLOCKS)
        block = [agents[(self._next + each) % len(agents)] for each in range(size)]
        self._next += size
        self._price_all(block, values)
        return self.size > before

    def _price_all(self, agents: list[int], values: Floats) -> None:
        """Add the cheapest weeks of some agents at some values that lower the cost."""
        scales = self._scales
        scales.marginal[:] = -values
        self._count_prices(len(agents))
        for agent in agents:
            week_price(self._tables, agent, self._silence, scales)
            price = self.price_at(agent, scales.days_of, self.values)
            if price < self.worth[agent] - LEAST_GAIN:
                self.add(agent, scales.days_of)

    def _add_row(self, row: int) -> None:
        """Add a row's price as pieces between whole numbers of people, and its minimum."""
        rows, base = self._rows, int(self._rows.base[row])
        need, short, over = float(rows.need[row]), float(rows.short[row]), float(rows.over[row])
        if short > 0 or over > 0:
            whole = int(np.floor(need))
            constraint = self._new_constraint(row, float(whole - base), float(whole - base))
            self._piece(constraint, 1.0, short)
            self._piece(constraint, -1.0, over)
            if whole != need:
                first = over * (whole + 1 - need) - short * (need - whole)
                self._piece(constraint, -1.0, first, most=1.0)
                self._objective.SetOffset(self._objective.offset() + short * (need - whole))
        if rows.floor[row] > base:
            least = self._new_constraint(
                row, float(rows.floor[row] - base), self._solver.infinity()
            )
            self._piece(least, 1.0, DEAREST * max(float(rows.short.max()), 1.0))

    def _new_constraint(self, row: int, low: float, high: float) -> pywraplp.Constraint:
        constraint = self._solver.Constraint(low, high)
        self._cover.setdefault(row, []).append(constraint)
        return constraint

    def _piece(
        self,
        constraint: pywraplp.Constraint,
        people: float,
        price: float,
        most: float | None = None,
    ) -> None:
        high = self._solver.infinity() if most is None else most
        piece = self._solver.NumVar(0.0, high, "")
        constraint.SetCoefficient(piece, people)
        self._objective.SetCoefficient(piece, price)
