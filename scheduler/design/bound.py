"""What no menu can be below: the cost of every menu under given prices of people at work."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from scheduler.design.question import SEAL_FACTOR, Floats

if TYPE_CHECKING:
    from scheduler.design.question import DesignQuestion, Ints, People


@dataclass(frozen=True, eq=False)
class MenuBound:
    """
    A bound for every menu: ``constant`` less what people earn at best on one of its starts.

    Whatever an agent at work is taken to be worth, a menu costs at least this (Lagrangian bound).

    Parameters
    ----------
    constant
        Least price of people at work, each paid what it is worth.
    earned
        Worth of the best week at a start of all people of a kind; shape (kinds, starts).
    """

    constant: float
    earned: Floats


def cut_of(question: DesignQuestion, worth: Floats) -> MenuBound:
    """Return the bound that a worth of people at work gives; shape (posts, intervals)."""
    hours = question.horizon.interval_hours
    dearest = question.shortage * (1 + SEAL_FACTOR)
    worth = np.clip(worth, -question.surplus * hours, dearest * hours)
    points = question.steps
    prices = np.stack([question.price(each) + worth * each for each in points])
    values = _values(question, worth)
    earned = np.stack([_earned(each, values) for each in question.people])
    return MenuBound(float(prices.min(axis=0).sum()), earned)


def _values(question: DesignQuestion, worth: Floats) -> Floats:
    """Return what the best shift of a start, type, post and day is worth."""
    values = np.full(question.allowed.shape, 0.0)
    for start, menu in enumerate(question.covers):
        for form, days in enumerate(menu):
            for day, cells in enumerate(days):
                values[start, form, :, day] = worth[:, cells].sum(axis=2).max(axis=1)
    values[~question.allowed] = 0.0
    return values


def _earned(people: People, values: Floats) -> Floats:
    found = np.zeros(len(people.forms))
    for start, form in enumerate(people.forms):
        if form >= 0:
            weeks = values[start, form][list(people.posts)]
            best = max(float(weeks[:, list(days)].sum(axis=1).max()) for days in people.patterns)
            found[start] = people.count * max(0.0, best)
    return found


class MenuBounds:
    """
    The best bound known of every menu of ``size`` starts.

    Parameters
    ----------
    starts
        How many there are to choose from.
    size
        Starts of a menu.
    cuts
        Known already.
    """

    def __init__(self, starts: int, size: int, cuts: list[MenuBound]) -> None:
        self.menus: Ints = np.array(list(combinations(range(starts), size)), dtype=np.int64)
        self.bounds: Floats = np.zeros(len(self.menus))
        for cut in cuts:
            self.add(cut)

    def add(self, cut: MenuBound) -> None:
        """Raise the bounds to what a cut says."""
        costs = np.full(len(self.menus), cut.constant)
        for earned in cut.earned:
            costs -= earned[self.menus].max(axis=1)
        np.maximum(self.bounds, costs, out=self.bounds)

    @property
    def least(self) -> float:
        """Return what no menu is below."""
        return float(self.bounds.min())

    def most_promising(self) -> tuple[int, ...]:
        """Return the menu with the lowest bound."""
        return tuple(self.menus[int(self.bounds.argmin())].tolist())

    def bound(self, menu: tuple[int, ...]) -> float:
        """Return what a menu is not below."""
        return float(self.bounds[self._place(menu)])

    def most_promising_near(self, menu: tuple[int, ...]) -> tuple[int, ...] | None:
        """Return the menu of lowest bound with one start changed; None: there is no other menu."""
        shared = np.isin(self.menus, menu).sum(axis=1)
        near = np.flatnonzero(shared == len(menu) - 1)
        if not len(near):
            return None
        return tuple(self.menus[near[int(self.bounds[near].argmin())]].tolist())

    def _place(self, menu: tuple[int, ...]) -> int:
        return int(np.flatnonzero((self.menus == menu).all(axis=1))[0])
