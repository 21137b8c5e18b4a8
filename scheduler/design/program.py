"""What menus cost, people counted on average over weeks: a linear program (OR-Tools, GLOP)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.linear_solver import pywraplp

from scheduler.design.question import Floats
from scheduler.errors import SolverError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.design.question import DesignQuestion, Ints, People

Week = tuple[int, int, int, tuple[int, ...]]
"""A start, type and post, and on how many days of each group of days."""
Parts = list[tuple[float, float, pywraplp.Variable]]
"""What one more costs, how many, and how many there are."""


@dataclass(frozen=True, eq=False)
class Priced:
    """
    A menu's cost, and what led to it.

    Parameters
    ----------
    cost
        Price of hours short, surplus and unsealed.
    people
        At work, by post and interval, on all days put together with it.
    starters
        People by start, type and post whose week is of that type.
    """

    cost: float
    people: Floats
    starters: Floats


def day_groups(question: DesignQuestion, many: int) -> tuple[tuple[int, ...], ...]:
    """Return the days in so many groups of like need; as many as days: each day is alone."""
    horizon = question.horizon
    if many >= horizon.days:
        return tuple((day,) for day in range(horizon.days))
    firsts = [horizon.first_interval(day) for day in range(horizon.days)]
    need = np.add.reduceat(np.nan_to_num(question.need).sum(axis=0), firsts)
    groups = np.array_split(np.argsort(need, kind="stable"), many)
    return tuple(tuple(sorted(group.tolist())) for group in groups)


class MenuProgram:
    """
    The program of a question; each menu is solved from the last one's answer.

    Costs are straight between whole numbers of people, so that a bound holds for whole people too.
    Where days are put together, people at work at one time of the day may serve any of them, so
    that no menu costs less than this says; where each day is alone, it is the menu's cost.

    Parameters
    ----------
    groups
        Days put together.
    solver
        By its name.
    """

    def __init__(
        self, question: DesignQuestion, groups: tuple[tuple[int, ...], ...], solver: str = "GLOP"
    ) -> None:
        self.question, self.groups = question, groups
        self.solver = pywraplp.Solver.CreateSolver(solver)
        self._on: set[int] = set(range(len(question.types)))
        self._place = self._places()
        shape = (len(question.posts), int(self._place.max()) + 1)
        self._rows = {cell: self.solver.Constraint(0, 0) for cell in np.ndindex(shape)}
        self.coverers: dict[tuple[int, ...], set[int]] = defaultdict(set)
        self.weeks: dict[int, list[tuple[int, int, pywraplp.Variable]]] = defaultdict(list)
        self.shorts: dict[tuple[int, ...], Parts] = {}
        self._overs: dict[tuple[int, ...], Parts] = {}
        self._links: dict[tuple[int, int, int, int], pywraplp.Constraint] = {}
        for cell in self._rows:
            self._price(cell)
        kinds: Counter[tuple[Week, ...]] = Counter()
        for each in question.people:
            kinds[tuple(self._weeks_of(each))] += each.count
        for weeks, count in kinds.items():
            self._add(weeks, count)
        prices = np.stack([question.price(each) for each in question.steps])
        self.constant = float(prices.min(axis=0).sum())

    def _places(self) -> Ints:
        """Return for each interval its number among those that are told apart."""
        horizon = self.question.horizon
        firsts = [horizon.first_interval(day) for day in range(horizon.days)]
        lengths = np.diff([*firsts, horizon.intervals])
        place = np.zeros(horizon.intervals, dtype=np.int64)
        for number, group in enumerate(self.groups):
            for day in group:
                clock = np.arange(lengths[day])
                place[firsts[day] + clock] = number * lengths.max() + clock
        return place

    def _price(self, cell: tuple[int, ...]) -> None:
        """Add the people too few and too many in an interval, in parts with a price each."""
        post, place = cell
        parts: dict[float, float] = defaultdict(float)
        for at in np.flatnonzero(self._place == place).tolist():
            for many, price in self.question.parts(post, at):
                parts[round(price, 9)] += many
        shorts: Parts = []
        overs: Parts = []
        for price, many in sorted(parts.items()):
            part = self.solver.NumVar(0, many, "")
            (shorts if price < 0 else overs).append((price, many, part))
            self._rows[cell].SetCoefficient(part, 1 if price < 0 else -1)
            self.solver.Objective().SetCoefficient(part, abs(price))
        best = sum(many for _, many, _ in shorts)
        self._rows[cell].SetBounds(best, best)
        self.shorts[cell], self._overs[cell] = shorts, overs

    def _weeks_of(self, people: People) -> Iterable[Week]:
        """Return the weeks that people may have, the closed days left out."""
        for start, form in enumerate(people.forms):
            for post in people.posts if form >= 0 else ():
                is_open = self.question.allowed[start, form, post]
                counts = (
                    tuple(
                        sum(day in days and bool(is_open[day]) for day in group)
                        for group in self.groups
                    )
                    for days in people.patterns
                )
                for many in dict.fromkeys(counts):
                    if any(many):
                        yield start, form, post, many

    def _add(self, weeks: tuple[Week, ...], count: int) -> None:
        """Add so many people who may have these weeks."""
        limit = self.solver.Constraint(0, count)
        by_start: dict[int, list[pywraplp.Variable]] = defaultdict(list)
        for start, form, post, many in weeks:
            week = self.solver.NumVar(0, self.solver.infinity(), "")
            limit.SetCoefficient(week, 1)
            by_start[start].append(week)
            self.weeks[start].append((form, post, week))
            for group, days in enumerate(many):
                if days:
                    self._link(start, form, post, group).SetCoefficient(week, days)
        for start, many_weeks in by_start.items():
            self.limit(start, many_weeks, count)

    def limit(self, start: int, weeks: list[pywraplp.Variable], count: int) -> None:
        """Say that people have weeks only where the start is on the menu; here bounds say it."""

    def _link(self, start: int, form: int, post: int, group: int) -> pywraplp.Constraint:
        """Return who has to have a shift, and so a place for the meal, on a group's days."""
        key = (start, form, post, group)
        if key in self._links:
            return self._links[key]
        link = self._links[key] = self.solver.Constraint(0, 0)
        shifts = {
            tuple(self._place[cells].tolist())
            for day in self.groups[group]
            if self.question.allowed[start, form, post, day]
            for cells in self.question.covers[start][form][day]
        }
        for shift in sorted(shifts):
            eaten = self.solver.NumVar(0, self.solver.infinity(), "")
            link.SetCoefficient(eaten, -1)
            for place, times in Counter(shift).items():
                self._rows[post, place].SetCoefficient(eaten, times)
                self.coverers[post, place].add(start)
        return link

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
            for _, _, week in self.weeks[start]:
                week.SetUb(self.solver.infinity() if start in on else 0)
        self._on = on
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise SolverError("the program of a menu has no answer")
        shape = (len(self.question.types), len(self.question.types[0]), len(self.question.posts))
        starters = np.zeros(shape)
        for start in on:
            for form, post, week in self.weeks[start]:
                starters[start, form, post] += week.solution_value()
        return Priced(self.solver.Objective().Value() + self.constant, self._people(), starters)

    def _people(self) -> Floats:
        found = np.zeros((len(self.question.posts), int(self._place.max()) + 1))
        for cell, shorts in self.shorts.items():
            found[cell] = sum(many - part.solution_value() for _, many, part in shorts)
            found[cell] += sum(part.solution_value() for _, _, part in self._overs[cell])
        return found[:, self._place]
