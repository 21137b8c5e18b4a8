"""The printable sheet of a roster: agents down, days across."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.present import present, present_work_min
from service.roster.export_marks import away_told, clocks, content, marks, posts_told
from service.spreadsheet import SHEET_NAME_MAX

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from scheduler.shift import Shift
    from service.roster.export_words import ExportWords
    from service.roster.rosters import RosterSheet

FIRST_DAY = 4  # columns of agent, name, team and hours stand before the days
PIN = "◆"
BREACH = "!"
AWAY = "✕"
PLAIN = "#E3E6EB"
NEW_LINE = "\n"


class RosterGrid:
    """The printable sheet: agents down, days across."""

    def __init__(
        self,
        book: Workbook,
        sheet: RosterSheet,
        words: ExportWords,
        colours: Mapping[str, str],
    ) -> None:
        self._book = book
        self._problem, self._shifts = content(sheet)
        self._marks = marks(sheet)
        self._words = words
        self._colours = colours
        self._sheet: Worksheet = book.add_worksheet(words.roster[:SHEET_NAME_MAX])
        self._formats: dict[tuple[object, ...], Format] = {}

    def write(self) -> None:
        """Write the whole sheet."""
        top = self._write_heads()
        problem = self._problem
        by_day: dict[tuple[str, dt.date], list[Shift]] = defaultdict(list)
        minutes: dict[str, int] = defaultdict(int)
        for shift in self._shifts:
            by_day[shift.agent_id, problem.horizon.clock.date_of(shift.start_min)].append(shift)
            minutes[shift.agent_id] += present_work_min(problem, shift)
        people = [(agent.id, agent.name, agent.team) for agent in problem.agents]
        people += [(name, "", "") for name in sorted(minutes.keys() - problem.agent_by_id.keys())]
        for line, (agent_id, name, team) in enumerate(people, start=top):
            for place, text in enumerate((agent_id, name, team)):
                self._sheet.write_string(line, place, text, self._format(border=1))
            self._sheet.write_number(line, 3, minutes[agent_id] / 60, self._format(border=1))
            for day, date in enumerate(problem.horizon.dates):
                self._write_day(line, FIRST_DAY + day, by_day.get((agent_id, date), []))
        self._write_legend(top + len(people) + 1)
        self._sheet.freeze_panes(top, FIRST_DAY)
        self._sheet.repeat_rows(top - 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer(f"&L{self._words.title.replace('&', '&&')}&R&P / &N")

    def _write_heads(self) -> int:
        """Write title, status, reason and heads; return the first line of people."""
        words, sheet = self._words, self._sheet
        sheet.write_string(0, 0, words.title, self._format(bold=True, font_size=14))
        sheet.write_string(1, 0, words.status, self._format(font_color="#5F6B7A"))
        line = 2
        if words.reason:
            sheet.write_string(line, 0, words.reason, self._format(bold=True, font_color="#C62828"))
            line += 1
        head = self._format(bold=True, border=1, bg_color="#F5F7FA", align="center")
        for place, text in enumerate((words.agent_id, words.name, words.team, words.hours)):
            sheet.write_string(line, place, text, head)
        for day, text in enumerate(words.days):
            sheet.write_string(line, FIRST_DAY + day, text, head)
        sheet.set_column(0, 2, 10)
        sheet.set_column(3, 3, 7)
        sheet.set_column(FIRST_DAY, FIRST_DAY + len(words.days) - 1, 15)
        return line + 1

    def _write_day(self, line: int, place: int, shifts: list[Shift]) -> None:
        if not shifts:
            self._sheet.write_blank(line, place, None, self._format(border=1))
            return
        texts = []
        for shift in shifts:
            signs = BREACH * (shift in self._marks.broken) + PIN * (shift in self._marks.pinned)
            clock = self._problem.horizon.clock
            hours = clocks(clock, shift.start_min, shift.end_min)
            away = away_told(self._problem, shift, f"{AWAY} {self._words.absent}")
            posts = posts_told(shift, self._words.posts, clock, NEW_LINE)
            texts.append(f"{signs}{hours}\n{posts}" + (f"\n{away}" if away else ""))
        is_broken = any(shift in self._marks.broken for shift in shifts)
        is_there = any(True for _ in present(self._problem, shifts))
        looks = {
            "border": 2 if is_broken else 1,
            "border_color": "#C62828" if is_broken else "#9AA5B1",
            "bg_color": self._colours.get(shifts[0].post, PLAIN) if is_there else PLAIN,
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
        }
        self._sheet.write_string(line, place, "\n".join(texts), self._format(**looks))

    def _write_legend(self, line: int) -> None:
        for place, (post, name) in enumerate(self._words.posts.items()):
            colour = self._colours.get(post, PLAIN)
            self._sheet.write_string(line, place, name, self._format(border=1, bg_color=colour))
        signs = f"{PIN} {self._words.pinned}    {BREACH} {self._words.broken}    "
        signs += f"{AWAY} {self._words.absent}"
        self._sheet.write_string(line + 1, 0, signs, self._format(font_color="#5F6B7A"))

    def _format(self, **looks: object) -> Format:
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(looks))
        return self._formats[key]
