"""
Facts from a platform's export: columns mapped by name, rates made into counts by their weight.

A mapping names, for each column of facts (as in ``facts.csv``), the export's column, or for a rate
``rate column * weight column``: 200 chats at 0.875 are 175. ``-`` and empty cells are missing,
never zero, also where the weight is; rows of totals are passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from store.files.derived_facts import product
from store.files.fault_log import FaultLog
from store.files.kpi_facts import IN_FILE, KEYS, OPTIONAL_KEYS, facts_of_table, without_totals
from store.files.source import open_first_table
from store.files.table import Table, TableRow
from store.files.told import TIMES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from kpi.facts.facts import Facts


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
    log.called[table.file] = table.called
    parts = {name: [table.ours(part) for part in _parts(how)] for name, how in mapping.items()}
    table = without_totals(table, (part for name in KEYS for part in parts.get(name, ())))
    cells = {name: product(table, each, name, log) for name, each in parts.items()}
    lines = [
        TableRow(row.line, given | {name: column[at] for name, column in cells.items()})
        for at, row in enumerate(table.rows)
    ]
    if agents is not None:
        for line in lines:
            name = line.cells["agent_id"]
            if name and name not in agents:
                log.add([Fault("unknown_agent", table.file, line.line, mapping["agent_id"], name)])
    log.raise_any()
    columns = (*given, *mapping)
    return facts_of_table(Table(table.file, columns, tuple(lines), mapping), posts=posts)


def _check(
    table: Table, mapping: Mapping[str, str], fixed: Mapping[str, str], log: FaultLog
) -> None:
    for name in KEYS:
        if name not in mapping and name not in fixed:
            log.add([Fault("mapping_missing", table.file, value=name)])
    for name, how in mapping.items():
        if name not in (*KEYS, *OPTIONAL_KEYS, *IN_FILE):
            log.add([Fault("fact_unknown", table.file, column=name, value=name)])
        for column in _parts(how):
            if table.ours(column) not in table.columns:
                log.add([Fault("missing_column", table.file, 1, column)])


def _parts(how: str) -> list[str]:
    return [part.strip() for part in how.split(TIMES)]


def mapping_of(text: str) -> dict[str, str]:
    """Return the mapping of ``ours=theirs,ours=rate * weight``; raises when it is none."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise InputError(Fault("pair_unreadable", value=pair))
        found[ours.strip()] = theirs.strip()
    return found
