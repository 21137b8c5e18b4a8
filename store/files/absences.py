"""
What belongs to a roster file and stands beside it: absences reported since, rules broken by hand.

Beside ``mended.csv`` they stand in ``mended.absences.csv`` and ``mended.overrides.csv``; of a
workbook they are sheets. The form of absences is that of a week's own; they may be written there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import openpyxl

from store.files.kinds import Known
from store.files.named_rows import day_after, iso_or_given
from store.files.roster_table import shift_rows
from store.files.source import (
    WORKBOOK,
    Written,
    open_source,
    open_table,
    write_table,
    write_workbook,
)
from store.files.table_file import TableFile
from store.files.taken import note_assumed
from store.files.week_columns import ABSENCES, OVERRIDES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.agent import Absence
    from scheduler.horizon import Clock
    from scheduler.house_price import Override
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from store.files.table import Table

NAME = "absences"
BY_HAND = "overrides"
Built = TypeVar("Built")


LEAVE = TableFile(NAME, ABSENCES)
CLOCK = re.compile(r"\d\s*[:：时点]|[上下]午|[ap]m", re.IGNORECASE)


def read_leave(path: Path, clock: Clock, agents: Iterable[str]) -> tuple[Absence, ...]:
    """
    Return the absences of a list; of one that names days alone, the last day is a day of absence.

    Raises
    ------
    InputError
        With every fault of the table.
    """
    table = open_table(path, NAME)
    return LEAVE.values(_whole_days(table), Known.of(clock, agents=agents))


def _whole_days(table: Table) -> Table:
    """Return a table whose last days end with their midnight, where no cell has a clock time."""
    ends = [row.cells.get("end", "") for row in table.rows]
    cells = [*ends, *(row.cells.get("start", "") for row in table.rows)]
    if not any(ends) or any(CLOCK.search(cell) for cell in cells):
        return table
    note_assumed(table.file, "whole_days", sum(map(bool, ends)))
    rows = [
        replace(row, cells={**row.cells, "end": day_after(iso_or_given(end)) if end else end})
        for row, end in zip(table.rows, ends, strict=True)
    ]
    return replace(table, rows=tuple(rows))


def beside(roster_file: Path, name: str = NAME) -> Path:
    """Return where a table of a roster file is: a file beside it, or its own workbook."""
    path = Path(roster_file)
    if (
        not path.name or path.suffix.lower() == WORKBOOK
    ):  # a folder such as "." is told by its reader
        return path
    return path.with_name(f"{path.stem}.{name}.csv")


def read_reported(roster_file: Path, problem: RosterProblem) -> tuple[Absence, ...]:
    """
    Return the absences beside a roster file; none where nothing was written there.

    Raises
    ------
    InputError
        With every fault of the table.
    """
    return _beside(TableFile(NAME, ABSENCES), roster_file, problem)


def read_overrides(roster_file: Path, problem: RosterProblem) -> tuple[Override, ...]:
    """Return which rules of the house were broken by hand; as ``read_reported``."""
    return _beside(TableFile(BY_HAND, OVERRIDES), roster_file, problem)


def _beside(kind: TableFile[Built], roster_file: Path, problem: RosterProblem) -> tuple[Built, ...]:
    table = _table(beside(roster_file, kind.name), kind.name)
    if table is None:
        return ()
    horizon = problem.horizon
    known = Known(horizon.clock, horizon, agents=frozenset(problem.agent_by_id))
    return kind.values(table, known)


def _table(path: Path, name: str) -> Table | None:
    if path.suffix.lower() == WORKBOOK:
        return open_source(path).table(name)
    return open_table(path, name) if path.exists() else None


def write_reported(
    roster: Roster,
    absences: Iterable[Absence],
    path: Path,
    clock: Clock,
    overrides: Iterable[Override] = (),
) -> Path | None:
    """
    Write a roster, and absences and overrides beside it.

    Returns
    -------
    Path | None
        Where the absences are; None where there is none.
    """
    path = Path(path)
    told = {NAME: ABSENCES.rows(absences, clock), BY_HAND: OVERRIDES.rows(overrides, clock)}
    if beside(path) == path:
        tables = {"roster": shift_rows(roster.shifts, clock)}
        tables |= {name: rows for name, rows in told.items() if rows[1]}
        write_workbook(Written(tables, {}), path)
    else:
        write_table("roster", shift_rows(roster.shifts, clock), path)
        for name, rows in told.items():
            if rows[1]:
                write_table(name, rows, beside(path, name))
            else:
                beside(path, name).unlink(missing_ok=True)
    return beside(path) if told[NAME][1] else None


def save_absences(absences: Iterable[Absence], week: Path, clock: Clock) -> Path:
    """Write these as all the absences of a week's folder, or workbook; return where they are."""
    week, rows = Path(week), ABSENCES.rows(absences, clock)
    if week.suffix.lower() != WORKBOOK:
        place = week / f"{NAME}.csv"
        write_table(NAME, rows, place)
        return place
    book = openpyxl.load_workbook(week)
    if NAME in book.sheetnames:
        del book[NAME]
    sheet = book.create_sheet(NAME)
    for cells in (rows[0], *rows[1]):
        sheet.append(list(cells))
    book.save(week)
    return week
