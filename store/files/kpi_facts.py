"""
Facts as a table: ``agent_id, post, date``, optionally ``message_date``, then a column per count.

Columns are those of ``kpi.columns.COLUMNS``; sums of money stand in yuan (``sales_yuan``). An empty
cell and ``-`` mean missing, never zero; rows of totals (汇总, 合计, 总计) are passed over.
"""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import create_model

from kpi.facts.columns import COLUMNS, FactUnit, column_in_file
from kpi.facts.facts import Facts
from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock
from store.files.cells import AgentOrNobody, Date, DateOrNone, KnownPost
from store.files.derived_facts import with_derived
from store.files.fault_log import FaultLog
from store.files.kinds import Known, is_missing
from store.files.named_rows import TOTAL_WORDS
from store.files.number_cells import FEN, CountOrUnknown, FenOrUnknown
from store.files.rows import Record, read_rows
from store.files.source import open_table, write_table
from store.files.taken import TOTALS, note_columns, note_left_out
from store.files.unlikely_facts import FactRows
from store.files.written_times import iso_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from store.files.source import Cells
    from store.files.table import Table, TableRow

KEYS = ("agent_id", "post", "date")
OPTIONAL_KEYS = ("message_date",)


class FactRecord(Record):
    """A row of ``facts``: whose, and a field for each column of counts."""

    agent_id: AgentOrNobody
    post: KnownPost
    date: Date
    message_date: DateOrNone = None


IN_FILE = {column_in_file(column): column for column in COLUMNS}


def read_facts(
    path: Path,
    *,
    posts: Collection[str] | None = None,
    agents: Collection[str] | None = None,
) -> Facts:
    """
    Return the facts of a CSV file, or of the sheet ``facts`` of a workbook.

    Parameters
    ----------
    path
        A CSV file, or a workbook with a sheet of that name.
    posts, agents
        Posts and staff there are; None: any. An empty agent counts for the shop.

    Raises
    ------
    InputError
        With every fault; a column that is no count is one, since a misspelt count would be lost.
    """
    log = FaultLog()
    table = with_derived(open_table(path, "facts"), log)
    log.raise_any()
    return facts_of_table(_without_unknown(table), posts=posts, agents=agents)


def _without_unknown(table: Table) -> Table:
    """
    Return a table without the columns that are no counts, and tell which they are.

    Only a report has such: in a file with our names for its columns a misspelt count would be lost.
    """
    if not table.called:
        return table
    known = {*KEYS, *OPTIONAL_KEYS, *IN_FILE}
    note_columns(table.file, unused=[name for name in table.columns if name not in known])
    return replace(table, columns=tuple(name for name in table.columns if name in known))


def fact_record(names: Collection[str]) -> type[FactRecord]:
    """Return the record of a table with these columns of counts."""
    kinds: Any = {
        name: (FenOrUnknown if COLUMNS[IN_FILE[name]] is FactUnit.FEN else CountOrUnknown, math.nan)
        for name in names
    }
    return create_model("FactRecord", __base__=FactRecord, **kinds)


def facts_of_table(
    table: Table,
    *,
    posts: Collection[str] | None = None,
    agents: Collection[str] | None = None,
) -> Facts:
    """Return the facts of a table; raises InputError with every fault."""
    log = FaultLog()
    names = [name for name in table.columns if name not in (*KEYS, *OPTIONAL_KEYS)]
    log.add(
        Fault("fact_unknown", table.file, 1, name, name) for name in names if name not in IN_FILE
    )
    if not log.faults:
        table = without_totals(table, KEYS[:1])
        known = Known.of(Clock("UTC"), posts=posts, agents=agents)
        lines = read_rows(table, fact_record(names), known, log)
        _note_repeats(table.rows, table.file, log)
        records = [line.value for line in lines]
        counts = {
            IN_FILE[name]: np.array([getattr(record, name) for record in records], dtype=float)
            for name in names
        }
        read = FactRows(table.file, lines, counts)
        log.add(read.faults())
        log.ask(read.questions())
    log.raise_any()
    dates = [record.date for record in records]
    message_dates = [record.message_date or record.date for record in records]
    with log.at(table.file):
        return Facts.of(
            [record.agent_id for record in records],
            [record.post for record in records],
            np.array(dates, dtype="datetime64[D]"),
            message_dates=np.array(message_dates, dtype="datetime64[D]"),
            counts=counts,
        )
    raise InputError(log.faults)


def without_totals(table: Table, columns: Iterable[str]) -> Table:
    """Return a table without the rows that say in one of some columns that they are totals."""
    names = tuple(columns)
    rows = tuple(
        row
        for row in table.rows
        if TOTAL_WORDS.isdisjoint(row.cells.get(name, "").lower() for name in names)
    )
    note_left_out(table.file, TOTALS, len(table.rows) - len(rows))
    return replace(table, rows=rows)


def _note_repeats(rows: tuple[TableRow, ...], file: str, log: FaultLog) -> None:
    """Note rows of an agent, post and dates that an earlier row has, faulty ones too."""
    first: dict[object, int] = {}
    for row in rows:
        name, post, date = (row.cells.get(key, "") for key in KEYS)
        written = row.cells.get("message_date", "")
        key = name, post, _as_iso(date), _as_iso(date if is_missing(written) else written)
        earlier = first.setdefault(key, row.line)
        if earlier != row.line:
            details = {"earlier": earlier}
            log.add([Fault("fact_twice", file, row.line, "agent_id", name, details)])


def _as_iso(text: str) -> str:
    with suppress(InputError):
        return iso_date(text)
    return text


def write_facts(facts: Facts, path: Path) -> None:
    """Write facts as CSV, or as the sheet ``facts`` of a workbook (``.xlsx``)."""
    columns = [name for name in COLUMNS if name in facts.counts]
    head = (*KEYS, "message_date", *(column_in_file(name) for name in columns))
    body: list[Cells] = [
        (
            facts.agent_id(row),
            facts.posts[int(facts.post[row])],
            str(facts.date[row]),
            str(facts.message_date[row]),
            *(_cell(facts[name][row], COLUMNS[name]) for name in columns),
        )
        for row in range(len(facts))
    ]
    write_table("facts", (head, body), path)


def _cell(value: float, unit: FactUnit) -> str | int | float | Decimal:
    if np.isnan(value):
        return ""
    if unit is FactUnit.FEN:
        return Decimal(repr(float(value))) / FEN
    return int(value) if float(value).is_integer() else float(value)
