"""Posts and meals as they were announced, wherever others would save next to nothing."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from scheduler.solve.bound_kernel import count_one
from scheduler.solve.days_kernel import POST
from scheduler.solve.plan import people_of
from scheduler.solve.rows import Rows, open_rows
from scheduler.solve.rows import price as price_of

if TYPE_CHECKING:
    from scheduler.solve.plan import Plan
    from scheduler.solve.tables import Bools, Ints, Tables

TOLERANCE = 1e-9
PASSES = 20
Worth = tuple[int, float]
Day = tuple[int, int]
Choice = tuple[int, ...]  # start, shape, post, meal


def restored(
    tables: Tables, rows: Rows, plans: tuple[Plan, Plan], lost: Bools, price: float
) -> Plan:
    """
    Return the second plan's hours, with other posts and meals than the first's where that pays.

    Parameters
    ----------
    tables, rows
        The problem as arrays.
    plans
        As announced, and one with other hours on some days.
    lost
        Where people are lost beyond what the plans say; shape (rows,).
    price
        What another post or meal on a day must save; minimums come first.
    """
    before, after = plans
    desk = _Desk(tables, rows, before, after, price)
    desk.disturbed |= lost
    desk.settle()
    while desk.missing > open_rows(rows, people_of(tables, rows, after)):
        if not desk.take_over():
            return after
    desk.settle()
    return desk.plan


class _Desk:
    """A plan on its way back to posts and meals as announced."""

    def __init__(self, tables: Tables, rows: Rows, before: Plan, after: Plan, price: float) -> None:
        self.tables, self.rows, self.before, self.after = tables, rows, before, after
        self.price = price
        has_post = (before[POST] >= 0) & (after[POST] >= 0)
        self.same = (before[:2] == after[:2]).all(axis=0) & has_post
        self.plan = after.copy()
        self.plan[:, self.same] = before[:, self.same]
        self.people = people_of(tables, rows, self.plan)
        self.disturbed = self.people != people_of(tables, rows, before)

    @property
    def missing(self) -> int:
        """Return how many people the plan lacks below the minimums."""
        return open_rows(self.rows, self.people)

    def take_over(self) -> bool:
        """Take the days around open minimums as the new plan has them; return whether any was."""
        is_open = self.people < self.rows.floor
        differs = self.same & (self.plan != self.after).any(axis=0)
        found = [
            day
            for day in _where(differs)
            if any(
                (self._usage(day, tuple(plan[:, *day].tolist()))[is_open] > 0).any()
                for plan in (self.plan, self.after)
            )
        ]
        for day in found:
            self._put(day, tuple(self.after[:, *day].tolist()))
        return bool(found)

    def settle(self) -> None:
        """Give days at which cover was disturbed the post and meal that pay most."""
        days = [
            day
            for day in _where(self.plan[POST] >= 0)
            if (self._usage(day, self._own(day))[self.disturbed] > 0).any()
        ]
        for _ in range(PASSES):
            if not sum([self._settle(day) for day in days]):
                break

    def _settle(self, day: Day) -> bool:
        own, known = self._own(day), tuple(self.before[:, *day].tolist())
        options = [own, *_options(self.tables, day, own)]
        usage = np.stack([self._usage(day, option) for option in options])
        near = np.flatnonzero(usage.any(axis=0))
        part = Rows(*[column[near] for column in self.rows])  # type: ignore[arg-type]  # each its own
        others = self.people[near] - usage[0, near]
        prices = [self.price * (self.same[day] and option != known) for option in options]
        worths = [
            _worth(part, others + used, price)
            for used, price in zip(usage[:, near], prices, strict=True)
        ]
        best = min(range(len(options)), key=worths.__getitem__)
        if worths[best][0] == worths[0][0] and worths[best][1] > worths[0][1] - TOLERANCE:
            return False
        self._put(day, options[best])
        return True

    def _own(self, day: Day) -> Choice:
        return tuple(self.plan[:, *day].tolist())

    def _put(self, day: Day, choice: Choice) -> None:
        self.people += self._usage(day, choice) - self._usage(day, self._own(day))
        self.plan[:, *day] = choice

    def _usage(self, day: Day, choice: Choice) -> Ints:
        """Return the people that one day of an agent puts at work; shape (rows,)."""
        usage = np.zeros(len(self.people), dtype=np.int64)
        alone = np.full((4, self.plan.shape[2]), -1, dtype=np.int64)
        alone[:, day[1]] = choice
        count_one(self.tables, day[0], alone, usage)
        return usage


def _worth(rows: Rows, count: Ints, extra: float) -> Worth:
    return open_rows(rows, count), price_of(rows, count) + extra


def _where(mask: Bools) -> list[Day]:
    """Return the agents and days at which a table is true."""
    return [(agent, day) for agent, day in np.argwhere(mask).tolist()]


def _options(tables: Tables, day: Day, own: Choice) -> list[Choice]:
    """Return the posts and meals an agent's shift of a day may have."""
    first, shape = own[:2]
    kind = tables.kind_of[day[0]]
    meals = [-1]
    if tables.shape_meal[shape]:
        low, high = (table[kind, first, shape] for table in (tables.meal_first, tables.meal_last))
        meals = list(range(first + int(low), first + int(high) + 1))
    posts = np.flatnonzero(tables.post_ok[day]).tolist()
    low_of, high_of = tables.open_first[:, first, shape], tables.open_last[:, first, shape]
    return [
        (first, shape, post, meal)
        for post, meal in product(posts, meals)
        if low_of[post] <= (meal - first if tables.shape_meal[shape] else 0) <= high_of[post]
    ]
