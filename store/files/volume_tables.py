"""The tables of a file of volumes by our names, whether it is a list or a grid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from store.files.clean import narrow
from store.files.code_sheets import sheets_of
from store.files.heads import head_names
from store.files.named_rows import NUMBER, dated
from store.files.rows import missing_column
from store.files.source import open_table
from store.files.table import Table, TableRow
from store.files.told import Meant, told
from store.files.volume_grid import grids, has_grids
from store.files.volume_rows import PassedOver, Repeated, in_minutes
from store.files.yearless import whole_time

if TYPE_CHECKING:
    from pathlib import Path

    from store.files.fault_log import FaultLog
    from store.files.volume_cells import GridSheet


@dataclass(frozen=True, slots=True)
class ExportColumns:
    """
    Which column of an export says what.

    Parameters
    ----------
    start, volume
        Names of the columns with an interval's start and its chats.
    post
        Name of the column with the post; None: ``post`` where there is such a column.
    only_post
        The post of all rows where no column says it.
    """

    start: str = "start"
    volume: str = "volume"
    post: str | None = None
    only_post: str = "chat"

    @property
    def names(self) -> dict[str, str]:
        """Return the export's names by ours."""
        given = {"start": self.start, "volume": self.volume, "post": self.post}
        return {ours: theirs for ours, theirs in given.items() if theirs is not None}

    def of(self, table: Table) -> ExportColumns:
        """Return these columns as a table has them; a post is one where it has such a column."""
        post = "post" if self.post is None and "post" in table.columns else self.post
        return replace(
            self,
            start=table.ours(self.start),
            volume=table.ours(self.volume),
            post=None if post is None else table.ours(post),
        )


@dataclass(frozen=True, slots=True)
class HowRead:
    """
    How an export is read where it does not say so itself.

    Parameters
    ----------
    drop
        Column and text of rows to leave out.
    drop_clock_changes
        Leave out rows of hours that daylight saving skips or repeats; else they are faults.
    repeated
        Which of several rows of an interval with different numbers holds; None: they are faults.
    near
        The day of reading, for dates without a year; None: such a date is a fault.
    posts_left_out
        What the file calls posts to leave out.
    """

    drop: Mapping[str, str] = field(default_factory=dict)
    drop_clock_changes: bool = False
    repeated: Repeated | None = None
    near: dt.date | None = None
    posts_left_out: frozenset[str] = frozenset()


AS_NAMED = ExportColumns()
AS_IT_IS = HowRead()


class ExportTables(NamedTuple):
    """The tables of an export by our names: rows to read, rows dropped, and how many in all."""

    read: tuple[Table, ...]
    dropped: Table
    rows: int


def is_grid(path: Path) -> bool:
    """Return whether the numbers of a file stand in grids; raises InputError for no table."""
    sheets, said = sheets_of(path)
    return said is None and has_grids(sheets)


def export_tables(
    path: Path, columns: ExportColumns, how: HowRead, log: FaultLog
) -> tuple[ExportTables, PassedOver]:
    """Return the tables of a file and what was passed over; raises InputError with its faults."""
    sheets, said = sheets_of(path)
    found = grids(sheets, how.near) if said is None else ()
    if found:
        return _of_grids(found, columns)
    given = open_table(path, "volumes")
    columns = columns.of(given)
    drop = {given.ours(column): text for column, text in how.drop.items()}
    log.add(
        missing_column(given, name)
        for name in dict.fromkeys((*columns.names.values(), *drop))
        if name not in given.columns
    )
    log.raise_any()
    parts: tuple[list[TableRow], list[TableRow]] = ([], [])
    for row in given.rows:
        parts[_is_dropped(row, drop)].append(row)
    kept, dropped = (_renamed(replace(given, rows=tuple(rows)), columns) for rows in parts)
    kept, years = _whole_times(kept, how.near, log)
    return ExportTables((kept,), dropped, len(given.rows)), PassedOver(years=years)


def _of_grids(
    found: tuple[GridSheet, ...], columns: ExportColumns
) -> tuple[ExportTables, PassedOver]:
    """Return the numbers of grids as rows."""
    tables = []
    for grid in found:
        by_place: dict[tuple[int, str, str, str], dict[str, str]] = {}
        for cell in grid.cells:
            place = (cell.line, cell.date, cell.time, cell.post)
            at = {"date": cell.date, "start": cell.time, "post": cell.post or columns.only_post}
            by_place.setdefault(place, {**at, "volume": "", "handle_s": ""})[cell.what] = cell.text
        names = head_names("volumes")
        rows, _ = dated(("date", "start"), list(by_place.values()), names)
        meaning = told().meaning(Meant.POST)
        lines = tuple(
            TableRow(place[0], {**row, "post": meaning.of(row["post"])})
            for place, row in zip(by_place, rows, strict=True)
        )
        columns_here = ("start", "post", "volume", "handle_s")
        tables.append(Table(grid.file, columns_here, lines, names=names, head=grid.head))
    unread = tuple(dict.fromkeys(name for grid in found for name in grid.unread))
    totals, years = (sum(getattr(grid, name) for grid in found) for name in ("totals", "guessed"))
    count = sum(len(table.rows) for table in tables)
    nothing = replace(tables[0], rows=())
    passed = PassedOver(totals, unread=unread, years=years)
    return ExportTables(tuple(tables), nothing, count), passed


def _whole_times(table: Table, near: dt.date | None, log: FaultLog) -> tuple[Table, int]:
    """Return a table whose times have years and no weekdays, and how many years were taken."""
    known: dict[str, tuple[str, bool] | None] = {}
    rows, years = [], 0
    log.called[table.file] = table.called
    for row in table.rows:
        text = row.cells["start"]
        if text not in known:
            known[text] = None
            with log.at(table.file, line=row.line, column="start"):
                known[text] = whole_time(text, near)
        read = known[text]
        if read is None:  # told already
            continue
        time, is_taken = read
        years += is_taken
        rows.append(TableRow(row.line, {**row.cells, "start": time}))
    return replace(table, rows=tuple(rows)), years


def _is_dropped(row: TableRow, drop: Mapping[str, str]) -> bool:
    return any(row.cells[column] == text for column, text in drop.items())


def _renamed(table: Table, columns: ExportColumns) -> Table:
    """Return the table with our names for its columns, and a post where it has none."""
    names = columns.names
    if "handle_s" not in names and "handle_s" in table.columns:
        names |= {"handle_s": "handle_s"}
    called = {ours: table.called.get(theirs, theirs) for ours, theirs in names.items()}
    fixed = {} if columns.post else {"post": columns.only_post}
    meaning = told().meaning(Meant.POST)
    is_long = in_minutes(called.get("handle_s", ""))
    rows = []
    for row in table.rows:
        cells = fixed | {ours: row.cells[theirs] for ours, theirs in names.items()}
        cells["post"] = meaning.of(cells["post"])
        if is_long and NUMBER.fullmatch(narrow(cells["handle_s"])):
            cells["handle_s"] += " min"
        rows.append(TableRow(row.line, cells))
    return Table(table.file, (*names, *fixed), tuple(rows), called)
