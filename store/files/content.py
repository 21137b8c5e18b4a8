"""
What a file holds, in bytes, text or rows of a log: the one place that opens files people bring.

Before anything is unpacked or read, it is known to be an ordinary file that is not too large; what
cannot be read is a fault with the file's name, never an error of the system.
"""

from __future__ import annotations

import datetime as dt
import errno
import gzip
import io
import os
import re
import stat
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pandas as pd

from scheduler.errors import Fault, InputError
from scheduler.limits import MEGABYTE, limits, over, require_within
from store.files.clean import cleaned
from store.files.csv_text import text_frame
from store.files.forms import FileForm, is_book, require_read
from store.files.other_books import old_workbook, web_workbook
from store.files.separators import require_one
from store.files.table import cell_text, delimiter_of, first_row
from store.files.taken import note_rows
from store.files.text import decoded

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

PACKED = ".gz"
CHUNK = 1 << 20
BETWEEN_CELLS = "\x01"
BLANK_EDGE = re.compile(r"(?:^|\x01)[\0\t-\r\x1c-\x20]|[\0\t-\r\x1c-\x20](?:\x01|$)")
"""What ``cleaned`` takes from the ends of plain cells, in cells joined."""
FORBIDDEN = (errno.EACCES, errno.EPERM)


def is_there(path: Path) -> bool:
    """Return whether anything has this path: also what cannot be opened, such as a broken link."""
    return os.path.lexists(path)


def content_of(path: Path) -> bytes:
    """
    Return the bytes of a file; of a packed one (``.gz``), what it unpacks to.

    Raises
    ------
    InputError
        ``missing_file``, ``file_forbidden``, ``file_unreadable``, ``over_file_mb``,
        ``gzip_unreadable``, or ``not_a_file``: a folder, a pipe.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise InputError(Fault("not_a_file", path.name))
        require_within("file_mb", found.st_size // MEGABYTE, file=path.name)
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(Fault("missing_file", path.name)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        forbidden = getattr(error, "errno", None) in FORBIDDEN
        code = "file_forbidden" if forbidden else "file_unreadable"
        raise InputError(Fault(code, path.name)) from None
    return unpacked(content, path.name) if path.suffix.lower() == PACKED else content


def unpacked(content: bytes, file: str) -> bytes:
    """Return what packed bytes hold; raises InputError when damaged, or more than a file may be."""
    most = limits().file_mb * MEGABYTE
    found = io.BytesIO()
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            while chunk := stream.read(CHUNK):
                found.write(chunk)
                if found.tell() > most:
                    raise InputError(over("file_mb", f"> {limits().file_mb}", file=file))
    except (OSError, EOFError, zlib.error):
        raise InputError(Fault("gzip_unreadable", file)) from None
    return found.getvalue()


def text_of(path: Path) -> str:
    """Return the text of a file; raises InputError as ``content_of``, and when it is no text."""
    content = content_of(path)
    form = require_read(content, path.name)
    if form is not FileForm.TEXT:
        raise InputError(Fault("workbook_for_text", path.name))
    return decoded(content, path.name)


def log_of(path: Path) -> pd.DataFrame:
    """
    Return the rows of a log as text: CSV, also gzipped, or the only filled sheet of a workbook.

    Nothing is taken for missing. Cells are cleaned as those of tables; the index counts the rows of
    the file from 0.

    Raises
    ------
    InputError
        As for ``text_of``, when it is no CSV, has too many rows or columns, or several sheets.
    """
    if is_book(path):
        return _cleaned(_sheet_log(path), path.name, "")
    text = text_of(path)
    require_within("log_rows", text.rstrip().count("\n"), file=path.name)
    require_within("columns", text.partition("\n")[0].count(delimiter_of(text)), file=path.name)
    try:
        table = text_frame(text, delimiter := delimiter_of(text))
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError):
        raise InputError(Fault("csv_unreadable", path.name)) from None
    if not isinstance(table.index, pd.RangeIndex):  # rows longer than the header, cells shifted
        raise InputError(Fault("csv_unreadable", path.name))
    return _cleaned(table, path.name, delimiter)


def _sheet_log(path: Path) -> pd.DataFrame:
    """Return the rows of the only filled sheet of a workbook; times to the second."""
    filled = [sheet for sheet in workbook_of(path).worksheets if sheet.max_row > 1]
    if len(filled) != 1:
        code = "log_several_sheets" if filled else "empty_file"
        raise InputError(Fault(code, path.name, value=", ".join(each.title for each in filled)))
    require_within("log_rows", filled[0].max_row, file=path.name)
    rows = [[_to_second(cell) for cell in row] for row in filled[0].iter_rows(values_only=True)]
    there = [place for place, cells in enumerate(zip(*rows, strict=True)) if any(cells)]
    whole = [[row[place] for place in there] for row in rows]
    return pd.DataFrame(whole[1:], columns=whole[0], dtype=str)


def _to_second(value: object) -> str:
    """Return the text of a cell; spreadsheets store times as fractions of a day, not to the bit."""
    if not isinstance(value, dt.datetime):
        return cell_text(value)
    nearest = value + dt.timedelta(microseconds=500_000 if value.year < dt.MAXYEAR else 0)
    return nearest.isoformat(" ", timespec="seconds")


def _cleaned(table: pd.DataFrame, file: str, delimiter: str) -> pd.DataFrame:
    """Return a log without blank rows and what nobody can see; its index counts the file's rows."""
    names = [cleaned(str(name)) for name in table.columns]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise InputError(Fault("duplicate_column", file, 1, name) for name in twice)
    table = table.set_axis(names, axis="columns").apply(_seen)
    filled = table != ""
    is_alone = filled.iloc[:, 0] & ~filled.iloc[:, 1:].any(axis="columns")
    lines = (np.flatnonzero(is_alone) + 2).tolist()
    rows = zip(lines, ([cell] for cell in table[is_alone].iloc[:, 0]), strict=True)
    if delimiter:
        require_one([(1, names), *rows], delimiter, file)
    found = table[filled.any(axis="columns")]
    note_rows(file, len(found), names, lambda name: found[name])
    return found


def _seen(cells: pd.Series[str]) -> pd.Series[str]:
    """Return the cells of a column as ``cleaned`` leaves them; most columns need it nowhere."""
    text = BETWEEN_CELLS.join(cells)
    if text.isascii() and not BLANK_EDGE.search(text):
        return cells
    codes, given = pd.factorize(cells)
    plain = [cleaned(cell) for cell in given]
    return pd.Series([plain[code] for code in codes.tolist()], index=cells.index, dtype=cells.dtype)


def log_head(path: Path) -> tuple[str, ...]:
    """Return the columns of a log, of a text without its rows; raises InputError as ``log_of``."""
    if is_book(path):
        return tuple(log_of(path).columns)
    return tuple(first_row(text_of(path), path.name))


def workbook_of(path: Path) -> Workbook:
    """
    Return an opened workbook; of formulas, the values last shown.

    Raises
    ------
    InputError
        As for ``content_of``, when it is no workbook or damaged, unpacks to too much, or a sheet
        spans too many cells.
    """
    content = content_of(path)
    form = require_read(content, path.name)
    if form is FileForm.OLD_WORKBOOK:
        return old_workbook(content, path.name)
    if form is FileForm.WEB_TABLE:
        return web_workbook(content, path.name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        require_within("workbook_mb", size // MEGABYTE, file=path.name)
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        cells = {sheet.title: sheet.max_row * sheet.max_column for sheet in book.worksheets}
    except InputError:
        raise
    except Exception:  # a damaged part raises whatever its reader did not expect there
        raise InputError(Fault("workbook_unreadable", path.name)) from None
    for title, area in cells.items():
        require_within("sheet_cells", area, file=f"{path.name}:{title}")
    return book


def sheet_of(book: Workbook, name: str) -> Any | None:  # noqa: ANN401 - openpyxl's types
    """Return a sheet of cells; None when there is no such, or it holds a chart alone."""
    return next((sheet for sheet in book.worksheets if sheet.title == name), None)
