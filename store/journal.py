"""
What an action did to the rows of the tables, so that it can be taken back.

A recorder listens on the connection while the action runs, whatever repository writes. Of each row
that differs afterwards it keeps what stood there before, and a digest of what stands there now.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Connection,
    Delete,
    Insert,
    Table,
    Update,
    delete,
    event,
    func,
    insert,
    select,
    tuple_,
    update,
)

from store.tables.columns import metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Values = dict[str, Any]  # a row by column, as JSON writes it
Key = tuple[Any, ...]
AT_ONCE = 200  # keys of one query
NOT_OF_MONTHS = frozenset({"action", "change", "file_import", "log_link", "log_anchor"})
NUMBER = ["id"]


@dataclass(slots=True)
class RowChange:
    """
    A row that an action changed.

    Parameters
    ----------
    table, key
        The row, by its table and what identifies it there.
    before
        What stood there; None: nothing.
    after
        Digest of what stood there then; None: nothing.
    """

    table: str
    key: Key
    before: Values | None
    after: str | None


@dataclass(slots=True)
class Recorder:
    """
    Listens to what is written on a connection, from when it is made.

    Parameters
    ----------
    connection
        On which the action writes.
    is_brief
        Keep of packed columns what tells them apart, rather than all they hold.
    """

    connection: Connection
    is_brief: bool = False
    _before: dict[str, dict[Key, Values | None]] = field(default_factory=dict)
    _above: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        event.listen(self.connection, "before_execute", self._written)

    def stop(self) -> None:
        """Listen no more: the connection may serve other actions."""
        event.remove(self.connection, "before_execute", self._written)

    def _written(
        self,
        _connection: Connection,
        clause: Any,  # noqa: ANN401 - a statement of any kind
        many: Sequence[Mapping[str, Any]],
        one: Mapping[str, Any],
        _options: object,
    ) -> None:
        """Keep what a statement is about to change."""
        if not isinstance(clause, (Insert, Update, Delete)):
            return
        table = clause.table
        if not isinstance(table, Table) or table.name in NOT_OF_MONTHS:
            return
        given = list(many) or [one]
        if isinstance(clause, Insert):
            self._added(table, clause, given)
        else:
            for told in given:
                self._taken(table, clause, told)

    def _added(self, table: Table, clause: Insert, given: Sequence[Mapping[str, Any]]) -> None:
        if _is_numbered(table):
            if table.name not in self._above:
                newest = self.connection.scalar(select(func.max(table.c.id))) or 0
                self._above[table.name] = newest
            return
        before = self._before.setdefault(table.name, {})
        own = clause.compile().params
        for told in given:
            values = _plain({**own, **told}, is_brief=self.is_brief)
            before.setdefault(_key(table, values), None)

    def _taken(self, table: Table, clause: Update | Delete, told: Mapping[str, Any]) -> None:
        before = self._before.setdefault(table.name, {})
        above = self._above.get(table.name)
        query = select(table)
        if clause.whereclause is not None:
            query = query.where(clause.whereclause)
        for row in self.connection.execute(query, dict(told)).mappings().all():
            values = _plain(row, is_brief=self.is_brief)
            is_own = above is not None and values["id"] > above  # it was added by this action
            before.setdefault(_key(table, values), None if is_own else values)

    def changes(self) -> list[RowChange]:
        """Return the rows that were written since the recorder was made, and are or were there."""
        found = []
        for table, before in self.touched():
            now = rows_of(self.connection, table, list(before))
            for key, old in before.items():
                after = now.get(key)
                if old is not None or after is not None:
                    found.append(RowChange(table.name, key, old, digest_of(table, after)))
        return found

    def touched(self) -> Iterator[tuple[Table, dict[Key, Values | None]]]:
        """Hand out each table that was written, with what stood in its rows before."""
        for name in sorted({*self._before, *self._above}):
            table = metadata.tables[name]
            before = dict(self._before.get(name, {}))
            if name in self._above:
                query = select(table.c.id).where(table.c.id > self._above[name])
                before |= {(one,): None for one in self.connection.scalars(query)} | before
            yield table, before


@contextmanager
def recording(connection: Connection) -> Iterator[Recorder]:
    """Hand out a brief recorder that listens no longer than this lasts."""
    recorder = Recorder(connection, is_brief=True)
    try:
        yield recorder
    finally:
        recorder.stop()


def packed(changes: Iterable[RowChange]) -> bytes:
    """Return changes as compressed text."""
    rows = [(one.table, one.key, one.before, one.after) for one in changes]
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode())


def unpacked(text: bytes) -> list[RowChange]:
    """Return the changes of ``packed``."""
    rows = json.loads(zlib.decompress(text))
    return [RowChange(table, tuple(key), before, after) for table, key, before, after in rows]


def rows_of(
    connection: Connection, table: Table, keys: Sequence[Key], *, is_brief: bool = False
) -> dict[Key, Values]:
    """Return the rows of a table that have one of some keys."""
    columns = list(table.primary_key.columns)
    found = {}
    for at in range(0, len(keys), AT_ONCE):
        wanted = [_typed(columns, key) for key in keys[at : at + AT_ONCE]]
        query = select(table).where(tuple_(*columns).in_(wanted))
        for row in connection.execute(query).mappings():
            values = _plain(row, is_brief=is_brief)
            found[_key(table, values)] = values
    return found


def digest_of(table: Table, row: Values | None) -> str | None:
    """Return what tells a row from others, whatever number it has; None: there is no row."""
    if row is None:
        return None
    said = {name: row[name] for name in row if not (_is_numbered(table) and name == "id")}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def put_back(connection: Connection, table: Table, rows: Mapping[Key, Values | None]) -> None:
    """Lay rows of a table as they were; one that others refer to is changed in its place."""
    columns = list(table.primary_key.columns)
    there = rows_of(connection, table, list(rows))
    for key, old in rows.items():
        mine = [
            column == value for column, value in zip(columns, _typed(columns, key), strict=True)
        ]
        values = None if old is None else _stored(table, old)
        if values is not None and key in there and _is_referred_to(table):
            connection.execute(update(table).where(*mine).values(values))
            continue
        if key in there:
            connection.execute(delete(table).where(*mine))
        if values is not None:
            connection.execute(insert(table).values(values))


def put_beside(connection: Connection, table: Table, old: Values) -> int:
    """Lay a row whose number was taken meanwhile under the next one; return it."""
    values = {name: value for name, value in _stored(table, old).items() if name != "id"}
    number = connection.execute(insert(table).values(values)).inserted_primary_key
    assert number is not None
    return int(number[0])


def is_numbered(name: str) -> bool:
    """Return whether the rows of a table have numbers of their own, which mean nothing else."""
    return _is_numbered(metadata.tables[name])


def _is_numbered(table: Table) -> bool:
    return list(table.primary_key.columns.keys()) == NUMBER


def _is_referred_to(table: Table) -> bool:
    others = metadata.tables.values()
    return any(key.column.table is table for each in others for key in each.foreign_keys)


def _key(table: Table, values: Mapping[str, Any]) -> Key:
    return tuple(values[name] for name in table.primary_key.columns.keys())  # noqa: SIM118 - iterating over columns gives columns


def plain_row(row: Mapping[Any, Any]) -> Values:
    """Return a row as JSON writes it; of packed columns what tells them apart."""
    return _plain(row, is_brief=True)


def _plain(row: Mapping[Any, Any], *, is_brief: bool = False) -> Values:
    """Return a row as JSON writes it."""
    return {str(name): _written(value, is_brief=is_brief) for name, value in row.items()}


def _written(value: Any, *, is_brief: bool) -> Any:  # noqa: ANN401 - what a cell of a database holds
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return told_apart(value) if is_brief else base64.b64encode(value).decode()
    return value


def told_apart(content: bytes) -> str:
    """Return what tells something long from others."""
    return f"sha256:{hashlib.sha256(content).hexdigest()[:16]} ({len(content)})"


def _stored(table: Table, row: Values) -> Values:
    return {name: _of_kind(table.c[name].type.python_type, value) for name, value in row.items()}


def _typed(columns: Sequence[Any], key: Key) -> Key:
    pairs = zip(columns, key, strict=True)
    return tuple(_of_kind(column.type.python_type, value) for column, value in pairs)


def _of_kind(kind: type, value: Any) -> Any:  # noqa: ANN401 - what a cell of a database holds
    if value is None:
        return None
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    return base64.b64decode(value) if kind is bytes else value
