"""
A database copied into another, of either kind, row by row, and proved to be the same.

Everything is one transaction of the new one: it holds all of it, or nothing. Nothing is converted:
each cell is read and written as what its column holds, and both ends are read again afterwards.
"""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, Table, delete, exc, func, insert, select

from scheduler.errors import Fault, InputError, require
from store.address import file_of, name_of, url_of
from store.chain import line_again
from store.chain_check import check_chain
from store.database import Database, open_to_read, upgrade
from store.guards import unguarded
from store.shops import FIRST_COMPANY, HOUSE
from store.sqlite_file import beside
from store.tables import (
    action,
    change,
    company,
    log_anchor,
    log_erasure,
    log_link,
    metadata,
    shop,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Select

ROWS_AT_ONCE, PACKED_AT_ONCE = 1000, 20  # packed arrays are large
CHAINED = (log_link, log_anchor, log_erasure)


@dataclass(frozen=True, slots=True)
class TableCopy:
    """A table as it is on both ends: its name, how many rows, and the digest of what they hold."""

    table: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Move:
    """
    What was copied.

    Parameters
    ----------
    tables
        Those that belong to what was asked for.
    left
        Names of those with rows that belong to no shop, where one shop was asked for.
    """

    tables: tuple[TableCopy, ...]
    left: tuple[str, ...] = ()


def move(source: str, target: str, shop_id: str | None = None) -> Move:
    """
    Copy a database, or one shop of it, into a new one; the old one stays as it is.

    Parameters
    ----------
    source, target
        URLs; the target's tables are laid where there are none.
    shop_id
        The shop; None: everything. A shop alone gets a chain of its own for its log.

    Raises
    ------
    InputError
        When the target holds anything, there is no such shop, a cell does not fit, or the two are
        not the same afterwards: nothing was copied then.
    """
    source, target = url_of(source), url_of(target)
    require(source != target, "move_same", value=name_of(source))
    made = file_of(target)
    is_new = made is not None and not made.exists()
    with closing(open_to_read(source)) as old:
        _require_shop(old, shop_id)
        upgrade(target)
        try:
            with closing(Database(target)) as new:
                return _copied(old, new, shop_id)
        except BaseException:
            if is_new and made is not None:
                for left in (made, *beside(made)):
                    left.unlink(missing_ok=True)
            raise


def _copied(old: Database, new: Database, shop_id: str | None) -> Move:
    with new.write() as written:
        to = written.connection
        _require_empty(to, name_of(new.url))
        with old.read() as held, unguarded(to):
            _fill(held.connection, to, shop_id)
            _number_on(to)
        with old.read() as again:
            expected = table_copies(again.connection, shop_id)
            left = _left(again.connection) if shop_id is not None else ()
        found = table_copies(to, shop_id)
        unlike = [one.table for one, other in zip(expected, found, strict=True) if one != other]
        unlike += (fault.code for fault in check_chain(to, name_of(new.url)).faults)
        details = {"left": ", ".join(unlike)}
        require(not unlike, "move_unlike", value=name_of(old.url), **details)
    return Move(tuple(one for one in found if one.rows), left)


def _require_shop(old: Database, shop_id: str | None) -> None:
    """Raise InputError without the shop, or where its log would be copied from a broken chain."""
    if shop_id is None:
        return
    with old.read() as unit:
        unit.shops.get(shop_id)
        faults = check_chain(unit.connection, name_of(old.url)).faults
    if faults:
        raise InputError(faults)


def _require_empty(to: Connection, where: str) -> None:
    """Raise InputError where a database holds more than the steps put there; take that away."""
    to.execute(delete(shop).where(shop.c.id == HOUSE))
    to.execute(delete(company).where(company.c.id == FIRST_COMPANY, company.c.entered_by == ""))
    held = [table.name for table in metadata.sorted_tables if to.scalar(_count(table))]
    require(not held, "move_not_empty", value=where, left=", ".join(held))


def _count(table: Table) -> Select[int]:
    return select(func.count()).select_from(table)


def _fill(old: Connection, to: Connection, shop_id: str | None) -> None:
    for table in metadata.sorted_tables:
        if shop_id is not None and table in CHAINED:
            continue
        try:
            for rows in _read(old, table, shop_id):
                to.execute(insert(table), [dict(row._mapping) for row in rows])
        except exc.DBAPIError as error:
            details = {"cause": str(error.orig)}
            raise InputError(Fault("move_refused", value=table.name, details=details)) from error
    if shop_id is not None:
        _chain(old, to, shop_id)


def _read(
    connection: Connection, table: Table, shop_id: str | None
) -> Iterator[Sequence[Row[Any]]]:
    """Hand out the rows of a table, of a shop, in the order of their keys, some at once."""
    query = select(table).order_by(*table.primary_key)
    if shop_id is not None:
        mine = _of_shop(table, shop_id)
        if mine is None:
            return
        query = query.where(mine)
    is_packed = any(isinstance(column.type, LargeBinary) for column in table.columns)
    at_once = PACKED_AT_ONCE if is_packed else ROWS_AT_ONCE
    with connection.execute(query, execution_options={"yield_per": at_once}) as found:
        yield from found.partitions()


def _of_shop(table: Table, shop_id: str) -> ColumnElement[bool] | None:
    """Return which rows of a table belong to a shop, by what they refer to; None: to no shop."""
    if table is shop:
        return table.c.id.in_([shop_id, HOUSE])
    if table is company:
        return table.c.id.in_(select(shop.c.company_id).where(shop.c.id == shop_id))
    if "shop_id" in table.c:
        return table.c.shop_id == shop_id
    for key in table.foreign_keys:
        parent = key.column.table
        mine = None if parent is table else _of_shop(parent, shop_id)
        if mine is not None:
            return key.parent.in_(select(key.column).where(mine))
    return None


def _chain(old: Connection, to: Connection, shop_id: str) -> None:
    """Chain the lines of one shop's log as they were in the chain of all."""
    links = select(log_link).join(action, action.c.id == log_link.c.action_id)
    mine = links.where(action.c.shop_id == shop_id).order_by(log_link.c.place)
    last, place = None, 0
    for place, link in enumerate(old.execute(mine), 1):
        line = to.execute(select(action).where(action.c.id == link.action_id)).one()
        paths = select(change.c.subject).where(change.c.action_id == link.action_id)
        subjects = to.scalars(paths.order_by(change.c.subject)).all()
        last = line_again(link, line, subjects, after=last, place=place)
        to.execute(insert(log_link), [last])
    if last is not None:
        to.execute(insert(log_anchor), [{"id": 1, "links": place, "hash": last["hash"]}])


def _number_on(to: Connection) -> None:
    """Have a server number new rows after those that were copied; a file does so by itself."""
    if to.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        last = to.scalar(select(func.max(column)))
        if last is not None:
            to.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))


def table_copies(connection: Connection, shop_id: str | None = None) -> list[TableCopy]:
    """Return what the tables hold; of one shop, without the chain of its log."""
    chained = CHAINED if shop_id is not None else ()
    return [
        _digest(connection, table, shop_id)
        for table in metadata.sorted_tables
        if table not in chained
    ]


def _digest(connection: Connection, table: Table, shop_id: str | None) -> TableCopy:
    digest, count = hashlib.sha256(), 0
    for rows in _read(connection, table, shop_id):
        count += len(rows)
        for row in rows:
            digest.update(repr([_cell(cell) for cell in row]).encode("utf-8", "backslashreplace"))
    return TableCopy(table.name, count, digest.hexdigest())


def _cell(cell: object) -> object:
    """Return what tells a cell from every other, whatever database holds it."""
    return hashlib.sha256(cell).hexdigest() if isinstance(cell, bytes) else cell


def _left(old: Connection) -> tuple[str, ...]:
    """Return the tables with rows that belong to no shop."""
    tables = [table for table in metadata.sorted_tables if table not in CHAINED]
    without = [table for table in tables if _of_shop(table, "") is None]
    return tuple(table.name for table in without if old.scalar(_count(table)))
