"""
A calendar of special days: columns ``date, kind, name`` and any of ``post, factor``.

``post`` is one name or several with ``|`` between them, empty for all posts; ``factor`` is the
planner's own, empty where what was learnt from history holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.horizon import Clock
from store.files.cells import Date, Name, Names, choice
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.number_cells import NumberOrNone
from store.files.rows import Record, build, note_repeats, read_rows
from store.files.source import open_table

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "special_days"
DayKindCell = Annotated[DayKind, choice({kind.value: kind for kind in DayKind}, "kind_unknown")]


class SpecialDayRecord(Record):
    """A row of ``special_days``."""

    date: Date
    kind: DayKindCell
    name: Name
    post: Names = ()
    factor: NumberOrNone = None

    def special_day(self) -> SpecialDay:
        """Return the day."""
        return SpecialDay(self.date, self.kind, self.name, self.post or None, self.factor)


def read_special_days(path: Path) -> tuple[SpecialDay, ...]:
    """Return the days of a CSV file or of the sheet ``special_days``; InputError has all faults."""
    log = FaultLog()
    table = open_table(path, TABLE)
    lines = read_rows(table, SpecialDayRecord, Known(Clock("UTC")), log)
    note_repeats(lines, table, ("date", "name", "post"), "duplicate_row", log)
    days = build(lines, table.file, SpecialDayRecord.special_day, log)
    log.raise_any()
    return days
