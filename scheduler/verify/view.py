"""What the rules look at: a roster beside its problem, sorted and counted once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.horizon import WEEK_DAYS
from scheduler.present import shifts_present, shifts_rostered
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.verify.cover import (
    experienced_covering,
    people_covering,
    people_holding,
)

if TYPE_CHECKING:
    from scheduler.agent import Agent
    from scheduler.demand import Ints
    from scheduler.shift import Shift


@dataclass(frozen=True, eq=False)
class RosterView:
    """
    A roster and the problem it answers.

    Parameters
    ----------
    problem
        The question.
    roster
        The answer; may break any rule.
    is_of_present
        Posts are held by those who are there; else by all who are rostered, as the format counts.
    """

    problem: RosterProblem
    roster: Roster
    is_of_present: bool = False

    @cached_property
    def known_shifts(self) -> tuple[tuple[Agent, Shift], ...]:
        """Return the shifts of agents the problem knows, each with its agent."""
        agents = self.problem.agent_by_id
        return tuple(
            (agents[shift.agent_id], shift)
            for shift in self.roster.shifts
            if shift.agent_id in agents
        )

    @cached_property
    def rosters(self) -> tuple[tuple[Agent, tuple[Shift, ...]], ...]:
        """Return each known agent who has shifts, with these shifts in order of start."""
        found: dict[str, list[Shift]] = defaultdict(list)
        for agent, shift in self.known_shifts:
            found[agent.id].append(shift)
        agents = self.problem.agent_by_id
        return tuple((agents[name], tuple(shifts)) for name, shifts in found.items())

    @cached_property
    def everybody(self) -> tuple[tuple[Agent, tuple[Shift, ...]], ...]:
        """Return every agent of the problem with the agent's shifts, in order of start."""
        found = {agent.id: shifts for agent, shifts in self.rosters}
        return tuple((agent, found.get(agent.id, ())) for agent in self.problem.agents)

    def day(self, shift: Shift) -> int:
        """Return the number of the day a shift belongs to: the one on which it starts."""
        return self.problem.horizon.day_of(shift.start_min)

    def with_history(self, agent: Agent, shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
        """Return an agent's past shifts, then the given ones, in order of start."""
        past = self.problem.history_by_agent.get(agent.id, ())
        return tuple(sorted((*past, *shifts), key=lambda shift: shift.start_min))

    @property
    def weeks(self) -> tuple[tuple[range, int], ...]:
        """Return the day numbers of each 7 days from the start, and how many lie in the horizon."""
        days = self.problem.horizon.days
        return tuple(
            (range(first, first + WEEK_DAYS), min(WEEK_DAYS, days - first))
            for first in range(0, days, WEEK_DAYS)
        )

    @cached_property
    def covering(self) -> tuple[Shift, ...]:
        """Return the shifts that hold posts."""
        found = shifts_present if self.is_of_present else shifts_rostered
        return found(self.problem, self.roster)

    @cached_property
    def people(self) -> Ints:
        """Return people at work; shape (posts of the requirement, intervals)."""
        return people_covering(self.problem, self.covering)

    @cached_property
    def holding(self) -> Ints:
        """Return people who count towards the minimum; shape (posts, intervals) as ``people``."""
        return people_holding(self.problem, self.covering, self.people)

    @cached_property
    def experienced(self) -> Ints:
        """Return the experienced people at work; shape (posts, intervals) as ``people``."""
        return experienced_covering(self.problem, self.covering)
