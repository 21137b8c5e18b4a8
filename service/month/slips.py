"""Pay slips: a sheet for each agent, ready to print, from which every amount can be got by hand."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import xlsxwriter

from scheduler.errors import require
from service.spreadsheet import IN_MEMORY, SheetKind, sheet_names, write_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

A4 = 9
WIDTHS = (26, 78, 14)
MARGIN_IN = 0.5
HEADER_MAX = 80


class SlipRowKind(StrEnum):
    """What a row of a slip is."""

    HEAD = "head"
    LINE = "line"
    NOTE = "note"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class SlipRow:
    """
    A row of a slip.

    Parameters
    ----------
    kind
        What it is.
    what, how
        Its name, and how it came about.
    amount
        Yuan or points; None: none.
    is_money
        Whether it is yuan.
    """

    kind: SlipRowKind
    what: str
    how: str = ""
    amount: Decimal | None = None
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """
    One agent's slip of a month.

    Parameters
    ----------
    agent_id
        Id of the agent whose slip it is.
    title
        Which month, which run of it, and how far it is.
    who
        The agent with name, team and post.
    rows
        The score, then the pay, each line followed by how it came about.
    sign
        Where the agent signs.
    """

    agent_id: str
    title: str
    who: str
    rows: tuple[SlipRow, ...]
    sign: str


def slips_workbook(slips: Sequence[Slip]) -> bytes:
    """
    Return a workbook with a sheet for each slip, A4, as many pages as it takes.

    Raises
    ------
    InputError
        When there is no slip.
    """
    require(len(slips) > 0, "no_slips")
    buffer = io.BytesIO()
    names = sheet_names([slip.agent_id for slip in slips])
    with xlsxwriter.Workbook(buffer, IN_MEMORY) as book:
        formats = _formats(book)
        for slip, name in zip(slips, names, strict=True):
            _write(book.add_worksheet(name), slip, formats)
    return buffer.getvalue()


def _formats(book: Workbook) -> Mapping[str, Format]:
    wrapped = {"text_wrap": True, "valign": "top"}
    money, points = {"num_format": SheetKind.MONEY.value}, {"num_format": SheetKind.EXACT.value}
    line, total = {**wrapped, "top": 4}, {**wrapped, "bold": True, "top": 1}
    quiet = {**wrapped, "font_color": "#5F6B7A", "font_size": 9}
    looks: dict[str, dict[str, object]] = {
        "title": {"bold": True, "font_size": 14},
        "head": {**wrapped, "bold": True, "bottom": 1, "bg_color": "#F5F7FA"},
        "line": line,
        "total": total,
        "note": quiet,
        "line_money": line | money,
        "total_money": total | money,
        "line_points": line | points,
        "total_points": total | points,
    }
    return {name: book.add_format(look) for name, look in looks.items()}


def _write(sheet: Worksheet, slip: Slip, formats: Mapping[str, Format]) -> None:
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, slip.title, formats["title"])
    sheet.write_string(1, 0, slip.who, formats["title"])
    at = 2
    for at, row in enumerate(slip.rows, start=3):
        look = formats[row.kind.value]
        write_cell(sheet, at, 0, row.what, look)
        write_cell(sheet, at, 1, row.how, look)
        unit = "money" if row.is_money else "points"
        numbers = formats.get(f"{row.kind}_{unit}", look)
        write_cell(sheet, at, 2, row.amount, numbers)
    sheet.write_string(at + 2, 1, slip.sign)
    sheet.set_paper(A4)
    sheet.set_portrait()
    sheet.set_margins(*(MARGIN_IN,) * 2, 0.7, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_header(f"&L{_in_header(slip.title)}&R{_in_header(slip.agent_id)}  &P / &N")


def _in_header(text: str) -> str:
    """Return text as a header shows it; there ``&`` begins a code."""
    return text[:HEADER_MAX].replace("&", "&&")
