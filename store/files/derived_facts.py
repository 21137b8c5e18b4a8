"""
Counts that a report tells by a rate or a mean: times what it is of, it is the count or the sum.

``30秒应答率`` of 0.875 over 200 chats received are 175 answered within 30 seconds; a first reply of
35 seconds on average over 1,231 chats took 43,085 seconds in all. What they are called and what
they are of is data (``data/columns/facts.toml``, ``times``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from kpi.facts.columns import COLUMNS, FactUnit, column_in_file
from scheduler.errors import Fault
from store.files.clean import narrow
from store.files.heads import FOLDER, HeadNames
from store.files.kinds import is_missing
from store.files.numerals import share_of
from store.files.rows import note_open_numbers
from store.files.table import Table, TableRow
from store.files.taken import note_columns

if TYPE_CHECKING:
    from collections.abc import Collection

    from store.files.fault_log import FaultLog

ROUND_TO = {FactUnit.COUNT: Decimal(1), FactUnit.FEN: Decimal("0.01")}
"""Products of what is whole: people, and yuan to the fen."""
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class DerivedNames:
    """
    Which counts a rate or a mean may tell.

    Parameters
    ----------
    names
        By our name of the count, what reports call the rate or mean.
    of
        By our name of the count, of which column it is.
    where_missing
        By our name of a column, which say as much in a report that has it not, the best first.
    """

    names: HeadNames
    of: Mapping[str, str]
    where_missing: Mapping[str, Sequence[str]]


@lru_cache(maxsize=1)
def derived_names() -> DerivedNames:
    """Return what reports call rates and means, and of what each is."""
    told = tomllib.loads((FOLDER / "facts.toml").read_text(encoding="utf-8"))
    times = told["times"]
    names = HeadNames({ours: tuple(each["names"]) for ours, each in times.items()})
    return DerivedNames(
        names, {ours: each["of"] for ours, each in times.items()}, told["where_missing"]
    )


def with_derived(table: Table, log: FaultLog) -> Table:
    """
    Return a table of facts with the counts that its rates and means tell, and tell which they are.

    A column that the report counts itself is left as it is; what somebody told of a column holds
    before that. Rates that cannot be read are noted.
    """
    known = derived_names()
    called = known.names.called(table.columns)
    found = {  # in the order in which one may rest on another
        ours: called[ours][0] for ours in known.of if ours in called and ours not in table.columns
    }
    told = {
        ours: tuple(map(table.ours, parts))
        for ours, parts in table.names.products(table.written).items()
    }
    found = {ours: theirs for ours, theirs in found.items() if ours not in told}
    how = _products(known, {*table.columns, *told}, found)
    how = {name: told.get(name) or how[name] for name in (*told, *how)}
    log.called[table.file] = table.called
    table = replace(table, columns=tuple(name for name in table.columns if name not in told))
    for ours, parts in how.items():
        table = _with_column(table, ours, product(table, parts, ours, log))
    note_columns(
        table.file,
        made={
            ours: tuple(table.called.get(one, one) for one in parts) for ours, parts in how.items()
        },
    )
    used = {part for parts in how.values() for part in parts} - set(UNITS)
    return replace(table, columns=tuple(name for name in table.columns if name not in used))


def _with_column(table: Table, name: str, cells: Sequence[str]) -> Table:
    rows = tuple(
        TableRow(row.line, {**row.cells, name: cell})
        for row, cell in zip(table.rows, cells, strict=True)
    )
    return replace(table, columns=(*table.columns, name), rows=rows)


def _products(
    known: DerivedNames, columns: Collection[str], found: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return by our name of a column what it is made of: another, or a rate and what it is of."""
    how: dict[str, tuple[str, ...]] = {}
    for ours, theirs in found.items():
        of = known.of[ours]
        if of in columns or of in found:
            how[ours] = (theirs, of)
            continue
        stand_in = next(
            (one for one in known.where_missing.get(of, ()) if one in columns or one in found), None
        )
        if stand_in is not None:
            how[of] = (stand_in,)
            how[ours] = (theirs, of)
    return how


def product(table: Table, parts: Sequence[str], name: str, log: FaultLog) -> list[str]:
    """
    Return the cells of a column, or of a rate or mean times its weight, row by row.

    Parameters
    ----------
    parts
        A column, or a rate and the column it is of.
    name
        What the product is, as a file of facts calls it; a share is told by its unit.
    """
    columns = [[row.cells[part] for row in table.rows] for part in parts]
    if len(parts) == 1 or name not in UNITS:
        return columns[0]
    note_open_numbers(table, dict.fromkeys(parts), log)
    rates, weights = ([_number(table, row, part, log) for row in table.rows] for part in parts)
    unit = UNITS[name]
    if unit is FactUnit.COUNT:
        rates = _shares(table, parts[0], rates, log)
    return [
        "" if rate is None or weight is None else _written(rate * weight, unit)
        for rate, weight in zip(rates, weights, strict=True)
    ]


UNITS = {column_in_file(column): unit for column, unit in COLUMNS.items()}


def _number(table: Table, row: TableRow, column: str, log: FaultLog) -> Decimal | None:
    """Return a number, of ``87.5%`` the share; None: there is none, or it is noted."""
    text = row.cells[column]
    if is_missing(text):
        return None
    with log.at(table.file, line=row.line, column=column):
        return share_of(text)
    return None


def _shares(
    table: Table, column: str, rates: list[Decimal | None], log: FaultLog
) -> list[Decimal | None]:
    """
    Return rates as shares.

    Where all are above 1 they are percents, which is told; where only some are, it is noted.
    """
    written = [row.cells[column] for row in table.rows]
    told = [
        rate
        for rate, text in zip(rates, written, strict=True)
        if rate and not narrow(text).endswith("%")
    ]
    if told and len(told) > 1 and all(1 < rate <= HUNDRED for rate in told):
        note_columns(table.file, percents=(table.called.get(column, column),))
        return [
            rate if rate is None or narrow(text).endswith("%") else rate / HUNDRED
            for rate, text in zip(rates, written, strict=True)
        ]
    return [
        _share(table, row, column, rate, log) for row, rate in zip(table.rows, rates, strict=True)
    ]


def _share(
    table: Table, row: TableRow, column: str, rate: Decimal | None, log: FaultLog
) -> Decimal | None:
    if rate is None or rate <= 1:
        return rate
    text = row.cells[column]
    where = (table.file, row.line, column, text)
    if narrow(text).endswith("%"):
        log.add([Fault("share_above_whole", *where)])
    else:
        log.add([Fault("rate_as_percent", *where, details={"share": str(rate / HUNDRED)})])
    return None


def _written(product: Decimal, unit: FactUnit) -> str:
    return str(product if unit not in ROUND_TO else product.quantize(ROUND_TO[unit], ROUND_HALF_UP))
