"""
Dates of the past without a year (``11/3 周一``, ``11月3日``), given the latest one that fits.

A weekday beside a date must be that date's; where it is not, the year or the date is wrong and
nobody but the shop can say which.
"""

from __future__ import annotations

import datetime as dt
import re

from scheduler.errors import Fault, InputError
from store.files.clean import narrow
from store.files.code_dates import NAMED_DAY, WEEKDAYS, Near
from store.files.written_times import iso_date

DAY_NAMED = rf"[（(]?\s*(?P<named>{NAMED_DAY})?\s*[)）]?"
AFTER = r"(?P<rest>(?:[上下]午|[AP]M)?\s*\d{1,2}[:时点].*)?"
YEARLESS = re.compile(
    rf"(?P<month>\d{{1,2}})\s*(?:月|[/.-])\s*(?P<day>\d{{1,2}})\s*[日号]?\s*{DAY_NAMED}\s*{AFTER}",
    re.IGNORECASE,
)
FULL = re.compile(
    rf"(?P<date>\d{{4}}\s*[-/.年]\s*\d{{1,2}}\s*[-/.月]\s*\d{{1,2}}\s*日?)\s*{DAY_NAMED}\s*{AFTER}",
    re.IGNORECASE,
)
STRETCH = re.compile(
    r"([^T]*?(\d{1,2}:\d{2})(?::\d{2})?)\s*[-~—–至到]+\s*(\d{1,2}:\d{2})(?::\d{2})?"
)
HALF_YEAR = dt.timedelta(days=183)


def past_near(near: dt.date) -> Near:
    """Return what makes the nearest date the latest one before a date: all of a year before it."""
    return Near(near - HALF_YEAR)


def whole_time(text: str, near: dt.date | None) -> tuple[str, bool]:
    """
    Return a date and time with its year and without weekday or end, and whether the year is taken.

    Parameters
    ----------
    text
        Of a cell, or of a cell with the date and one with the time, a blank between them.
    near
        The day of reading: a date without a year is the latest one not after it.

    Raises
    ------
    InputError
        ``date_without_year`` where ``near`` is None, ``weekday_differs``.
    """
    plain = narrow(text).strip()
    stretch = STRETCH.fullmatch(plain)
    if stretch is not None and stretch[2].zfill(5) < stretch[3].zfill(5):
        plain = stretch[1]
    if found := FULL.fullmatch(plain):
        if found["named"] is None:
            return plain, False
        date = dt.date.fromisoformat(iso_date(found["date"].replace(" ", "")))
        _require_weekday(date, found["named"], text)
        return f"{date} {found['rest'] or ''}".strip(), False
    found = YEARLESS.fullmatch(plain)
    if found is None or not found["rest"]:
        return plain, False
    if near is None:
        raise InputError(Fault("date_without_year", value=text))
    taken = latest(int(found["month"]), int(found["day"]), near)
    if taken is None:
        return plain, False
    _require_weekday(taken, found["named"], text)
    return f"{taken} {found['rest']}", True


def latest(month: int, day: int, near: dt.date) -> dt.date | None:
    """Return the latest date of a month and day not after a date; None: there is none in years."""
    for year in range(near.year, near.year - 5, -1):
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue
        if date <= near:
            return date
    return None


def require_weekday(date: dt.date, text: str) -> None:
    """Raise InputError where a text names a weekday that is not the date's."""
    found = re.search(rf"(?:[\s（(日号]|^)({NAMED_DAY})\s*[)）]?\s*$", narrow(text), re.IGNORECASE)
    if found is not None and any(map(str.isdigit, text)):
        _require_weekday(date, found[1], text)


def _require_weekday(date: dt.date, named: str | None, text: str) -> None:
    if named is None:
        return
    plain = named.lower()
    plain = plain[:3] if plain.isascii() else plain[-1]
    if plain not in WEEKDAYS[date.weekday()]:
        raise InputError(Fault("weekday_differs", value=text, details={"date": date.isoformat()}))
