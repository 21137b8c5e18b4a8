"""The best menu for whole people, proven: all types at once in one model (OR-Tools, CP-SAT)."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import reduce
from math import gcd
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from scheduler.errors import SolverError

if TYPE_CHECKING:
    from scheduler.design.question import DesignQuestion

SCALE = 1000
"""Prices are whole thousandths."""
MANY = 1000
"""More people than any interval has."""


@dataclass(frozen=True, slots=True)
class ExactParams:
    """
    How the model is solved.

    Parameters
    ----------
    seed
        Of the search.
    work_limit
        Most work, in the solver's deterministic seconds.
    seconds
        Most time on the clock; None: work alone ends it, so that the answer repeats.
    workers
        Threads; with more than one the answer may differ between runs, the bound holds always.
    """

    seed: int = 1
    work_limit: float = 60.0
    seconds: float | None = None
    workers: int = 1


@dataclass(frozen=True, slots=True)
class ExactMenu:
    """
    A menu for whole people.

    Parameters
    ----------
    starts
        Numbers of the starts on the menu.
    cost, bound
        Price of hours and types, and what no menu is below.
    """

    starts: tuple[int, ...]
    cost: float
    bound: float

    @property
    def is_best(self) -> bool:
        """Return whether no menu is cheaper."""
        return self.cost - self.bound < 1 / SCALE


def exact_menu(
    question: DesignQuestion, type_price: float, size: int, params: ExactParams
) -> ExactMenu:
    """
    Return the best menu of at most ``size`` starts, each at a price, with whole people.

    Where need is met to the person an answer is found soon, so such ones are looked for first and
    the whole question begins with the best of them.

    Raises
    ------
    SolverError
        When the limits end before any answer is found.
    """
    begun = time.monotonic()
    exact = _Model(question, type_price, size, is_met=True)
    hint = exact.solved(params)
    whole = _Model(question, type_price, size, is_met=False)
    if hint is not None:
        whole.hint(exact)
    if params.seconds is not None:
        params = replace(params, seconds=max(0.0, params.seconds - time.monotonic() + begun))
    found = whole.solved(params)
    if found is None:
        raise SolverError("no menu was found within the limits")
    return found


class _Model:
    """The model of a question: which starts are used, how many people work what, where they eat."""

    def __init__(
        self, question: DesignQuestion, type_price: float, size: int, *, is_met: bool
    ) -> None:
        self.question, self.is_met = question, is_met
        self.model, self.solver = cp_model.CpModel(), cp_model.CpSolver()
        self.numbers: list[cp_model.IntVar] = []
        self.parts: list[tuple[cp_model.IntVar, bool]] = []
        self.used = [self._keep(self.model.new_bool_var("")) for _ in question.types]
        self.model.add(sum(self.used) <= size)
        self.at_work: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        self._people()
        prices = [(round(type_price * SCALE), each) for each in self.used]
        for post, at in np.ndindex(question.need.shape):
            prices += self._cell(post, at)
        self.unit = reduce(gcd, (price for price, _ in prices), 0) or 1
        self.model.minimize(sum(price // self.unit * each for price, each in prices))

    def _keep(self, number: cp_model.IntVar) -> cp_model.IntVar:
        self.numbers.append(number)
        return number

    def _people(self) -> None:
        """Add people's weeks, and the shifts and meals that follow from them."""
        question = self.question
        shifts: dict[tuple[int, int, int, int], list[cp_model.IntVar]] = defaultdict(list)
        for people in question.people:
            weeks = []
            for start, form in enumerate(people.forms):
                for post in people.posts if form >= 0 else ():
                    for days in people.patterns:
                        open_days = [d for d in days if question.allowed[start, form, post, d]]
                        most = min(people.count, self._most(start, form, post, open_days))
                        week = self._keep(self.model.new_int_var(0, most, ""))
                        self.model.add(week <= most * self.used[start])
                        weeks.append(week)
                        for day in open_days:
                            shifts[start, form, post, day].append(week)
            if not question.is_unlimited(people):
                self.model.add(sum(weeks) <= people.count)
        for place, weeks in shifts.items():
            self._shift(place, weeks)

    def _most(self, start: int, form: int, post: int, days: list[int]) -> int:
        """Return how many people of a week could be of use: more are needless at all times."""
        need, least = np.nan_to_num(self.question.need[post]), self.question.least[post]
        need = np.ceil(np.maximum(need, least))
        worked = [need[self.question.covers[start][form][day]] for day in days]
        if self.is_met and len(worked) == 1 and len(worked[0]) == 1:
            return int(worked[0].min())
        return int(max((cells.max() for cells in worked), default=0))

    def _shift(self, place: tuple[int, int, int, int], weeks: list[cp_model.IntVar]) -> None:
        start, form, post, day = place
        meals = self.question.covers[start][form][day]
        if len(meals) == 1:
            for at in meals[0].tolist():
                self.at_work[post, at] += weeks
            return
        eaten = [self._keep(self.model.new_int_var(0, MANY, "")) for _ in meals]
        self.model.add(sum(eaten) == sum(weeks))
        for cells, meal in zip(meals.tolist(), eaten, strict=True):
            for at in cells:
                self.at_work[post, at].append(meal)

    def _cell(self, post: int, at: int) -> list[tuple[int, cp_model.IntVar]]:
        """Add what people in one interval cost, in parts of which each has a price."""
        people, parts = self.at_work[post, at], self.question.parts(post, at)
        if self.is_met:
            best = sum(many for many, price in parts if price <= 0)
            self.model.add(sum(people) == round(best))
            return []
        priced = [
            (
                round(price * SCALE),
                self._keep(self.model.new_int_var(0, round(min(many, MANY)), "")),
            )
            for many, price in parts
        ]
        self.parts += [(part, price <= 0) for price, part in priced]
        self.model.add(sum(people) == sum(part for _, part in priced))
        return priced

    def hint(self, other: _Model) -> None:
        """Begin with the answer of the model whose need is met to the person."""
        for mine, theirs in zip(self.numbers, other.numbers, strict=False):
            self.model.add_hint(mine, other.solver.value(theirs))
        for part, is_needed in self.parts:
            self.model.add_hint(part, part.proto.domain[1] if is_needed else 0)

    def solved(self, params: ExactParams) -> ExactMenu | None:
        """Return the best menu found; None: there is none, or the limits ended before one."""
        limits = self.solver.parameters
        limits.random_seed, limits.num_workers = params.seed, params.workers
        limits.max_deterministic_time = params.work_limit
        if params.seconds is not None:
            limits.max_time_in_seconds = params.seconds
        if self.solver.solve(self.model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        nobody = 0.0 if self.is_met else self.question.price_of_nobody
        chosen = (place for place, each in enumerate(self.used) if self.solver.value(each))
        cost, bound = (
            at * self.unit / SCALE + nobody
            for at in (self.solver.objective_value, self.solver.best_objective_bound)
        )
        return ExactMenu(tuple(chosen), cost, bound)
