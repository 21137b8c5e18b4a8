"""A table as it stands in a file: text cells with their line, from CSV or a worksheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from scheduler.errors import Fault, InputError
from scheduler.limits import require_within
from store.files.clean import cleaned
from store.files.csv_text import unescaped
from store.files.grouped_heads import flattened
from store.files.heads import NO_NAMES, UPPERMOST_ROWS, HeadNames, alike, of_all, parts
from store.files.named_rows import dated, says_sum, summed
from store.files.separators import DELIMITERS, require_one
from store.files.taken import TOTALS, note_assumed, note_left_out, note_rows
from store.files.told import HOLDS, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

HEAD_LETTERS = 200_000  # of a text, as many hold its head for certain


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
        Names in the header; ours where it is known what the file calls a column of ours.
    rows
        Rows that are not blank.
    called
        What the file calls columns that have another name here, by ours.
    names
        What files call the columns of such a table.
    head
        Line of the header.
    said
        Of the columns, those that the file lacks: the same is said of every row.
    written
        Names in the header, as the file has them.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    called: Mapping[str, str] = field(default_factory=dict)
    names: HeadNames = NO_NAMES
    head: int = 1
    said: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    def ours(self, name: str) -> str:
        """Return our name of a column that is named as the file does, or as here."""
        return next((ours for ours, theirs in self.called.items() if theirs == name), name)


class CsvReader(Protocol):
    """What ``csv.reader`` returns."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


def csv_table(text: str, file: str, names: HeadNames = NO_NAMES) -> Table:
    """
    Return the table of a CSV text; commas, or semicolons or tabs where the header has only those.

    ``names`` says what files call its columns, and thereby its head under titles, and its totals.

    Raises
    ------
    InputError
        When it is empty or no CSV, a column occurs twice, rows have more cells than the header, or
        it has more rows or columns than may be.
    """
    require_within("rows", text.rstrip().count("\n"), file=file)
    header = text.lstrip().partition("\n")[0]
    require_within("columns", max(map(header.count, DELIMITERS)), file=file)
    reader = csv.reader(io.StringIO(text), delimiter=(delimiter := delimiter_of(text)))
    try:
        rows = list(_unescaped(_numbered(reader)))
        require_one(rows, delimiter, file)
        return _table(iter(rows), file, names)
    except csv.Error:
        raise InputError(Fault("csv_unreadable", file, line=reader.line_num)) from None


def raw_rows(text: str, file: str) -> list[list[str]]:
    """Return the cells of a CSV text as they stand, for tables whose head is not the first row."""
    require_within("rows", text.rstrip().count("\n"), file=file)
    return list(_raw_rows(text, file))


def first_row(text: str, file: str) -> list[str]:
    """Return the cells of the first row of a CSV text; raises InputError where there is none."""
    found = next(_raw_rows(text, file), [])
    if not found:
        raise InputError(Fault("csv_unreadable", file))
    return found


def _raw_rows(text: str, file: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter_of(text))
    try:
        yield from ([cleaned(cell) for cell in cells] for _, cells in _unescaped(_numbered(reader)))
    except csv.Error:
        raise InputError(Fault("csv_unreadable", file, line=reader.line_num)) from None


def delimiter_of(text: str) -> str:
    """
    Return what stands between the cells of a CSV text: what gives its header most names.

    Titles above it, alone in their rows, say nothing.
    """
    uppermost = text.lstrip()[:HEAD_LETTERS].splitlines()[:UPPERMOST_ROWS]
    names = ({mark: _names(line, mark) for mark in DELIMITERS} for line in uppermost)
    told = next((each for each in names if max(each.values()) > 1), None)
    return DELIMITERS[0] if told is None else max(DELIMITERS, key=told.__getitem__)


def _names(line: str, delimiter: str) -> int:
    """Return into how many names a line falls."""
    with suppress(csv.Error):
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return sum(bool(cleaned(cell)) for cell in cells)
    return 0


def _unescaped(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Yield rows as they were before the apostrophes that keep formulas away."""
    return ((line, [unescaped(cell.strip()) for cell in cells]) for line, cells in rows)


def sheet_table(sheet: Worksheet, file: str, names: HeadNames = NO_NAMES) -> Table:
    """Return the table of a worksheet; numbers, dates and times as FORMAT-like text."""
    rows = enumerate(sheet.iter_rows(values_only=True), start=1)
    return _table(((line, [cell_text(value) for value in row]) for line, row in rows), file, names)


def _numbered(reader: CsvReader) -> Iterator[tuple[int, list[str]]]:
    """Yield records with the line on which they begin (a quoted cell may hold line breaks)."""
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def _table(rows: Iterator[tuple[int, Sequence[str]]], file: str, names: HeadNames) -> Table:
    cleaned_rows = ((line, [cleaned(cell) for cell in cells]) for line, cells in rows)
    filled = flattened([(line, cells) for line, cells in cleaned_rows if any(cells)], names)
    at = names.head_in([cells for _, cells in filled])
    top, header = filled[at] if filled else (1, [])
    while header and not header[-1]:
        header.pop()
    if not header:
        raise InputError(Fault("empty_file", file))
    faults = [
        Fault("duplicate_column", file, line=top, column=name)
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    called = names.called(header)
    faults += [] if faults else alike(called, file, top)
    faults += [Fault("missing_column", file, top, name) for name in names.absent(header)]
    body = filled[at + 1 :]
    faults += [
        Fault("too_many_cells", file, line=line, value=cells[len(header)])
        for line, cells in body
        if any(cells[len(header) :])
    ]
    if faults:
        raise InputError(faults)
    theirs = {ours: told[0] for ours, told in called.items() if told[0] != ours}
    table = Table(file, tuple(header), (), theirs, names, top, written=tuple(header))
    return _named(table, [(line, _row(header, cells)) for line, cells in body], above=at)


def _named(table: Table, body: list[tuple[int, dict[str, str]]], *, above: int) -> Table:
    """
    Return a table with its rows by our names, without totals; tell how many rows there are.

    ``above`` is how many rows that are not blank stand above the head.
    """
    header, names = table.columns, table.names
    note_rows(table.file, len(body), header, lambda name: [cells[name] for _, cells in body])
    totals = summed([tuple(cells.values()) for _, cells in body]) if names.names else set()
    tell = [table.called.get(ours, ours) for ours in names.totals]
    totals |= {
        place
        for place, (_, cells) in enumerate(body if tell else ())
        if any(says_sum(cells.get(name, "")) for name in tell)
    }
    note_left_out(table.file, TOTALS, len(totals))
    note_assumed(table.file, "above_head", above)
    kept = [each for place, each in enumerate(body) if place not in totals]
    columns, rows = _by_ours(table, [cells for _, cells in kept])
    said = of_all(names, columns, table.file, table.head)
    rows = [{**row, **said} for row in rows] if said else rows
    note_assumed(table.file, "said", len(rows) if said else 0)
    columns += tuple(said)
    rows, over = dated(columns, rows, names)
    note_assumed(table.file, "next_day", over)
    note_assumed(table.file, "named", _give_meaning(columns, rows))
    placed = zip(kept, rows, strict=True)
    lines = tuple(TableRow(line, cells) for (line, _), cells in placed)
    return replace(table, columns=columns, rows=lines, said=tuple(said))


def _by_ours(
    table: Table, rows: list[dict[str, str]]
) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """Return columns and rows by our names; a column of the file may be of several, and go on."""
    passed_over = table.names.passed_over(table.columns)
    if not table.called and not passed_over:
        return table.columns, rows
    from_file = {ours: parts(theirs, table.columns) for ours, theirs in table.called.items()}
    used = {part for theirs in from_file.values() for part in theirs}
    places: dict[str, list[str]] = {}
    for name in table.columns:
        named = [ours for ours, theirs in from_file.items() if theirs[0] == name]
        places |= {ours: from_file[ours] for ours in named}
        if name not in {*used, *from_file, *passed_over}:
            places[name] = [name]
    return tuple(places), [
        {ours: " ".join(filter(None, map(row.__getitem__, theirs))) for ours, theirs in each}
        for each in [tuple(places.items())]
        for row in rows
    ]


def _give_meaning(columns: tuple[str, ...], rows: list[dict[str, str]]) -> int:
    """Put our ids where the file names people and posts otherwise; return in how many cells."""
    changed = 0
    for column in columns:
        meaning = told().meaning(HOLDS[column]) if column in HOLDS else None
        if meaning is None or not meaning.given:
            continue
        for row in rows:
            means = meaning.of(row[column])
            changed += means != row[column]
            row[column] = means
    return changed


def _row(header: list[str], cells: list[str]) -> dict[str, str]:
    padded = cells + [""] * (len(header) - len(cells))
    return dict(zip(header, padded, strict=False))


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
