"""What happened on the floor: presence, secondments and disruptions, overtime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.dispatch import Interruption, Presence
from store import tables as t
from store.documents import from_document, to_document
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Table


@dataclass(frozen=True, slots=True)
class EnteredInterruption:
    """A secondment or disruption with its number, and who entered it when."""

    id: int
    interruption: Interruption
    entered: Stamp


class Floor(Repository):
    """What happened on the floors of the shops."""

    def presences(self, shop_id: str, start_min: int, end_min: int) -> tuple[Presence, ...]:
        """Return the presences that touch a stretch of time, punches alone too, by start."""
        table = t.attendance
        alone = (table.c.missing != "") & table.c.start_min.between(start_min, end_min - 1)
        touches = _touches(table, start_min, end_min) | alone
        order = [table.c.start_min, table.c.id]
        rows = self._rows(table, touches, by=order, shop_id=shop_id)
        return tuple(value_of(Presence, row) for row in rows)

    def replace_presences(
        self, shop_id: str, start_min: int, end_min: int, presences: tuple[Presence, ...]
    ) -> None:
        """Keep these as all the presences that begin in a stretch of time."""
        table = t.attendance
        begins = (table.c.start_min >= start_min) & (table.c.start_min < end_min)
        self._remove(table, begins, shop_id=shop_id)
        self._add(table, [columns_of(table, each, shop_id=shop_id) for each in presences])

    def interruptions(
        self, shop_id: str, start_min: int, end_min: int
    ) -> tuple[EnteredInterruption, ...]:
        """Return the secondments and disruptions that touch a stretch of time, in order entered."""
        table = t.interruption
        touches = _touches(table, start_min, end_min)
        return tuple(
            value_of(
                EnteredInterruption, row, interruption=from_document(Interruption, row.document)
            )
            for row in self._rows(table, touches, by=[table.c.id], shop_id=shop_id)
        )

    def add_interruption(self, shop_id: str, interruption: Interruption, stamp: Stamp) -> int:
        """Keep a secondment or disruption and return its number."""
        row = columns_of(t.interruption, interruption, stamp, shop_id=shop_id)
        return self._added(t.interruption, row)

    def interruption(self, shop_id: str, number: int) -> Interruption:
        """Return a secondment or disruption; raises InputError without one."""
        row = self._needed("unknown_interruption", t.interruption, shop_id=shop_id, id=number)
        return from_document(Interruption, row.document)

    def approve_interruption(self, shop_id: str, number: int, approved: Interruption) -> None:
        """Keep a secondment or disruption with its approvals; who entered it when stays."""
        document = {"document": to_document(approved)}
        self._change(t.interruption, document, shop_id=shop_id, id=number)

    def remove_interruption(self, shop_id: str, number: int) -> Interruption:
        """Remove a secondment or disruption and return it; raises InputError without one."""
        removed = self.interruption(shop_id, number)
        self._remove(t.interruption, shop_id=shop_id, id=number)
        return removed


def _touches(table: Table, start_min: int, end_min: int) -> ColumnElement[bool]:
    return (table.c.start_min < end_min) & (table.c.end_min > start_min)
