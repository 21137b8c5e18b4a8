"""Time off for work on rest days (调休): what was earned, taken, is left, and expires."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from kpi.month import Month
from scheduler.errors import gathering
from scheduler.keys import Cell, Key, WrittenIn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True, order=True)
class TimeOff:
    """
    Work on a rest day for which leave is given, as far as it was not taken yet.

    Parameters
    ----------
    agent_id, date
        Who worked, and when.
    minutes
        Left of it, above 0.
    until
        Last day on which it is taken, as was promised for that work; None: as the rules say.
    campaign
        Name of the campaign that promised it; empty: none.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    date: dt.date
    minutes: Annotated[int, Key("hours", WrittenIn.HOURS)]
    until: dt.date | None = None
    campaign: str = ""

    def __post_init__(self) -> None:
        with gathering() as check:
            check(bool(self.agent_id), "empty", column="agent_id")
            check(self.minutes > 0, "not_positive", column="minutes", value=self.minutes)


@dataclass(frozen=True, slots=True)
class TimeOffPromise:
    """
    Until when leave for work on the rest days of a stretch is taken, as a campaign promised.

    Parameters
    ----------
    first, last
        Days of the work, both included.
    until
        Last day on which leave for it is taken.
    campaign
        Its name.
    """

    first: dt.date
    last: dt.date
    until: dt.date
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class TimeOffMonth:
    """
    What becomes of an agent's time off in a month.

    Parameters
    ----------
    earned_min, taken_min
        Minutes earned and taken in it.
    left
        What goes into the next month, the oldest first.
    ended
        What can be taken no longer, and is paid.
    short_min
        Minutes taken that were never earned.
    """

    earned_min: int
    taken_min: int
    left: tuple[TimeOff, ...]
    ended: tuple[TimeOff, ...]
    short_min: int


def time_off_in(
    month: Month,
    carried: Iterable[TimeOff],
    earned: Sequence[TimeOff],
    taken_min: int,
    *,
    months: int | None,
    is_leaving: bool = False,
) -> TimeOffMonth:
    """
    Return what becomes of an agent's time off in a month; the oldest is taken first.

    Parameters
    ----------
    month
        The month in which the time off is taken.
    carried, earned
        What was left of the month before, and what was earned in this one.
    taken_min
        Minutes of leave taken for it in the month.
    months
        Months after the one in which it was earned until it ends; None: never.
    is_leaving
        Whether the agent's employment ends in the month: then all that is left ends.
    """
    left, short = [], taken_min
    for one in sorted((*carried, *earned), key=lambda one: (one.agent_id, one.date, one.minutes)):
        used = min(one.minutes, short)
        short -= used
        if one.minutes > used:
            left.append(replace(one, minutes=one.minutes - used))
    ended = [one for one in left if is_leaving or ends(one, months) <= month]
    return TimeOffMonth(
        sum(one.minutes for one in earned),
        taken_min,
        tuple(one for one in left if one not in ended),
        tuple(ended),
        short,
    )


def ends(one: TimeOff, months: int | None) -> Month:
    """Return the month in which, or with whose last day, time off ends."""
    if one.until is not None:
        return Month.of(one.until)
    if months is None:
        return Month(dt.MAXYEAR, 12)
    number = one.date.year * 12 + one.date.month - 1 + months
    return Month(number // 12, number % 12 + 1)
