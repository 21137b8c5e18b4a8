"""What happened on the floor: presence, secondments and disruptions, overtime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select, update

from kpi.pay.payout import Overtime
from scheduler.dispatch import Interruption, Presence
from scheduler.errors import Fault, InputError
from store import tables as t
from store.documents import from_document, to_document
from store.stamp import Stamp
from store.table_rows import columns_of, value_of
from store.tables.columns import added

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class EnteredInterruption:
    """A secondment or disruption with its number, and who entered it when."""

    id: int
    interruption: Interruption
    entered: Stamp


@dataclass(frozen=True, slots=True)
class Floor:
    """What happened on the floors of the shops, on one connection."""

    connection: Connection

    def presences(self, shop_id: str, start_min: int, end_min: int) -> tuple[Presence, ...]:
        """Return the presences that touch a stretch of time, in order of start."""
        query = select(t.attendance).where(
            t.attendance.c.shop_id == shop_id,
            t.attendance.c.start_min < end_min,
            t.attendance.c.end_min > start_min,
        )
        rows = self.connection.execute(query.order_by(t.attendance.c.start_min, t.attendance.c.id))
        return tuple(value_of(Presence, row) for row in rows)

    def replace_presences(
        self, shop_id: str, start_min: int, end_min: int, presences: tuple[Presence, ...]
    ) -> None:
        """Keep these as all the presences that begin in a stretch of time."""
        self.connection.execute(
            delete(t.attendance).where(
                t.attendance.c.shop_id == shop_id,
                t.attendance.c.start_min >= start_min,
                t.attendance.c.start_min < end_min,
            )
        )
        rows = [columns_of(t.attendance, each, shop_id=shop_id) for each in presences]
        if rows:
            self.connection.execute(insert(t.attendance), rows)

    def interruptions(
        self, shop_id: str, start_min: int, end_min: int
    ) -> tuple[EnteredInterruption, ...]:
        """Return the secondments and disruptions that touch a stretch of time, in order entered."""
        table = t.interruption
        query = select(table).where(
            table.c.shop_id == shop_id, table.c.start_min < end_min, table.c.end_min > start_min
        )
        return tuple(
            EnteredInterruption(
                row.id,
                from_document(Interruption, row.document),
                Stamp.of(row),
            )
            for row in self.connection.execute(query.order_by(table.c.id))
        )

    def add_interruption(self, shop_id: str, interruption: Interruption, stamp: Stamp) -> int:
        """Keep a secondment or disruption and return its number."""
        values = columns_of(t.interruption, interruption, stamp, shop_id=shop_id)
        return added(self.connection, insert(t.interruption).values(values))

    def interruption(self, shop_id: str, number: int) -> Interruption:
        """Return a secondment or disruption; raises InputError without one."""
        mine = (t.interruption.c.shop_id == shop_id, t.interruption.c.id == number)
        text = self.connection.scalar(select(t.interruption.c.document).where(*mine))
        if text is None:
            raise InputError(Fault("unknown_interruption", value=str(number)))
        return from_document(Interruption, text)

    def approve_interruption(self, shop_id: str, number: int, approved: Interruption) -> None:
        """Keep a secondment or disruption with its approvals; who entered it when stays."""
        mine = (t.interruption.c.shop_id == shop_id, t.interruption.c.id == number)
        document = to_document(approved)
        self.connection.execute(update(t.interruption).where(*mine).values(document=document))

    def remove_interruption(self, shop_id: str, number: int) -> Interruption:
        """Remove a secondment or disruption and return it; raises InputError without one."""
        removed = self.interruption(shop_id, number)
        mine = (t.interruption.c.shop_id == shop_id, t.interruption.c.id == number)
        self.connection.execute(delete(t.interruption).where(*mine))
        return removed

    def overtime(self, shop_id: str, first: dt.date, last: dt.date) -> tuple[Overtime, ...]:
        """Return the approved overtime of the dates from first to last, both included."""
        query = select(t.overtime.c.document).where(
            t.overtime.c.shop_id == shop_id, t.overtime.c.date.between(first, last)
        )
        rows = self.connection.scalars(query.order_by(t.overtime.c.id))
        return tuple(from_document(Overtime, text) for text in rows)

    def add_overtime(self, shop_id: str, overtime: Overtime, stamp: Stamp) -> None:
        """Keep approved overtime."""
        values = columns_of(t.overtime, overtime, stamp, shop_id=shop_id)
        self.connection.execute(insert(t.overtime).values(values))
