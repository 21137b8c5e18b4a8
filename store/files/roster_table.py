"""Shifts as the rows of a roster file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from scheduler.roster import Roster
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.shift_list import in_full
from store.files.week_columns import ROSTER

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from scheduler.horizon import Clock, Horizon
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from store.files.source import Rows
    from store.files.table import Table


def read_roster_table(table: Table, problem: RosterProblem) -> Roster:
    """Return the roster of a table; raises InputError with every fault."""
    log = FaultLog()
    horizon = problem.horizon
    known = Known(horizon.clock, horizon, frozenset(problem.post_by_id))
    whole = in_full(table, horizon.clock, problem.post_by_id, problem.sessions)
    shifts = ROSTER.read(whole, known, log)
    log.raise_any()
    if shifts and not any(shift.start_min in horizon for shift in shifts):
        first = min(shift.start_min for shift in shifts)
        raise InputError(other_week(table.file, horizon.clock.date_of(first), horizon))
    return Roster(shifts)


def other_week(file: str, first: dt.date, horizon: Horizon) -> Fault:
    """Return the fault of a roster, from a date on, none of whose shifts is in a horizon."""
    details = {"first": horizon.start, "last": horizon.date(horizon.days - 1)}
    return Fault("roster_other_week", file, column="start", value=str(first), details=details)


def shift_rows(shifts: Iterable[Shift], clock: Clock) -> Rows:
    """Return the columns and rows of shifts; optional columns only where there is anything."""
    return ROSTER.rows(shifts, clock)
