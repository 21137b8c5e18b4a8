"""
Where a week's tables and documents come from and go to: a folder, or one workbook.

A folder holds ``agents.csv``, ``rules.toml`` and so on. A workbook (``.xlsx``) holds a sheet of the
same name for each table (``agents``), and for each document a sheet with the columns ``key`` and
``value`` (``rules``, ``posts``); a document without a sheet is looked for beside the workbook.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import tomli_w
import xlsxwriter

from scheduler.errors import Fault, InputError
from store.files.clean import cleaned
from store.files.content import is_there, sheet_of, text_of, workbook_of
from store.files.csv_text import csv_text
from store.files.document import Document, flat, sheet_document, toml_document
from store.files.forms import is_book
from store.files.heads import LEAST_KNOWN, UPPERMOST_ROWS, head_names
from store.files.looks import require_like, tell_other
from store.files.table import Table, cell_text, csv_table, raw_rows, sheet_table
from store.kept import keep_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

WORKBOOK = ".xlsx"
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False}
Cells = tuple[str | float | Decimal, ...]
Rows = tuple[Sequence[str], Sequence[Cells]]  # columns and rows


class Source(Protocol):
    """Gives tables and documents by name."""

    def table(self, name: str) -> Table | None:
        """Return a table; None when it is not there."""

    def document(self, name: str) -> Document | None:
        """Return a document; None when it is not there."""

    def file(self, name: str, suffix: str) -> str:
        """Return what messages call a table (suffix ``.csv``) or document (``.toml``)."""


def open_source(path: Path) -> Source:
    """Return the source at a path; raises InputError when there is none, or it is no workbook."""
    if is_book(path):
        return WorkbookSource(path)
    if not path.is_dir():
        raise InputError(Fault("missing_folder", path.name))
    return FolderSource(path)


@dataclass(frozen=True)
class FolderSource:
    """
    A folder of CSV and TOML files.

    Parameters
    ----------
    path
        The folder.
    """

    path: Path

    def table(self, name: str) -> Table | None:
        """Return a table; None when there is no such file."""
        path = self.path / f"{name}.csv"
        return _csv(path, name) if is_there(path) else None

    def document(self, name: str) -> Document | None:
        """Return a document; None when there is no such file."""
        path = self.path / f"{name}.toml"
        return toml_document(text_of(path), path.name) if is_there(path) else None

    def file(self, name: str, suffix: str) -> str:
        """Return the file's name."""
        return name + suffix


@dataclass(frozen=True)
class WorkbookSource:
    """
    A workbook with a sheet per table and document.

    Parameters
    ----------
    path
        The ``.xlsx`` file.
    """

    path: Path

    @cached_property
    def book(self) -> Workbook:
        """Return the opened workbook; of formulas, the values last shown."""
        return workbook_of(self.path)

    def table(self, name: str) -> Table | None:
        """Return a table; None when there is no such sheet."""
        sheet = sheet_of(self.book, name)
        if sheet is None:
            return None
        return sheet_table(sheet, self.file(name, ".csv"), head_names(name))

    def document(self, name: str) -> Document | None:
        """Return a document; from the folder of the workbook where there is no such sheet."""
        sheet = sheet_of(self.book, name)
        if sheet is None:
            return FolderSource(self.path.parent).document(name)
        file = self.file(name, ".toml")
        rows = sheet.iter_rows(min_row=2, max_col=2, values_only=True)
        entries = [
            (line, cleaned(str(key)), _seen(value))
            for line, (key, value) in enumerate(rows, start=2)
            if key is not None
        ]
        if not entries:
            raise InputError(Fault("empty_file", file))
        return sheet_document(entries, file)

    def file(self, name: str, suffix: str) -> str:
        """Return the workbook's name and the sheet's."""
        del suffix
        return f"{self.path.name}:{name}"


@dataclass(frozen=True, slots=True)
class Written:
    """
    What is to be written, in the form both a folder and a workbook can hold.

    Parameters
    ----------
    tables
        Columns and rows by name.
    documents
        Values by name.
    """

    tables: Mapping[str, Rows]
    documents: Mapping[str, Mapping[str, Any]]


def open_table(path: Path, sheet: str) -> Table:
    """
    Return the table of a CSV file, or of a sheet of a workbook.

    Where a workbook has no sheet of that name, the one whose head has columns of such a table.

    Raises
    ------
    InputError
        When it is not there, or several sheets may be meant.
    """
    source = WorkbookSource(path) if is_book(path) else None
    try:
        table = _csv(path, sheet) if source is None else _sheet_of(source, sheet)
    except InputError as error:
        if is_there(path):
            tell_other(error, path.name, sheet, _sheets_in(path, source))
        raise
    above = _above(path, source, table) if table.head > 1 else []
    require_like(table, sheet, above)
    return table


def _sheet_of(source: WorkbookSource, name: str) -> Table:
    table = source.table(name) or _likeliest(source, name)
    if table is None:
        raise InputError(Fault("missing_file", source.file(name, ".csv")))
    return table


def _above(path: Path, source: WorkbookSource | None, table: Table) -> list[list[str]]:
    """Return the rows above the head of a table."""
    if source is None:
        return next(_sheets_in(path, source), [])[: table.head - 1]
    sheet = sheet_of(source.book, table.file.removeprefix(f"{path.name}:"))
    return [] if sheet is None else _uppermost(sheet)[: table.head - 1]


def _sheets_in(path: Path, source: WorkbookSource | None) -> Iterator[list[list[str]]]:
    """Yield the uppermost rows of each sheet, or of a text; none where it is neither."""
    with suppress(InputError):
        if source is not None:
            yield from map(_uppermost, source.book.worksheets)
        else:
            yield raw_rows(text_of(path), path.name)[:UPPERMOST_ROWS]


def _likeliest(source: WorkbookSource, name: str) -> Table | None:
    """
    Return the one sheet whose head is that of a table of this name; None: none, or several.

    A sheet that knows at most half of the columns another knows is no rival: it explains them.
    """
    names = head_names(name)
    known = [(names.most_in(_uppermost(sheet)), sheet) for sheet in source.book.worksheets]
    most = max((count for count, _ in known), default=0)
    found = [sheet for count, sheet in known if count >= LEAST_KNOWN and 2 * count > most]
    if len(found) != 1:
        return None
    return sheet_table(found[0], source.file(found[0].title, ".csv"), names)


def _uppermost(sheet: Worksheet) -> list[list[str]]:
    rows = sheet.iter_rows(max_row=UPPERMOST_ROWS, values_only=True)
    return [[cleaned(cell_text(cell)) for cell in row] for row in rows]


def open_first_table(path: Path, sheet: str) -> Table:
    """Return the table of a CSV file, of a sheet, or of the first sheet where there is no such."""
    if is_book(path):
        source = WorkbookSource(path)
        names = [each.title for each in source.book.worksheets]
        if sheet not in names and names:
            sheet = names[0]
    return open_table(path, sheet)


def write_folder(written: Written, path: Path) -> None:
    """Write tables and documents into a folder, made where it is missing."""
    path.mkdir(parents=True, exist_ok=True)
    for name, rows in written.tables.items():
        _write_text(path / f"{name}.csv", csv_text((rows[0], *rows[1])))
    for name, values in written.documents.items():
        _write_text(path / f"{name}.toml", tomli_w.dumps(values))


def write_workbook(written: Written, path: Path) -> None:
    """Write tables and documents as the sheets of one workbook; a text is never a formula."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {**TEXT_ONLY, "in_memory": True}) as book:
        head = book.add_format({"bold": True})
        for name, (columns, rows) in (*written.tables.items(), *_sheets(written.documents)):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, columns, head)
            for number, cells in enumerate(rows, start=1):
                sheet.write_row(number, 0, cells)
            sheet.autofit()
    keep_file(path, packed.getvalue())


def write_table(name: str, rows: Rows, path: Path) -> None:
    """Write one table as CSV, or as the sheet of that name where the path ends in ``.xlsx``."""
    if path.suffix.lower() == WORKBOOK:
        write_workbook(Written({name: rows}, {}), path)
    else:
        _write_text(path, csv_text((rows[0], *rows[1])))


def write_document(name: str, values: Mapping[str, Any], path: Path) -> None:
    """Write one document as TOML, or as the sheet of that name where the path ends in ``.xlsx``."""
    if path.suffix.lower() == WORKBOOK:
        write_workbook(Written({}, {name: values}), path)
    else:
        _write_text(path, tomli_w.dumps(values))


def _seen(value: object) -> object:
    """Return the value of a document's cell: text without what nobody sees, "" for none."""
    if isinstance(value, str):
        return cleaned(value)
    return "" if value is None else value


def _csv(path: Path, name: str) -> Table:
    return csv_table(text_of(path), path.name, head_names(name))


def _sheets(documents: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Rows]]:
    for name, values in documents.items():
        yield name, (("key", "value"), list(flat(values)))


def _write_text(path: Path, text: str) -> None:
    keep_file(path, text.encode())
