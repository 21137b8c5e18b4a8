"""What stands across a grid of volumes: dates in any usual form, or times."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from scheduler.errors import Fault, InputError
from store.files.clean import narrow
from store.files.code_dates import LEAST_DATES, dates_of, like_dates, near_of
from store.files.heads import UPPERMOST_ROWS
from store.files.named_rows import BETWEEN, CLOCK
from store.files.yearless import past_near, require_weekday

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.files.code_sheets import Sheet

LEAST_TIMES = 3
LEAST_HOURS = 6
LAST_HOUR = 24
HAS_YEAR = re.compile(r"\d{4}")


class GridAxis(NamedTuple):
    """What stands across: dates or times, by column, as they are written."""

    is_dates: bool
    at: Mapping[int, str]
    guessed: int = 0
    faults: tuple[Fault, ...] = ()


def times_across(row: Sequence[str]) -> dict[int, str]:
    """Return the times of a head by column; nothing where it is none."""
    clocks = {at: text for at, text in enumerate(row) if is_clock(text)}
    if len(clocks) >= LEAST_TIMES:
        return clocks
    hours = {at: text for at, text in enumerate(row) if narrow(text).isdecimal() and at > 0}
    numbers = [int(narrow(text)) for text in hours.values()]
    runs = all(b - a == 1 for a, b in pairwise(numbers))
    good = len(numbers) >= LEAST_HOURS and runs and numbers[-1] <= LAST_HOUR
    is_data = any(map(str.isdigit, "".join(row[:1])))  # numbers that happen to follow each other
    return hours if good and not is_data else {}


def is_clock(text: str) -> bool:
    """Return whether a cell is a time of the clock, or a stretch that begins with one."""
    return bool(text) and CLOCK.fullmatch(BETWEEN.split(narrow(text))[0]) is not None


def is_hour(text: str) -> bool:
    """Return whether a cell is a bare hour."""
    plain = BETWEEN.split(narrow(text))[0]
    return plain.isdecimal() and int(plain) <= LAST_HOUR


def dates_across(sheet: Sheet, index: int, near: dt.date | None) -> GridAxis | None:
    """Return the dates of a head by column; None where it is no row of dates."""
    row = sheet.rows[index]
    if len(like_dates(row)) < LEAST_DATES:
        return None
    above = titles_above(sheet, index)
    around = near or dt.date(2000, 1, 1)
    said = near_of([*above, sheet.file], past_near(around).date)
    dates = dates_of(row, said)
    if len(dates) < LEAST_DATES:
        return None
    plain = [at for at in dates if narrow(row[at]).isdecimal() and len(row[at]) < LEAST_HOURS - 1]
    if plain and not said.is_month:
        return None
    full = all(HAS_YEAR.search(narrow(row[at])) for at in dates)
    guessed = 0 if full or said.is_said or said.is_month else len(dates)
    faults: list[Fault] = []
    if guessed and near is None:
        faults.append(Fault("date_without_year", sheet.file, index + 1, value=row[min(dates)]))
    for at, date in dates.items():
        try:
            require_weekday(date, row[at])
        except InputError as error:
            faults += [replace(one, file=sheet.file, line=index + 1) for one in error.faults]
    at_dates = {at: date.isoformat() for at, date in dates.items()}
    return GridAxis(True, at_dates, guessed, tuple(faults))


def titles_above(sheet: Sheet, index: int) -> list[str]:
    """Return the texts above a row, the nearest first."""
    above = sheet.rows[max(0, index - UPPERMOST_ROWS) : index]
    return [text for line in reversed(above) for text in line]


def day_before(near: dt.date | None) -> dt.date:
    """Return the day to which dates without a year are the nearest of the year before reading."""
    return past_near(near).date if near is not None else dt.date(2000, 1, 1)
