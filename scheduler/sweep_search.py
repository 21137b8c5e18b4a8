"""
A plan of what-ifs searched for what costs least for a goal, or gives most for a budget.

What a scenario costs (its contracts, or its people where no hourly cost is known) is known before
it is worked out. So the cheapest is tried first, and the first that keeps the goal is the answer;
what is proven of those below it is told apart from what was only tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import InputError, require
from scheduler.sweep import from_own_requirement
from scheduler.sweep_row import SweepRow
from scheduler.whatif import changed_agents, contract_cost, unpriced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.demand import Forecast
    from scheduler.problem import RosterProblem
    from scheduler.sweep import Scenario


@dataclass(frozen=True, slots=True)
class SearchGoal:
    """
    What a scenario is to keep; one of the three.

    Parameters
    ----------
    most_short
        Agent-hours of the requirement that may stay open in the roster.
    least_level
        Simulated service level of all posts.
    budget
        Yuan for all contract hours: the best level, or the fewest hours open, within it.
    """

    most_short: float | None = None
    least_level: float | None = None
    budget: float | None = None

    def __post_init__(self) -> None:
        told = (self.most_short, self.least_level, self.budget)
        require(sum(each is not None for each in told) == 1, "search_goal")
        short, level, budget = told
        good = short is None or 0 <= short < float("inf")
        require(good, "negative", column="short", value=short)
        good = level is None or 0 < level < 1
        require(good, "share_out_of_range", column="service_level", value=level)
        good = budget is None or 0 < budget < float("inf")
        require(good, "not_positive", column="budget", value=budget)

    def proven_out(self, row: SweepRow) -> bool:
        """Return whether no roster of a scenario can keep the goal."""
        if self.most_short is None or row.least_short_hours is None:
            return False
        return row.least_short_hours > self.most_short

    def kept_by(self, row: SweepRow) -> bool:
        """Return whether the roster found keeps it; a level does where it is the mean's."""
        if self.most_short is not None:
            return row.short_hours is not None and row.short_hours <= self.most_short
        if self.least_level is not None:
            return row.level is not None and row.level >= self.least_level
        return row.is_good


@dataclass(frozen=True, slots=True)
class SearchFound:
    """
    What a search came to.

    Parameters
    ----------
    best
        The cheapest scenario that keeps the goal, or the best within the budget; None: none does.
    proven_cost
        No scenario of the plan below this cost can keep the goal: bounds prove it; None: there is
        no such proof (levels are simulated, not proven), or nothing in the plan can.
    missed
        How many cheaper ones were tried and did not keep it, without a proof that they cannot.
    front
        Of those worked out: none costs less and gives as much.
    is_money
        Whether costs are yuan; False: people, as some hourly cost is not known.
    """

    best: SweepRow | None
    proven_cost: float | None
    missed: int
    front: tuple[SweepRow, ...]
    is_money: bool


def priced(
    scenarios: Sequence[Scenario], problem: RosterProblem, forecast: Forecast
) -> tuple[list[tuple[float, Scenario]], bool]:
    """
    Return what scenarios cost before they are worked out, the cheapest first; and whether in yuan.

    Those whose people cannot be (more leave than there are) are left out: their rows tell why.
    """
    found = [_priced(each, problem, forecast) for each in scenarios]
    is_money = all(yuan is not None for yuan, people in found if people is not None)
    costs = [
        (float((yuan if is_money else people) or 0), each)
        for each, (yuan, people) in zip(scenarios, found, strict=True)
        if people is not None
    ]
    return sorted(costs, key=lambda each: (each[0], each[1].number)), is_money


def _priced(
    scenario: Scenario, problem: RosterProblem, forecast: Forecast
) -> tuple[float | None, int | None]:
    try:
        changes, vendor = scenario.changes, 0.0
        week = changed_agents(problem, changes)
        if changes.vendor is not None:
            vendor = float(from_own_requirement(problem, forecast, changes)[0].vendor_cost)
    except InputError:  # its row tells why
        return None, None
    yuan = None if unpriced(week) else float(contract_cost(week)) + vendor
    return yuan, len(week.agents)


def worth_of(row: SweepRow, goal: SearchGoal) -> float | None:
    """Return what a scenario gives, more is better: its level, or the hours not left open."""
    if goal.most_short is None and row.level is not None:
        return row.level
    return None if row.short_hours is None else -row.short_hours


def found_in(
    tried: Sequence[tuple[float, SweepRow]], goal: SearchGoal, *, is_money: bool
) -> SearchFound:
    """
    Return what scenarios come to.

    Parameters
    ----------
    tried
        Cost and row of each, the cheapest first, none left out between.
    goal
        What is looked for.
    is_money
        Whether costs are yuan.
    """
    front, most = list[tuple[float, SweepRow]](), float("-inf")
    for cost, row in tried:
        worth = worth_of(row, goal)
        if worth is not None and worth > most:
            front.append((cost, row))
            most = worth
    shown = tuple(row for _, row in front)
    if goal.budget is not None:
        inside = [row for cost, row in front if cost <= goal.budget]
        return SearchFound(inside[-1] if inside else None, None, 0, shown, is_money)
    kept = (place for place, (_, row) in enumerate(tried) if goal.kept_by(row))
    place = next(kept, len(tried))
    able = [cost for cost, row in tried[:place] if not goal.proven_out(row)]
    costs = [*able, *(cost for cost, _ in tried[place : place + 1])]
    proven = costs[0] if costs and goal.most_short is not None else None
    best = tried[place][1] if place < len(tried) else None
    return SearchFound(best, proven, len(able), shown, is_money)
