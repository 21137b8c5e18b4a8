"""Sheets of codes, people down and days across: their blocks below rows of dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from store.files.clean import cleaned
from store.files.code_dates import LEAST_DATES, Near, dates_of, like_dates, near_of, weekdays_of
from store.files.content import text_of, workbook_of
from store.files.forms import is_book
from store.files.table import Table, cell_text, raw_rows, sheet_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

SHEET_ROWS = list[list[str]]
SAID = "roster"  # the sheet that says of shifts what codes cannot, in the columns of a roster file
TITLES_ABOVE = 30
VISIBLE = "visible"


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    The cells of a sheet, as text.

    Parameters
    ----------
    file
        What messages call it.
    rows
        Its cells; a value merged over several columns stands in the first.
    hidden
        Indices of rows that nobody sees.
    told_in
        Of the cells merged with one on their left: its column, by row and column.
    is_seen
        Whether the sheet itself is shown.
    """

    file: str
    rows: SHEET_ROWS
    hidden: frozenset[int] = frozenset()
    told_in: Mapping[tuple[int, int], int] = field(default_factory=dict)
    is_seen: bool = True


@dataclass(frozen=True, slots=True)
class CodeSheet:
    """
    A block of a sheet below a row of dates.

    Parameters
    ----------
    sheet
        Where it stands.
    head, end
        Index of the row of dates, and of the row after the block.
    left
        Column after which the names of its people may stand.
    dates
        By column.
    is_guessed
        Whether only weekdays are told, and no title says of which week.
    """

    sheet: Sheet
    head: int
    end: int
    left: int
    dates: dict[int, dt.date]
    is_guessed: bool = False

    @property
    def file(self) -> str:
        """Return what messages call its sheet."""
        return self.sheet.file

    @property
    def below(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows below the dates, with their line."""
        rows = self.sheet.rows[self.head + 1 : self.end]
        return enumerate(rows, start=self.head + 2)

    @property
    def first(self) -> int:
        """Return the first column with a date."""
        return min(self.dates)


def sheets_of(path: Path) -> tuple[list[Sheet], Table | None]:
    """Return the sheets of a file, and apart the table that says what codes cannot, if any."""
    if not is_book(path):
        return [Sheet(path.name, raw_rows(text_of(path), path.name))], None
    book = workbook_of(path)
    said = next((sheet for sheet in book.worksheets if sheet.title == SAID), None)
    found = [_sheet(sheet, path.name) for sheet in book.worksheets if sheet is not said]
    is_coded = said is not None and len(found) > 0
    return found, sheet_table(said, f"{path.name}:{SAID}") if is_coded else None


def _sheet(sheet: Worksheet, file: str) -> Sheet:
    rows = [[cleaned(cell_text(cell)) for cell in row] for row in sheet.iter_rows(values_only=True)]
    hidden = (line - 1 for line, row in sheet.row_dimensions.items() if row.hidden)
    flat = (area for area in sheet.merged_cells.ranges if area.min_row == area.max_row)
    told_in = {
        (area.min_row - 1, column): area.min_col - 1
        for area in flat
        for column in range(area.min_col, area.max_col)
    }
    is_seen = sheet.sheet_state == VISIBLE
    return Sheet(f"{file}:{sheet.title}", rows, frozenset(hidden), told_in, is_seen)


def code_sheets(sheets: Sequence[Sheet], near: dt.date) -> Iterator[CodeSheet]:
    """Yield the blocks of codes of the sheets people see; ``near``: for dates without a year."""
    for sheet in sheets:
        if sheet.is_seen:
            yield from _dated(sheet, near) or _named(sheet, near)


def _dated(sheet: Sheet, near: dt.date) -> list[CodeSheet]:
    """Return the blocks below rows of dates; another row of dates ends a block."""
    heads: list[tuple[int, dict[int, dt.date]]] = []
    for index, row in enumerate(sheet.rows):
        if len(like_dates(row)) < LEAST_DATES:
            continue
        dates = dates_of(row, _near(sheet, index, near))
        if dates and (not heads or not _is_counted(row)):
            heads.append((index, dates))
    found = []
    for place, (index, dates) in enumerate(heads):
        end = heads[place + 1][0] if place + 1 < len(heads) else len(sheet.rows)
        found += _runs(CodeSheet(sheet, index, end, 0, dates))
    return found


def _named(sheet: Sheet, near: dt.date) -> list[CodeSheet]:
    """Return the block below a row of weekdays, where no row has dates."""
    for index, row in enumerate(sheet.rows[:TITLES_ABOVE]):
        said = _near(sheet, index, near)
        if dates := weekdays_of(row, said):
            block = CodeSheet(sheet, index, len(sheet.rows), 0, dates, not said.is_said)
            return _runs(block)
    return []


def _runs(block: CodeSheet) -> list[CodeSheet]:
    """Return a block's stretches of columns, each with the columns before it that may name."""
    columns = sorted(block.dates)
    starts = [at for at in columns if at - 1 not in block.dates]
    found = []
    for start, stop in zip(starts, [*starts[1:], len(block.sheet.rows[block.head])], strict=True):
        mine = {at: block.dates[at] for at in columns if start <= at < stop}
        left = max((at + 1 for at in columns if at < start), default=0)
        found.append(replace(block, left=left, dates=mine))
    return found


def _near(sheet: Sheet, head: int, near: dt.date) -> Near:
    above = [
        text for row in reversed(sheet.rows[max(0, head - TITLES_ABOVE) : head]) for text in row
    ]
    return near_of([*above, sheet.file], near)


def _is_counted(row: Sequence[str]) -> bool:
    """Return whether a row's dates may be plain counts: a head behind the first says its month."""
    return all(text.isdigit() and len(text) < 5 for text in row if any(map(str.isdigit, text)))
