"""Hours there week by week: contracts, joiners, certificates, leave, and who is expected to go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.agent import Absence, Agent
from scheduler.capacity.params import CapacityParams
from scheduler.horizon import DAY_MIN, Clock
from scheduler.ruleset import HoursRules
from scheduler.staffing.shared_hours import Group

if TYPE_CHECKING:
    import datetime as dt


YEAR_WEEKS = 52


@dataclass(frozen=True, slots=True)
class Supply:
    """
    Who is there in a week.

    Parameters
    ----------
    people, hours
        By the post worked on first.
    hours_by_posts
        By all posts held.
    away_hours, left_people, cost
        By the post worked on first: contract hours that leave takes, people expected to have left,
        yuan for the contract hours of the others.
    """

    people: Mapping[str, int]
    hours: Mapping[str, float]
    hours_by_posts: Mapping[Group, float]
    away_hours: Mapping[str, float]
    left_people: Mapping[str, float]
    cost: Mapping[str, Decimal]


@dataclass(frozen=True, eq=False)
class StaffSupply:
    """
    People, their leave and the rules of hours.

    Parameters
    ----------
    clock
        Of the site.
    agents, absences
        Absences of people who are not among the agents do not matter.
    rules
        Limits of hours.
    params
        Leave not entered yet, people who go.
    """

    clock: Clock
    agents: Sequence[Agent]
    absences: Sequence[Absence]
    rules: HoursRules
    params: CapacityParams

    def in_week(self, dates: Sequence[dt.date], number: int) -> Supply:
        """Return who is there on the dates of a week; ``number`` counts weeks from 0."""
        people: dict[str, int] = defaultdict(int)
        hours: dict[str, float] = defaultdict(float)
        by_posts: dict[Group, float] = defaultdict(float)
        away: dict[str, float] = defaultdict(float)
        left: dict[str, float] = defaultdict(float)
        cost: dict[str, Decimal] = defaultdict(Decimal)
        staying = (1 - self.params.leaving_per_year) ** (number / YEAR_WEEKS)
        for agent in self.agents:
            held = tuple(
                post for post in agent.posts if any(agent.certified(post, date) for date in dates)
            )
            if not held:
                continue
            mine = staying * self._hours(agent, dates)
            people[held[0]] += 1
            hours[held[0]] += mine
            by_posts[held] += mine
            whole = staying * self._contract_hours(agent, dates)
            away[held[0]] += max(0.0, whole - mine)
            left[held[0]] += 1 - staying
            cost[held[0]] += Decimal(str(whole)) * agent.contract.hourly_cost
        return Supply(dict(people), dict(hours), dict(by_posts), dict(away), dict(left), dict(cost))

    def week_limit_hours(self, contract_hours: float) -> float:
        """Return the hours a contract allows in a week, leave not entered yet taken off."""
        most = min(contract_hours, self.rules.max_work_min_per_week / 60)
        return most * (1 - self.params.away_share)

    def _contract_hours(self, agent: Agent, dates: Sequence[dt.date]) -> float:
        """Return the hours of the contract, of days on which somebody is employed and certified."""
        days = sum(any(agent.certified(post, date) for post in agent.posts) for date in dates)
        most = min(agent.contract.hours_week, self.rules.max_work_min_per_week / 60)
        return min(most, days * self.rules.max_work_min_per_day / 60)

    def _hours(self, agent: Agent, dates: Sequence[dt.date]) -> float:
        days = sum(
            1 - self._away(agent, date)
            for date in dates
            if any(agent.certified(post, date) for post in agent.posts)
        )
        by_days = days * self.rules.max_work_min_per_day / 60
        return min(self.week_limit_hours(agent.contract.hours_week), by_days)

    def _away(self, agent: Agent, date: dt.date) -> float:
        """Return the share of a date somebody is absent."""
        start = self.clock.at(date)
        gone = sum(
            max(0, min(each.end_min, start + DAY_MIN) - max(each.start_min, start))
            for each in self.absences
            if each.agent_id == agent.id
        )
        return min(1.0, gone / DAY_MIN)
