"""
A calendar of special days: columns ``date, kind, name`` and any of ``post, factor``.

``post`` is one name or several with ``|`` between them, empty for all posts; ``factor`` is the
planner's own, empty where what was learnt from history holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.horizon import Clock
from store.files.cells import Date, Known, Name, Number
from store.files.fault_log import FaultLog
from store.files.rows import Record, build, note_repeats, read_rows
from store.files.source import open_table

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "special_days"


class _Row(Record):
    date: Date
    kind: Name
    name: Name
    post: Name = ""
    factor: Number | None = None

    def special_day(self) -> SpecialDay:
        kinds = {kind.value: kind for kind in DayKind}
        if self.kind not in kinds:
            known = ", ".join(kinds)
            raise InputError(Fault("kind_unknown", value=self.kind, details={"known": known}))
        posts = tuple(name.strip() for name in self.post.split("|")) if self.post else None
        return SpecialDay(self.date, kinds[self.kind], self.name, posts, self.factor)


def read_special_days(path: Path) -> tuple[SpecialDay, ...]:
    """Return the days of a CSV file or of the sheet ``special_days``; InputError has all faults."""
    log = FaultLog()
    table = open_table(path, TABLE)
    lines = read_rows(table, _Row, Known(Clock("UTC")), log)
    note_repeats(lines, table, ("date", "name", "post"), "duplicate_row", log)
    days = build(lines, table.file, _Row.special_day, log)
    log.raise_any()
    return days
