"""Changes to a published shift inside the time of notice: they need the agent's consent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from scheduler.keys import Cell, Key

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from scheduler.shift import Shift
    from store.unit import Unit
    from store.versions import AgentVersion

NOTICE_H = 24
MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Notice:
    """
    A change of somebody's shifts that was published too late to be told in time.

    Parameters
    ----------
    number
        Of the version that brought it.
    at
        When that was published.
    dates
        Whose shifts changed less than the time of notice before they begin.
    """

    number: int
    at: dt.datetime
    dates: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class AgreedChange:
    """
    A version that changes somebody's shifts as they themselves agreed with a colleague.

    Parameters
    ----------
    agent_id, week, number
        Whose shifts, and which version of which week.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    week: str
    number: int


def agreed_by(unit: Unit, shop_id: str, agent_id: str) -> frozenset[tuple[str, int]]:
    """Return the weeks and numbers of the versions that change a person's shifts as they agreed."""
    found = unit.register.all(shop_id, AgreedChange, subject=agent_id)
    return frozenset((one.value.week, one.value.number) for one in found)


def short_notices(versions: tuple[AgentVersion, ...], clock: Clock) -> tuple[Notice, ...]:
    """Return the changes of somebody's published shifts inside the time of notice, in order."""
    found = []
    for old, new in pairwise(versions):
        at = new.mark.stamp.at
        if dates := late_dates(old.shifts, new.shifts, at, clock):
            found.append(Notice(new.mark.number, at, dates))
    return tuple(found)


def late_dates(
    old: tuple[Shift, ...], new: tuple[Shift, ...], at: dt.datetime, clock: Clock
) -> tuple[dt.date, ...]:
    """
    Return the dates of shifts that change less than the time of notice before they begin.

    A shift that is new, moved or taken away changes; one that had begun when the change was
    published is a correction of what happened, and asks for no consent.
    """
    at_min = int(at.timestamp()) // MINUTE_S
    late = (
        clock.date_of(one.start_min)
        for one in set(old) ^ set(new)
        if at_min < one.start_min < at_min + NOTICE_H * 60
    )
    return tuple(sorted(set(late)))
