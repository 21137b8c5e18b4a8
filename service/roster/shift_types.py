"""Shift types as the rows of a table that people fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.horizon import Clock
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.table import Table, TableRow
from store.files.week_columns import SHIFT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.shift_type import ShiftType

CLOCK = Clock("UTC")  # a type's times are of the wall clock, wherever it hangs
COLUMNS = tuple(SHIFT_TYPES.record.model_fields)


def rows_of(types: Iterable[ShiftType]) -> list[dict[str, str]]:
    """Return a row of texts for each type, with every column."""
    columns, rows = SHIFT_TYPES.rows(types, CLOCK)
    empty = dict.fromkeys(COLUMNS, "")
    return [empty | dict(zip(columns, map(str, row), strict=True)) for row in rows]


def types_of(rows: Sequence[Mapping[str, str]], *, table: str) -> tuple[ShiftType, ...]:
    """
    Return the types of rows; rows with nothing in them are passed over.

    Parameters
    ----------
    rows
        Texts by column, as ``rows_of`` gives them.
    table
        What faults call the table.

    Raises
    ------
    InputError
        With every fault of every row.
    """
    numbered = enumerate(rows, start=1)
    filled = tuple(TableRow(line, row) for line, row in numbered if any(row.values()))
    log = FaultLog()
    found = SHIFT_TYPES.read(Table(table, COLUMNS, filled), Known(CLOCK), log, once=("code",))
    log.raise_any()
    return found
