"""The printable sheet of a roster: agents down, days across, codes or hours in the cells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.present import as_told, present, present_work_min
from service.roster.export_legend import Marked, type_hours
from service.roster.export_marks import away_told, clocks, marks, posts_told
from service.spreadsheet import SHEET_NAME_MAX
from store.files.code_cells import day_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from scheduler.shift import Shift
    from service.roster.export_marks import HandedOut
    from service.roster.export_words import ExportWords

FIRST_DAY = 4  # columns of agent, name, team and hours stand before the days
PIN = "◆"
LOCK = "※"
BREACH = "!"
AWAY = "✕"
PLAIN = "#E3E6EB"
NEW_LINE = "\n"
CODE_WIDTH, HOURS_WIDTH = 6, 15
A4 = 9


@dataclass(frozen=True, slots=True)
class Colours:
    """
    Backgrounds, such as ``#DCECF7``.

    Parameters
    ----------
    posts, types
        By post, and by code of shift type.
    """

    posts: Mapping[str, str]
    types: Mapping[str, str]


class RosterGrid:
    """The printable sheet: agents down, days across."""

    def __init__(
        self, book: Workbook, told: HandedOut, words: ExportWords, colours: Colours
    ) -> None:
        self._book = book
        self._problem, self._shifts = told.problem, told.shifts
        self._marks = marks(told)
        self._words = words
        self._colours = colours
        self._marked = Marked(told.problem, words)
        self._sheet: Worksheet = book.add_worksheet(words.roster[:SHEET_NAME_MAX])
        self._formats: dict[tuple[object, ...], Format] = {}

    @property
    def _is_coded(self) -> bool:
        return bool(self._problem.rules.types)

    @cached_property
    def _by_day(self) -> dict[tuple[str, dt.date], list[Shift]]:
        found: dict[tuple[str, dt.date], list[Shift]] = defaultdict(list)
        for shift in self._shifts:
            date = self._problem.horizon.clock.date_of(shift.start_min)
            found[shift.agent_id, date].append(shift)
        return found

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
        dates = self._problem.horizon.dates
        for place, (date, text) in enumerate(zip(dates, words.days, strict=True), FIRST_DAY):
            sheet.write_datetime(line, place, date, dated)
            sheet.write_string(line + 1, place, text, head)
        sheet.set_column(0, 2, 10)
        sheet.set_column(3, 3, 7)
        width = CODE_WIDTH if self._is_coded else HOURS_WIDTH
        sheet.set_column(FIRST_DAY, FIRST_DAY + len(dates) - 1, width)
        return line + 2

    def _write_people(self, top: int) -> int:
        """Write a row for each of them; return the line after."""
        problem = self._problem
        minutes: Counter[str] = Counter()
        for shift in self._shifts:
            minutes[shift.agent_id] += present_work_min(problem, shift)
        people = [(agent.id, agent.name, agent.team) for agent in problem.agents]
        strangers = {shift.agent_id for shift in self._shifts} - problem.agent_by_id.keys()
        people += [(name, "", "") for name in sorted(strangers)]
        for line, (agent_id, name, team) in enumerate(people, start=top):
            for place, text in enumerate((agent_id, name, team)):
                self._sheet.write_string(line, place, text, self._format(border=1))
            self._sheet.write_number(line, 3, minutes[agent_id] / 60, self._format(border=1))
            for place, date in enumerate(problem.horizon.dates, FIRST_DAY):
                shifts = self._by_day.get((agent_id, date), [])
                lock = LOCK * ((agent_id, date) in self._marks.typed)
                if shifts:
                    self._write_day(line, place, shifts, lock)
                else:
                    text = self._marked.empty(agent_id, date) or self._words.off * bool(lock)
                    text = lock + text
                    look = self._format(border=1, align="center", font_color="#5F6B7A")
                    self._sheet.write(line, place, text or None, look)
                if note := self._words.notes.get((agent_id, date)):
                    self._sheet.write_comment(line, place, note)
        return top + len(people)

    def _write_day(self, line: int, place: int, shifts: Sequence[Shift], lock: str) -> None:
        is_broken = any(shift in self._marks.broken for shift in shifts)
        is_there = any(True for _ in present(self._problem, shifts))
        looks = {
            "border": 2 if is_broken else 1,
            "border_color": "#C62828" if is_broken else "#9AA5B1",
            "bg_color": self._colour(shifts[0]) if is_there else PLAIN,
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
        }
        text = self._codes(shifts) if self._is_coded else NEW_LINE.join(self._hours(shifts))
        self._sheet.write_string(line, place, lock + text, self._format(**looks))

    def _codes(self, shifts: Sequence[Shift]) -> str:
        problem = self._problem
        signs = BREACH * any(shift in self._marks.broken for shift in shifts)
        signs += PIN * any(shift in self._marks.pinned for shift in shifts)
        signs += AWAY * any(away_told(problem, shift, AWAY) for shift in shifts)
        return signs + day_text(shifts, problem)

    def _hours(self, shifts: Sequence[Shift]) -> Iterator[str]:
        problem, clock = self._problem, self._problem.horizon.clock
        for shift in shifts:
            signs = BREACH * (shift in self._marks.broken) + PIN * (shift in self._marks.pinned)
            hours = clocks(clock, shift.start_min, shift.end_min)
            away = away_told(problem, shift, f"{AWAY} {self._words.absent}")
            posts = posts_told(as_told(problem, shift), self._words.posts, clock, NEW_LINE)
            yield f"{signs}{hours}\n{posts}" + (f"\n{away}" if away else "")

    def _colour(self, shift: Shift) -> str:
        if self._is_coded:
            return self._colours.types.get(self._kind(shift), PLAIN)
        return self._colours.posts.get(shift.post, PLAIN)

    def _kind(self, shift: Shift) -> str:
        """Return the code of a shift's type; empty: it has none."""
        kind = self._problem.classes.kind(shift.start_min, shift.end_min)
        return kind if kind in self._words.types else ""

    def _write_counts(self, line: int) -> int:
        """Write the people of each type and day, who are there; return the line after."""
        counts: Counter[tuple[str, dt.date]] = Counter()
        for (_, date), shifts in self._by_day.items():
            for shift in present(self._problem, shifts):
                counts[self._kind(shift), date] += 1
        codes = {each.code: each.code for each in self._problem.rules.types}
        codes |= {"": self._words.other} if codes and any(not code for code, _ in counts) else {}
        look = self._format(border=1, align="center", bg_color="#F5F7FA")
        for code, name in codes.items():
            told = f"{name} {self._words.types.get(code, '')}".strip()
            for place, text in enumerate((told, "", self._words.count)):
                self._sheet.write_string(line, place, text, look)
            days = [counts[code, date] for date in self._problem.horizon.dates]
            for place, number in enumerate((sum(days), *days), FIRST_DAY - 1):
                self._sheet.write_number(line, place, number, look)
            line += 1
        return line

    def _write_legend(self, line: int) -> None:
        types, posts = self._problem.rules.types, self._words.posts
        for each in (one for kind in types for one in kind.each_length):
            colour = self._colours.types.get(each.code, PLAIN)
            look = self._format(border=1, align="center", bg_color=colour)
            self._sheet.write_string(line, 0, each.code, look)
            self._sheet.write_string(line, 1, self._words.types[each.code])
            self._sheet.write_string(line, 2, type_hours(each, self._words.meal))
            line += 1
        for mark, told in self._marked.explained:
            self._sheet.write_string(line, 0, mark, self._format(border=1, align="center"))
            self._sheet.write_string(line, 1, told)
            line += 1
        for place, (post, name) in enumerate(() if types else posts.items()):
            colour = self._colours.posts.get(post, PLAIN)
            self._sheet.write_string(line, place, name, self._format(border=1, bg_color=colour))
        signs = f"{PIN} {self._words.pinned}    {LOCK} {self._words.locked}    "
        signs += f"{BREACH} {self._words.broken}    "
        signs += f"{AWAY} {self._words.absent}"
        self._sheet.write_string(line + 1, 0, signs, self._format(font_color="#5F6B7A"))

    def _format(self, **looks: object) -> Format:
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(looks))
        return self._formats[key]
