"""A roster to hand out: a printable sheet of agents and days, a list of shifts, and CSV."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

from scheduler.errors import require
from scheduler.present import as_told, present_work_min
from service.roster.export_grid import RosterGrid
from service.roster.export_marks import away_told, clocks, marks, pause_told, posts_told
from service.roster.export_words import ExportWords
from service.spreadsheet import IN_MEMORY, SheetColumn, SheetKind, SheetTable, csv_of, write_table
from store.files.code_sheets import SAID
from store.files.roster_table import shift_rows
from store.files.source import WORKBOOK
from store.kept import keep_file

if TYPE_CHECKING:
    from pathlib import Path

    from service.roster.export_cells import RosterCells
    from service.roster.export_marks import HandedOut

__all__ = ["ExportWords"]


def roster_workbook(cells: RosterCells) -> bytes:
    """
    Return a roster as a workbook that can be printed, changed by hand and read again.

    The first sheet prints agents against days on one page width: the codes of shift types in their
    colours, or start, end and post; signs for pins and breaches with their sentences as comments;
    the reason of a published breach on top. The others list the shifts, the violations, if there
    are any, how liveable it is, and, in the columns of a roster file, what codes cannot say.
    """
    told, words = cells.told, cells.words
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, IN_MEMORY) as book:
        RosterGrid(book, cells).write()
        write_table(book, shift_table(told, words))
        if words.breaches:
            rows = tuple((sentence,) for sentence in words.breaches)
            write_table(
                book,
                SheetTable(words.violations, (SheetColumn(words.violations, width=100),), rows),
            )
        if words.liveable is not None:
            write_table(book, words.liveable)
        columns, rows_said = shift_rows(told.shifts, told.problem.horizon.clock)
        heads = tuple(SheetColumn(column, width=18) for column in columns)
        write_table(book, SheetTable(SAID, heads, tuple(map(tuple, rows_said))))
    return buffer.getvalue()


def keep_workbook(path: Path, cells: RosterCells) -> None:
    """Write a roster as a workbook into a file; raises InputError for what is no ``.xlsx``."""
    require_workbook(path)
    keep_file(path, roster_workbook(cells))


def require_workbook(path: Path) -> None:
    """Raise InputError where a path does not end in ``.xlsx``."""
    require(path.suffix.lower() == WORKBOOK, "table_no_workbook", value=path.name)


def roster_csv(told: HandedOut, words: ExportWords) -> bytes:
    """Return the shifts of a roster, with names, as CSV for spreadsheets."""
    return csv_of(shift_table(told, words))


def shift_table(told: HandedOut, words: ExportWords) -> SheetTable:
    """
    Return a roster's shifts as a table, one row each, in order of agent and start.

    Hours are those in which the agent is there; when the agent is away stands in the state.
    """
    problem, shifts = told.problem, told.shifts
    signs = marks(told)
    clock = problem.horizon.clock
    kinds = {session.id: session.kind for session in problem.sessions}
    heads = (
        SheetColumn(words.agent_id),
        SheetColumn(words.name),
        SheetColumn(words.team),
        SheetColumn(words.post),
        SheetColumn(words.date, SheetKind.DATE),
        SheetColumn(words.start, width=18),
        SheetColumn(words.end, width=18),
        SheetColumn(words.meal),
        SheetColumn(words.breaks, width=24),
        SheetColumn(words.hours, SheetKind.NUMBER),
        SheetColumn(words.state, width=24),
        SheetColumn(words.status, width=40),
    )
    rows = []
    for shift in shifts:
        agent, date = problem.agent_by_id.get(shift.agent_id), clock.date_of(shift.start_min)
        said = (
            words.pinned if shift in signs.pinned else "",
            words.locked if (shift.agent_id, date) in signs.typed else "",
            words.broken if shift in signs.broken else "",
            away_told(problem, shift, words.absent),
        )
        pauses = [clocks(clock, pause.start_min, pause.end_min) for pause in shift.breaks]
        for each in shift.sessions:
            times = clocks(clock, each.span.start_min, each.span.end_min)
            pauses.append(f"{kinds.get(each.session) or each.session} {times}")
        rows.append(
            (
                shift.agent_id,
                agent.name if agent else "",
                agent.team if agent else "",
                posts_told(as_told(problem, shift), words.posts, clock, " → "),
                date,
                clock.format(shift.start_min).replace("T", " "),
                clock.format(shift.end_min).replace("T", " "),
                pause_told(problem, shift, words.gap),
                ", ".join(pauses),
                present_work_min(problem, shift) / 60,
                ", ".join(text for text in said if text),
                words.reason,
            )
        )
    return SheetTable(words.shifts, heads, tuple(rows))
