"""
Good weeks of everybody put together exactly: an integer program over pools (OR-Tools, SCIP).

Where a person has few good weeks (a handful of starts, no meals to choose), the weeks near the
cheapest at the bound's values can be listed, and choosing one for each is a small program whose
linear relaxation is about as strong as the bound. Where starts and meals may shift by the interval,
thousands of weeks cost nearly the same; then no list is long enough, ``pool`` says so, and the
search is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.linear_solver import pywraplp

from scheduler.solve.bound import scratch
from scheduler.solve.bound_kernel import count_one
from scheduler.solve.days_kernel import POST, SHAPE, START, price_days_of
from scheduler.solve.meter import Meter, solve_whole
from scheduler.solve.posts_kernel import change_costs
from scheduler.solve.ways import has_one_form
from scheduler.solve.weeks_kernel import list_weeks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.solve.plan import Plan
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Floats, Ints, Tables

COLUMNS = 4_000  # weeks of all people together, at first
MOST_COLUMNS = 48_000
HALVINGS = 12
LEAST_SHARE = 0.5  # of the people whose list must reach a grain above their cheapest week
Answer = tuple["Plan | None", bool]
Weeks = list["Ints"]  # each start, shape, post and meal by day; shape (4, days)


@dataclass(frozen=True, eq=False)
class Pool:
    """
    Weeks to choose from.

    Parameters
    ----------
    weeks
        By agent.
    is_whole
        Whether every week that a cheaper roster could hold is among them.
    """

    weeks: tuple[Weeks, ...]
    is_whole: bool


def pool(
    tables: Tables,
    rows: int,
    value: Floats,
    *,
    gap: float,
    grain: float,
    plans: Iterable[Plan],
    columns: int,
) -> Pool | None:
    """
    Return everybody's weeks near the cheapest; None where a list would be too long to be of use.

    Parameters
    ----------
    tables, rows
        The people, and the number of rows.
    value
        What a person is worth in each row; shape (rows,).
    gap
        Cost of the best roster less the bound at these values: no week further above its agent's
        cheapest is in a better roster.
    grain
        Costs are multiples of it.
    plans
        Rosters whose weeks are taken in.
    columns
        About how many weeks in all.
    """
    if tables.steady_price > 0.0 or not np.isfinite(gap):
        return None
    agents = len(tables.kind_of)
    lister = Lister(tables, rows, value, most=max(20, columns // agents))
    listed, far, whole = [], 0, has_one_form(tables)
    for agent in range(agents):
        weeks, above = lister.weeks(agent, gap)
        whole = whole and above >= gap
        far += above >= min(gap, max(grain, 1e-3))
        if agent + 1 - far > (1 - LEAST_SHARE) * agents:
            return None
        known = {week.tobytes(): week for week in weeks}
        for plan in plans:
            week = np.where(plan[START, agent] >= 0, plan[:, agent], -1)
            known.setdefault(week.tobytes(), week)
        listed.append(list(known.values()))
    return Pool(tuple(listed), whole)


class Lister:
    """Lists weeks of agents at given values."""

    def __init__(self, tables: Tables, rows: int, value: Floats, most: int) -> None:
        days = tables.fixed_start.shape[1]
        self.tables = tables
        self.scales = scratch(tables, rows)
        self.scales.marginal[:] = -value
        self.silence = np.zeros(1)
        self.found = np.zeros((most, 4, days), dtype=np.int64)
        self.stack = np.zeros((5, days + 1), dtype=np.int64)
        self.spent = np.zeros(days + 1)

    def weeks(self, agent: int, gap: float) -> tuple[Weeks, float]:
        """Return as many of the cheapest weeks as fit, and how far above the cheapest they go."""
        many = self._list(agent, gap)
        low, high = 0.0, gap
        if many > len(self.found):
            for _ in range(HALVINGS):
                middle = (low + high) / 2
                if self._list(agent, middle) > len(self.found):
                    high = middle
                else:
                    low = middle
            many = self._list(agent, low)
        above = gap if high == gap and low == 0.0 else low
        if many > len(self.found):  # more than fit cost the same
            return [], 0.0
        return [self.found[number].copy() for number in range(many)], above

    def _list(self, agent: int, above: float) -> int:
        return int(
            list_weeks(
                self.tables,
                agent,
                above,
                self.silence,
                self.scales,
                self.found,
                self.stack,
                self.spent,
            )
        )


class Program:
    """
    The integer program of a pool: one week for each agent, people per row, the price of both.

    Parameters
    ----------
    tables, rows
        The problem as arrays.
    weeks
        What to choose from.
    start
        A roster whose weeks are in the pool.
    """

    def __init__(self, tables: Tables, rows: Rows, weeks: Pool, start: Plan) -> None:
        self._weeks, self._start, self._rows = weeks, start, rows
        self._is_stopped = False
        self._solver = pywraplp.Solver.CreateSolver("SCIP")
        self._picks: list[list[pywraplp.Variable]] = []
        held: list[list[pywraplp.Variable]] = [[] for _ in range(len(rows.need))]
        usage = np.zeros(len(held), dtype=np.int64)
        objective = self._solver.Objective()
        for agent, options in enumerate(weeks.weeks):
            one = self._solver.Constraint(1.0, 1.0)
            column = []
            for week in options:
                variable = self._solver.BoolVar("")
                column.append(variable)
                one.SetCoefficient(variable, 1.0)
                objective.SetCoefficient(variable, price_of(tables, agent, week))
                usage[:] = 0
                count_one(tables, agent, week, usage)
                for row in np.flatnonzero(usage).tolist():
                    held[row].append(variable)
            self._picks.append(column)
        for row, people in enumerate(held):
            self._add_row(row, people)
        objective.SetMinimization()
        self._hint()

    def solve(self, *, seconds: float, meter: Meter | None = None) -> Answer:
        """Return the cheapest roster found in time, and whether it is the cheapest of the pool."""
        meter = meter or Meter(is_counted=False)
        ended = solve_whole(self._solver, seconds, meter, lambda: self._is_stopped)
        is_best = ended == pywraplp.Solver.OPTIMAL
        if not is_best and ended != pywraplp.Solver.FEASIBLE:
            return None, False
        plan = self._start.copy()
        for agent, column in enumerate(self._picks):
            shares = [variable.solution_value() for variable in column]
            plan[:, agent] = self._weeks.weeks[agent][shares.index(max(shares))]
        return plan, is_best

    def stop(self) -> None:
        """End a solve that runs in another thread."""
        self._is_stopped = True
        self._solver.InterruptSolve()

    def _hint(self) -> None:
        variables, values = [], []
        for agent, column in enumerate(self._picks):
            own = np.where(self._start[START, agent] >= 0, self._start[:, agent], -1)
            for variable, week in zip(column, self._weeks.weeks[agent], strict=True):
                variables.append(variable)
                values.append(float(np.array_equal(week, own)))
        self._solver.SetHint(variables, values)

    def _add_row(self, row: int, people: list[pywraplp.Variable]) -> None:
        """Add a row's minimum, and its price from below at every whole number of people."""
        rows, base = self._rows, int(self._rows.base[row])
        need, short, over = float(rows.need[row]), float(rows.short[row]), float(rows.over[row])
        if rows.floor[row] > base:
            self._at_least(people, 1.0, float(rows.floor[row] - base), None)
        if short <= 0 and over <= 0:
            return
        price = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._solver.Objective().SetCoefficient(price, 1.0)
        self._at_least(people, short, short * (need - base), price)
        self._at_least(people, -over, over * (base - need), price)
        whole = int(np.floor(need))
        if whole != need:  # between two whole numbers of people
            low, high = short * (need - whole), over * (whole + 1 - need)
            self._at_least(people, low - high, low + (high - low) * (base - whole), price)

    def _at_least(
        self,
        people: list[pywraplp.Variable],
        each: float,
        least: float,
        price: pywraplp.Variable | None,
    ) -> None:
        """Ask that a price and so much for each person reach a least."""
        constraint = self._solver.Constraint(least, self._solver.infinity())
        if price is not None:
            constraint.SetCoefficient(price, 1.0)
        for variable in people:
            constraint.SetCoefficient(variable, each)


def price_of(tables: Tables, agent: int, week: Ints) -> float:
    """Return what a week's wishes, changes of post and days together cost."""
    days = np.flatnonzero((week[START] >= 0) & (week[POST] >= 0))
    wishes = tables.wish[agent, week[START, days], week[SHAPE, days]].sum()
    wishes += change_costs(tables, np.ascontiguousarray(week[:, None, :]))
    return float(wishes + price_days_of(tables, agent, week[START], week[SHAPE]))
