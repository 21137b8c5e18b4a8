"""
Facts from a platform's export: columns mapped by name, rates made into counts by their weight.

A mapping names, for each column of facts (as in ``facts.csv``), the export's column, or for a rate
``rate column * weight column``: 200 chats at 0.875 are 175. ``-`` and empty cells are missing,
never zero, also where the weight is; rows of totals are passed over.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kpi.columns import COLUMNS, Unit
from scheduler.errors import Fault, InputError
from store.files.fault_log import FaultLog
from store.files.kpi_facts import IN_FILE, MISSING, TOTALS, facts_of_table
from store.files.source import open_first_table
from store.files.table import Row, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from kpi.facts import Facts

KEYS = ("agent_id", "post", "date")
TIMES = "*"


def read_export(
    path: Path,
    mapping: Mapping[str, str],
    *,
    fixed: Mapping[str, str] | None = None,
    posts: Collection[str] | None = None,
    agents: Collection[str] | None = None,
) -> Facts:
    """
    Return the facts of an export.

    Parameters
    ----------
    path
        CSV or workbook (its sheet ``facts``, else its first).
    mapping
        Column of ``facts.csv`` -> column of the export, or ``rate * weight``.
    fixed
        What ``post`` or ``date`` is for all rows, where the export does not say.
    posts, agents
        Those there are; None: any.

    Raises
    ------
    InputError
        With every fault: a column that is not there, text where a number belongs, a rate given as
        45 instead of 0.45, an agent who is not on the staff list.
    """
    table = open_first_table(path, "facts")
    log = FaultLog()
    given = dict(fixed or {})
    _check(table, mapping, given, log)
    log.raise_any()
    rows = [row for row in table.rows if not _is_total(row, mapping)]
    lines = [
        Row(
            row.line,
            given | {name: _cell(table, row, name, how, log) for name, how in mapping.items()},
        )
        for row in rows
    ]
    if agents is not None:
        for line in lines:
            name = line.cells["agent_id"]
            if name and name not in agents:
                log.add([Fault("unknown_agent", table.file, line.line, mapping["agent_id"], name)])
    log.raise_any()
    columns = (*given, *mapping)
    return facts_of_table(Table(table.file, columns, tuple(lines)), posts=posts)


def _check(
    table: Table, mapping: Mapping[str, str], fixed: Mapping[str, str], log: FaultLog
) -> None:
    for name in KEYS:
        if name not in mapping and name not in fixed:
            log.add([Fault("mapping_missing", table.file, value=name)])
    for name, how in mapping.items():
        if name not in (*KEYS, "message_date", *IN_FILE):
            log.add([Fault("fact_unknown", table.file, column=name, value=name)])
        for column in _parts(how):
            if column not in table.columns:
                log.add([Fault("missing_column", table.file, 1, column)])


def _parts(how: str) -> list[str]:
    return [part.strip() for part in how.split(f" {TIMES} ")]


def _is_total(row: Row, mapping: Mapping[str, str]) -> bool:
    columns = [how for name, how in mapping.items() if name in KEYS]
    return any(row.cells.get(column, "").strip().lower() in TOTALS for column in columns)


def _cell(table: Table, row: Row, name: str, how: str, log: FaultLog) -> str:
    """Return the cell as ``facts.csv`` would have it."""
    parts = _parts(how)
    texts = [row.cells[part] for part in parts]
    if name not in IN_FILE:
        return texts[0]
    if len(parts) == 1:
        return texts[0].replace(",", "") if texts[0] not in MISSING else ""
    if any(text in MISSING for text in texts):
        return ""
    numbers = [_number(table, row, part, log) for part in parts]
    rate, weight = numbers[0], numbers[1]
    if rate is None or weight is None:
        return ""
    is_count = COLUMNS[IN_FILE[name]] is Unit.COUNT
    if is_count and rate > 1:
        share = str(rate / 100)
        where = {"file": table.file, "line": row.line, "column": parts[0]}
        log.add([Fault("rate_as_percent", value=str(rate), details={"share": share}, **where)])
        return ""
    product = rate * weight
    return str(product.quantize(Decimal(1), ROUND_HALF_UP) if is_count else product)


def _number(table: Table, row: Row, column: str, log: FaultLog) -> Decimal | None:
    """Return a number, of ``87.5%`` the share."""
    text = row.cells[column].replace(",", "")
    percent = text.endswith("%")
    try:
        number = Decimal(text.rstrip("%"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        log.add([Fault("not_number", table.file, row.line, column, row.cells[column])])
        return None
    return number / 100 if percent else number


def mapping_of(text: str) -> dict[str, str]:
    """Return the mapping of ``ours=theirs,ours=rate * weight``; raises when it is none."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise InputError(Fault("pair_unreadable", value=pair))
        found[ours.strip()] = theirs.strip()
    return found
