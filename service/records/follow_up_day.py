"""The follow-ups of one day's messages: still to be done, and done in time, by agent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.follow_ups import FollowUp, open_follow_ups, silent_customers
from kpi.facts.messages import Messages
from kpi.facts.reminders import Noted, noted_follow_ups
from kpi.month import Month

if TYPE_CHECKING:
    from service.desk import Desk


@dataclass(frozen=True, slots=True)
class FollowUpDay:
    """
    What a day's messages call for.

    Parameters
    ----------
    date
        Which; None: there are no messages.
    waiting
        Still to be done, the most urgent first.
    by_agent
        Of each agent: due so far, and of them done in time; most missed first.
    """

    date: dt.date | None
    waiting: tuple[FollowUp, ...]
    by_agent: tuple[tuple[str, int, int], ...]

    def overdue(self, now_min: int) -> int:
        """Return how many of those still to be done are too late already."""
        return sum(one.latest_min < now_min for one in self.waiting)


def message_days(desk: Desk, month: Month) -> tuple[dt.date, ...]:
    """Return the dates of a month with messages, the last first."""
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        messages = Messages.joined(unit.messages.of(desk.shop_id, month))
    found: list[dt.date] = np.unique(messages.dates(clock)).astype(object).tolist()
    return tuple(sorted(found, reverse=True))


def follow_up_day(desk: Desk, date: dt.date) -> FollowUpDay:
    """Return the follow-ups that began on a date, noted ones too; an answered one needs none."""
    now_min = int(desk.now.timestamp()) // 60
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        messages = Messages.joined(unit.messages.of(desk.shop_id, Month.of(date)))
        notes = unit.register.all(desk.shop_id, Noted, first=date, last=date)
    days = messages.dates(clock)
    first = np.datetime64(date)
    near = messages.where((days == first) | (days == first + 1))
    found = [
        *silent_customers(near, clock=clock),
        *noted_follow_ups([one.value for one in notes], near, clock=clock),
    ]
    found = [one for one in found if clock.date_of(one.since_min) == date]
    counts: dict[str, list[int]] = {}
    for one in found:
        in_time = one.in_time(now_min)
        if in_time is not None:
            row = counts.setdefault(one.agent_id, [0, 0])
            row[0] += 1
            row[1] += in_time
    by_agent = sorted(
        ((who, due, good) for who, (due, good) in counts.items()),
        key=lambda row: (row[2] - row[1], row[0]),
    )
    return FollowUpDay(date, open_follow_ups(found, now_min), tuple(by_agent))
