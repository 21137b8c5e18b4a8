"""What a roster gives of hours owed: who gets fewer and why, and hours cover cannot use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.hours_owed import given_min, owed_by_agent
from scheduler.present import is_standby
from scheduler.solve.hours_fit import ROUNDING_MIN, HoursFit
from scheduler.verify.cover import people_at_work, people_covering

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.demand import Floats
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Fewer:
    """
    An agent who gets fewer hours than are owed, over all days of the horizon.

    Parameters
    ----------
    agent_id
        Who.
    owed_min, given_min
        Minutes of work owed, and those given of them.
    most_min
        Minutes of them that fit into the agent's days, whatever the others work.
    rules
        Rules that would let more fit if one of them were left out; empty where none alone would.
    """

    agent_id: str
    owed_min: float
    given_min: float
    most_min: float
    rules: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Return whether more would fit: then the minimum of the posts, or people, came first."""
        return self.given_min < self.most_min - ROUNDING_MIN


@dataclass(frozen=True, slots=True)
class HoursGiven:
    """
    The hours owed to all, and what came of them.

    Parameters
    ----------
    owed_min, given_min
        Minutes of work owed to all, and those given of them.
    fewer
        Who gets fewer, in the order of the staff list.
    unused_min
        Minutes of shifts without which cover would cost less: they are there since they are owed.
    people
        How many people that is, by what is owed to one on average.
    """

    owed_min: float
    given_min: float
    fewer: tuple[Fewer, ...]
    unused_min: int
    people: float


def hours_given(problem: RosterProblem, roster: Roster) -> HoursGiven | None:
    """Return what a roster gives of the hours owed; None where none are owed to anybody."""
    everybody = owed_by_agent(problem)
    if not everybody:
        return None
    hands = roster.by_agent()
    owed = {name: sum(each.minutes for each in mine) for name, mine in everybody.items()}
    given = {
        name: sum(min(each.minutes, given_min(problem, each, hands.get(name, ()))) for each in mine)
        for name, mine in everybody.items()
    }
    unused = _unused_min(problem, roster)
    total, some = sum(owed.values()), sum(1 for minutes in owed.values() if minutes > 0)
    return HoursGiven(
        total,
        sum(given.values()),
        _fewer(problem, owed, given),
        unused,
        unused * some / total if total else 0.0,
    )


def _fewer(
    problem: RosterProblem, owed: Mapping[str, float], given: Mapping[str, float]
) -> tuple[Fewer, ...]:
    short = [name for name in owed if given[name] < owed[name] - ROUNDING_MIN]
    if not short:
        return ()
    fit = HoursFit(problem, short)
    missing = {name: min(owed[name], minutes) for name, minutes in fit.missing_min().items()}
    unfit = {name: minutes for name, minutes in missing.items() if minutes > ROUNDING_MIN}
    rules = fit.in_the_way(unfit)
    return tuple(
        Fewer(name, owed[name], given[name], owed[name] - missing[name], rules.get(name, ()))
        for name in short
    )


def _unused_min(problem: RosterProblem, roster: Roster) -> int:
    """Return the minutes of shifts without which cover would cost less, taken out one by one."""
    weights, required = problem.rules.weights, problem.requirement
    least = np.array([[problem.min_agents(post)] for post in problem.requirement.posts])
    people = people_at_work(problem, roster).astype(np.float64)
    owed, found = owed_by_agent(problem), 0

    def price(count: Floats) -> float:
        over = np.nansum(np.maximum(0.0, count - required.agents)) * weights.surplus_per_agent_hour
        short = np.nansum(required.missing(count)) * weights.shortage_per_agent_hour
        return float(over + short)

    for shift in roster.shifts if weights.surplus_per_agent_hour else ():
        if shift.agent_id not in owed or shift in problem.pins or is_standby(problem, shift):
            continue
        fewer = people - people_covering(problem, (shift,))
        breaks = (fewer < least) & (fewer < people) & problem.requirement.is_open
        if not breaks.any() and price(fewer) < price(people) - ROUNDING:
            people, found = fewer, found + shift.work_min
    return found
