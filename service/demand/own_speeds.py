"""How fast the people of a shop end chats, from the chats it has taken in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.month import Month
from scheduler.staffing.speeds import (
    LEAST_CHATS,
    STEPS,
    MeasuredSpeed,
    NewcomerStep,
    Speeds,
    speeds_of,
    weeks_since,
)
from service.history.chat_months import by_month, chosen, joined
from service.unchanged import while_unchanged
from store.files.chat_log import read_chat_log

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scheduler.agent import Agent
    from scheduler.horizon import Clock
    from scheduler.problem import RosterProblem
    from service.desk import Desk

__all__ = ["LEAST_CHATS", "STEPS", "MeasuredSpeed", "NewcomerStep", "Speeds"]

MONTHS = 3


@dataclass(frozen=True, slots=True)
class OwnSpeeds:
    """
    What a shop's chats say of its people.

    Parameters
    ----------
    first, last
        Months looked at.
    chats
        In them, answered or not.
    speeds
        Of people, and of new ones by weeks since hiring.
    """

    first: Month
    last: Month
    chats: int
    speeds: Speeds


def own_speeds(desk: Desk, *, months: int = MONTHS) -> OwnSpeeds:
    """Return what the chats of this month and those before it say."""
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        last = first = Month.of(desk.now.astimezone(clock.zone).date())
        wanted = [last]
        for _ in range(months - 1):
            first = first.before
            wanted.append(first)

        def found() -> OwnSpeeds:
            logs = [
                joined(parts)[0]
                for month in reversed(wanted)
                if (parts := unit.facts.chats(desk.shop_id, month))
            ]
            hired = _hired(unit.staff.agents(desk.shop_id), clock)
            return OwnSpeeds(first, last, sum(map(len, logs)), speeds_of(logs, hired))

        return while_unchanged(desk, unit, ("own_speeds", str(last), months), found)


def speeds_of_log(path: Path | None, problem: RosterProblem) -> Speeds | None:
    """
    Return what a log of chats before a week says of its people; None: there is no log.

    Raises
    ------
    InputError
        With the faults of the file.
    """
    if path is None:
        return None
    clock = problem.horizon.clock
    log = read_chat_log(path, clock)
    before = log.records.arrived_s < problem.horizon.start_min * 60.0
    parts = by_month(*chosen(log.records, log.outcomes, before), clock)
    return speeds_of([records for records, _ in parts.values()], _hired(problem.agents, clock))


def factors(speeds: Speeds | None, problem: RosterProblem) -> dict[str, float]:
    """Return the factor of each person in a week, those who are as the shop left out; None: all."""
    if speeds is None:
        return {}
    on = problem.horizon.dates[0]
    told = {one.id: speeds.of(one.id, weeks_since(one.hired, on)) for one in problem.agents}
    return {agent: factor for agent, factor in told.items() if factor != 1.0}


def mark_of(speeds: Speeds | None) -> str:
    """Return what tells speeds from others, in short; empty: none are known."""
    return "" if speeds is None else hashlib.sha256(repr(speeds).encode()).hexdigest()[:16]


def _hired(agents: Iterable[Agent], clock: Clock) -> dict[str, float]:
    """Return the moment of hiring of those of whom it is known, in seconds since 1970."""
    return {one.id: clock.at(one.hired) * 60.0 for one in agents if one.hired is not None}
