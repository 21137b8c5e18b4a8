"""
Volumes as another system exports them: columns of any name, any interval, gaps.

A row may be left out by what stands in one of its columns (such as values a source filled in), and
rows of an hour that daylight saving skips or repeats may be left out instead of being faults.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Volumes, require_unbroken
from scheduler.errors import Fault, InputError
from scheduler.limits import require_within
from store.files.cells import Moment, Name
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.number_cells import Count
from store.files.rows import Record, note_repeats, read_rows
from store.files.source import open_table
from store.files.table import Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy.typing as npt

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


@dataclass(frozen=True, slots=True)
class VolumeExport:
    """
    What an export held.

    Parameters
    ----------
    volumes
        Chats at the export's own interval; NaN where it has no row.
    dropped_rows
        Rows left out by a column's value.
    clock_change_rows
        Rows left out because daylight saving skips or repeats their hour.
    """

    volumes: Volumes
    dropped_rows: int = 0
    clock_change_rows: int = 0


class VolumeRow(Record):
    """A row of a volume export, by our names."""

    start: Moment
    post: Name
    volume: Count


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
        The file.
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
    if columns.post is None and "post" in given.columns:
        columns = replace(columns, post="post")
    log = FaultLog()
    log.add(
        Fault("missing_column", given.file, line=1, column=name)
        for name in dict.fromkeys((*columns.names.values(), *(drop or {})))
        if name not in given.columns
    )
    log.raise_any()
    kept = tuple(row for row in given.rows if not _is_dropped(row, drop or {}))
    table = _renamed(Table(given.file, given.columns, kept), columns)
    lines = read_rows(table, VolumeRow, Known(clock), log)
    changes = _take_out_clock_changes(log) if drop_clock_changes else 0
    note_repeats(lines, table, ("start", "post"), "duplicate_row", log)
    if log.faults:
        raise InputError(_in_their_words(fault, columns) for fault in log.faults)
    volumes = _volumes(tuple(line.value for line in lines), clock, given.file, columns)
    return VolumeExport(volumes, len(given.rows) - len(kept), changes)


def _is_dropped(row: Row, drop: Mapping[str, str]) -> bool:
    return any(row.cells[column] == text for column, text in drop.items())


def _renamed(table: Table, columns: ExportColumns) -> Table:
    """Return the table with our names for its columns, and a post where it has none."""
    fixed = {} if columns.post else {"post": columns.only_post}
    rows = (
        Row(row.line, fixed | {ours: row.cells[theirs] for ours, theirs in columns.names.items()})
        for row in table.rows
    )
    return Table(table.file, (*columns.names, *fixed), tuple(rows))


def _take_out_clock_changes(log: FaultLog) -> int:
    others = [fault for fault in log.faults if fault.code not in CLOCK_CHANGE]
    taken = len(log.faults) - len(others)
    log.faults[:] = others
    return taken


def _in_their_words(fault: Fault, columns: ExportColumns) -> Fault:
    return replace(fault, column=columns.names.get(fault.column or "", fault.column))


def _volumes(
    rows: tuple[VolumeRow, ...], clock: Clock, file: str, columns: ExportColumns
) -> Volumes:
    if not rows:
        raise InputError(Fault("no_rows", file))
    starts = np.unique([row.start for row in rows])
    posts = tuple(dict.fromkeys(row.post for row in rows))
    require_unbroken(clock, starts, file)
    require_within("posts", len(posts), file=file, column=columns.post or "post")
    counts = np.full((len(posts), len(starts)), np.nan)
    places = np.searchsorted(starts, [row.start for row in rows])
    counts[[posts.index(row.post) for row in rows], places] = [row.volume for row in rows]
    return Volumes(clock, _interval_min(starts, file, columns.start), posts, starts, counts)


def _interval_min(starts: npt.NDArray[np.int64], file: str, column: str) -> int:
    """Return the smallest distance between starts; divides an hour and all other distances."""
    gaps = np.diff(starts)
    step = int(gaps.min(initial=HOUR_MIN + 1))
    if HOUR_MIN % step or bool((gaps % step).any()):
        raise InputError(Fault("interval_unclear", file, column=column))
    return step
