"""
Facts as a table: ``agent_id, post, date``, optionally ``message_date``, then a column per count.

Columns are those of ``kpi.columns.COLUMNS``; sums of money stand in yuan (``sales_yuan``). An empty
cell and ``-`` mean missing, never zero; rows of totals (汇总, 合计, 总计) are passed over.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kpi.columns import COLUMNS, Unit
from kpi.facts import NOBODY, Facts
from scheduler.errors import Fault, InputError, require
from store.files.cells import parse_date, plain
from store.files.fault_log import FaultLog
from store.files.source import open_table, write_table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from pathlib import Path

    from kpi.facts import Floats
    from store.files.source import Cells
    from store.files.table import Row, Table

MISSING = frozenset({"", "-", "--", "—"})
TOTALS = frozenset({"汇总", "合计", "总计", "total"})
KEYS = ("agent_id", "post", "date")
FEN = 100
"""Names of money end in ``_fen`` inside and ``_yuan`` in files."""


def column_in_file(column: str) -> str:
    """Return what a column of facts is called in files."""
    is_money = COLUMNS[column] is Unit.FEN
    return column.removesuffix("_fen") + "_yuan" if is_money else column


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
        The file.
    posts, agents
        Posts and staff there are; None: any. An empty agent counts for the shop.

    Raises
    ------
    InputError
        With every fault; a column that is no count is one, since a misspelt count would be lost.
    """
    return facts_of_table(open_table(path, "facts"), posts=posts, agents=agents)


def facts_of_table(
    table: Table,
    *,
    posts: Collection[str] | None = None,
    agents: Collection[str] | None = None,
) -> Facts:
    """Return the facts of a table; raises InputError with every fault."""
    log = FaultLog()
    names = [name for name in table.columns if name not in (*KEYS, "message_date")]
    missing = [name for name in KEYS if name not in table.columns]
    log.add(Fault("missing_column", table.file, line=1, column=name) for name in missing)
    unknown = [name for name in names if name not in IN_FILE]
    log.add(Fault("fact_unknown", table.file, 1, name, name) for name in unknown)
    log.raise_any()
    rows = [row for row in table.rows if row.cells["agent_id"].lower() not in TOTALS]
    for row in rows:
        if posts is not None and row.cells["post"] not in posts:
            fault = Fault("unknown_post", table.file, row.line, "post", row.cells["post"])
            log.add([fault])
        with log.at(table.file, line=row.line, column="agent_id"):
            name = row.cells["agent_id"]
            if agents is None:
                plain(name)
            else:
                require(name in agents or name == NOBODY, "unknown_agent", value=name)
    dates = _dates(table, rows, "date", log)
    message_dates = dates
    if "message_date" in table.columns:
        given = _dates(table, rows, "message_date", log, is_needed=False)
        message_dates = [one or date for one, date in zip(given, dates, strict=True)]
    counts = {IN_FILE[name]: _numbers(table, rows, name, log) for name in names}
    _note_repeats(table, rows, list(zip(dates, message_dates, strict=True)), log)
    log.raise_any()
    with log.at(table.file):
        return Facts.of(
            [row.cells["agent_id"] for row in rows],
            [row.cells["post"] for row in rows],
            np.array(dates, dtype="datetime64[D]"),
            message_dates=np.array(message_dates, dtype="datetime64[D]"),
            counts=counts,
        )
    raise InputError(log.faults)


def _dates(
    table: Table, rows: list[Row], column: str, log: FaultLog, *, is_needed: bool = True
) -> list[dt.date | None]:
    found: list[dt.date | None] = []
    read: dict[str, dt.date | None] = {}
    for row in rows:
        text = row.cells[column]
        if text not in read:
            read[text] = None
            if text or is_needed:
                with log.at(table.file, line=row.line, column=column):
                    read[text] = parse_date(text)
        found.append(read[text])
    return found


def _numbers(table: Table, rows: list[Row], name: str, log: FaultLog) -> Floats:
    is_money = COLUMNS[IN_FILE[name]] is Unit.FEN
    values = np.full(len(rows), np.nan)
    for index, row in enumerate(rows):
        text = row.cells[name]
        if text in MISSING:
            continue
        number = _number(text, is_money=is_money)
        if np.isnan(number) or number < 0:
            code = "not_number" if np.isnan(number) else "negative"
            log.add([Fault(code, table.file, row.line, name, text)])
        values[index] = number
    return values


def _number(text: str, *, is_money: bool) -> float:
    """Return the number of a cell, money in fen; NaN when it is none."""
    try:
        number = float(Decimal(text) * FEN) if is_money else float(text)
    except (ValueError, ArithmeticError):
        return float("nan")
    return number if np.isfinite(number) and "_" not in text else float("nan")


def _note_repeats(table: Table, rows: list[Row], dates: list[object], log: FaultLog) -> None:
    first: dict[object, int] = {}
    for row, date in zip(rows, dates, strict=True):
        key = row.cells["agent_id"], row.cells["post"], date
        earlier = first.setdefault(key, row.line)
        if earlier != row.line:
            details = {"earlier": earlier}
            name = row.cells["agent_id"]
            log.add([Fault("fact_twice", table.file, row.line, "agent_id", name, details)])


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


def _cell(value: float, unit: Unit) -> str | int | float | Decimal:
    if np.isnan(value):
        return ""
    if unit is Unit.FEN:
        return Decimal(repr(float(value))) / FEN
    return int(value) if float(value).is_integer() else float(value)
