"""
5S audits as a plain table, a row for each item looked at.

``audits.csv``: ``area, date, auditor, item, points`` and optionally ``photo``, and of what is to be
put right ``correction, owner, due, done, checked_by``.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from kpi.registers.five_s import Audit, AuditSheet, Correction, audit_score
from scheduler.keys import Cell, Key, Sign
from store.files.columns import columns
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.rows import Placed, note_repeats, read_rows
from store.files.source import open_table, write_table
from store.files.table_file import NO_CLOCK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from scheduler.horizon import Clock

SHEET = "audits"


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An item of an audit, and what of it is to be put right."""

    area: Annotated[str, Key(cell=Cell.NAME)]
    date: dt.date
    auditor: Annotated[str, Key(cell=Cell.NAME)]
    item: Annotated[str, Key(cell=Cell.NAME)]
    points: Annotated[float, Key(sign=Sign.NOT_NEGATIVE)]
    photo: str = ""
    correction: str = ""
    owner: str = ""
    due: dt.date | None = None
    done: dt.date | None = None
    checked_by: str = ""


AUDITS = columns("audits", AuditRow, is_whole=True)


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
    lines: tuple[Placed[Any], ...] = read_rows(table, AUDITS.record, Known(clock), log)
    note_repeats(lines, table, ("area", "date", "item"), "duplicate_row", log)
    by_audit: dict[tuple[str, dt.date, str], list[Placed[Any]]] = {}
    for line in lines:
        row = line.value
        by_audit.setdefault((row.area, row.date, row.auditor), []).append(line)
    found = []
    for rows in by_audit.values():
        with log.at(table.file, line=rows[0].line):
            audit = _audit(rows, sheet, table.file, log)
            audit_score(audit, sheet)
            found.append(audit)
    log.raise_any()
    return tuple(found)


def _audit(rows: list[Placed[Any]], sheet: AuditSheet, file: str, log: FaultLog) -> Audit:
    first, corrections = rows[0].value, []
    for line in rows:
        row = line.value
        with log.at(file, line=line.line):
            if row.correction:
                due = row.due or row.date
                corrections.append(
                    Correction(row.item, row.correction, row.owner, due, row.done, row.checked_by)
                )
    return Audit(
        first.area,
        first.date,
        first.auditor,
        sheet.id,
        sheet.version,
        {line.value.item: math.floor(line.value.points) for line in rows},
        {line.value.item: line.value.photo for line in rows if line.value.photo},
        tuple(corrections),
    )


def write_audits(audits: Iterable[Audit], path: Path) -> None:
    """Write audits as CSV, or as a sheet of a workbook (``.xlsx``)."""
    rows = (row for audit in audits for row in _rows(audit))
    write_table(SHEET, AUDITS.rows(rows, NO_CLOCK), path)


def _rows(audit: Audit) -> Iterator[AuditRow]:
    corrections = {one.item: one for one in audit.corrections}
    for item, points in audit.points.items():
        photo = audit.photos.get(item, "")
        row = AuditRow(audit.area, audit.date, audit.auditor, item, points, photo)
        one = corrections.get(item)
        if one is not None:
            row = replace(row, correction=one.what, owner=one.owner, due=one.due)
            row = replace(row, done=one.done, checked_by=one.checked_by)
        yield row
