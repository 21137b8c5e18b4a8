"""Rules that people fill in as the rows of a table: shift types and work plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from scheduler.horizon import Clock
from store.files.columns import Columns
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.table import Table, TableRow
from store.files.week_columns import SHIFT_TYPES, WORK_PLANS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["SHIFT_TYPES", "WORK_PLANS", "Columns"]

T = TypeVar("T")
CLOCK = Clock("UTC")  # times of rules are of the wall clock, wherever it hangs


def names_of(columns: Columns[T]) -> tuple[str, ...]:
    """Return the names of a table's columns."""
    return tuple(columns.record.model_fields)


def rows_of(columns: Columns[T], values: Iterable[T]) -> list[dict[str, str]]:
    """Return a row of texts for each value, with every column."""
    names, rows = columns.rows(values, CLOCK)
    empty = dict.fromkeys(names_of(columns), "")
    return [empty | dict(zip(names, map(str, row), strict=True)) for row in rows]


def values_of(
    columns: Columns[T], rows: Sequence[Mapping[str, str]], *, table: str
) -> tuple[T, ...]:
    """
    Return the values of rows; rows with nothing in them are passed over.

    Parameters
    ----------
    columns
        Of the table; no two rows have the same first column.
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
    log, names = FaultLog(), names_of(columns)
    found = columns.read(Table(table, names, filled), Known(CLOCK), log, once=names[:1])
    log.raise_any()
    return found
