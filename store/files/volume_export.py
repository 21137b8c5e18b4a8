"""
Volumes as another system exports them: columns of any name, any intervals, gaps.

Posts, or times, of different interval lengths are each read for what they are. A row may be left
out by what stands in one of its columns (such as values a source filled in), and rows of an hour
that daylight saving skips or repeats may be left out instead of being faults.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Ints, Volumes, require_unbroken
from scheduler.errors import Fault, InputError
from scheduler.forecast.interval_lengths import on_one_grid
from scheduler.forecast.unrecorded import NoRow, Unrecorded, unrecorded
from scheduler.limits import require_within
from store.files.fault_log import FaultLog, placed
from store.files.kinds import Known
from store.files.rows import Placed, read_rows
from store.files.taken import TOTALS, note_told, noting_rows
from store.files.volume_rows import (
    DroppedRow,
    PassedOver,
    Repeated,
    RepeatedRows,
    VolumeRow,
    handle_times,
    once,
    sums_of_others,
)
from store.files.volume_tables import AS_IT_IS, AS_NAMED, ExportColumns, HowRead, export_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scheduler.horizon import Clock
    from store.files.table import Table

HOUR_MIN = 60
CLOCK_CHANGE = frozenset({"time_skipped", "time_twice"})


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
    repeats, passed
        Rows of intervals that have one already, and what else was passed over.
    handle_s
        Mean time a chat takes, in seconds, of posts of which the file says it.
    sum_rows
        Rows of posts that are the sum of all others.
    fractions
        Rows whose volume is no whole number.
    """

    volumes: Volumes
    rows: int
    missing: Unrecorded
    lengths: Mapping[str, Mapping[int, int]]
    dropped_rows: int = 0
    clock_change_rows: int = 0
    unknown_rows: int = 0
    no_row: NoRow | None = None
    repeats: RepeatedRows = field(default_factory=RepeatedRows)
    passed: PassedOver = field(default_factory=PassedOver)
    handle_s: Mapping[str, float] = field(default_factory=dict)
    sum_rows: int = 0
    fractions: int = 0

    @property
    def kept_rows(self) -> int:
        """Return how many rows became volumes."""
        left_out = self.dropped_rows + self.clock_change_rows + self.unknown_rows + self.sum_rows
        passed = self.passed.totals + sum(self.passed.posts.values())
        return self.rows - left_out - passed - self.repeats.equal - self.repeats.unlike

    def meaning(self, no_row: NoRow) -> VolumeExport:
        """Return the export with what an interval without a row means."""
        if not self.missing.intervals:
            return self
        return replace(self, volumes=self.missing.meaning(no_row), no_row=no_row)


def read_volume_export(
    path: Path,
    clock: Clock,
    columns: ExportColumns = AS_NAMED,
    how: HowRead = AS_IT_IS,
) -> VolumeExport:
    """
    Return the volumes of an export: a list or a grid, in a CSV file or a workbook.

    Parameters
    ----------
    path
        A CSV file, or a workbook: its sheet ``volumes``, the one sheet with such a head, or all
        sheets that are grids.
    clock
        Of the site where the chats arrived; the export's times are its wall-clock times.
    columns
        Which column of a list says what.
    how
        How it is read where it does not say so itself.

    Raises
    ------
    InputError
        With all faults of the file.
    """
    log, known = FaultLog(), Known(clock)
    with noting_rows() as noted:
        tables, passed = export_tables(path, columns, how, log)
    lines: list[Placed[VolumeRow]] = []
    for table in tables.read:
        lines += read_rows(table, VolumeRow, known, log)
    changes = _take_out_clock_changes(log) if how.drop_clock_changes else 0
    note_told(path.name)
    kept = [line for line in lines if line.value.post not in how.posts_left_out]
    if how.repeated is None:
        _note_unlike(kept, tables.read[0], log)
    if log.faults:
        raise InputError(log.faults)
    once_each, repeats = once(kept, how.repeated or Repeated.FIRST)
    table = tables.read[0]
    volumes, lengths = _volumes(tuple(line.value for line in once_each), clock, table)
    sums = [volumes.posts[row] for row in sums_of_others(volumes.counts)]
    volumes = _without(volumes, sums)
    unknown = [line.value for line in once_each if np.isnan(line.value.volume)]
    others = _others(tables.dropped, unknown, volumes)
    if changes:
        twice = _shown_twice(volumes)
        others = tuple(np.concatenate((each, twice)) for each in others)
    left_out = Counter(line.value.post for line in lines if line.value.post in how.posts_left_out)
    totals = sum(one.left_out.get(TOTALS, 0) for one in noted.values()) + passed.totals
    passed = replace(passed, totals=totals, sum_posts=tuple(sums), posts=dict(left_out))
    return VolumeExport(
        volumes,
        tables.rows + totals,
        unrecorded(volumes, others),
        {post: rows for post, rows in lengths.items() if post not in sums},
        len(tables.dropped.rows),
        changes,
        len(unknown),
        repeats=repeats,
        passed=passed,
        handle_s={post: s for post, s in handle_times(once_each).items() if post in volumes.posts},
        sum_rows=sum(line.value.post in sums for line in once_each),
        fractions=sum(line.value.volume % 1 > 0 for line in once_each),
    )


def _note_unlike(lines: Sequence[Placed[VolumeRow]], table: Table, log: FaultLog) -> None:
    """Note the rows of an interval that say something else than an earlier one."""
    first: dict[tuple[str, int], Placed[VolumeRow]] = {}
    shown = {row.line: row.cells["start"] for row in table.rows}
    for line in lines:
        earlier = first.setdefault((line.value.post, line.value.start), line)
        if (
            line.value.volume != earlier.value.volume
            and not np.isnan([line.value.volume, earlier.value.volume]).all()
        ):
            fault = Fault(
                "duplicate_row",
                value=shown.get(line.line, ""),
                details={"earlier": earlier.line},
            )
            log.add(placed([fault], table.file, line=line.line, column="start"))


def _without(volumes: Volumes, posts: list[str]) -> Volumes:
    """Return volumes without some posts."""
    if not posts:
        return volumes
    rows = [row for row, post in enumerate(volumes.posts) if post not in posts]
    kept = tuple(volumes.posts[row] for row in rows)
    return replace(volumes, posts=kept, counts=volumes.counts[rows])


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
