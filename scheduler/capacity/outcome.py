"""What planning the months to come gives: weeks and hires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

THURSDAY = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class CapacityWeek:
    """
    One week; maps go by post.

    Parameters
    ----------
    start
        Its Monday.
    chats
        Expected, growth included.
    required_hours
        Needed, the least number of people on an open post and the margin included.
    people
        Who work there first, in this week.
    available_hours
        What their contracts hold, less leave and those expected to leave.
    short_hours
        Required hours nobody there has, those who hold several posts shared out as well as can be.
    hired_hours
        What the hires proposed do.
    left_short_hours
        Still missing then: too early for anybody new, or too short a peak to hire for.
    away_hours
        Contract hours of those there that leave takes, entered or expected.
    left_people
        How many of them are expected to have left by then.
    staff_cost
        Yuan: contract hours of those expected to be there still; nothing where wages are not known.
    """

    start: dt.date
    chats: Mapping[str, float]
    required_hours: Mapping[str, float]
    people: Mapping[str, int]
    available_hours: Mapping[str, float]
    short_hours: Mapping[str, float]
    hired_hours: Mapping[str, float]
    left_short_hours: Mapping[str, float]
    away_hours: Mapping[str, float] = field(default_factory=dict)
    left_people: Mapping[str, float] = field(default_factory=dict)
    staff_cost: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Return the ISO week, such as ``2026-W49``."""
        year, week, _ = self.start.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def month(self) -> dt.date:
        """Return the first day of the month most of the week's days lie in."""
        return (self.start + THURSDAY).replace(day=1)


@dataclass(frozen=True, slots=True)
class Hire:
    """
    People to hire.

    Parameters
    ----------
    post, people
        Where, and how many with the usual contract of the post.
    decide_by
        Last day to decide.
    first_day
        Monday of their first week.
    is_late
        Whether nobody can come early enough to be worked in when they are needed.
    """

    post: str
    people: int
    decide_by: dt.date
    first_day: dt.date
    is_late: bool


@dataclass(frozen=True, slots=True)
class Capacity:
    """
    The weeks to come, and the hires that would keep them.

    Parameters
    ----------
    weeks
        In order.
    hires
        In order of their first day, then of the posts.
    hours_week
        Hours of new people's contract, by post.
    worked_week
        What one of them works of these, by post: leave not entered yet taken off.
    """

    weeks: tuple[CapacityWeek, ...]
    hires: tuple[Hire, ...]
    hours_week: Mapping[str, float]
    worked_week: Mapping[str, float] = field(default_factory=dict)

    def hires_needed(self, post: str) -> int:
        """Return how many people a post needs in all."""
        return sum(hire.people for hire in self.hires if hire.post == post)
