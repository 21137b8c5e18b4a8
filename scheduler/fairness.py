"""
Fair shares of nights, weekends, peaks and lates over a rolling quarter, known before the roster.

A team's rate is what its people did over the quarter before the horizon, per hour for which they
were there to be rostered; a person's share is that rate times the person's own such hours, the
horizon included. Where a team has no past, the rate is what the requirement asks of everybody.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from scheduler.horizon import DAY_MIN, WEEK_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.agent import Absence, Agent
    from scheduler.demand import Floats, Requirement
    from scheduler.horizon import ClockSpan, Horizon
    from scheduler.hours_rules import HoursRules
    from scheduler.ruleset import RuleSet
    from scheduler.shift import Shift
    from scheduler.shift_class import ShiftClasses

QUARTER_DAYS = 13 * WEEK_DAYS
EPSILON = 1e-9
PEAK_PART = 0.75  # of a peak shift that lies in peak hours: between the half it needs and all of it


class Burden(NamedTuple):
    """Numbers of night shifts, of shifts on Saturdays and Sundays, of peak and of late shifts."""

    nights: float = 0
    weekends: float = 0
    peaks: float = 0
    lates: float = 0


class Staffed(Protocol):
    """What of a roster problem, which offers its fair shares itself, they follow from."""

    @property
    def horizon(self) -> Horizon:
        """Return the days asked about."""

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Return everybody of the team."""

    @property
    def rules(self) -> RuleSet:
        """Return the rules, for shapes and the night."""

    @property
    def requirement(self) -> Requirement:
        """Return the people needed."""

    @property
    def classes(self) -> ShiftClasses:
        """Return what shifts count as."""

    @property
    def history_by_agent(self) -> Mapping[str, tuple[Shift, ...]]:
        """Return the shifts worked before."""

    @property
    def absences_by_agent(self) -> Mapping[str, tuple[Absence, ...]]:
        """Return when people are away."""


@dataclass(frozen=True, slots=True)
class FairShare:
    """
    What one agent did in the quarter before the horizon, and what is fair at its end.

    Parameters
    ----------
    past
        Shifts worked in the quarter before.
    share
        Fair number for that quarter and the horizon together.
    """

    past: Burden
    share: Burden

    @property
    def free(self) -> Burden:
        """Return the shifts in the horizon that stay within the share, rounded up."""
        pairs = zip(self.past, self.share, strict=True)
        return Burden(*(max(0, math.ceil(share - EPSILON) - int(past)) for past, share in pairs))


def burden(classes: ShiftClasses, shifts: Iterable[Shift]) -> Burden:
    """Return what shifts count as, together."""
    spans = [(shift.start_min, shift.end_min) for shift in shifts]
    return Burden(
        sum(classes.is_night(*span) for span in spans),
        sum(classes.weekend(start) is not None for start, _ in spans),
        sum(classes.is_peak(*span) for span in spans),
        sum(classes.is_late(*span) for span in spans),
    )


def fair_shares(problem: Staffed) -> dict[str, FairShare]:
    """Return the fair share of every agent."""
    quarter = {
        agent: [
            shift for shift in shifts if problem.horizon.day_of(shift.start_min) >= -QUARTER_DAYS
        ]
        for agent, shifts in problem.history_by_agent.items()
    }
    known = {agent.id: quarter.get(agent.id, []) for agent in problem.agents}
    past = {name: burden(problem.classes, shifts) for name, shifts in known.items()}
    first = min((shift.start_min for shifts in known.values() for shift in shifts), default=None)
    first_day = 0 if first is None else problem.horizon.day_of(first)
    before = {agent.id: _hours(problem, agent, range(first_day, 0)) for agent in problem.agents}
    days = range(problem.horizon.days)
    ahead = {agent.id: _hours(problem, agent, days) for agent in problem.agents}
    rates = _rates(problem, past, before, ahead)
    return {
        agent.id: FairShare(
            past[agent.id],
            Burden(*(rate * (before[agent.id] + ahead[agent.id]) for rate in rates[agent.id])),
        )
        for agent in problem.agents
    }


def _rates(
    problem: Staffed,
    past: Mapping[str, Burden],
    before: Mapping[str, float],
    ahead: Mapping[str, float],
) -> dict[str, Burden]:
    """Return each agent's rate per hour: the team's over the past, or what is required of all."""
    needed = _required(problem)
    teams: dict[str, list[Agent]] = defaultdict(list)
    for agent in problem.agents:
        teams[agent.team].append(agent)
    found: dict[str, list[float]] = {agent.id: [] for agent in problem.agents}
    date = problem.horizon.start
    for kind, wanted in enumerate(needed):
        everybody = sum(ahead[agent.id] for agent in problem.agents if _may(agent, kind, date))
        for members in teams.values():
            able = [agent for agent in members if _may(agent, kind, date)]
            hours = sum(before[agent.id] for agent in able)
            if hours > 0:
                rate = sum(past[agent.id][kind] for agent in able) / hours
            else:
                rate = wanted / everybody if everybody > 0 else 0.0
            for agent in members:
                found[agent.id].append(rate if agent in able else 0.0)
    return {name: Burden(*rates) for name, rates in found.items()}


def _may(agent: Agent, kind: int, date: dt.date) -> bool:
    return kind != Burden._fields.index("nights") or agent.may_work_nights(date)


def _hours(problem: Staffed, agent: Agent, days: range) -> float:
    """Return the contract's hours of the days on which an agent is employed and not away."""
    horizon = problem.horizon
    first, last = agent.employment.within(horizon.date(days.start), horizon.date(days.stop - 1))
    left = max(0, (last - first).days + 1)
    away = 0.0
    if left:
        span = horizon.clock.at(first), horizon.clock.at(last + dt.timedelta(days=1))
        for row in problem.absences_by_agent.get(agent.id, ()):
            away += max(0, min(row.end_min, span[1]) - max(row.start_min, span[0])) / DAY_MIN
    return max(0.0, left - away) * agent.contract.hours_week / WEEK_DAYS


def _required(problem: Staffed) -> Burden:
    """Return about how many night, weekend, peak and late shifts the requirement asks for."""
    horizon, classes = problem.horizon, problem.classes
    people: Floats = np.nansum(problem.requirement.agents, axis=0) * horizon.interval_hours
    longest = max(shape.work_min for shape in problem.rules.forms) / 60
    minutes = [horizon.minute(interval) for interval in range(horizon.intervals)]
    hours, clocks = problem.rules.hours, list(map(horizon.clock.clock_of, minutes))
    at_night = np.array([clock in hours.night_of_shifts for clock in clocks])
    at_late = np.array([_is_evening(hours, clock) for clock in clocks])
    at_weekend = np.array([classes.weekend(minute) is not None for minute in minutes])
    at_peak = np.array([classes.is_peak(minute, minute + 1) for minute in minutes])
    return Burden(
        float(people[at_night].sum()) / _held(hours.counted_night, longest),
        float(people[at_weekend].sum()) / longest,
        float(people[at_peak].sum()) / (longest * PEAK_PART),
        float(people[at_late].sum()) / _held(hours.late, longest),
    )


def _is_evening(hours: HoursRules, clock: int) -> bool:
    """Return whether a clock time lies in the evening of late shifts and not in the night."""
    return hours.late is not None and clock in hours.late and clock not in hours.night_of_shifts


def _held(span: ClockSpan | None, longest: float) -> float:
    """Return the hours of a clock span that one shift holds; of none: all of the longest shift."""
    if span is None:
        return longest
    return min(longest, ((span.end_clock - span.start_clock) % DAY_MIN or DAY_MIN) / 60)
