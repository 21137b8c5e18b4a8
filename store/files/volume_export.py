"""
Volumes as another system exports them: columns of any name, any intervals, gaps.

Posts, or times, of different interval lengths are each read for what they are. A row may be left
out by what stands in one of its columns (such as values a source filled in), and rows of an hour
that daylight saving skips or repeats may be left out instead of being faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Ints, Volumes, require_unbroken
from scheduler.errors import Fault, InputError
from scheduler.forecast.interval_lengths import on_one_grid
from scheduler.forecast.unrecorded import NoRow, Unrecorded, unrecorded
from scheduler.limits import require_within
from store.files.cells import Moment, Name
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.number_cells import CountOrUnknown
from store.files.rows import Record, missing_column, note_repeats, read_rows
from store.files.source import open_table
from store.files.table import Table, TableRow
from store.files.taken import note_told

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.horizon import Clock

HOUR_MIN = 60
CLOCK_CHANGE = frozenset({"time_skipped", "time_twice"})


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


@dataclass(frozen=True, eq=False, slots=True)
class VolumeExport:
    """
    What an export held.

    Parameters
    ----------
    volumes
        Chats on the grid of all its posts; NaN where it has no row.
    rows
        Of the file.
    missing
        Where it has no row.
    lengths
        By post, how many rows are of each length in minutes.
    dropped_rows
        Rows left out by a column's value.
    clock_change_rows
        Rows left out because daylight saving skips or repeats their hour.
    unknown_rows
        Rows whose volume is empty: not known.
    no_row
        What an interval without a row was taken to mean; None: there is none, or nobody said.
    """

    volumes: Volumes
    rows: int
    missing: Unrecorded
    lengths: Mapping[str, Mapping[int, int]]
    dropped_rows: int = 0
    clock_change_rows: int = 0
    unknown_rows: int = 0
    no_row: NoRow | None = None

    @property
    def kept_rows(self) -> int:
        """Return how many rows became volumes."""
        left_out = self.dropped_rows + self.clock_change_rows + self.unknown_rows
        return self.rows - left_out

    def meaning(self, no_row: NoRow) -> VolumeExport:
        """Return the export with what an interval without a row means."""
        if not self.missing.intervals:
            return self
        return replace(self, volumes=self.missing.meaning(no_row), no_row=no_row)


class VolumeRow(Record):
    """A row of a volume export, by our names."""

    start: Moment
    post: Name
    volume: CountOrUnknown


class DroppedRow(Record):
    """A row that is left out: what interval it is of."""

    start: Moment
    post: Name


def read_volume_export(
    path: Path,
    clock: Clock,
    columns: ExportColumns = ExportColumns(),
    *,
    drop: Mapping[str, str] | None = None,
    drop_clock_changes: bool = False,
) -> VolumeExport:
    """
    Return the volumes of an export: a CSV file, or the sheet ``volumes`` of a workbook.

    Parameters
    ----------
    path
        A CSV file, or a workbook with a sheet of that name.
    clock
        Of the site where the chats arrived; the export's times are its wall-clock times.
    columns
        Which column says what.
    drop
        Column and text of rows to leave out.
    drop_clock_changes
        Leave out rows of hours that daylight saving skips or repeats; else they are faults.

    Raises
    ------
    InputError
        With all faults of the file.
    """
    given = open_table(path, "volumes")
    columns = columns.of(given)
    drop = {given.ours(column): text for column, text in (drop or {}).items()}
    log = FaultLog()
    log.add(
        missing_column(given, name)
        for name in dict.fromkeys((*columns.names.values(), *drop))
        if name not in given.columns
    )
    log.raise_any()
    kept = tuple(row for row in given.rows if not _is_dropped(row, drop))
    table = _renamed(replace(given, rows=kept), columns)
    lines = read_rows(table, VolumeRow, Known(clock), log)
    changes = _take_out_clock_changes(log) if drop_clock_changes else 0
    note_repeats(lines, table, ("start", "post"), "duplicate_row", log)
    if log.faults:
        raise InputError(log.faults)
    volumes, lengths = _volumes(tuple(line.value for line in lines), clock, table)
    dropped = tuple(row for row in given.rows if _is_dropped(row, drop))
    unknown = [line.value for line in lines if np.isnan(line.value.volume)]
    others = _others(_renamed(replace(given, rows=dropped), columns), unknown, volumes)
    if changes:
        twice = _shown_twice(volumes)
        others = tuple(np.concatenate((each, twice)) for each in others)
    missing = unrecorded(volumes, others)
    note_told(given.file)
    left_out = (len(dropped), changes, len(unknown))
    return VolumeExport(volumes, len(given.rows), missing, lengths, *left_out)


def _is_dropped(row: TableRow, drop: Mapping[str, str]) -> bool:
    return any(row.cells[column] == text for column, text in drop.items())


def _renamed(table: Table, columns: ExportColumns) -> Table:
    """Return the table with our names for its columns, and a post where it has none."""
    called = {ours: table.called.get(theirs, theirs) for ours, theirs in columns.names.items()}
    fixed = {} if columns.post else {"post": columns.only_post}
    rows = (
        TableRow(
            row.line, fixed | {ours: row.cells[theirs] for ours, theirs in columns.names.items()}
        )
        for row in table.rows
    )
    return Table(table.file, (*columns.names, *fixed), tuple(rows), called)


def _take_out_clock_changes(log: FaultLog) -> int:
    others = [fault for fault in log.faults if fault.code not in CLOCK_CHANGE]
    taken = len(log.faults) - len(others)
    log.faults[:] = others
    return taken


def _volumes(
    rows: tuple[VolumeRow, ...], clock: Clock, table: Table
) -> tuple[Volumes, dict[str, dict[int, int]]]:
    """Return the volumes of rows, and by post how many rows are of each length in minutes."""
    file, called = table.file, table.called
    if not rows:
        raise InputError(Fault("no_rows", file))
    require_unbroken(clock, np.unique([row.start for row in rows]), file)
    by_post: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        by_post.setdefault(row.post, []).append((row.start, row.volume))
    require_within("posts", len(by_post), file=file, column=called.get("post", "post"))
    tables = [np.array(sorted(each)) for each in by_post.values()]
    starts = tuple(each[:, 0].astype(np.int64) for each in tables)
    grid = on_one_grid(starts, tuple(each[:, 1] for each in tables))
    if grid is None:
        raise InputError(Fault("interval_unclear", file, column=called["start"]))
    volumes = Volumes(clock, grid.interval_min, tuple(by_post), grid.start_min, grid.counts)
    return volumes, dict(zip(by_post, grid.rows, strict=True))


def _others(dropped: Table, unknown: list[VolumeRow], volumes: Volumes) -> tuple[Ints, ...]:
    """Return the intervals of rows that are left out or have no number, by post."""
    lines = read_rows(dropped, DroppedRow, Known(volumes.clock), FaultLog())
    places = [(line.value.post, line.value.start) for line in lines]
    places += [(row.post, row.start) for row in unknown]
    return tuple(
        np.array([start for name, start in places if name == post], dtype=np.int64)
        for post in volumes.posts
    )


def _shown_twice(volumes: Volumes) -> Ints:
    """Return the moments of hours that the clock shows a second time."""
    step, clock = volumes.interval_min, volumes.clock
    moments = range(int(volumes.start_min[0]), int(volumes.start_min[-1]), step)
    before = [at for at in moments if clock.clock_of(at) == clock.clock_of(at + HOUR_MIN)]
    return np.array([at + more for at in before for more in (0, HOUR_MIN)], dtype=np.int64)
