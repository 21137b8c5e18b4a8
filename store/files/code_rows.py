"""The rows of a table of codes: whom each is of, and what its cells say of which day."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from scheduler.agent import Agent
from scheduler.errors import Fault
from store.files.code_people import CodePeople, is_nobodys
from store.files.code_sheets import SHEET_ROWS, CodeSheet
from store.files.taken import note_rows

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, eq=False)
class CodeCell:
    """What the cell of a person and a date says, and where it stands."""

    agent: Agent
    date: dt.date
    text: str
    file: str
    line: int

    def fault(self, code: str, **details: object) -> Fault:
        """Return a fault of the cell."""
        told = {"date": self.date, "agent": self.agent.id, **details}
        return Fault(code, self.file, line=self.line, value=self.text, details=told)


class CodeRow(NamedTuple):
    """A row of a block, with its line and whom it is of; several: its cells contradict."""

    block: CodeSheet
    line: int
    cells: list[str]
    named: tuple[Agent, ...]


@dataclass(frozen=True)
class CodeRows:
    """
    The rows of the blocks of one file.

    Parameters
    ----------
    blocks
        Those with dates.
    people
        Whom rows may name.
    """

    blocks: tuple[CodeSheet, ...]
    people: CodePeople

    @cached_property
    def rows(self) -> tuple[CodeRow, ...]:
        """Return each row of each block, with whom it is of."""
        return tuple(
            CodeRow(block, line, row, self._person(block, names, row))
            for block in self.blocks
            for names in [self._names(block)]
            for line, row in block.below
        )

    def _names(self, block: CodeSheet) -> slice:
        """Return in which columns a block's people are named: its own, else the first block's."""
        own = slice(block.left, min(block.dates))
        if any(self.people.named(text) for _, row in block.below for text in row[own]):
            return own
        firsts = [min(one.dates) for one in self.blocks if _place(one) == _place(block)]
        return slice(0, min(firsts))

    def _person(self, block: CodeSheet, names: slice, row: Sequence[str]) -> tuple[Agent, ...]:
        heads = block.sheet.rows[block.head][names]
        return () if is_nobodys(row[names]) else self.people.of(row[names], heads)

    @cached_property
    def told(self) -> tuple[CodeCell, ...]:
        """Return the cells of people that are not empty; one merged over days is each day's."""
        found: list[CodeCell] = []
        people: dict[str, SHEET_ROWS] = defaultdict(list)
        for block, line, row, named in self.rows:
            people[block.file] += [row] if len(named) == 1 else []
            for column, date in block.dates.items() if len(named) == 1 else ():
                place = block.sheet.told_in.get((line - 1, column), column)
                if place < len(row) and row[place]:
                    found.append(CodeCell(named[0], date, row[place], block.file, line))
        for file, rows in people.items():
            note_rows(file, len(rows), ("cells",), partial(_lines, rows))
        return tuple(found)

    @property
    def texts(self) -> set[str]:
        """Return what stands in the columns of dates, whosever the row."""
        return {row.cells[at] for row in self.rows for at in row.block.dates if at < len(row.cells)}

    @property
    def by_day(self) -> dict[tuple[str, dt.date], CodeCell]:
        """Return the first cell of each person and date."""
        found: dict[tuple[str, dt.date], CodeCell] = {}
        for one in self.told:
            found.setdefault((one.agent.id, one.date), one)
        return found

    @cached_property
    def noticed(self) -> Counter[tuple[str, str]]:
        """Return what is to be told of sheets: people in hidden rows, weekdays without a date."""
        found: Counter[tuple[str, str]] = Counter()
        for block, line, _, named in self.rows:
            found[block.file, "hidden"] += len(named) == 1 and line - 1 in block.sheet.hidden
        for block in self.blocks:
            found[block.file, "week"] += block.is_guessed
        return found


def _place(block: CodeSheet) -> tuple[str, int]:
    return block.file, block.head


def _lines(rows: SHEET_ROWS, _: str) -> list[str]:
    """Return the rows as they stand, for telling a file read again."""
    return ["\t".join(row) for row in rows]
