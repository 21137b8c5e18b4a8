"""The printable sheet of a roster: agents down, days across, codes or hours in the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.spreadsheet import SHEET_NAME_MAX

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from service.roster.export_cells import DayCell, RosterCells

FIRST_DAY = 4  # columns of agent, name, team and hours stand before the days
CODE_WIDTH, HOURS_WIDTH = 6, 15
A4 = 9


class RosterGrid:
    """The printable sheet: agents down, days across."""

    def __init__(self, book: Workbook, cells: RosterCells) -> None:
        self._book = book
        self._cells, self._words = cells, cells.words
        self._sheet: Worksheet = book.add_worksheet(cells.words.roster[:SHEET_NAME_MAX])
        self._formats: dict[tuple[object, ...], Format] = {}

    def write(self) -> None:
        """Write the whole sheet."""
        top = self._write_heads()
        line = self._write_people(top)
        line = self._write_counts(line)
        self._write_legend(line + 1)
        self._sheet.freeze_panes(top, FIRST_DAY)
        self._sheet.repeat_rows(top - 2, top - 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        title = self._words.title.replace("&", "&&")
        self._sheet.set_footer(f"&L{title}&R&P / &N")

    def _write_heads(self) -> int:
        """Write title, status, reason and heads; return the first line of people."""
        words, sheet = self._words, self._sheet
        sheet.write_string(0, 0, words.title, self._format(bold=True, font_size=14))
        sheet.write_string(1, 0, words.status, self._format(font_color="#5F6B7A"))
        line = 2
        if words.reason:
            sheet.write_string(line, 0, words.reason, self._format(bold=True, font_color="#C62828"))
            line += 1
        looks = {"bold": True, "border": 1, "bg_color": "#F5F7FA", "align": "center"}
        head = self._format(**looks)
        for place, text in enumerate((words.agent_id, words.name, words.team, words.hours)):
            sheet.write_string(line, place, text, head)
            sheet.write_blank(line + 1, place, None, head)
        dated = self._format(**looks, num_format=words.date_form)
        dates = self._cells.dates
        for place, (date, text) in enumerate(zip(dates, words.days, strict=True), FIRST_DAY):
            sheet.write_datetime(line, place, date, dated)
            sheet.write_string(line + 1, place, text, head)
        sheet.set_column(0, 2, 10)
        sheet.set_column(3, 3, 7)
        width = CODE_WIDTH if self._cells.is_coded else HOURS_WIDTH
        sheet.set_column(FIRST_DAY, FIRST_DAY + len(dates) - 1, width)
        return line + 2

    def _write_people(self, top: int) -> int:
        """Write a row for each of them; return the line after."""
        for line, row in enumerate(self._cells.people, start=top):
            for place, text in enumerate((row.agent_id, row.name, row.team)):
                self._sheet.write_string(line, place, text, self._format(border=1))
            self._sheet.write_number(line, 3, row.hours, self._format(border=1))
            for place, cell in enumerate(row.days, FIRST_DAY):
                self._write_day(line, place, cell)
        return top + len(self._cells.people)

    def _write_day(self, line: int, place: int, cell: DayCell) -> None:
        if cell.colour is None:
            look = self._format(border=1, align="center", font_color="#5F6B7A")
            self._sheet.write(line, place, cell.text or None, look)
        else:
            look = self._format(
                border=2 if cell.is_broken else 1,
                border_color="#C62828" if cell.is_broken else "#9AA5B1",
                bg_color=cell.colour,
                text_wrap=True,
                align="center",
                valign="vcenter",
            )
            self._sheet.write_string(line, place, cell.text, look)
        if cell.note:
            self._sheet.write_comment(line, place, cell.note)

    def _write_counts(self, line: int) -> int:
        """Write the people of each type and day, who are there; return the line after."""
        look = self._format(border=1, align="center", bg_color="#F5F7FA")
        for line_at, row in enumerate(self._cells.counts, start=line):
            for place, text in enumerate((row.name, "", self._words.count)):
                self._sheet.write_string(line_at, place, text, look)
            for place, number in enumerate((row.total, *row.days), FIRST_DAY - 1):
                self._sheet.write_number(line_at, place, number, look)
        return line + len(self._cells.counts)

    def _write_legend(self, line: int) -> None:
        for row in self._cells.legend:
            looks = {} if row.colour is None else {"bg_color": row.colour}
            self._sheet.write_string(
                line, 0, row.sign, self._format(border=1, align="center", **looks)
            )
            self._sheet.write_string(line, 1, row.name)
            if row.hours:
                self._sheet.write_string(line, 2, row.hours)
            line += 1
        for place, row in enumerate(self._cells.posts):
            self._sheet.write_string(
                line, place, row.name, self._format(border=1, bg_color=row.colour)
            )
        signs = "    ".join(f"{sign} {told}" for sign, told in self._cells.signed.items())
        self._sheet.write_string(line + 1, 0, signs, self._format(font_color="#5F6B7A"))

    def _format(self, **looks: object) -> Format:
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(looks))
        return self._formats[key]
