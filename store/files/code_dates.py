"""The row of dates of a table of codes: in any usual form, with or without year and month."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from scheduler.errors import InputError
from store.files.clean import narrow
from store.files.written_times import iso_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WEEKDAYS = ("一mon", "二tue", "三wed", "四thu", "五fri", "六sat", "日天sun")
NAMED_DAY = r"(?:周|星期|礼拜)?[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
DAY_ALONE = re.compile(NAMED_DAY, re.IGNORECASE)
BEHIND = re.compile(r"\s*[（(]?\s*(?:周|星期|礼拜)[一二三四五六日天]\s*[)）]?$")
NO_YEAR = re.compile(
    r"(?:(\d{1,2})\s*(?:月|[/.-])\s*)?(\d{1,2})\s*([日号])?"
    rf"\s*(?:[（(]?\s*(?:{NAMED_DAY})\s*[)）]?)?",
    re.IGNORECASE,
)
LIKE_DATE = re.compile(
    r"(?=.*\d)[\d年月日号/.\-\s()（）周星期礼拜一二三四五六天a-z]{1,24}", re.IGNORECASE
)
FULL = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
MONTH_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})")
YEAR_MONTH = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})")
ONLY_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*月")
WEEK = re.compile(r"第\s*(\d{1,2})\s*周|\bw(?:eek)?\s*(\d{1,2})\b", re.IGNORECASE)
OTHER_DATE = re.compile(r"制表|打印|发布|更新|日期[:：]")
LEAST_DATES = 3
LONGEST_STEP = 7  # days from one column to the next, where weekends have none


class Near(NamedTuple):
    """
    What is known of the dates of a head before it is read.

    Parameters
    ----------
    date
        One near them.
    is_month
        Whether a title names the month, so that plain numbers are its days.
    is_said
        Whether a title says the week, so that weekdays alone are enough.
    """

    date: dt.date
    is_month: bool = False
    is_said: bool = False


def near_of(titles: Iterable[str], near: dt.date) -> Near:
    """Return what titles say of the dates below them, the nearest title first."""
    told = [narrow(text) for text in titles if text and not OTHER_DATE.search(narrow(text))]
    with suppress(ValueError):
        for text in told:
            if found := FULL.search(text):
                return Near(dt.date(*map(int, found.groups())), is_month=True, is_said=True)
            if found := MONTH_DAY.search(text):
                date = _nearest(near, int(found[2]), int(found[1]))
                return Near(date or near, is_month=True, is_said=date is not None)
            if found := YEAR_MONTH.search(text):
                return Near(dt.date(int(found[1]), int(found[2]), 15), is_month=True)
            if found := ONLY_MONTH.search(text):
                return Near(_nearest(near, 15, int(found[1])) or near, is_month=True)
            if found := WEEK.search(text):
                week = int(found[1] or found[2])
                years = (near.year - 1, near.year, near.year + 1)
                days = (dt.date.fromisocalendar(year, week, 1) for year in years)
                return Near(min(days, key=lambda day: abs(day - near)), is_said=True)
    return Near(near)


def like_dates(row: Sequence[str]) -> list[int]:
    """Return the columns whose cells look like dates."""
    return [column for column, text in enumerate(row) if LIKE_DATE.fullmatch(narrow(text))]


def dates_of(row: Sequence[str], near: Near) -> dict[int, dt.date]:
    """Return the dates of a head by column; empty where it is no row of dates."""
    found: dict[int, dt.date] = {}
    for column in like_dates(row):
        date = date_of(row[column], near, max(found.values(), default=None))
        if date is not None:
            found[column] = date
    steps = [(after - before).days for before, after in pairwise(found.values())]
    is_head = len(found) >= LEAST_DATES and all(0 < step <= LONGEST_STEP for step in steps)
    return found if is_head else {}


def weekdays_of(row: Sequence[str], near: Near) -> dict[int, dt.date]:
    """Return the dates of a head that names weekdays alone, the first on or after ``near``."""
    days = {
        column: next(at for at, names in enumerate(WEEKDAYS) if _day_name(text) in names)
        for column, text in enumerate(row)
        if DAY_ALONE.fullmatch(narrow(text))
    }
    places = list(days.values())
    if len(places) < LEAST_DATES or any((b - a) % 7 != 1 for a, b in pairwise(places)):
        return {}
    ahead = (places[0] - near.date.weekday()) % 7
    first = near.date + dt.timedelta(ahead - 7 if ahead == 6 else ahead)  # Sunday first
    return {column: first + dt.timedelta(place) for place, column in enumerate(days)}


def _day_name(text: str) -> str:
    """Return what tells a weekday: its Chinese figure, or its first three letters."""
    plain = narrow(text).lower()
    return plain[:3] if plain.isascii() else plain[-1]


def date_of(text: str, near: Near, before: dt.date | None = None) -> dt.date | None:
    """Return the date of a cell; one without a year or month is soon after, or the nearest."""
    plain = narrow(text).strip()
    with suppress(InputError, ValueError):
        return dt.date.fromisoformat(iso_date(BEHIND.sub("", plain).split(" ")[0]))
    match = NO_YEAR.fullmatch(plain)
    if match is None:
        return None
    month, day = int(match[1]) if match[1] else None, int(match[2])
    if before is not None:
        soon = range(1, LONGEST_STEP + 1 if month or match[3] else 2)
        days = (before + dt.timedelta(step) for step in soon)
        return next((d for d in days if d.day == day and (not month or d.month == month)), None)
    if not (month or match[3] or near.is_month):
        return None
    return _nearest(near.date, day, month)


def _nearest(near: dt.date, day: int, month: int | None) -> dt.date | None:
    """Return the nearest date of a day of the month, of one month or of any."""
    around = (near + dt.timedelta(days) for days in range(-366, 367))
    alike = [each for each in around if each.day == day and (not month or each.month == month)]
    return min(alike, key=lambda date: abs(date - near), default=None)
