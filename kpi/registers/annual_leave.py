"""Annual leave (年休假): what accrues in a calendar year by years of service, and what is left."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from kpi.facts.leave_days import LeaveKind
from scheduler.errors import require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.facts.leave_days import LeaveDay
    from scheduler.agent import Agent

YEAR_DAYS = 365  # as the formula has it, in leap years too
DAY = dt.timedelta(days=1)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class ServiceStep:
    """From how many years of service on there are how many days a year."""

    years: int
    days: int


@dataclass(frozen=True, slots=True)
class AnnualLaw:
    """
    How annual leave accrues from a date on.

    Parameters
    ----------
    valid_from
        First date it holds.
    months_before
        Months of work, for any employer, before any leave accrues.
    days
        Days a year by years of service.
    unused_factor
        What a day that was not taken is paid, on a day's pay; 1 of it is that of the day itself.
    article, article_en
        Law and articles, in Chinese and in English.
    note
        What it says.
    """

    valid_from: dt.date
    months_before: int
    days: tuple[ServiceStep, ...]
    unused_factor: Decimal
    article: str
    article_en: str
    note: str = ""

    def __post_init__(self) -> None:
        require(len(self.days) > 0, "empty", column="days")

    def a_year(self, began: dt.date, date: dt.date) -> int:
        """Return the days a year of somebody whose service began on a date, on another."""
        if _months_later(began, self.months_before) > date:
            return 0
        reached = [s.days for s in self.days if _months_later(began, MONTHS * s.years) <= date]
        return max(reached, default=0)


def annual_law(laws: Iterable[AnnualLaw], year: int) -> AnnualLaw:
    """Return the latest law that holds on the first day of a year; raises without."""
    held = [law for law in laws if law.valid_from <= dt.date(year, 1, 1)]
    require(len(held) > 0, "law_missing", value=year)
    return max(held, key=lambda law: law.valid_from)


def _months_later(date: dt.date, months: int) -> dt.date:
    year, month = divmod(date.year * MONTHS + date.month - 1 + months, MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(date.day, last))


@dataclass(frozen=True, slots=True)
class LeaveBalance:
    """
    An agent's annual leave of a calendar year.

    Parameters
    ----------
    agent_id, year
        Whose, and of which year.
    entitled
        Whole days of the year, in the year of joining or leaving those of its part employed; None:
        neither the first day of employment nor that of service is known.
    taken
        Days that are entered, past and to come.
    """

    agent_id: str
    year: int
    entitled: int | None
    taken: Fraction = Fraction(0)

    @property
    def left(self) -> Fraction | None:
        """Return the days left; below 0: more were taken. None: it is not known."""
        return None if self.entitled is None else self.entitled - self.taken


def entitled(agent: Agent, year: int, law: AnnualLaw) -> int | None:
    """
    Return the whole days of annual leave of a calendar year; None: no date says since when.

    Each calendar day employed in the year gives the days a year of the service reached by it / 365;
    what is less than a whole day in the end is dropped. For who is there all year that is the days
    of the law, for who joins or leaves its formula. A step of service that is reached within the
    year counts from that day on: the law does not say, the reading is ours.
    """
    began = agent.service_since or agent.hired
    if began is None:
        return None
    first, last = agent.employment.within(dt.date(year, 1, 1), dt.date(year, 12, 31))
    days = (first + DAY * number for number in range((last - first).days + 1))
    return sum(law.a_year(began, day) for day in days) // YEAR_DAYS


def balance(agent: Agent, year: int, law: AnnualLaw, leave: Iterable[LeaveDay]) -> LeaveBalance:
    """Return an agent's annual leave of a year, of which so many days of leave are entered."""
    taken = sum(
        (
            Fraction(one.minutes, one.of_min)
            for one in leave
            if one.agent_id == agent.id and one.kind == LeaveKind.ANNUAL and one.date.year == year
        ),
        Fraction(0),
    )
    return LeaveBalance(agent.id, year, entitled(agent, year, law), taken)
