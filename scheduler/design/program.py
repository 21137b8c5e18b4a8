"""What a menu costs, people counted on average over weeks: a linear program (OR-Tools, GLOP)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.linear_solver import pywraplp

from scheduler.design.question import Floats
from scheduler.errors import SolverError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.design.question import DesignQuestion, People


@dataclass(frozen=True, eq=False)
class Priced:
    """
    A menu's cost, and what led to it.

    Parameters
    ----------
    cost
        Price of hours short, surplus and unsealed.
    people
        At work, by post and interval.
    worth
        What one more agent at work saves, by post and interval.
    starters
        People by start, type and post whose week is of that type.
    """

    cost: float
    people: Floats
    worth: Floats
    starters: Floats


class MenuProgram:
    """
    The program of a question; each menu is solved from the last one's answer.

    Costs are straight between whole numbers of people, so that a bound holds for whole people too.
    """

    def __init__(self, question: DesignQuestion) -> None:
        self.question = question
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._weeks: dict[int, list[tuple[int, int, pywraplp.Variable]]] = defaultdict(list)
        self._on: set[int] = set(range(len(question.types)))
        posts, cells = question.need.shape
        self._rows = [[self._solver.Constraint(0, 0) for _ in range(cells)] for _ in range(posts)]
        self._parts = [[self._cell(post, at) for at in range(cells)] for post in range(posts)]
        self._links = self._placed()
        for each in question.people:
            self._add(each)
        self._constant = question.price_of_nobody

    def _cell(self, post: int, at: int) -> list[pywraplp.Variable]:
        """Add the people at work in one interval, in parts of which each has a price."""
        return [self._part(post, at, many, price) for many, price in self.question.parts(post, at)]

    def _part(self, post: int, at: int, most: float, price: float) -> pywraplp.Variable:
        part = self._solver.NumVar(0, most, "")
        self._solver.Objective().SetCoefficient(part, price)
        self._rows[post][at].SetCoefficient(part, -1)
        return part

    def _placed(self) -> dict[tuple[int, int, int, int], pywraplp.Constraint]:
        """Add where the meals of a start, type, post and day lie; return who has to have one."""
        links = {}
        question = self.question
        used = {
            (start, form, post)
            for each in question.people
            for start, form in enumerate(each.forms)
            for post in each.posts
            if form >= 0
        }
        for start, form, post in sorted(used):
            for day in range(question.horizon.days):
                if not question.allowed[start, form, post, day]:
                    continue
                link = links[start, form, post, day] = self._solver.Constraint(0, 0)
                for cells in question.covers[start][form][day].tolist():
                    eaten = self._solver.NumVar(0, self._solver.infinity(), "")
                    link.SetCoefficient(eaten, -1)
                    for at in cells:
                        self._rows[post][at].SetCoefficient(eaten, 1)
        return links

    def _add(self, people: People) -> None:
        """Add the weeks that people may have."""
        many = self._solver.Constraint(0, people.count)
        for start, form in enumerate(people.forms):
            for post in people.posts if form >= 0 else ():
                open_days = [
                    tuple(day for day in days if (start, form, post, day) in self._links)
                    for days in people.patterns
                ]
                for days in dict.fromkeys(filter(None, open_days)):
                    week = self._solver.NumVar(0, self._solver.infinity(), "")
                    self._weeks[start].append((form, post, week))
                    many.SetCoefficient(week, 1)
                    for day in days:
                        self._links[start, form, post, day].SetCoefficient(week, 1)

    def priced(self, menu: Iterable[int]) -> Priced:
        """
        Return the cost of a menu, given as numbers of starts.

        Raises
        ------
        SolverError
            When the program has no answer, which a question never asks.
        """
        on = set(menu)
        for start in self._on ^ on:
            for _, _, week in self._weeks[start]:
                week.SetUb(self._solver.infinity() if start in on else 0)
        self._on = on
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise SolverError("the program of a menu has no answer")
        people = np.array(
            [[sum(part.solution_value() for part in cell) for cell in row] for row in self._parts]
        )
        worth = np.array([[row.dual_value() for row in rows] for rows in self._rows])
        shape = (len(self.question.types), len(self.question.types[0]), len(self._rows))
        starters = np.zeros(shape)
        for start in on:
            for form, post, week in self._weeks[start]:
                starters[start, form, post] += week.solution_value()
        cost = self._solver.Objective().Value() + self._constant
        return Priced(cost, people, worth, starters)
