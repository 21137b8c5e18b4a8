"""
What people write down one by one and read whole, such as complaints, objections and audits.

Each kind of entry is one frozen data class, kept as a JSON document under the kind's name, with a
subject (whom or what it is about) and a date to look it up by.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from store import tables as t
from store.documents import from_document, to_document
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import columns_of

if TYPE_CHECKING:
    from sqlalchemy import Row

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


class RegisterBook(Repository):
    """The registers of the shops."""

    def add(self, shop_id: str, value: object, *, subject: str, date: dt.date, stamp: Stamp) -> int:
        """Keep a value and return its number."""
        key = {"shop_id": shop_id, "kind": type(value).__name__, "subject": subject, "date": date}
        return self._added(t.register_entry, columns_of(t.register_entry, value, stamp, **key))

    def get(self, shop_id: str, kind: type[Kept], number: int) -> Entry[Kept]:
        """Return one entry; raises InputError without one."""
        key = {"shop_id": shop_id, "kind": kind.__name__, "id": number}
        return _entry(kind, self._needed("unknown_entry", t.register_entry, **key))

    def anywhere(self, kind: type[Kept], number: int) -> tuple[str, Entry[Kept]] | None:
        """Return the shop of an entry of a kind, and the entry; None: there is none."""
        row = self._first(t.register_entry, kind=kind.__name__, id=number)
        return None if row is None else (row.shop_id, _entry(kind, row))

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
        where = [table.c.shop_id == shop_id, table.c.kind == kind.__name__]
        if subject is not None:
            where.append(table.c.subject == subject)
        if first is not None:
            where.append(table.c.date >= first)
        if last is not None:
            where.append(table.c.date <= last)
        return tuple(_entry(kind, row) for row in self._rows(table, *where, by=[table.c.id]))

    def replace(self, number: int, value: object) -> None:
        """Keep another value under a number; who entered it when stays."""
        self._change(t.register_entry, {"document": to_document(value)}, id=number)

    def remove(self, shop_id: str, kind: type[Kept], number: int) -> Entry[Kept]:
        """Remove an entry and return it; raises InputError without one."""
        found = self.get(shop_id, kind, number)
        self._remove(t.register_entry, id=number)
        return found


def _entry(kind: type[Kept], row: Row[Any]) -> Entry[Kept]:
    value: Kept = from_document(kind, row.document)
    return Entry(row.id, row.subject, row.date, value, Stamp.of(row))
