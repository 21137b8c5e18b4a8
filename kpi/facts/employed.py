"""What lies outside the time people are employed: shifts that bind nobody, and what is told."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from scheduler.agent import Employment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kpi.facts.facts import Facts
    from kpi.facts.scheduled import Scheduled
    from kpi.month import Month
    from scheduler.agent import Agent
    from scheduler.dispatch import Presence
    from scheduler.horizon import Clock

ALWAYS = Employment()
FRIDAY = 4


class OutsideKind(StrEnum):
    """What was found on days on which somebody is not employed."""

    SHIFT = "shift"  # it binds nobody
    ATTENDANCE = "attendance"
    FACTS = "facts"  # they count: orders may be credited to who has left


@dataclass(frozen=True, slots=True)
class OutsideEmployment:
    """
    What is known of somebody for days on which they are not employed.

    Parameters
    ----------
    agent_id, kind
        Of whom, and what.
    first, last
        First and last of those days.
    days
        How many there are.
    """

    agent_id: str
    kind: OutsideKind
    first: dt.date
    last: dt.date
    days: int


def employment_of(agents: Iterable[Agent]) -> dict[str, Employment]:
    """Return when people are employed, of those for whom a date is written."""
    found = {agent.id: agent.employment for agent in agents}
    return {agent: employed for agent, employed in found.items() if employed != ALWAYS}


def works_in(agent: Agent, month: Month) -> bool:
    """Return whether somebody is employed on any day of a month."""
    first, last = agent.employment.within(month.first, month.last)
    return first <= last


def weekdays(first: dt.date, last: dt.date) -> int:
    """Return the Mondays to Fridays from one date to another, both included; 0 if it is before."""
    days = (first + dt.timedelta(days=day) for day in range((last - first).days + 1))
    return sum(day.weekday() <= FRIDAY for day in days)


def weekday_share(employed: Employment, month: Month) -> float:
    """Return the share of a month's weekdays on which somebody is employed."""
    return weekdays(*employed.within(month.first, month.last)) / weekdays(month.first, month.last)


def while_employed(
    scheduled: Iterable[Scheduled], employment: Mapping[str, Employment], clock: Clock
) -> tuple[Scheduled, ...]:
    """Return the shifts that begin while their agent is employed; the others bind nobody."""
    return tuple(
        one
        for one in scheduled
        if one.shift.agent_id not in employment
        or clock.date_of(one.shift.start_min) in employment[one.shift.agent_id]
    )


def outside_employment(
    employment: Mapping[str, Employment],
    month: Month,
    *,
    scheduled: Iterable[Scheduled] = (),
    presences: Iterable[Presence] = (),
    facts: Facts | None = None,
    clock: Clock,
) -> tuple[OutsideEmployment, ...]:
    """Return what is known of people for days of a month on which they are not employed."""
    days: dict[tuple[str, OutsideKind], set[dt.date]] = defaultdict(set)
    for one in (each for each in scheduled if each.shift.agent_id in employment):
        days[one.shift.agent_id, OutsideKind.SHIFT].add(clock.date_of(one.shift.start_min))
    for each in (one for one in presences if one.agent_id in employment):
        days[each.agent_id, OutsideKind.ATTENDANCE].add(clock.date_of(each.start_min))
    for agent, date in () if facts is None else _dates(facts, month, employment):
        days[agent, OutsideKind.FACTS].add(date)
    found = []
    for (agent, kind), dates in sorted(days.items()):
        outside = sorted(d for d in dates if d in month and d not in employment[agent])
        if outside:
            found.append(OutsideEmployment(agent, kind, outside[0], outside[-1], len(outside)))
    return tuple(found)


def _dates(
    facts: Facts, month: Month, employment: Mapping[str, Employment]
) -> Iterator[tuple[str, dt.date]]:
    inside = facts.between(month.first, month.last)
    asked = np.array([agent in employment for agent in inside.agents], dtype=bool)
    for row in np.flatnonzero(asked[inside.agent]):
        yield inside.agent_id(int(row)), inside.date[row].astype(object)
