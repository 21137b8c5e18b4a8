"""A table as it stands in a file: text cells with their line, from CSV or a worksheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scheduler.errors import Fault, InputError
from scheduler.limits import require_within
from store.files.clean import cleaned
from store.files.csv_text import unescaped
from store.files.taken import note_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class TableRow:
    """
    A row of a table.

    Parameters
    ----------
    line
        Line number as an editor shows it; the header is line 1 where nothing stands above it.
    cells
        Text by column, as ``clean.cleaned`` leaves it; a cell that is not there is empty.
    """

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table of a file.

    Parameters
    ----------
    file
        Name for messages, such as ``agents.csv`` or ``week.xlsx:agents``.
    columns
        Names in the header.
    rows
        Rows that are not blank.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


class CsvReader(Protocol):
    """What ``csv.reader`` returns."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


def csv_table(text: str, file: str) -> Table:
    """
    Return the table of a CSV text; commas, or semicolons or tabs where the header has only those.

    Raises
    ------
    InputError
        When it is empty or no CSV, a column occurs twice, rows have more cells than the header, or
        it has more rows or columns than may be.
    """
    require_within("rows", text.rstrip().count("\n"), file=file)
    header = text.lstrip().partition("\n")[0]
    require_within("columns", max(map(header.count, DELIMITERS)), file=file)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter_of(text))
    try:
        return _table(_unescaped(_numbered(reader)), file)
    except csv.Error:
        raise InputError(Fault("csv_unreadable", file, line=reader.line_num)) from None


def raw_rows(text: str, file: str) -> list[list[str]]:
    """Return the cells of a CSV text as they stand, for tables whose head is not the first row."""
    require_within("rows", text.rstrip().count("\n"), file=file)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter_of(text))
    try:
        return [[cleaned(cell) for cell in cells] for _, cells in _unescaped(_numbered(reader))]
    except csv.Error:
        raise InputError(Fault("csv_unreadable", file, line=reader.line_num)) from None


def delimiter_of(text: str) -> str:
    """Return what stands between the cells of a CSV text: what gives its header most names."""
    header = text.lstrip().partition("\n")[0]

    def names(delimiter: str) -> int:
        with suppress(csv.Error):
            cells = next(csv.reader([header], delimiter=delimiter), [])
            return sum(bool(cleaned(cell)) for cell in cells)
        return 0

    return max(DELIMITERS, key=names)


def _unescaped(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Yield rows as they were before the apostrophes that keep formulas away."""
    return ((line, [unescaped(cell.strip()) for cell in cells]) for line, cells in rows)


def sheet_table(sheet: Worksheet, file: str) -> Table:
    """Return the table of a worksheet; numbers, dates and times as FORMAT-like text."""
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    return _table(((line, [cell_text(value) for value in row]) for line, row in rows), file)


def _numbered(reader: CsvReader) -> Iterator[tuple[int, list[str]]]:
    """Yield records with the line on which they begin (a quoted cell may hold line breaks)."""
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def _table(rows: Iterator[tuple[int, Sequence[str]]], file: str) -> Table:
    filled = ((line, [cleaned(cell) for cell in cells]) for line, cells in rows)
    filled = ((line, cells) for line, cells in filled if any(cells))
    top, header = next(filled, (1, []))
    while header and not header[-1]:
        header.pop()
    if not header:
        raise InputError(Fault("empty_file", file))
    faults = [
        Fault("duplicate_column", file, line=top, column=name)
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    body = [(line, cells) for line, cells in filled]
    faults += [
        Fault("too_many_cells", file, line=line, value=cells[len(header)])
        for line, cells in body
        if any(cells[len(header) :])
    ]
    if faults:
        raise InputError(faults)
    table = Table(file, tuple(header), tuple(_row(line, header, cells) for line, cells in body))
    note_rows(file, len(body), header, lambda name: [row.cells[name] for row in table.rows])
    return table


def _row(line: int, header: list[str], cells: list[str]) -> TableRow:
    padded = cells + [""] * (len(header) - len(cells))
    return TableRow(line, dict(zip(header, padded, strict=False)))


def cell_text(value: object) -> str:
    """Return the text of a worksheet's cell, as it would stand in the CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return _date_time_text(value)
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return str(value)


def _date_time_text(value: dt.datetime) -> str:
    """Return the nearest minute (spreadsheets store fractions of a day); at midnight the date."""
    half = dt.timedelta(seconds=30 if value.year < dt.MAXYEAR else 0)
    nearest = (value + half).replace(second=0, microsecond=0)
    midnight = nearest.time() == dt.time()
    return nearest.date().isoformat() if midnight else nearest.isoformat(timespec="minutes")
