"""The calendar month that is scored and paid."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from scheduler.errors import Fault, InputError, require
from scheduler.limits import require_year

MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """
    A calendar month.

    Parameters
    ----------
    year, number
        Such as 2026 and 11.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        good = 1 <= self.number <= MONTHS and dt.MINYEAR <= self.year <= dt.MAXYEAR
        require(good, "month_unreadable", value=f"{self.year}-{self.number}", column="month")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Return the month of ``YYYY-MM``."""
        try:
            first = dt.date.fromisoformat(f"{text.strip()}-01")
        except ValueError:
            raise InputError(Fault("month_unreadable", column="month", value=text)) from None
        require_year(first.year, text)
        return cls.of(first)

    @classmethod
    def of(cls, date: dt.date) -> Month:
        """Return the month a date lies in."""
        return cls(date.year, date.month)

    @property
    def first(self) -> dt.date:
        """Return the first date."""
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        """Return the last date."""
        return dt.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def before(self) -> Month:
        """Return the month before."""
        return Month.of(self.first - dt.timedelta(days=1))

    @property
    def after(self) -> Month:
        """Return the month after."""
        return Month.of(self.last + dt.timedelta(days=1))

    def __contains__(self, date: dt.date) -> bool:
        return self.first <= date <= self.last

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"
