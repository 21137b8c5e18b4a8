"""
What people write down one by one and read whole, such as complaints, objections and audits.

Each kind of entry is one frozen data class, kept as a JSON document under the kind's name, with a
subject (whom or what it is about) and a date to look it up by.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Row, delete, insert, select, update

from scheduler.errors import Fault, InputError
from store import tables as t
from store.documents import from_document, to_document
from store.stamp import Stamp
from store.tables.columns import added

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Entry(Generic[Kept]):
    """
    An entry of a register.

    Parameters
    ----------
    id
        Number in the database.
    subject, date
        Whom or what it is about, and when.
    value
        What was written down.
    entered
        By whom and when.
    """

    id: int
    subject: str
    date: dt.date
    value: Kept
    entered: Stamp


@dataclass(frozen=True, slots=True)
class RegisterBook:
    """The registers of the shops, on one connection."""

    connection: Connection

    def add(self, shop_id: str, value: object, *, subject: str, date: dt.date, stamp: Stamp) -> int:
        """Keep a value and return its number."""
        statement = insert(t.register_entry).values(
            shop_id=shop_id,
            kind=type(value).__name__,
            subject=subject,
            date=date,
            document=to_document(value),
            entered_by=stamp.by,
            entered_s=stamp.at_s,
        )
        return added(self.connection, statement)

    def get(self, shop_id: str, kind: type[Kept], number: int) -> Entry[Kept]:
        """Return one entry; raises InputError without one."""
        table = t.register_entry
        query = select(table).where(
            table.c.shop_id == shop_id, table.c.kind == kind.__name__, table.c.id == number
        )
        row = self.connection.execute(query).first()
        if row is None:
            raise InputError(Fault("unknown_entry", value=str(number)))
        return _entry(kind, row)

    def all(
        self,
        shop_id: str,
        kind: type[Kept],
        *,
        subject: str | None = None,
        first: dt.date | None = None,
        last: dt.date | None = None,
    ) -> tuple[Entry[Kept], ...]:
        """Return the entries of a kind, in the order entered; dates from first to last."""
        table = t.register_entry
        query = select(table).where(table.c.shop_id == shop_id, table.c.kind == kind.__name__)
        if subject is not None:
            query = query.where(table.c.subject == subject)
        if first is not None:
            query = query.where(table.c.date >= first)
        if last is not None:
            query = query.where(table.c.date <= last)
        rows = self.connection.execute(query.order_by(table.c.id))
        return tuple(_entry(kind, row) for row in rows)

    def replace(self, number: int, value: object) -> None:
        """Keep another value under a number; who entered it when stays."""
        table = t.register_entry
        statement = update(table).where(table.c.id == number)
        self.connection.execute(statement.values(document=to_document(value)))

    def remove(self, shop_id: str, kind: type[Kept], number: int) -> Entry[Kept]:
        """Remove an entry and return it; raises InputError without one."""
        found = self.get(shop_id, kind, number)
        self.connection.execute(delete(t.register_entry).where(t.register_entry.c.id == number))
        return found


def _entry(kind: type[Kept], row: Row[Any]) -> Entry[Kept]:
    value: Kept = from_document(kind, row.document)
    return Entry(row.id, row.subject, row.date, value, Stamp.of(row))
