"""
Workbooks of other forms as those of today, and the tables of web pages.

``.xls``, ``.et``, ``.xlsb`` and ``.ods`` become a workbook in memory with the same sheets, so that
each reader of workbooks reads them.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from scheduler.errors import Fault, InputError
from scheduler.limits import require_within
from store.files.forms import COMPOUND
from store.files.text import decoded

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LOCKED = "password"
SECTOR, FREE = 512, 0xFFFFFFFF
SHIFT_AT, SHIFT, LIST_AT = 30, b"\x09\x00", 76
"""Of the head of a compound file: that its sectors are of 512 bytes, and where its tables are."""
PANIC = "PanicException"
"""What the reader, which is no Python, raises where it trips over damage: no ``Exception``."""
SHEET = "table"
CELLS = ("td", "th")
MOST_SPANNED = 1000


def old_workbook(content: bytes, file: str) -> Workbook:
    """
    Return a workbook of another form.

    Raises
    ------
    InputError
        ``form_locked`` where a password is asked for, ``workbook_unreadable`` where it is damaged.
    """
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - most files need it not

    if _is_cut_off(content):
        raise InputError(Fault("workbook_unreadable", file))
    book = Workbook()
    book.remove(book.worksheets[0])
    try:
        given = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in given.sheet_names:
            rows = given.get_sheet_by_name(name).to_python(skip_empty_area=False)
            _require_size(len(rows), max(map(len, rows), default=0), f"{file}:{name}")
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append([_value(cell) for cell in row])
    except InputError:
        raise
    except BaseException as error:  # a damaged part raises whatever its reader did not expect there
        if not isinstance(error, Exception) and type(error).__name__ != PANIC:
            raise
        code = "form_locked" if LOCKED in str(error).lower() else "workbook_unreadable"
        raise InputError(Fault(code, file)) from None
    return book


def _is_cut_off(content: bytes) -> bool:
    """Return whether a compound file ends before its last sector, as half a download does."""
    if not content.startswith(COMPOUND) or content[SHIFT_AT : SHIFT_AT + 2] != SHIFT:
        return False
    listed = struct.unpack_from("<109I", content.ljust(SECTOR, b"\xff"), LIST_AT)
    there = -(-len(content) // SECTOR) - 1
    tables = [at for at in listed if at != FREE]
    if any(at >= there for at in tables):
        return True
    chains = b"".join(content[(at + 1) * SECTOR : (at + 2) * SECTOR] for at in tables)
    used = [place for place, (to,) in enumerate(struct.iter_unpack("<I", chains)) if to != FREE]
    return len(chains) % SECTOR > 0 or max(used, default=0) >= there


def _value(cell: object) -> object:
    """Return what a cell of a workbook holds; an empty one nothing, a length of time its text."""
    if isinstance(cell, str):
        return ILLEGAL_CHARACTERS_RE.sub("", cell) or None
    return str(cell) if isinstance(cell, dt.timedelta) else cell


def web_workbook(content: bytes, file: str) -> Workbook:
    """
    Return the tables of a web page as the sheets of a workbook; cells are texts.

    Raises
    ------
    InputError
        When it is no text, or has no table.
    """
    page = _Page()
    page.feed(decoded(content, file))
    page.close()
    tables = [table for table in page.tables if table]
    if not tables:
        raise InputError(Fault("web_page_without_table", file))
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(tables, start=1):
        _require_size(len(rows), max(map(len, rows), default=0), file)
        _fill(book.create_sheet(SHEET if number == 1 else f"{SHEET} {number}"), rows)
    return book


def _fill(sheet: Worksheet, rows: list[list[tuple[str, int, int]]]) -> None:
    """Write cells of text with the columns and rows each spans; spanned ones are merged."""
    taken: set[tuple[int, int]] = set()
    for line, row in enumerate(rows, start=1):
        column = 1
        for text, wide, deep in row:
            while (line, column) in taken:
                column += 1
            cell = sheet.cell(line, column)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text) or None
            cell.data_type = "s"
            last = (line + deep - 1, column + wide - 1)
            if wide * deep > 1:
                sheet.merge_cells(None, line, column, *last)
            taken |= {(y, x) for y in range(line, last[0] + 1) for x in range(column, last[1] + 1)}
            column = last[1] + 1


def _require_size(rows: int, columns: int, file: str) -> None:
    require_within("rows", rows, file=file)
    require_within("sheet_cells", rows * columns, file=file)


class _Page(HTMLParser):
    """Gathers the tables of a page: of each row its cells, with how far each spans."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[tuple[str, int, int]]]] = []
        self._open: list[list[list[tuple[str, int, int]]]] = []
        self._text: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell; a line break is a blank."""
        if tag == "table":
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in CELLS and self._open:
            self._end_cell()
            told = dict(attrs)
            self._span = (_count(told.get("colspan")), _count(told.get("rowspan")))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close a cell or a table."""
        if tag in {*CELLS, "tr", "table"}:
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self._text is not None:
            self._text.append(data)

    def close(self) -> None:
        """End a page, also one that stops in a cell."""
        super().close()
        self._end_cell()

    def _end_cell(self) -> None:
        if self._text is None or not self._open:
            return
        if not self._open[-1]:
            self._open[-1].append([])
        self._open[-1][-1].append((" ".join("".join(self._text).split()), *self._span))
        self._text = None


def _count(said: str | None) -> int:
    number = int(said) if said is not None and said.strip().isdecimal() else 1
    return min(max(number, 1), MOST_SPANNED)
