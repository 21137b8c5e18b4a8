"""Whose rows somebody reaches, whom rows are about, and refusing to write about others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Delete, Insert, Select, Table, Update, or_, select

from scheduler.errors import Fault, InputError
from store import tables as t
from store.tables.vendors import OF_VENDORS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, FromClause
    from sqlalchemy.sql.elements import ColumnElement

SHARED = frozenset(
    {
        *("Campaign", "Suspension", "PostNamed", "PostCalled", "ColumnsCalled"),
        "DriverDay",
        *("PutInForce", "Override", "OwnPrice", "StandbyCall", "OutboundChannel"),
        *("HandoverLog", "HandoverText"),
    }
)
"""Kinds of register entries about no single person: who reaches few people sees these too."""


@dataclass(frozen=True, slots=True)
class Reached:
    """
    Whose rows somebody reaches in a shop.

    Parameters
    ----------
    shop_id
        Which shop.
    is_whole
        Whether everybody's; else those of the next three.
    teams, vendors, people
        Names of teams, of vendors whose teams are meant, and ids of agents.
    """

    shop_id: str
    is_whole: bool = False
    teams: frozenset[str] = frozenset()
    vendors: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    @property
    def is_any(self) -> bool:
        """Return whether it reaches anybody at all."""
        return self.is_whole or bool(self.teams or self.vendors or self.people)

    def agents(self) -> Select[Any]:
        """Return the query for the ids of the agents it reaches, where it is not the whole."""
        agent, sent = t.agent.c, t.vendor_team.c
        of_vendor = select(sent.team).where(
            sent.shop_id == self.shop_id, sent.vendor.in_(sorted(self.vendors))
        )
        reached = or_(
            agent.team.in_(sorted(self.teams)),
            agent.team.in_(of_vendor),
            agent.id.in_(sorted(self.people)),
        )
        return select(agent.id).where(agent.shop_id == self.shop_id, reached)


def who_of(source: FromClause, table: FromClause) -> ColumnElement[Any] | None:
    """Return the column of a table that says whom a row is about; None: it has none."""
    if table is t.agent:
        return source.c.id
    return source.c.get("agent_id")


def refuse_others(
    connection: Connection,
    statement: Insert | Update | Delete,
    rows: Sequence[Mapping[str, Any]],
    reached: Reached,
) -> None:
    """Raise InputError where a statement adds, changes or removes rows about others."""
    table = cast("Table", statement.table)
    if table is t.roster_shift:  # whole rosters are copied: ``Writing.touch`` tells whose days move
        return
    of_vendors = table.name in OF_VENDORS
    who = t.register_entry.c.subject if table is t.register_entry else who_of(table, table)
    who = table.c.vendor if of_vendors else who
    if who is None:
        return
    about: set[Any] = set()
    of_register = table is t.register_entry
    if isinstance(statement, Insert):
        told = statement.compile(dialect=connection.dialect).params
        full = [{**told, **row} for row in rows]
        about |= {row[who.name] for row in full if not (of_register and row["kind"] in SHARED)}
    else:
        found = select(who).distinct()
        if of_register:
            found = found.where(t.register_entry.c.kind.not_in(sorted(SHARED)))
        if statement.whereclause is not None:
            found = found.where(statement.whereclause)
        for row in rows:
            about |= set(connection.scalars(found, row))
    if of_vendors:
        beyond = sorted(about - reached.vendors)
        if beyond:
            raise InputError(Fault("vendor_beyond", value=one) for one in beyond)
        return
    require_reached(connection, about, reached)


def require_reached(connection: Connection, about: set[Any], reached: Reached) -> None:
    """Raise InputError with those of some people whom somebody does not reach."""
    known = set(connection.scalars(reached.agents()))
    others = sorted(map(str, about - known))
    if others:
        raise InputError(Fault("people_beyond", value=one) for one in others)
