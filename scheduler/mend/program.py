"""
Which changes to make, as a linear and as an exact program (OR-Tools, GLOP and SCIP).

Every column is a change of somebody's day: it moves a person between rows of cover, and has a
price. Rows cost what they cost in a roster, in pieces between whole numbers of people; a person
below a minimum costs ``BREACH`` missing hours more.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from ortools.linear_solver import pywraplp

from scheduler.mend.menu import Ints
from scheduler.mend.moves import DayMove

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.mend.menu import Floats
    from scheduler.solve.rows import Rows

BREACH = 20.0  # agent-hours that a person below a minimum for an hour counts for
MS = 1000


@dataclass(frozen=True, eq=False, slots=True)
class MoveColumn:
    """
    A change that may be made.

    Parameters
    ----------
    moves
        The days it changes, all of one person.
    rows, people
        Rows in which people come or go, and how many; both of shape (rows touched,).
    price
        What it costs beside cover.
    """

    moves: tuple[DayMove, ...]
    rows: Ints
    people: Ints
    price: float
    days: tuple[Hashable, ...]


class Relaxed(NamedTuple):
    """
    The answer of the linear program.

    Parameters
    ----------
    cost
        Of cover and changes.
    value
        What one person more in each row is worth; shape (rows,).
    room
        What leave to change a day once more would save, by person and day.
    """

    cost: float
    value: Floats
    room: dict[Hashable, float]


class Chosen(NamedTuple):
    """
    The answer of the exact program.

    Parameters
    ----------
    columns
        Numbers of those taken; None: no answer in time.
    bound
        Below which no choice of these columns costs.
    """

    columns: tuple[int, ...] | None
    bound: float


class Prices:
    """
    What rows cost with so many people, those below their minimum too.

    Parameters
    ----------
    rows
        Need, prices and minimums.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        dear = float(rows.short.max(initial=0.0)) or 1.0
        self._breach = np.where(rows.floor > 0, BREACH * dear, 0.0)

    def of(self, people: Ints) -> Floats:
        """Return the price of every row; shape (rows,)."""
        rows = self._rows
        short = rows.short * np.maximum(0.0, rows.need - people)
        over = rows.over * np.maximum(0.0, people - rows.need)
        found: Floats = short + over + self._breach * np.maximum(0, rows.floor - people)
        return found

    def at(self, row: int, people: float) -> float:
        """Return the price of one row."""
        rows, need = self._rows, float(self._rows.need[row])
        short = float(rows.short[row]) * max(0.0, need - people)
        over = float(rows.over[row]) * max(0.0, people - need)
        return short + over + float(self._breach[row]) * max(0.0, float(rows.floor[row]) - people)

    def knots(self, row: int) -> list[int]:
        """Return the whole numbers of people at which the price of a row bends, ascending."""
        need, floor = float(self._rows.need[row]), int(self._rows.floor[row])
        whole = {int(np.floor(need)), int(np.ceil(need))}
        return sorted(whole | ({floor} if floor > 0 else set()))

    def slopes(self, row: int, knots: list[int]) -> list[float]:
        """Return what one more costs below the first knot, then after each; ascending."""
        return [self.at(row, n + 1) - self.at(row, n) for n in (knots[0] - 1, *knots)]


class MoveProgram:
    """
    One program over columns that are added to it.

    Parameters
    ----------
    prices, count
        Of rows of cover, and the people there before any change.
    is_exact
        Whether changes are made whole or not at all.
    most
        People who may change; None: as many as pays.
    """

    def __init__(
        self, prices: Prices, count: Ints, *, is_exact: bool, most: int | None = None
    ) -> None:
        self._solver = pywraplp.Solver.CreateSolver("SCIP" if is_exact else "GLOP")
        self._objective = self._solver.Objective()
        self._objective.SetMinimization()
        self._is_exact, self._prices, self._count = is_exact, prices, count
        still = prices.of(count)
        self._silent = still - prices.of(count + 1)
        self._objective.SetOffset(float(still.sum()))
        self._cover: dict[int, pywraplp.Constraint] = {}
        self._days: dict[Hashable, pywraplp.Constraint] = {}
        self._people: dict[str, pywraplp.Variable] = {}
        self._limit = (
            None if most is None else self._solver.Constraint(-self._solver.infinity(), float(most))
        )
        self._picks: list[pywraplp.Variable] = []

    def add(self, columns: Iterable[MoveColumn]) -> None:
        """Let further changes be made."""
        for column in columns:
            self._picks.append(self._pick(column))

    def relax(self) -> Relaxed:
        """Solve the linear program; rows no column touches are worth what one more saves."""
        status = self._solver.Solve()
        assert status == pywraplp.Solver.OPTIMAL  # nothing to change is always an answer
        value = self._silent.copy()
        for row, constraint in self._cover.items():
            value[row] = constraint.dual_value()
        room = {day: constraint.dual_value() for day, constraint in self._days.items()}
        return Relaxed(self._objective.Value(), value, room)

    def choose(self, seconds: float, hint: Iterable[int] = ()) -> Chosen:
        """Solve the exact program for some seconds."""
        known = set(hint)
        self._solver.SetHint(self._picks, [float(n in known) for n in range(len(self._picks))])
        self._solver.SetTimeLimit(max(1, round(seconds * MS)))
        status = self._solver.Solve()
        bound = self._objective.BestBound()
        if status not in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}:
            return Chosen(None, -np.inf)
        taken = (n for n, pick in enumerate(self._picks) if pick.solution_value() > 0.5)
        return Chosen(tuple(taken), bound)

    def forbid(self, columns: Sequence[int]) -> None:
        """Let some columns not be taken all together."""
        cut = self._solver.Constraint(-self._solver.infinity(), len(columns) - 1.0)
        for number in columns:
            cut.SetCoefficient(self._picks[number], 1.0)

    def _pick(self, column: MoveColumn) -> pywraplp.Variable:
        solver = self._solver
        pick = solver.BoolVar("") if self._is_exact else solver.NumVar(0.0, solver.infinity(), "")
        self._objective.SetCoefficient(pick, column.price)
        for row, people in zip(column.rows.tolist(), column.people.tolist(), strict=True):
            if row not in self._cover:
                self._cover[row] = self._row(row)
            self._cover[row].SetCoefficient(pick, float(people))
        for day in column.days:
            if day not in self._days:
                self._days[day] = self._day(column.moves[0].agent_id)
            self._days[day].SetCoefficient(pick, 1.0)
        return pick

    def _day(self, agent_id: str) -> pywraplp.Constraint:
        """Return the row that lets a day of a person change once, or not if the person may not."""
        solver = self._solver
        if self._limit is None:
            return solver.Constraint(-solver.infinity(), 1.0)
        if agent_id not in self._people:
            person = solver.BoolVar("") if self._is_exact else solver.NumVar(0.0, 1.0, "")
            self._limit.SetCoefficient(person, 1.0)
            self._people[agent_id] = person
        found = solver.Constraint(-solver.infinity(), 0.0)
        found.SetCoefficient(self._people[agent_id], -1.0)
        return found

    def _row(self, row: int) -> pywraplp.Constraint:
        """Return the balance of a row: people who come, less those too many, more those missing."""
        prices, count = self._prices, int(self._count[row])
        knots = prices.knots(row)
        constraint = self._solver.Constraint(float(knots[0] - count), float(knots[0] - count))
        slopes = prices.slopes(row, knots)
        self._piece(constraint, 1.0, -slopes[0], None)
        for before, after, slope in zip(knots, [*knots[1:], None], slopes[1:], strict=True):
            self._piece(constraint, -1.0, slope, None if after is None else float(after - before))
        fixed = prices.at(row, knots[0]) - prices.at(row, count)
        self._objective.SetOffset(self._objective.offset() + fixed)
        return constraint

    def _piece(
        self, constraint: pywraplp.Constraint, sign: float, price: float, most: float | None
    ) -> None:
        top = self._solver.infinity() if most is None else most
        piece = self._solver.NumVar(0.0, top, "")
        constraint.SetCoefficient(piece, sign)
        self._objective.SetCoefficient(piece, price)
