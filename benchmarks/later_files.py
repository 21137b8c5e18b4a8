"""
The files of a front door as they would be a week or a month later.

Everything is moved by whole weeks, so that days of the week stay what they were; of a month, rows
that then lie outside it are left out. A later report has fewer satisfied customers per person,
and later complaints have numbers of their own.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from kpi.month import Month

WEEK = dt.timedelta(days=7)
DATE = re.compile(r"\d{4}-\d\d-\d\d")
RATED, SATISFIED, SHARE = "评价数", "满意数", "客户满意率"
TOTAL, MEAN = "汇总", "均值"


def moved(text: str, by: dt.timedelta) -> str:
    """Return a text with every date in it moved."""

    def later(found: re.Match[str]) -> str:
        return (dt.date.fromisoformat(found[0]) + by).isoformat()

    return DATE.sub(later, text)


def volumes_between(path: Path, out: Path, first: dt.date | None, last: dt.date | None) -> Path:
    """Write those rows of a file of volumes that lie on days from first to last; return it."""
    with path.open(encoding="gbk", newline="") as file:
        head, *rows = csv.reader(file)
    kept = [row for row in rows if DATE.fullmatch(row[0]) and _within(row[0], first, last)]
    with out.open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows([head, *kept])
    return out


def _within(day: str, first: dt.date | None, last: dt.date | None) -> bool:
    date = dt.date.fromisoformat(day)
    return (first is None or date >= first) and (last is None or date <= last)


def table_moved(path: Path, out: Path, by: dt.timedelta, month: Month, *, number: str = "") -> Path:
    """
    Write a table of a month as one of another; return it.

    Parameters
    ----------
    number
        Stands before what is in the first column, where that tells the rows apart; empty: it does
        not.
    """
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    for row in range(sheet.max_row, 1, -1):
        cells = [cell for cell in sheet[row] if isinstance(cell.value, str)]
        dates = [found for cell in cells for found in DATE.findall(moved(cell.value, by))]
        if dates and dt.date.fromisoformat(dates[0]) not in month:
            sheet.delete_rows(row)
            continue
        for cell in cells:
            cell.value = moved(cell.value, by)
        if number:
            sheet.cell(row, 1).value = f"{number}{sheet.cell(row, 1).value}"
    book.save(out)
    return out


def report_later(path: Path, out: Path, *, less: int) -> Path:
    """Write a report with fewer satisfied customers of everybody who was rated; return it."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    at = {cell.value: place for place, cell in enumerate(sheet[1], start=1)}
    satisfied = []
    for row in range(2, sheet.max_row + 1):
        rated, happy = (sheet.cell(row, at[name]) for name in (RATED, SATISFIED))
        if sheet.cell(row, 1).value not in (TOTAL, MEAN) and isinstance(happy.value, int):
            happy.value -= less
            satisfied.append(happy.value)
            sheet.cell(row, at[SHARE]).value = f"{happy.value / int(str(rated.value)):.2%}"
    _sum_up(sheet, at, satisfied)
    book.save(out)
    return out


def _sum_up(sheet: Worksheet, at: dict[object, int], satisfied: list[int]) -> None:
    """Write sum and mean of what was changed; the mean is of all people, rated or not."""
    names = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
    people = len(names) - 3
    total, mean = (names.index(name) + 1 for name in (TOTAL, MEAN))
    sheet.cell(total, at[SATISFIED]).value = sum(satisfied)
    sheet.cell(mean, at[SATISFIED]).value = round(sum(satisfied) / people, 1)
    share = sum(satisfied) / int(str(sheet.cell(total, at[RATED]).value))
    for row in (total, mean):
        sheet.cell(row, at[SHARE]).value = f"{share:.2%}"
