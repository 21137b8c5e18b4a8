"""The search for the best menu of each size, and the proof of how good it is."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from math import comb
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from scheduler.design.choice import MenuChoice
from scheduler.design.menu import Menu, OnType
from scheduler.design.naming import named
from scheduler.design.program import MenuProgram, Priced, day_groups
from scheduler.design.question import DesignQuestion, question_of
from scheduler.errors import Fault, InputError, require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scheduler.design.bounds import DesignBounds
    from scheduler.problem import RosterProblem

Starts = tuple[int, ...]
PATIENCE = 6
"""Menus that look better with days put together than they are, before fewer days are."""


@dataclass(frozen=True, slots=True)
class DesignParams:
    """
    How long a design is sought.

    Parameters
    ----------
    seconds
        In all, shared between the sizes; None: until each menu is proven.
    tolerance
        Share of the cost within which a menu counts as proven best.
    most_listed
        Where a size has no more menus than these, they are looked at one by one.
    workers
        Sizes that are proven at a time; the answer is the same where no time ends it.
    """

    seconds: float | None = 60.0
    tolerance: float = 0.01
    most_listed: int = 500
    workers: int = 2

    def __post_init__(self) -> None:
        good = self.seconds is None or self.seconds > 0
        require(good, "not_positive", column="time_limit", value=self.seconds)
        require(self.workers >= 1, "not_positive", column="workers", value=self.workers)


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
    asked = sorted(set(sizes))
    if asked and asked[0] < 1:
        raise InputError(Fault("not_positive", column="size", value=str(asked[0])))
    search = _Search(question, params)
    sought = [_Size(size, min(size, len(question.types))) for size in asked]
    search.run(sought)
    for smaller, larger in pairwise(sought):  # a menu is one of more types too
        if search.cost(smaller) < search.cost(larger):
            larger.best = smaller.best
    for smaller, larger in reversed(list(pairwise(sought))):
        smaller.bound = max(smaller.bound, larger.bound)
    return tuple(search.told(size) for size in sought)


@dataclass(slots=True)
class _Size:
    """
    What is known of the menus of a size.

    Parameters
    ----------
    asked, starts
        How many starts were asked for, and how many of those there are a menu may have.
    best
        The cheapest priced.
    tried
        All that were priced.
    bound
        None is below.
    """

    asked: int
    starts: int
    best: Starts = ()
    tried: set[Starts] = field(default_factory=set)
    bound: float = 0.0


class _Search:
    """
    The search, with what it knows of menus: exact costs, and floors that they are not below.

    Floors come from the program that puts all days together, and are near the cost where days are
    much alike: a menu's takes milliseconds, the least of all menus' seconds. Menus whose floor is
    low are priced exactly; the least floor of those that were not is the bound.
    """

    def __init__(self, question: DesignQuestion, params: DesignParams) -> None:
        self.question, self.params = question, params
        self.end = None if params.seconds is None else time.monotonic() + params.seconds
        self.exact = MenuProgram(question, day_groups(question, question.horizon.days))
        self.rough = MenuProgram(question, day_groups(question, 1))
        self.floors: dict[Starts, float] = {}
        self.priced: dict[Starts, Priced] = {}
        self.lock = Lock()

    def run(self, sizes: list[_Size]) -> None:
        """Find a good menu of each size from that of the last, then prove them or find better."""
        least = self._floor(tuple(range(len(self.question.types))))
        last: Starts = ()
        for size in sizes:
            size.bound, size.best = least, self._grown(last, size.starts)
            self._price(size, size.best)
            self._descend(size)
            last = size.best
        left = len(sizes)
        with ThreadPoolExecutor(self.params.workers) as workers:

            def prove(place: int) -> None:
                self._prove(sizes[place], self._share(left - place))

            list(workers.map(prove, range(left)))

    def cost(self, size: _Size) -> float:
        """Return the cost of the best menu of a size."""
        return self.priced[size.best].cost

    def _enough(self, size: _Size) -> float:
        """Return what a bound has to reach."""
        return self.cost(size) * (1 - self.params.tolerance)

    def _share(self, sizes_left: int) -> float | None:
        """Return when the time of one of the sizes left ends."""
        if self.end is None:
            return None
        now = time.monotonic()
        return min(self.end, now + (self.end - now) * self.params.workers / sizes_left)

    def _floor(self, menu: Starts) -> float:
        """Return what a menu is not below."""
        if menu not in self.floors:
            self.floors[menu] = self.rough.priced(menu).cost
        return self.floors[menu]

    def _price(self, size: _Size, menu: Starts) -> None:
        """Price a menu exactly, and keep it where it is the best."""
        with self.lock:
            if menu not in self.priced:
                self.priced[menu] = self.exact.priced(menu)
        size.tried.add(menu)
        if self.priced[menu].cost < self.cost(size):
            size.best = menu

    def _descend(self, size: _Size) -> None:
        """Change one start after the other while the floor falls; price all menus that promise."""
        if comb(len(self.question.types), size.starts) <= self.params.most_listed:
            self._list(size)
            return
        menu, last = size.best, None
        while menu != last and not _is_over(self.end):
            last, near = menu, self._near(menu)
            menu = min([menu, *near], key=self._floor)
        self._price(size, menu)
        self._price_promising(size, self._enough)

    def _list(self, size: _Size) -> None:
        """Look at each menu of a size that has few."""
        for menu in combinations(range(len(self.question.types)), size.starts):
            if _is_over(self.end):
                return
            self._floor(menu)
        self._price_promising(size, self.cost)
        known = (menu for menu in self.floors if len(menu) == size.starts)
        left = (self.floors[menu] for menu in known if menu not in size.tried)
        size.bound = min(min(left, default=self.cost(size)), self.cost(size))

    def _price_promising(self, size: _Size, limit: Callable[[_Size], float]) -> None:
        """Price the menus whose floor is below a limit, the lowest first."""
        known = (menu for menu in self.floors if len(menu) == size.starts)
        for menu in sorted(known, key=self._floor):
            if self._floor(menu) >= limit(size) or _is_over(self.end):
                break
            self._price(size, menu)

    def _prove(self, size: _Size, until: float | None) -> None:
        """Ask for the menu of the lowest floor that is not priced, until none might be better."""
        groups, asked = 1, 0
        choice = self._choice(size, groups)
        while size.bound < self._enough(size) and not _is_over(until):
            seconds = None if until is None else until - time.monotonic()
            found = choice.best(seconds, self.params.tolerance / 4)
            size.bound = max(size.bound, min(found.bound, self.cost(size)))
            if size.bound >= self._enough(size) or found.starts is None:
                break
            self._price(size, found.starts)
            choice.leave_out(found.starts)
            asked += 1
            if asked % PATIENCE == 0 and groups < self.question.horizon.days:
                groups *= 2
                choice = self._choice(size, groups)

    def _choice(self, size: _Size, groups: int) -> MenuChoice:
        """Return the program of all menus of a size that were not priced."""
        choice = MenuChoice(self.question, day_groups(self.question, groups), size.starts)
        for menu in sorted(size.tried):
            choice.leave_out(menu)
        return choice

    def _near(self, menu: Starts) -> list[Starts]:
        """Return the menus with one start changed."""
        others = set(range(len(self.question.types))).difference(menu)
        return [tuple(sorted({*menu, new} - {old})) for old in menu for new in sorted(others)]

    def _grown(self, menu: Starts, starts: int) -> Starts:
        """Return a menu with the starts beside it that lower the floor most."""
        while len(menu) < starts:
            left = set(range(len(self.question.types))).difference(menu)
            menu = min((tuple(sorted({*menu, start})) for start in sorted(left)), key=self._floor)
        return menu

    def told(self, size: _Size) -> Menu:
        """Return the best menu of a size with its hours and bound."""
        question, found = self.question, self.priced[size.best]
        hours, need = question.horizon.interval_hours, np.nan_to_num(question.need)
        types = named(question, size.best, found.starters)
        on_types = tuple(
            OnType(kind.code, name, float(found.starters[start, form, post]))
            for (start, form), kind in types.items()
            for post, name in enumerate(question.posts)
            if found.starters[start, form, post] > 1e-6
        )
        return Menu(
            size.asked,
            tuple(types.values()),
            on_types,
            float(need.sum()) * hours,
            float(np.maximum(0, need - found.people).sum()) * hours,
            float(np.maximum(0, found.people - need).sum()) * hours,
            float(np.maximum(0, question.least - found.people).sum()) * hours,
            found.cost / question.shortage,
            min(size.bound, found.cost) / question.shortage,
        )


def _is_over(until: float | None) -> bool:
    return until is not None and time.monotonic() >= until
