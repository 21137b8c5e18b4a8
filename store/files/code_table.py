"""
Rosters as people keep them: a table of codes, people down and days across.

The row of dates may stand anywhere at the top, below titles and above a row of weekdays, in any
usual form, also without a year (``11/3 周一``, ``11月3日``, ``3日``). What a code means is read
from a legend in the same sheet or another (``A  早班 08:30-17:30``), else from the shop's types.
Empty cells, 休 and the kinds of leave are no shift. A cell that is no code is a fault of its own.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from scheduler.agent import Agent
from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift, Span
from store.files.code_legend import Meaning, explained, is_leave, is_off, meaning_of, spans_in
from store.files.code_sheets import SHEET_ROWS, CodeSheet, code_sheets, sheets_of
from store.files.taken import note_assumed, note_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scheduler.shift import ShiftShape

LEAST_CODES = 2
MEAL_STEP_MIN = 30


@dataclass(frozen=True, slots=True)
class CodeRoster:
    """
    The shifts of a table of codes.

    Parameters
    ----------
    shifts
        In order of agent and start.
    dates
        That the table has a column for.
    """

    shifts: tuple[Shift, ...]
    dates: tuple[dt.date, ...]


def read_code_table(
    path: Path, agents: Sequence[Agent], rules: RuleSet, clock: Clock, near: dt.date
) -> CodeRoster | None:
    """
    Return the shifts of a table of codes; None when the file has no row of dates.

    A table says no posts: everybody is on the post that comes first for them. A meal that it does
    not say lies in the middle of where the rules allow it.

    Parameters
    ----------
    path
        A workbook or CSV file.
    agents, rules
        Whom its rows may name, by id or name; shapes and shift types.
    clock
        The site's.
    near
        A date nearby, for dates that have no year.

    Raises
    ------
    InputError
        Naming each cell that is no code, each row of nobody, and each code with two meanings.
    """
    sheets = sheets_of(path)
    found = tuple(code_sheets(sheets, near))
    if not found:
        return None
    reader = _Reader(found, tuple(rows for _, rows in sheets), tuple(agents), rules, clock)
    return reader.roster()


@dataclass(frozen=True, slots=True)
class _Told:
    """What the cell of a person and a date says, and where it stands."""

    agent: Agent
    date: dt.date
    text: str
    file: str
    line: int

    def fault(self, code: str, **details: object) -> Fault:
        told = {"date": self.date, "agent": self.agent.id, **details}
        return Fault(code, self.file, line=self.line, value=self.text, details=told)


@dataclass(frozen=True)
class _Reader:
    """
    Reads the sheets of one file.

    Parameters
    ----------
    sheets
        Those with dates.
    others
        All of its sheets, for legends.
    agents, rules, clock
        As ``read_code_table`` takes them.
    """

    sheets: tuple[CodeSheet, ...]
    others: tuple[SHEET_ROWS, ...]
    agents: tuple[Agent, ...]
    rules: RuleSet
    clock: Clock

    def roster(self) -> CodeRoster:
        """Return the shifts of all sheets."""
        faults = [*self._strangers(), *self._contradictions()]
        shifts = []
        assumed: Counter[tuple[str, str]] = Counter()
        for one in self._told:
            if is_off(one.text):
                continue
            meaning = self._meaning(one.text)
            if meaning is not None:
                shifts.append(self._shift(one, meaning))
                assumed[one.file, "post"] += len(one.agent.posts) > 1
                is_guessed = meaning.meal is None and shifts[-1].meal is not None
                assumed[one.file, "meal"] += is_guessed
            elif not is_leave(one.text):
                faults.append(one.fault("code_unknown", known="、".join(self._codes) or "—"))
        if faults:
            raise InputError(faults)
        for (file, what), times in assumed.items():
            note_assumed(file, what, times)
        dates = sorted({date for sheet in self.sheets for date in sheet.dates.values()})
        return CodeRoster(tuple(sorted(shifts, key=_by_person)), tuple(dates))

    @cached_property
    def _people(self) -> dict[str, Agent]:
        """Return each person by id, and by name where nobody else has it."""
        names = Counter(agent.name for agent in self.agents)
        by_name = {agent.name: agent for agent in self.agents if names[agent.name] == 1}
        return by_name | {agent.id: agent for agent in self.agents}

    def _person(self, sheet: CodeSheet, row: Sequence[str]) -> Agent | None:
        heads = row[: min(sheet.dates)]
        return next((self._people[text] for text in heads if text in self._people), None)

    @cached_property
    def _told(self) -> tuple[_Told, ...]:
        """Return the cells of people that are not empty."""
        found = []
        for sheet in self.sheets:
            people: SHEET_ROWS = []
            for line, row in sheet.below:
                agent = self._person(sheet, row)
                people += [row] if agent is not None else []
                found += [
                    _Told(agent, date, row[column], sheet.file, line)
                    for column, date in sheet.dates.items()
                    if agent is not None and column < len(row) and row[column]
                ]
            note_rows(sheet.file, len(people), ("cells",), partial(_lines, people))
        return tuple(found)

    @cached_property
    def _codes(self) -> dict[str, Meaning]:
        """Return what codes mean: as the legend has them, else as the shift types."""
        types = self.rules.types
        typed = {each.code: Meaning(each.start_clock, each.length_min) for each in types}
        return typed | {code: meanings[0] for code, meanings in self._legend.items()}

    @cached_property
    def _legend(self) -> dict[str, list[Meaning]]:
        """Return all that the file says of what its codes mean."""
        used = {one.text for one in self._told if not is_off(one.text)}
        used = {text for text in used if not spans_in(text)}
        found: dict[str, list[Meaning]] = {code: [] for code in sorted(used)}
        heads = [sheet.rows[sheet.head] for sheet in self.sheets]
        for row in (row for rows in self.others for row in rows):
            told = [text for text in row if text]
            if any(row is head for head in heads) or any(text in self._people for text in told):
                continue
            for code, meaning in explained(told, used):
                if meaning not in found[code]:
                    found[code].append(meaning)
        return {code: meanings for code, meanings in found.items() if meanings}

    def _contradictions(self) -> Iterator[Fault]:
        """Yield a fault for each code explained in two ways, and each day told in two ways."""
        for code, meanings in self._legend.items():
            if len(meanings) > 1:
                told = "、".join(map(str, meanings))
                yield Fault(
                    "code_two_meanings", self.sheets[0].file, value=code, details={"told": told}
                )
        said: dict[tuple[str, dt.date], str] = {}
        for one in self._told:
            before = said.setdefault((one.agent.id, one.date), one.text)
            if before != one.text:
                yield one.fault("code_twice", before=before)

    def _strangers(self) -> Iterator[Fault]:
        """Yield a fault for each row of codes that names nobody who is known."""
        for sheet in self.sheets:
            for line, row in sheet.below:
                heads = [text for text in row[: min(sheet.dates)] if text]
                told = [row[column] for column in sheet.dates if column < len(row) and row[column]]
                good = [text for text in told if is_off(text) or self._meaning(text)]
                is_roster = len(good) >= LEAST_CODES and 2 * len(good) >= len(told)
                if heads and is_roster and self._person(sheet, row) is None:
                    yield Fault("code_row_of_nobody", sheet.file, line=line, value=heads[0])

    def _meaning(self, text: str) -> Meaning | None:
        """Return what a cell says: a code, or hours."""
        return self._codes.get(text) or meaning_of(spans_in(text))

    def _shift(self, one: _Told, meaning: Meaning) -> Shift:
        agent = one.agent
        start = self.clock.at(one.date, meaning.start)
        certified = (post for post in agent.posts if agent.certified(post, one.date))
        post = next(certified, agent.posts[0])
        form = self._form(agent, start, meaning.length, post)
        meal = None
        if meaning.meal is not None:
            begins = start + meaning.meal[0]
            meal = Span(begins, begins + meaning.meal[1])
        elif form is not None and form.meal_min:
            middle = (form.meal_earliest_min + form.meal_latest_min) // 2
            begins = start + middle // MEAL_STEP_MIN * MEAL_STEP_MIN
            meal = Span(begins, begins + form.meal_min)
        pauses = () if form is None else form.usual_breaks(start, meal)
        return Shift(agent.id, start, start + meaning.length, post, meal, pauses)

    def _form(self, agent: Agent, start: int, length: int, post: str) -> ShiftShape | None:
        """Return a shape of this start and length for the agent; else any of the length."""
        forms = self.rules.forms_for(agent.contract.hours_week) or self.rules.forms
        alike = [form for form in forms if form.length_min == length]
        own = (f for f in alike if f.starts_at(self.clock, start) and f.is_on((post,)))
        return next(own, alike[0] if alike else None)


def _lines(rows: SHEET_ROWS, _: str) -> list[str]:
    """Return the rows as they stand, for telling a file read again."""
    return ["\t".join(row) for row in rows]


def _by_person(shift: Shift) -> tuple[str, int]:
    return shift.agent_id, shift.start_min
