"""
Tables as files that spreadsheets open: CSV and XLSX.

Text that a spreadsheet would take for a formula stays text: a string cell in XLSX, an apostrophe
before it in CSV (``store.files.csv_text``).
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import xlsxwriter

from scheduler.errors import require
from store.files.csv_text import csv_text
from store.files.source import TEXT_ONLY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEET_NAME_MAX = 31
UNNAMED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
"""What the name of a sheet may not hold."""
IN_MEMORY = {"in_memory": True, **TEXT_ONLY}
Cell = str | int | float | Decimal | dt.date | None


class SheetKind(StrEnum):
    """How a column's numbers are shown."""

    TEXT = "@"
    WHOLE = "#,##0"
    NUMBER = "#,##0.00"
    EXACT = "#,##0.0000"
    MONEY = "¥#,##0.00"
    PLAIN_MONEY = "0.00"  # for programs
    SHARE = "0.0%"
    DATE = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """
    A column of a table.

    Parameters
    ----------
    title
        Its head.
    kind
        How its cells are shown.
    width
        In characters.
    """

    title: str
    kind: SheetKind = SheetKind.TEXT
    width: int = 12


@dataclass(frozen=True, slots=True)
class SheetTable:
    """
    A table to be handed out.

    Parameters
    ----------
    name
        Of the sheet.
    columns
        At least one.
    rows
        Each as long as ``columns``; None: an empty cell.
    title
        What a workbook's sheet says above the heads; CSV, which programs read, has none.
    totals
        The last row of a sheet, below those that are filtered; empty: none. CSV has none either.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    totals: tuple[Cell, ...] = ()

    def __post_init__(self) -> None:
        require(len(self.columns) > 0, "empty", column="columns")
        rows = (*self.rows, self.totals) if self.totals else self.rows
        good = all(len(row) == len(self.columns) for row in rows)
        require(good, "shape_differs", column="rows")


def csv_of(table: SheetTable) -> bytes:
    """Return a table as CSV in UTF-8 with a byte order mark, by which spreadsheets know it."""
    heads = [column.title for column in table.columns]
    return csv_text((heads, *table.rows), line_end="\r\n").encode("utf-8-sig")


def workbook_of(tables: Sequence[SheetTable]) -> bytes:
    """Return tables as a workbook with a sheet each, ready to print and to filter."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, IN_MEMORY) as book:
        for table in tables:
            write_table(book, table)
    return buffer.getvalue()


def write_table(book: Workbook, table: SheetTable) -> Worksheet:
    """Write a table as a new sheet of a workbook and return the sheet."""
    sheet = book.add_worksheet(table.name[:SHEET_NAME_MAX])
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F5F7FA", "text_wrap": True})
    top = 1 if table.title else 0
    if table.title:
        sheet.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 13}))
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(top, place, column.title, head)
    formats = [book.add_format({"num_format": column.kind.value}) for column in table.columns]
    for line, row in enumerate(table.rows, start=top + 1):
        for place, cell in enumerate(row):
            write_cell(sheet, line, place, cell, formats[place])
    for place, (column, cell) in enumerate(zip(table.columns, table.totals, strict=False)):
        look = {"num_format": column.kind.value, "bold": True, "top": 1}
        write_cell(sheet, top + 1 + len(table.rows), place, cell, book.add_format(look))
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(0, top)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if table.rows:
        sheet.autofilter(top, 0, top + len(table.rows), len(table.columns) - 1)
    return sheet


def write_cell(sheet: Worksheet, line: int, place: int, cell: Cell, shown: Format) -> None:
    """Write a cell by the kind of its value; text never becomes a formula or a link."""
    if cell is None:
        sheet.write_blank(line, place, None, shown)
    elif isinstance(cell, str):
        sheet.write_string(line, place, cell, shown)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(line, place, dt.datetime.combine(cell, dt.time()), shown)
    else:
        sheet.write_number(line, place, float(cell), shown)


def sheet_names(texts: Sequence[str]) -> list[str]:
    """Return names of sheets from texts: short, without signs they may not have, each once."""
    found: list[str] = []
    taken: set[str] = set()
    for text in texts:
        plain = UNNAMED.sub("_", text).strip("'")[:SHEET_NAME_MAX] or "_"
        name, number = plain, 2
        while name.casefold() in taken or name.casefold() == "history":
            tail = f" {number}"
            name, number = plain[: SHEET_NAME_MAX - len(tail)] + tail, number + 1
        taken.add(name.casefold())
        found.append(name)
    return found
