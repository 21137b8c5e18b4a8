"""
The hires of least cost: whole people by post and week, against what missing hours cost (SCIP).

A person hired costs the contract's hours from the first week to the plan's last, and does in a week
what the ramp says. Hours nobody has cost their price, which for the usual one is overtime: 150 % of
the post's hourly cost (Labour Law of the PRC, article 44). Who is already there stays as planned.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from ortools.linear_solver import pywraplp

from scheduler.capacity.outcome import Capacity, Hire
from scheduler.staff_changes import FEN, usual_contract

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from scheduler.agent import Agent
    from scheduler.capacity.params import CapacityParams
    from scheduler.ruleset import HoursRules

OVERTIME = Decimal("1.5")
SECONDS = 5.0
TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class HiringPlan:
    """
    The cheapest hires found.

    Parameters
    ----------
    hires
        In order of their first day.
    wages, missing_cost
        Yuan: contract hours of those hired until the plan's last week; hours still missing at
        their price.
    missing_hours
        Hours still missing, all posts and weeks together.
    bound
        Proven: no hires whatever come cheaper, in yuan, wages and missing hours together.
    """

    hires: tuple[Hire, ...]
    wages: Decimal
    missing_cost: Decimal
    missing_hours: float
    bound: Decimal

    @property
    def cost(self) -> Decimal:
        """Return wages and missing hours together."""
        return self.wages + self.missing_cost

    @property
    def people(self) -> int:
        """Return how many are hired."""
        return sum(hire.people for hire in self.hires)


def cheapest_hires(
    found: Capacity,
    agents: Sequence[Agent],
    rules: HoursRules,
    params: CapacityParams,
    *,
    factor: Decimal = OVERTIME,
) -> HiringPlan | None:
    """
    Return the hires of least cost for weeks that are planned.

    None: not found in time, or what an hour costs is not known of some post: at 0 all would be
    cheap, also for whoever may not see wages.

    Parameters
    ----------
    found
        The weeks, with what is short of each post when nobody is hired.
    agents, rules
        Whose usual contracts and hours the new ones get.
    params
        Lead, ramp, leave not entered.
    factor
        Price of a missing hour, as a multiple of the post's usual hourly cost, above 0.
    """
    if not all(usual_contract(agents, post).hourly_cost for post in found.hours_week):
        return None
    return _Hiring(found, agents, rules, params, factor).solved()


class _Hiring:
    def __init__(
        self,
        found: Capacity,
        agents: Sequence[Agent],
        rules: HoursRules,
        params: CapacityParams,
        factor: Decimal,
    ) -> None:
        self._found, self._params = found, params
        self._solver = pywraplp.Solver.CreateSolver("SCIP")
        self._solver.SetTimeLimit(round(1000 * SECONDS))
        self._wage: dict[tuple[str, int], Decimal] = {}
        self._people: dict[tuple[str, int], pywraplp.Variable] = {}
        self._short: dict[tuple[str, int], pywraplp.Variable] = {}
        self._price: dict[str, Decimal] = {}
        for post, hours in found.hours_week.items():
            hourly = usual_contract(agents, post).hourly_cost
            self._price[post] = factor * hourly
            most = min(hours, rules.max_work_min_per_week / 60) * (1 - params.away_share)
            self._add(post, Decimal(str(hours)) * hourly, most)
        self._solver.Objective().SetMinimization()

    def _add(self, post: str, weekly: Decimal, worked: float) -> None:
        """Add hires of a post in each week they may begin, and what is short of it then."""
        weeks, goal = self._found.weeks, self._solver.Objective()
        for week in range(self._params.lead_weeks, len(weeks)):
            key = (post, week)
            self._wage[key] = weekly * (len(weeks) - week)
            self._people[key] = self._solver.IntVar(0.0, self._solver.infinity(), "")
            goal.SetCoefficient(self._people[key], float(self._wage[key]))
        for week, each in enumerate(weeks):
            short = self._solver.NumVar(0.0, self._solver.infinity(), "")
            self._short[post, week] = short
            goal.SetCoefficient(short, float(self._price[post]))
            enough = self._solver.Constraint(each.short_hours[post], self._solver.infinity())
            enough.SetCoefficient(short, 1.0)
            for first in range(self._params.lead_weeks, week + 1):
                output = worked * self._params.output(week - first)
                enough.SetCoefficient(self._people[post, first], output)

    def solved(self) -> HiringPlan | None:
        """Return the answer; None: none in time."""
        ended = self._solver.Solve()
        if ended not in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}:
            return None
        many = {key: round(each.solution_value()) for key, each in self._people.items()}
        short = {key: max(0.0, each.solution_value()) for key, each in self._short.items()}
        wages = sum((self._wage[key] * people for key, people in many.items()), Decimal(0))
        missing = sum(
            (Decimal(str(hours)) * self._price[post] for (post, _), hours in short.items()),
            Decimal(0),
        )
        proven = float(self._solver.Objective().BestBound()) * (1 - TOLERANCE / 100)
        bound = Decimal(str(max(0.0, proven))).quantize(FEN, ROUND_FLOOR)
        return HiringPlan(
            hires=tuple(self._hires(many)),
            wages=wages.quantize(FEN, ROUND_CEILING),
            missing_cost=missing.quantize(FEN, ROUND_CEILING),
            missing_hours=sum(short.values()),
            bound=bound,
        )

    def _hires(self, many: Mapping[tuple[str, int], int]) -> list[Hire]:
        weeks, lead = self._found.weeks, self._params.lead_weeks
        found = [
            Hire(post, people, self._decide(week, lead), weeks[week].start, is_late=False)
            for (post, week), people in many.items()
            if people
        ]
        return sorted(found, key=lambda hire: (hire.first_day, hire.post))

    def _decide(self, week: int, lead: int) -> dt.date:
        """Return the last day to decide."""
        return self._found.weeks[week - lead].start
