"""Agents, their absences and their wishes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from kpi.facts.employed import employment_of
from scheduler.agent import Absence, Agent, Employment, Wish
from store import tables as t
from store.repository import Repository
from store.sight import sees_wages, wages_stay
from store.stamp import Stamp
from store.table_rows import columns_of, value_of
from store.tables.columns import metadata

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from sqlalchemy import Column, ColumnElement, Row


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
    return value_of(EnteredAbsence, row, absence=value_of(Absence, row))


def _wish(row: Row[Any]) -> EnteredWish:
    window = None if row.first_clock is None else (row.first_clock, row.last_clock)
    return value_of(EnteredWish, row, wish=value_of(Wish, row, window=window))


def _wish_values(shop_id: str, wish: Wish, stamp: Stamp) -> dict[str, object]:
    first, last = (None, None) if wish.window is None else wish.window
    clock = {"first_clock": first, "last_clock": last}
    return columns_of(t.wish, wish, stamp, shop_id=shop_id, **clock)


def _at_cost(agent: Agent, hourly: Decimal) -> Agent:
    return replace(agent, contract=replace(agent.contract, hourly_cost=hourly))


class Staff(Repository):
    """The people of the shops."""

    def agents(self, shop_id: str, also: frozenset[str] = frozenset()) -> tuple[Agent, ...]:
        """Return the agents who work now, and any others named, in their order."""
        table = t.agent
        wanted = table.c.is_active | table.c.id.in_(sorted(also))
        return self._people(table.c.position, wanted, shop_id=shop_id)

    def employment(self, shop_id: str) -> dict[str, Employment]:
        """Return when people are employed, of those with a date; of those who left too."""
        return employment_of(self.everybody(shop_id))

    def everybody(self, shop_id: str) -> tuple[Agent, ...]:
        """Return all agents, those who left too, in the order of their ids."""
        return self._people(t.agent.c.id, shop_id=shop_id)

    def _people(
        self, by: Column[Any], *where: ColumnElement[bool], shop_id: str
    ) -> tuple[Agent, ...]:
        """Return agents; without what their hours cost where whoever reads may not see that."""
        found = self._documents(Agent, t.agent, *where, by=[by], shop_id=shop_id)
        if sees_wages(self.connection):
            return found
        return tuple(_at_cost(agent, Decimal(0)) for agent in found)

    def names(self, shop_id: str) -> dict[str, str]:
        """Return the name of every agent by id, of those who have left too."""
        return self._by_id(t.agent.c.name, shop_id)

    def teams(self, shop_id: str) -> dict[str, str]:
        """Return the team of every agent by id, of those who have left too."""
        return self._by_id(t.agent.c.team, shop_id)

    def _by_id(self, column: Column[str], shop_id: str) -> dict[str, str]:
        mine = t.agent.c.shop_id == shop_id
        query = select(t.agent.c.id, column).where(mine).order_by(t.agent.c.id)
        return {name: held for name, held in self.connection.execute(query)}

    def save_agents(
        self, shop_id: str, agents: tuple[Agent, ...], *, others_left: bool = True
    ) -> None:
        """Keep these agents, in this order, as working now; the others as having left, or as is."""
        table = t.agent
        mine = table.c.shop_id == shop_id
        known = {row.id: row for row in self._rows(table, mine)}
        agents = self.at_known_wages(shop_id, agents)
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
                self._change(table, row, mine, id=agent.id)
        self._add(table, new)

    def at_known_wages(self, shop_id: str, agents: Iterable[Agent]) -> tuple[Agent, ...]:
        """Return agents as told; their hours cost what is known where that is not theirs to say."""
        told = tuple(agents)
        if not wages_stay(self.connection):
            return told
        known = {one.id: one.contract.hourly_cost for one in self.everybody(shop_id)}
        return tuple(_at_cost(agent, known.get(agent.id, Decimal(0))) for agent in told)

    def take_out(self, shop_id: str, agent_id: str) -> None:
        """Remove somebody whom nothing else names."""
        self._remove(t.agent, shop_id=shop_id, id=agent_id)

    def in_use(self, shop_id: str, ids: Collection[str]) -> tuple[str, ...]:
        """Return which of some people requests, rosters or a month's files name."""
        tables = [one for one in metadata.tables.values() if "agent_id" in one.c]
        queries = [
            select(one.c.agent_id).where(one.c.shop_id == shop_id)
            for one in tables
            if "shop_id" in one.c
        ]
        of_week = select(t.week.c.id).where(t.week.c.shop_id == shop_id)
        of_version = select(t.roster_version.c.id).where(t.roster_version.c.week_id.in_(of_week))
        for one, of in ((t.pin, of_week), (t.type_pin, of_week), (t.roster_shift, of_version)):
            place = one.c.version_id if one is t.roster_shift else one.c.week_id
            queries.append(select(one.c.agent_id).where(place.in_(of)))
        named = {name for each in queries for name in self.connection.scalars(each.distinct())}
        return tuple(sorted(named.intersection(ids)))

    def absences(self, shop_id: str, start_min: int, end_min: int) -> tuple[EnteredAbsence, ...]:
        """Return the absences that touch a stretch of time, in order entered."""
        table = t.absence
        touches = (table.c.start_min < end_min) & (table.c.end_min > start_min)
        return tuple(map(_absence, self._rows(table, touches, by=[table.c.id], shop_id=shop_id)))

    def add_absence(self, shop_id: str, absence: Absence, stamp: Stamp) -> int:
        """Keep an absence and return its number."""
        return self._added(t.absence, columns_of(t.absence, absence, stamp, shop_id=shop_id))

    def remove_absence(self, shop_id: str, number: int) -> Absence:
        """Remove an absence and return it; raises InputError when there is none."""
        found = _absence(self._needed("unknown_absence", t.absence, shop_id=shop_id, id=number))
        self._remove(t.absence, shop_id=shop_id, id=number)
        return found.absence

    def wishes(self, shop_id: str, first: dt.date, last: dt.date) -> tuple[EnteredWish, ...]:
        """Return the wishes for the dates from first to last, both included, in order entered."""
        within = t.wish.c.date.between(first, last)
        return tuple(map(_wish, self._rows(t.wish, within, by=[t.wish.c.id], shop_id=shop_id)))

    def add_wish(self, shop_id: str, wish: Wish, stamp: Stamp) -> int:
        """Keep a wish and return its number."""
        return self._added(t.wish, _wish_values(shop_id, wish, stamp))

    def replace_wishes(
        self, shop_id: str, days: tuple[dt.date, dt.date], wishes: tuple[Wish, ...], stamp: Stamp
    ) -> None:
        """Keep these as all the wishes for the dates from first to last, both included."""
        self._remove(t.wish, t.wish.c.date.between(*days), shop_id=shop_id)
        self._add(t.wish, [_wish_values(shop_id, wish, stamp) for wish in wishes])

    def remove_wish(self, shop_id: str, number: int) -> Wish:
        """Remove a wish and return it; raises InputError when there is none."""
        found = _wish(self._needed("unknown_wish", t.wish, shop_id=shop_id, id=number))
        self._remove(t.wish, shop_id=shop_id, id=number)
        return found.wish
