"""Agents, their absences and their wishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from kpi.facts.employed import employment_of
from scheduler.agent import Absence, Agent, Employment, Wish
from scheduler.errors import Fault, InputError
from store import tables as t
from store.documents import from_document
from store.stamp import Stamp
from store.table_rows import columns_of, value_of
from store.tables.columns import added

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class EnteredAbsence:
    """An absence with its number in the database, and who entered it when."""

    id: int
    absence: Absence
    entered: Stamp


@dataclass(frozen=True, slots=True)
class EnteredWish:
    """A wish with its number in the database, and who entered it when."""

    id: int
    wish: Wish
    entered: Stamp


def _absence(row: Row[Any]) -> EnteredAbsence:
    return EnteredAbsence(row.id, value_of(Absence, row), Stamp.of(row))


def _wish(row: Row[Any]) -> EnteredWish:
    window = None if row.first_clock is None else (row.first_clock, row.last_clock)
    return EnteredWish(row.id, value_of(Wish, row, window=window), Stamp.of(row))


def _wish_values(shop_id: str, wish: Wish, stamp: Stamp) -> dict[str, object]:
    first, last = (None, None) if wish.window is None else wish.window
    clock = {"first_clock": first, "last_clock": last}
    return columns_of(t.wish, wish, stamp, shop_id=shop_id, **clock)


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of the shops, on one connection."""

    connection: Connection

    def agents(self, shop_id: str, also: frozenset[str] = frozenset()) -> tuple[Agent, ...]:
        """Return the agents who work now, and any others named, in their order."""
        wanted = t.agent.c.is_active | t.agent.c.id.in_(sorted(also))
        query = select(t.agent.c.document).where(t.agent.c.shop_id == shop_id, wanted)
        rows = self.connection.scalars(query.order_by(t.agent.c.position))
        return tuple(from_document(Agent, text) for text in rows)

    def employment(self, shop_id: str) -> dict[str, Employment]:
        """Return when people are employed, of those with a date; of those who left too."""
        return employment_of(self.everybody(shop_id))

    def everybody(self, shop_id: str) -> tuple[Agent, ...]:
        """Return all agents, those who left too, in the order of their ids."""
        query = select(t.agent.c.document).where(t.agent.c.shop_id == shop_id)
        rows = self.connection.scalars(query.order_by(t.agent.c.id))
        return tuple(from_document(Agent, text) for text in rows)

    def names(self, shop_id: str) -> dict[str, str]:
        """Return the name of every agent by id, of those who have left too."""
        query = select(t.agent.c.id, t.agent.c.name).where(t.agent.c.shop_id == shop_id)
        return {row.id: row.name for row in self.connection.execute(query)}

    def teams(self, shop_id: str) -> dict[str, str]:
        """Return the team of every agent by id, of those who have left too."""
        query = select(t.agent.c.id, t.agent.c.team).where(t.agent.c.shop_id == shop_id)
        return {row.id: row.team for row in self.connection.execute(query)}

    def save_agents(
        self, shop_id: str, agents: tuple[Agent, ...], *, others_left: bool = True
    ) -> None:
        """Keep these agents, in this order, as working now; the others as having left, or as is."""
        table = t.agent
        mine = table.c.shop_id == shop_id
        known = {row.id: row for row in self.connection.execute(select(table).where(mine))}
        here = {agent.id for agent in agents}
        left = [row.id for row in known.values() if row.is_active and row.id not in here]
        if others_left and left:
            away = update(table).where(mine, table.c.id == bindparam("left_id"))
            rows = [{"left_id": name, "is_active": False} for name in left]
            self.connection.execute(away, rows)
        new = []
        for position, agent in enumerate(agents):
            row = columns_of(table, agent, shop_id=shop_id, position=position, is_active=True)
            old = known.get(agent.id)
            if old is None:
                new.append(row)
            elif old._asdict() != row:
                one = update(table).where(mine, table.c.id == agent.id)
                self.connection.execute(one.values(row))
        if new:
            self.connection.execute(insert(table), new)

    def absences(self, shop_id: str, start_min: int, end_min: int) -> tuple[EnteredAbsence, ...]:
        """Return the absences that touch a stretch of time, in order entered."""
        query = select(t.absence).where(
            t.absence.c.shop_id == shop_id,
            t.absence.c.start_min < end_min,
            t.absence.c.end_min > start_min,
        )
        rows = self.connection.execute(query.order_by(t.absence.c.id))
        return tuple(_absence(row) for row in rows)

    def add_absence(self, shop_id: str, absence: Absence, stamp: Stamp) -> int:
        """Keep an absence and return its number."""
        values = columns_of(t.absence, absence, stamp, shop_id=shop_id)
        return added(self.connection, insert(t.absence).values(values))

    def remove_absence(self, shop_id: str, number: int) -> Absence:
        """Remove an absence and return it; raises InputError when there is none."""
        mine = (t.absence.c.shop_id == shop_id, t.absence.c.id == number)
        row = self.connection.execute(select(t.absence).where(*mine)).first()
        if row is None:
            raise InputError(Fault("unknown_absence", value=str(number)))
        self.connection.execute(delete(t.absence).where(*mine))
        return _absence(row).absence

    def wishes(self, shop_id: str, first: dt.date, last: dt.date) -> tuple[EnteredWish, ...]:
        """Return the wishes for the dates from first to last, both included, in order entered."""
        query = select(t.wish).where(
            t.wish.c.shop_id == shop_id, t.wish.c.date.between(first, last)
        )
        rows = self.connection.execute(query.order_by(t.wish.c.id))
        return tuple(_wish(row) for row in rows)

    def add_wish(self, shop_id: str, wish: Wish, stamp: Stamp) -> int:
        """Keep a wish and return its number."""
        statement = insert(t.wish).values(_wish_values(shop_id, wish, stamp))
        return added(self.connection, statement)

    def replace_wishes(
        self, shop_id: str, days: tuple[dt.date, dt.date], wishes: tuple[Wish, ...], stamp: Stamp
    ) -> None:
        """Keep these as all the wishes for the dates from first to last, both included."""
        mine = (t.wish.c.shop_id == shop_id, t.wish.c.date.between(*days))
        self.connection.execute(delete(t.wish).where(*mine))
        rows = [_wish_values(shop_id, wish, stamp) for wish in wishes]
        if rows:
            self.connection.execute(insert(t.wish), rows)

    def remove_wish(self, shop_id: str, number: int) -> Wish:
        """Remove a wish and return it; raises InputError when there is none."""
        mine = (t.wish.c.shop_id == shop_id, t.wish.c.id == number)
        row = self.connection.execute(select(t.wish).where(*mine)).first()
        if row is None:
            raise InputError(Fault("unknown_wish", value=str(number)))
        self.connection.execute(delete(t.wish).where(*mine))
        return _wish(row).wish
