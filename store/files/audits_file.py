"""
5S audits as a plain table, a row for each item looked at.

``audits.csv``: ``area, date, auditor, item, points`` and optionally ``photo``, and of what is to be
put right ``correction, owner, due, done, checked_by``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kpi.registers.five_s import Audit, AuditSheet, Correction, audit_score
from store.files.cells import Date, DateOrNone, Name, Text
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.number_cells import Count
from store.files.rows import Placed, Record, note_repeats, read_rows
from store.files.source import open_table, write_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from scheduler.horizon import Clock
    from store.files.source import Cells

SHEET = "audits"
Key = tuple[str, "dt.date", str]


class AuditRecord(Record):
    """A row of ``audits``: an item of an audit."""

    area: Name
    date: Date
    auditor: Name
    item: Name
    points: Count
    photo: Text = ""
    correction: Text = ""
    owner: Text = ""
    due: DateOrNone = None
    done: DateOrNone = None
    checked_by: Text = ""

    @property
    def key(self) -> Key:
        """Return to which audit it belongs."""
        return self.area, self.date, self.auditor


def read_audits(path: Path, clock: Clock, sheet: AuditSheet) -> tuple[Audit, ...]:
    """
    Return the audits of a CSV file or the sheet ``audits``.

    Raises
    ------
    InputError
        With every fault: points that are none, an item that is missing or not on the sheet.
    """
    log = FaultLog()
    table = open_table(path, SHEET)
    lines = read_rows(table, AuditRecord, Known(clock), log)
    note_repeats(lines, table, ("area", "date", "item"), "duplicate_row", log)
    by_audit: dict[Key, list[Placed[AuditRecord]]] = {}
    for line in lines:
        by_audit.setdefault(line.value.key, []).append(line)
    found = []
    for key, rows in by_audit.items():
        with log.at(table.file, line=rows[0].line):
            audit = _audit(key, rows, sheet, table.file, log)
            audit_score(audit, sheet)
            found.append(audit)
    log.raise_any()
    return tuple(found)


def _audit(
    key: Key, rows: list[Placed[AuditRecord]], sheet: AuditSheet, file: str, log: FaultLog
) -> Audit:
    area, date, auditor = key
    corrections = []
    for line in rows:
        row = line.value
        with log.at(file, line=line.line):
            if row.correction:
                due = row.due or row.date
                corrections.append(
                    Correction(row.item, row.correction, row.owner, due, row.done, row.checked_by)
                )
    return Audit(
        area,
        date,
        auditor,
        sheet.id,
        sheet.version,
        {line.value.item: math.floor(line.value.points) for line in rows},
        {line.value.item: line.value.photo for line in rows if line.value.photo},
        tuple(corrections),
    )


def write_audits(audits: Iterable[Audit], path: Path) -> None:
    """Write audits as CSV, or as a sheet of a workbook (``.xlsx``)."""
    body: list[Cells] = []
    for audit in audits:
        corrections = {one.item: one for one in audit.corrections}
        for item, points in audit.points.items():
            one = corrections.get(item)
            told = ("", "", "", "", "")
            if one is not None:
                done = "" if one.done is None else one.done.isoformat()
                told = (one.what, one.owner, one.due.isoformat(), done, one.checked_by)
            photo = audit.photos.get(item, "")
            body.append(
                (audit.area, audit.date.isoformat(), audit.auditor, item, points, photo, *told)
            )
    write_table(SHEET, (tuple(AuditRecord.model_fields), body), path)
