"""The search for the best menu of a size, and the proof of how good it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from scheduler.design.bound import MenuBound, MenuBounds, cut_of
from scheduler.design.menu import Menu, OnType
from scheduler.design.naming import named
from scheduler.design.program import MenuProgram, Priced
from scheduler.design.question import DesignQuestion, question_of
from scheduler.errors import Fault, InputError, require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.design.bounds import DesignBounds
    from scheduler.problem import RosterProblem

TINY = 1e-6
MOST_MENUS = 4_000_000
"""So many menus are looked at one by one; for more, one bound holds for all."""


@dataclass(frozen=True, slots=True)
class DesignParams:
    """
    How long a design is sought.

    Parameters
    ----------
    work_limit
        Menus of one size that are priced exactly, at least 1.
    tolerance
        Share of the cost within which a menu counts as proven best.
    """

    work_limit: int = 60
    tolerance: float = 0.01

    def __post_init__(self) -> None:
        require(self.work_limit >= 1, "not_positive", column="work_limit", value=self.work_limit)


def design_menu(
    problem: RosterProblem, bounds: DesignBounds, size: int, params: DesignParams | None = None
) -> Menu:
    """Return the best menu of at most ``size`` starts; raises InputError as ``design_curve``."""
    return design_curve(problem, bounds, (size,), params)[0]


def design_curve(
    problem: RosterProblem,
    bounds: DesignBounds,
    sizes: Iterable[int],
    params: DesignParams | None = None,
) -> tuple[Menu, ...]:
    """
    Return the best menu found of each size, in order of size; none is worse than a smaller one.

    Raises
    ------
    InputError
        When nothing is required, no type fits, or nobody may work one.
    """
    return curve_of(question_of(problem, bounds), sizes, params or DesignParams())


def curve_of(
    question: DesignQuestion, sizes: Iterable[int], params: DesignParams
) -> tuple[Menu, ...]:
    """Return the best menu found of each size, in order of size."""
    search = _Search(question, params)
    found = [search.menu(size) for size in sorted(set(sizes))]
    bound = 0.0
    for place in reversed(range(len(found))):  # a menu is one of more types too
        bound = max(bound, found[place].bound_hours)
        found[place] = replace(found[place], bound_hours=bound)
    return tuple(found)


class _Search:
    """What is known of a question so far: bounds for all menus, and the best menu of each size."""

    def __init__(self, question: DesignQuestion, params: DesignParams) -> None:
        self.question, self.params = question, params
        self.program = MenuProgram(question)
        self.cuts: list[MenuBound] = []
        self.priced: dict[tuple[int, ...], Priced] = {}
        self.best: tuple[int, ...] = ()
        self.price(tuple(range(len(question.types))))

    def price(self, menu: tuple[int, ...]) -> float:
        """Return a menu's cost and learn from it."""
        if menu not in self.priced:
            self.priced[menu] = self.program.priced(menu)
            self.cuts.append(cut_of(self.question, self.priced[menu].worth))
        return self.priced[menu].cost

    def menu(self, size: int) -> Menu:
        """Return the best menu of a size that is found, with its bound."""
        starts = len(self.question.types)
        if size < 1:
            raise InputError(Fault("not_positive", column="size", value=str(size)))
        asked, size = size, min(size, starts)
        if comb(starts, size) > MOST_MENUS:
            raise InputError(Fault("design_too_many", value=str(size)))
        begin = {self._grown(size), self._spread(size)}
        for menu in sorted(begin):
            self.price(menu)
        known = MenuBounds(starts, size, self.cuts)
        done, work = len(self.priced), self.params.work_limit
        found = [self._improved(menu, known, work // 2) for menu in sorted(begin)]
        self._prove(min(found, key=self.price), known, work - (len(self.priced) - done))
        self.best = min((menu for menu in self.priced if len(menu) == size), key=self.price)
        return self._told(asked, self.best, known.least)

    def _improved(self, menu: tuple[int, ...], known: MenuBounds, work: int) -> tuple[int, ...]:
        """Return a menu from which no change of one start leads on, as far as the work reaches."""
        for _ in range(work):
            near = known.most_promising_near(menu)
            if near is None or known.bound(near) >= self.price(menu) - TINY:
                break
            if self._learn(near, known) < self.price(menu):
                menu = near
        return menu

    def _prove(self, best: tuple[int, ...], known: MenuBounds, work: int) -> None:
        """Price the menus that might be better still, until none might or the work ends."""
        cost = self.price(best)
        for _ in range(work):
            if known.least >= cost * (1 - self.params.tolerance):
                break
            cost = min(cost, self._learn(known.most_promising(), known))

    def _learn(self, menu: tuple[int, ...], known: MenuBounds) -> float:
        """Return a menu's cost, its worth added to what is known of all menus of the size."""
        cost = self.price(menu)
        known.add(self.cuts[-1])
        return cost

    def _grown(self, size: int) -> tuple[int, ...]:
        """Return the last menu with the starts that promise most beside it."""
        chosen = set(self.best)
        while len(chosen) < size:
            left = [start for start in range(len(self.question.types)) if start not in chosen]
            chosen.add(min(left, key=lambda start: self._promise({*chosen, start})))
        return tuple(sorted(chosen))

    def _spread(self, size: int) -> tuple[int, ...]:
        """Return starts spread evenly, begun where that promises most."""
        starts = len(self.question.types)
        even = (
            {(first + place * starts // size) % starts for place in range(size)}
            for first in range(starts)
        )
        return tuple(sorted(min(even, key=self._promise)))

    def _promise(self, menu: Iterable[int]) -> float:
        places = sorted(menu)
        return max(
            cut.constant - float(cut.earned[:, places].max(axis=1).sum()) for cut in self.cuts
        )

    def _told(self, size: int, best: tuple[int, ...], bound: float) -> Menu:
        question, found = self.question, self.priced[best]
        hours, need = question.horizon.interval_hours, np.nan_to_num(question.need)
        types = named(question, best, found.starters)
        on_types = tuple(
            OnType(kind.code, name, float(found.starters[start, form, post]))
            for (start, form), kind in types.items()
            for post, name in enumerate(question.posts)
            if found.starters[start, form, post] > 1e-6
        )
        return Menu(
            size,
            tuple(types.values()),
            on_types,
            float(need.sum()) * hours,
            float(np.maximum(0, need - found.people).sum()) * hours,
            float(np.maximum(0, found.people - need).sum()) * hours,
            float(np.maximum(0, question.least - found.people).sum()) * hours,
            found.cost / question.shortage,
            bound / question.shortage,
        )
