"""The least number of people, proven: weeks added to the program until its duals prove it."""

from __future__ import annotations

import math
import time
from itertools import combinations, islice
from typing import TYPE_CHECKING

import numpy as np

from scheduler.headcount.cuts import ProvenLines
from scheduler.headcount.program import EDGE, HeadcountProgram, PeopleLimits
from scheduler.headcount.weeks import BestWeeks, CoverWorth

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.headcount.weeks import RowsAsked
    from scheduler.solve.tables import Ints

CLOSE = 0.05  # people between bound and linear optimum: their values are then as good as these
WHOLE_S = 5.0
SMOOTH = 0.7  # of the way from a solution's worth to that of the best bound, where weeks are priced


class LeastPeople:
    """
    What is known of the least number of people, and the weeks it was found with.

    Parameters
    ----------
    weeks
        Prices the weeks of each place.
    asked
        What the rows ask for.
    limits
        One person of any place costs 1; groups may be limited from above.
    """

    def __init__(self, weeks: BestWeeks, asked: RowsAsked, limits: PeopleLimits) -> None:
        self.asked = asked
        self._weeks, self._limits = weeks, limits
        self._columns: dict[tuple[int, bytes], Ints] = {}
        self._proven, self.linear = 0.0, math.inf
        self._whole, self.is_optimal = 0, False
        self._lines = ProvenLines(limits.groups)
        self.program = HeadcountProgram(asked, limits)

    @property
    def bound(self) -> int:
        """Return the number of people that no roster does without."""
        return max(0, self._whole, math.ceil(self._proven - EDGE))

    def prove(self, seconds: float, stop: Callable[[], bool]) -> None:
        """Raise the bound for some seconds, or until no week is left that would change it."""
        self._converge(seconds, stop)
        if self.program.is_solved:
            self._masked(self.program.worth)
        self._whole = self._lines.fewest(WHOLE_S)

    def note(self, worth: CoverWorth) -> None:
        """Raise the bound by what a worth found otherwise proves."""
        self._price(self.program, worth)
        self._masked(worth)
        self._whole = self._lines.fewest(WHOLE_S)

    def _converge(self, seconds: float, stop: Callable[[], bool]) -> None:
        """Add weeks until the whole number of people is proven, or the time is over."""
        until = time.monotonic() + seconds
        need = self.asked.whole + self.asked.part
        centre = CoverWorth(np.where(need > 0, self.asked.hours, 0.0), 1.0)
        self._price(self.program, centre)
        while self.program.solve():
            self.linear = self.program.cost
            is_near = self.linear - self._proven <= CLOSE
            if is_near and self.bound >= math.ceil(self.linear - EDGE):
                return
            if time.monotonic() > until or stop():
                return
            own, before = self.program.worth, self._proven
            steady = own.towards(centre, SMOOTH)
            added = self._price(self.program, steady, own)
            if self._proven > before:
                centre = steady
            if not added and not self._price(self.program, own, own):
                self.is_optimal = True
                return

    def grown(self, asked: RowsAsked, limits: PeopleLimits, seconds: float) -> HeadcountProgram:
        """Return another program over the weeks, those added that it has a use for, solved."""
        program = self.filled(HeadcountProgram(asked, limits))
        self.grow(program, seconds)
        return program

    def grow(self, program: HeadcountProgram, seconds: float) -> None:
        """Solve a program, and add weeks that it has a use for, for some seconds."""
        until = time.monotonic() + seconds
        self.filled(program)
        while program.solve() and time.monotonic() < until:
            own = program.worth
            if not self._price(program, own, own):
                return

    def filled(self, program: HeadcountProgram) -> HeadcountProgram:
        """Return a program with all weeks known so far."""
        for (place, _), usage in islice(self._columns.items(), program.weeks, None):
            program.add(place, usage)
        return program

    def _price(
        self, program: HeadcountProgram, at: CoverWorth, own: CoverWorth | None = None
    ) -> int:
        """Price the weeks of all places at a worth, add what is new, and raise the bound."""
        best, before = np.zeros(self._weeks.people), len(self._columns)
        prices = None if own is None else program.prices
        for place in range(self._weeks.people):
            best[place], usage = self._weeks.best(place, at.row)
            if prices is None or own is None or own.row @ usage > prices[place] + EDGE:
                self._add(program, place, usage)
        if program is self.program:
            self._proven = max(self._proven, self._lines.add(self.asked.at(at), best))
        return len(self._columns) - before

    def _add(self, program: HeadcountProgram, place: int, usage: Ints) -> None:
        key = (place, usage.tobytes())
        if key not in self._columns and usage.any():
            self._columns[key] = usage
            program.add(place, usage)

    def _masked(self, worth: CoverWorth) -> None:
        """Add what a worth proves where it counts on some posts alone."""
        cells = self._weeks.cells
        posts = [np.arange(len(worth.row)) // cells == post for post in range(self._weeks.posts)]
        others = np.arange(len(worth.row)) >= cells * self._weeks.posts
        for many in range(1, len(posts)):
            for some in combinations(posts, many):
                kept = np.any([*some, others], axis=0)
                alone = CoverWorth(np.where(kept, worth.row, 0.0), worth.short)
                best = [
                    self._weeks.best(place, alone.row)[0] for place in range(self._weeks.people)
                ]
                self._lines.add(self.asked.only(kept).at(alone), np.array(best))
