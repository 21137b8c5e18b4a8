"""
A template as a workbook to fill in.

The first sheet has the heads alone, so that nothing made up is ever taken in; the second says of
each column what belongs there and shows two rows.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from service.spreadsheet import IN_MEMORY, SHEET_NAME_MAX
from service.templates import CellForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from service.templates import TemplateColumn

ROWS = 2000
"""Rows below the heads that have choices and formats."""
SHOWN_AS = {
    CellForm.DATE: "yyyy-mm-dd",
    CellForm.MOMENT: "yyyy-mm-dd hh:mm",
    CellForm.MONEY: "0.00",
    CellForm.NUMBER: "General",
    CellForm.WHOLE: "General",
    CellForm.FACTOR: "General",
    CellForm.HOURS: "General",
}
TEXT = "@"
"""How all else is shown: a long number stays as it is typed."""


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """
    The texts of a template, in the reader's language.

    Parameters
    ----------
    sheet, guide
        Names of the sheet to fill in and of the one that explains.
    intro
        Lines above the explanations.
    heads
        Of the explanations: column, what belongs there, needed or not, choices, two examples,
        other names.
    needed, optional
        That a column must be there, or may be left out.
    units
        What stands behind a head, by the name of the unit.
    about
        What belongs in a column, by our name of it.
    """

    sheet: str
    guide: str
    intro: tuple[str, ...]
    heads: tuple[str, ...]
    needed: str
    optional: str
    units: Mapping[str, str]
    about: Mapping[str, str]


def template_book(words: TemplateWords, columns: Sequence[TemplateColumn]) -> bytes:
    """Return the template of a table as a workbook; ``columns`` as ``template_columns`` gives."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, IN_MEMORY) as book:
        sheet = book.add_worksheet(words.sheet[:SHEET_NAME_MAX])
        guide = book.add_worksheet(words.guide[:SHEET_NAME_MAX])
        lists = _write_guide(book, guide, words, columns)
        _write_sheet(book, sheet, words, columns, lists)
    return packed.getvalue()


def head_of(column: TemplateColumn, words: TemplateWords) -> str:
    """Return the head of a column with its unit, and a mark where it must be there."""
    unit = words.units.get(column.unit, "")
    return f"{column.head}{unit}{'*' if column.is_needed else ''}"


def _write_guide(
    book: Workbook, sheet: Worksheet, words: TemplateWords, columns: Sequence[TemplateColumn]
) -> dict[str, str]:
    """Write what belongs in each column, and return where the choices of each stand."""
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F5F7FA", "text_wrap": True})
    for place, width in enumerate((22, 54, 10, 28, 22, 22, 40)):
        sheet.set_column(place, place, width)
    line = 0
    for text in words.intro:
        sheet.write_string(line, 0, text)
        line += 1
    line += 1
    for place, text in enumerate(words.heads):
        sheet.write_string(line, place, text, head)
    for each in columns:
        line += 1
        told = (
            head_of(each, words),
            words.about[each.ours],
            words.needed if each.is_needed else words.optional,
            " / ".join(each.options),
            *each.examples,
            " / ".join(each.also),
        )
        for place, text in enumerate(told):
            sheet.write_string(line, place, text, wrap)
    return _write_choices(sheet, words, columns, top=line + 2)


def _write_choices(
    sheet: Worksheet, words: TemplateWords, columns: Sequence[TemplateColumn], *, top: int
) -> dict[str, str]:
    """Write choices down a hidden column for each that has any; return their ranges."""
    found = {}
    chosen = [each for each in columns if each.options and each.form is not CellForm.POSTS]
    for place, each in enumerate(chosen, start=len(words.heads) + 1):
        for row, option in enumerate(each.options):
            sheet.write_string(top + row, place, option)
        letter = xl_col_to_name(place)
        name = words.guide[:SHEET_NAME_MAX].replace("'", "''")
        first, last = top + 1, top + len(each.options)
        found[each.ours] = f"='{name}'!${letter}${first}:${letter}${last}"
        sheet.set_column(place, place, 12, None, {"hidden": True})
    return found


def _write_sheet(
    book: Workbook,
    sheet: Worksheet,
    words: TemplateWords,
    columns: Sequence[TemplateColumn],
    lists: Mapping[str, str],
) -> None:
    """Write the heads, and below them formats and choices."""
    look = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
    needed = book.add_format({**look, "bg_color": "#DCEBFA"})
    optional = book.add_format({**look, "bg_color": "#F5F7FA"})
    for place, each in enumerate(columns):
        shown = book.add_format({"num_format": SHOWN_AS.get(each.form, TEXT)})
        head = head_of(each, words)
        sheet.set_column(place, place, max(14, 2 + 2 * len(head)), shown)
        sheet.write_string(0, place, head, needed if each.is_needed else optional)
        sheet.write_comment(0, place, words.about[each.ours], {"x_scale": 2})
        if each.ours in lists:
            check = {"validate": "list", "source": lists[each.ours], "error_type": "warning"}
            sheet.data_validation(1, place, ROWS, place, check)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 0)
