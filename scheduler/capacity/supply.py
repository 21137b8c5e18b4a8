"""Hours there week by week: contracts, joiners, certificates, leave, and who is expected to go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    """

    people: Mapping[str, int]
    hours: Mapping[str, float]
    hours_by_posts: Mapping[Group, float]


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
        return Supply(dict(people), dict(hours), dict(by_posts))

    def week_limit_hours(self, contract_hours: float) -> float:
        """Return the hours a contract allows in a week, leave not entered yet taken off."""
        most = min(contract_hours, self.rules.max_work_min_per_week / 60)
        return most * (1 - self.params.away_share)

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
