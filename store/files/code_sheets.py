"""Sheets of codes, people down and days across: where the row of dates stands, and what it says."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import InputError
from store.files.clean import cleaned, narrow
from store.files.content import text_of, workbook_of
from store.files.source import WORKBOOK
from store.files.table import cell_text, raw_rows
from store.files.written_times import iso_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SHEET_ROWS = list[list[str]]
NAMED_DAY = r"(?:周|星期|礼拜)?[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
NO_YEAR = re.compile(
    r"(?:(\d{1,2})\s*(?:月|[/.-])\s*)?(\d{1,2})\s*([日号])?"
    rf"\s*(?:[（(]?\s*(?:{NAMED_DAY})\s*[)）]?)?",
    re.IGNORECASE,
)
MONTH = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})")
LEAST_DATES = 3
HEAD_ROWS = 30  # in which the row of dates is looked for


@dataclass(frozen=True, slots=True)
class CodeSheet:
    """
    A sheet with a row of dates.

    Parameters
    ----------
    file
        What messages call it.
    rows
        Its cells, as text.
    head
        Index of the row of dates.
    dates
        By column.
    """

    file: str
    rows: SHEET_ROWS
    head: int
    dates: dict[int, dt.date]

    @property
    def below(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows below the dates, with their line."""
        return enumerate(self.rows[self.head + 1 :], start=self.head + 2)


def sheets_of(path: Path) -> list[tuple[str, SHEET_ROWS]]:
    """Return the cells of each sheet, with what messages call it."""
    if path.suffix.lower() == WORKBOOK:
        return [
            (
                f"{path.name}:{sheet.title}",
                [
                    [cleaned(cell_text(cell)) for cell in row]
                    for row in sheet.iter_rows(values_only=True)
                ],
            )
            for sheet in workbook_of(path).worksheets
        ]
    return [(path.name, raw_rows(text_of(path), path.name))]


def code_sheets(sheets: Sequence[tuple[str, SHEET_ROWS]], near: dt.date) -> Iterator[CodeSheet]:
    """Yield the sheets that have a row of dates; ``near``: for dates without a year."""
    for file, rows in sheets:
        for head, row in enumerate(rows[:HEAD_ROWS]):
            titles = " ".join([file, *(text for above in rows[:head] for text in above)])
            dates = _dates(row, _near(titles, near))
            if len(dates) >= LEAST_DATES:
                yield CodeSheet(file, rows, head, dates)
                break


def _near(titles: str, near: dt.date) -> tuple[dt.date, bool]:
    """Return a date near those of a head, and whether a title above it names the month."""
    found = MONTH.search(narrow(titles))
    if found is None or not 1 <= int(found[2]) <= 12:
        return near, False
    return dt.date(int(found[1]), int(found[2]), 15), True


def _dates(row: Sequence[str], near: tuple[dt.date, bool]) -> dict[int, dt.date]:
    """Return the dates of a head by column; empty unless they are days in a row."""
    found: dict[int, dt.date] = {}
    for column, text in enumerate(row):
        date = _date(text, near, max(found.values(), default=None))
        if date is not None:
            found[column] = date
    days = [date.toordinal() for date in found.values()]
    return found if days == list(range(min(days, default=0), max(days, default=-1) + 1)) else {}


def _date(text: str, near: tuple[dt.date, bool], before: dt.date | None) -> dt.date | None:
    """Return the date of a cell; one without a year or month is the day after, or the nearest."""
    plain = narrow(text).strip()
    with suppress(InputError, ValueError):
        return dt.date.fromisoformat(iso_date(plain.split(" ")[0]))
    match = NO_YEAR.fullmatch(plain)
    if match is None:
        return None
    month, day = match[1], int(match[2])
    if before is not None:
        after = before + dt.timedelta(1)
        return after if after.day == day and (not month or after.month == int(month)) else None
    middle, is_titled = near
    if not (month or match[3] or is_titled):
        return None
    around = (middle + dt.timedelta(days) for days in range(-366, 367))
    alike = [d for d in around if d.day == day and (not month or d.month == int(month))]
    return min(alike, key=lambda date: abs(date - middle), default=None)
