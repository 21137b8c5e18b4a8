"""Shifts as the rows of a roster file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from scheduler.roster import Roster
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.rows import build, read_rows
from store.files.week_records import ShiftRecord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.horizon import Clock
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift, Span
    from store.files.source import Cells, Rows
    from store.files.table import Table

COLUMNS = ("agent_id", "post", "start", "end", "meal")
OPTIONAL = ("breaks", "sessions", "stints")  # one of them brings those before it


def read_roster_table(table: Table, problem: RosterProblem) -> Roster:
    """Return the roster of a table; raises InputError with every fault."""
    log = FaultLog()
    horizon = problem.horizon
    known = Known(horizon.clock, horizon, frozenset(problem.post_by_id))
    lines = read_rows(table, ShiftRecord, known, log)
    shifts = build(lines, table.file, ShiftRecord.shift, log)
    log.raise_any()
    if shifts and not any(shift.start_min in horizon for shift in shifts):
        details = {"first": horizon.start, "last": horizon.date(horizon.days - 1)}
        starts = horizon.clock.date_of(min(shift.start_min for shift in shifts))
        raise InputError(
            Fault(
                "roster_other_week", table.file, column="start", value=str(starts), details=details
            )
        )
    return Roster(shifts)


def shift_rows(shifts: Iterable[Shift], clock: Clock) -> Rows:
    """Return the columns and rows of shifts; optional columns only where there is anything."""
    rows = list(shifts)
    used = [name for name in OPTIONAL if any(getattr(shift, name) for shift in rows)]
    last = OPTIONAL.index(used[-1]) + 1 if used else 0
    columns = (*COLUMNS, *OPTIONAL[:last])
    return columns, [_cells(shift, clock)[: len(columns)] for shift in rows]


def _cells(shift: Shift, clock: Clock) -> Cells:
    return (
        shift.agent_id,
        shift.post,
        clock.format(shift.start_min),
        clock.format(shift.end_min),
        "" if shift.meal is None else _stretch(shift.meal, clock),
        "|".join(_stretch(pause, clock) for pause in shift.breaks),
        "|".join(f"{each.session}@{_stretch(each.span, clock)}" for each in shift.sessions),
        "|".join(f"{each.post}@{_stretch(each.span, clock)}" for each in shift.stints),
    )


def _stretch(span: Span, clock: Clock) -> str:
    return f"{clock.format(span.start_min)}/{clock.format(span.end_min)}"
