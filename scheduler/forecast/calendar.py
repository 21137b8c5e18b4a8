"""
Special days: public holidays and make-up working days from libraries, promotions from the caller.

China's holidays are moved by decree each autumn for the year to come: bridge days off are paid
back by working on weekends (调休). ``chinese_calendar`` knows them up to its last year; beyond it
only the statutory days stand, from ``holidays``, and a caveat says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import chinese_calendar
import holidays

from scheduler.demand import Caveat
from scheduler.errors import Fault, InputError, require
from scheduler.keys import Cell, Key

if TYPE_CHECKING:
    from collections.abc import Iterator

CHINA = "CN"
CHINA_KNOWN = range(
    min(chinese_calendar.constants.holidays).year,
    max(chinese_calendar.constants.workdays).year + 1,
)
SATURDAY = 5
DECREED = "(observed)"  # how `holidays` marks days off that are not statutory days themselves
MOVED = "Day off (substituted"  # and those that a worked weekend pays for
CHINA_NAMES = {  # of `holidays`, as `chinese_calendar` says them: one name per holiday in both
    "Chinese New Year's Eve": "Spring Festival",
    "Chinese New Year (Spring Festival)": "Spring Festival",
    "Tomb-Sweeping Day": "Tomb-sweeping Day",
    "Labor Day": "Labour Day",
    "Mid-Autumn Festival": "Mid-autumn Festival",
}


class DayKind(StrEnum):
    """
    What makes a day special; days of one kind are alike until their names say more.

    A day left out is known not to be like others (a file's error, a platform's outage): nothing is
    learnt from it, and it says nothing of days to come.
    """

    HOLIDAY = "holiday"
    MAKE_UP = "make_up_day"
    PROMOTION = "promotion"
    CLOSED = "closed"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, order=True)
class SpecialDay:
    """
    A day on which volumes are expected to differ.

    Parameters
    ----------
    date, kind
        When, and in what way; a day of the kind ``closed`` has no forecast.
    name
        Days of one name, such as ``11.11``, are expected to be alike.
    posts
        Posts it concerns; None: all.
    factor
        How many times an ordinary day's chats the planner expects, above 0; it replaces what was
        learnt, for this day only. None: what was learnt.
    """

    date: dt.date
    kind: Annotated[DayKind, Key(fault="kind_unknown")]
    name: Annotated[str, Key(cell=Cell.NAME)]
    posts: Annotated[tuple[str, ...] | None, Key("post")] = None
    factor: Annotated[float | None, Key(cell=Cell.FACTOR)] = None

    def __post_init__(self) -> None:
        require(bool(self.name), "empty", column="name", value=self.date)
        factor = self.factor
        good = factor is None or 0 < factor < float("inf")
        require(good, "not_positive", column="factor", value=factor)

    def concerns(self, post: str) -> bool:
        """Return whether the day is special for a post."""
        return self.posts is None or post in self.posts


@dataclass(frozen=True, slots=True)
class PublicDays:
    """
    The public holidays and make-up working days of a country between two dates.

    Parameters
    ----------
    days
        In order of date.
    caveats
        Years whose make-up days are not announced yet.
    """

    days: tuple[SpecialDay, ...]
    caveats: tuple[Caveat, ...] = ()


def rest_days(country: str, first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """
    Return the days off (休息日) that are no statutory holidays, ``first`` and ``last`` included.

    These are the weekends that are not worked for a holiday, and the days moved to one.
    """
    told = {day.date: day.kind for day in public_days(country, first, last).days}
    dates = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    off = {
        date
        for date in dates
        if told.get(date, DayKind.HOLIDAY if date.weekday() >= SATURDAY else None)
        is DayKind.HOLIDAY
    }
    return frozenset(off) - statutory_holidays(country, first, last)


def public_days(country: str, first: dt.date, last: dt.date) -> PublicDays:
    """
    Return a country's public holidays and make-up days from ``first`` to ``last``, both included.

    Raises
    ------
    InputError
        When no library knows the country (an ISO code such as ``CN``).
    """
    require(first <= last, "ends_before_start", column="last", value=last)
    if country != CHINA:
        return PublicDays(tuple(_statutory(country, first, last)))
    known_until = min(last, dt.date(CHINA_KNOWN[-1], 12, 31))
    known_from = max(first, dt.date(CHINA_KNOWN[0], 1, 1))
    days = [*_decreed(known_from, known_until)]
    if last > known_until:
        after = max(first, known_until + dt.timedelta(days=1))
        days += [
            replace(day, name=CHINA_NAMES.get(day.name, day.name))
            for day in _statutory(CHINA, after, last)
            if DECREED not in day.name
        ]
    years = range(max(first.year, CHINA_KNOWN[-1] + 1), last.year + 1)
    return PublicDays(
        tuple(days), tuple(Caveat("make_up_unannounced", details={"year": y}) for y in years)
    )


def is_known(country: str) -> bool:
    """Return whether a library knows a country's holidays."""
    return country == CHINA or country in holidays.list_supported_countries()


def statutory_holidays(country: str, first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """
    Return the statutory holidays (法定节假日) from ``first`` to ``last``, both included.

    Days off that are moved, bridged or observed instead are not among them: work on those is paid
    otherwise.
    """
    return frozenset(
        day.date
        for day in _statutory(country, first, last)
        if DECREED not in day.name and not day.name.startswith(MOVED)
    )


def _decreed(first: dt.date, last: dt.date) -> Iterator[SpecialDay]:
    """Yield China's days off with a holiday's name, and the weekends worked for them."""
    for number in range((last - first).days + 1):
        date = first + dt.timedelta(days=number)
        is_off, name = chinese_calendar.get_holiday_detail(date)
        if name is not None:
            yield SpecialDay(date, DayKind.HOLIDAY if is_off else DayKind.MAKE_UP, name)


def _statutory(country: str, first: dt.date, last: dt.date) -> Iterator[SpecialDay]:
    years = range(first.year, last.year + 1)
    try:
        found = holidays.country_holidays(country, years=years, language="en_US")
    except NotImplementedError:  # how the library says that it does not know the country
        raise InputError(Fault("country_unknown", column="country", value=country)) from None
    for date, name in sorted(found.items()):
        if first <= date <= last:
            yield SpecialDay(date, DayKind.HOLIDAY, name)
