"""
What every repository does with rows: read, add, change and remove them, on one connection.

Which rows is told by columns and what they hold, ``self._rows(t.pin, week_id=7)``, and by other
conditions before these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, delete, insert, select, update

from scheduler.errors import Fault, InputError
from store.documents import from_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Row, Table, Update
    from sqlalchemy.sql.dml import Delete

    Order = Sequence[ColumnElement[Any]]

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Repository:
    """Rows of some tables, on one connection."""

    connection: Connection

    def _rows(
        self, table: Table, *where: ColumnElement[bool], by: Order = (), **held: object
    ) -> Sequence[Row[Any]]:
        """Return rows in the order ``by``, then of their keys."""
        query = select(table).where(*where, *_held(table, held)).order_by(*by, *table.primary_key)
        return self.connection.execute(query).all()

    def _first(
        self, table: Table, *where: ColumnElement[bool], by: Order = (), **held: object
    ) -> Row[Any] | None:
        """Return the first row in the order ``by``, then of keys; None: there is none."""
        query = select(table).where(*where, *_held(table, held)).order_by(*by, *table.primary_key)
        return self.connection.execute(query.limit(1)).first()

    def _needed(self, code: str, table: Table, **held: object) -> Row[Any]:
        """Return a row; raises InputError without one, with what the last column was to hold."""
        return needed(self._first(table, *_held(table, held)), code, *held.values())

    def _cells(
        self, column: Column[Any], *where: ColumnElement[bool], by: Order = (), **held: object
    ) -> Sequence[Any]:
        """Return what one column of rows holds, in the order ``by``, then of their keys."""
        query = select(column).where(*where, *_held(column.table, held))
        query = query.order_by(*by, *column.table.primary_key)
        return self.connection.scalars(query).all()

    def _documents(
        self,
        kind: type[Kept],
        table: Table,
        *where: ColumnElement[bool],
        by: Order = (),
        **held: object,
    ) -> tuple[Kept, ...]:
        """Return the values that the documents of rows hold, in the order ``by``."""
        return tuple(
            from_document(kind, text)
            for text in self._cells(table.c.document, *where, by=by, **held)
        )

    def _add(self, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
        """Add rows; there may be none."""
        told = list(rows)
        if told:
            self.connection.execute(insert(table), told)

    def _added(self, table: Table, row: Mapping[str, object]) -> int:
        """Add one row to a table that numbers its rows; return its number."""
        numbers = self.connection.execute(insert(table).values(row)).inserted_primary_key
        assert numbers is not None  # it is missing only where several rows are added at once
        return int(numbers[0])

    def _change(
        self, table: Table, row: Mapping[str, object], *where: ColumnElement[bool], **held: object
    ) -> int:
        """Change columns of rows; return of how many."""
        return self._done(update(table).where(*where, *_held(table, held)).values(row))

    def _remove(self, table: Table, *where: ColumnElement[bool], **held: object) -> int:
        """Remove rows; return how many."""
        return self._done(delete(table).where(*where, *_held(table, held)))

    def _done(self, statement: Update | Delete) -> int:
        return self.connection.execute(statement).rowcount


def needed(found: Kept | None, code: str, *looked_up: object) -> Kept:
    """Return what was found; raises InputError without it, with the last that it is known by."""
    if found is None:
        raise InputError(Fault(code, value=str(looked_up[-1])))
    return found


def _held(table: Any, held: Mapping[str, object]) -> list[ColumnElement[bool]]:  # noqa: ANN401 - what a column belongs to
    return [table.c[name] == value for name, value in held.items()]
