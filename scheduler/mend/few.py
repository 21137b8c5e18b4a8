"""Few people's whole remaining weeks chosen anew: the best found, and below which none costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.mend.cover import cover_of
from scheduler.mend.descent import WeekDescent
from scheduler.mend.moves import RUNGS, MendParams, Rung
from scheduler.mend.people import PersonRules
from scheduler.mend.pricing import Pricer, days_that_may_change
from scheduler.mend.program import Prices
from scheduler.mend.search import ChosenMoves
from scheduler.mend.weeks import WeekSearch
from scheduler.problem import RosterProblem
from scheduler.roster import Roster

if TYPE_CHECKING:
    from scheduler.mend.cover import Cover
    from scheduler.mend.pricing import PersonDay


@dataclass(frozen=True, eq=False, slots=True)
class FewPeople:
    """
    Changes of few people's remaining weeks, as they are looked for.

    Parameters
    ----------
    problem, roster
        The question, and what is left of the roster.
    concerned
        Days on which people may come in; on all others days off stay.
    params
        From when things may change, how many people, and for how long to look.
    unit
        Price of one changed shift.
    """

    problem: RosterProblem
    roster: Roster
    concerned: frozenset[int]
    params: MendParams
    unit: float

    def best(self) -> ChosenMoves:
        """Return the best changes found of at most so many people."""
        params = self.params
        cover, count = cover_of(self.problem, self.roster, params.from_min)
        pricer = Pricer(cover, self._days(cover), self.unit, params.from_min)
        judge, prices = PersonRules(self.problem, self.roster), Prices(cover.rows)
        taken = WeekDescent(cover, count, prices, pricer, judge).best(params.people)
        search = WeekSearch(cover, count, pricer, judge, params.people)
        cost = search.cost(taken)
        return ChosenMoves(taken, cost, min(cost, search.bound(RUNGS[Rung.WEEK])))

    def _days(self, cover: Cover) -> tuple[PersonDay, ...]:
        """Return the days that may change: all of work, and days off where people are missing."""
        horizon, from_min = self.problem.horizon, self.params.from_min
        days = [day for day in range(horizon.days) if horizon.day_starts_min[day + 1] > from_min]
        return tuple(
            day
            for day in days_that_may_change(self.problem, self.roster, cover, days, self.params)
            if day.own is not None or day.key[1] in self.concerned
        )
