"""
Absences reported since a roster was announced: kept beside the roster file, or into the week.

Beside ``mended.csv`` they stand in ``mended.absences.csv``; of a workbook they are the sheet
``absences``. Their form is that of a week's own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from store.files.kinds import Known
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
from store.files.week_columns import ABSENCES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.agent import Absence
    from scheduler.horizon import Clock
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from store.files.table import Table

NAME = "absences"


def beside(roster_file: Path) -> Path:
    """Return where the absences of a roster file are: a file beside it, or its own workbook."""
    path = Path(roster_file)
    is_book = path.suffix.lower() == WORKBOOK
    return path if is_book else path.with_name(f"{path.stem}.{NAME}.csv")


def read_reported(roster_file: Path, problem: RosterProblem) -> tuple[Absence, ...]:
    """
    Return the absences beside a roster file; none where nothing was written there.

    Raises
    ------
    InputError
        With every fault of the table.
    """
    table = _table(beside(roster_file))
    if table is None:
        return ()
    horizon = problem.horizon
    known = Known(horizon.clock, horizon, agents=frozenset(problem.agent_by_id))
    return TableFile(NAME, ABSENCES).values(table, known)


def _table(path: Path) -> Table | None:
    if path.suffix.lower() == WORKBOOK:
        return open_source(path).table(NAME)
    return open_table(path, NAME) if path.exists() else None


def write_reported(
    roster: Roster, absences: Iterable[Absence], path: Path, clock: Clock
) -> Path | None:
    """Write a roster, and absences beside it; return where these are, None where there is none."""
    path, rows = Path(path), ABSENCES.rows(absences, clock)
    place = beside(path)
    if place == path:
        tables = {"roster": shift_rows(roster.shifts, clock)}
        write_workbook(Written(tables | ({NAME: rows} if rows[1] else {}), {}), path)
    else:
        write_table("roster", shift_rows(roster.shifts, clock), path)
        if rows[1]:
            write_table(NAME, rows, place)
        else:
            place.unlink(missing_ok=True)
    return place if rows[1] else None


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
