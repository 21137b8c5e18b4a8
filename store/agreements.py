"""What is agreed with single agents about kinds of shift, and the training and meetings due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, or_, select

from scheduler.agent import AgentLimit
from scheduler.session import Session
from store import tables as t
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from store.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Agreements:
    """Limits of agents and sessions of the shops, on one connection."""

    connection: Connection

    def limits(self, shop_id: str) -> tuple[AgentLimit, ...]:
        """Return the limits agreed with a shop's agents, by agent and kind."""
        query = select(t.agent_limit).where(t.agent_limit.c.shop_id == shop_id)
        rows = self.connection.execute(
            query.order_by(t.agent_limit.c.agent_id, t.agent_limit.c.kind)
        )
        return tuple(value_of(AgentLimit, row) for row in rows)

    def replace_limits(self, shop_id: str, limits: tuple[AgentLimit, ...], stamp: Stamp) -> None:
        """Keep these as all the limits of a shop."""
        self.connection.execute(delete(t.agent_limit).where(t.agent_limit.c.shop_id == shop_id))
        rows = [columns_of(t.agent_limit, each, stamp, shop_id=shop_id) for each in limits]
        if rows:
            self.connection.execute(insert(t.agent_limit), rows)

    def sessions(self, shop_id: str, start_min: int, end_min: int) -> tuple[Session, ...]:
        """Return the sessions whose windows touch a stretch of time, by their earliest moment."""
        table = t.session
        query = select(table).where(
            table.c.shop_id == shop_id,
            table.c.earliest_min < end_min,
            table.c.latest_min > start_min,
        )
        rows = self.connection.execute(query.order_by(table.c.earliest_min, table.c.id))
        return tuple(value_of(Session, row) for row in rows)

    def replace_sessions(
        self,
        shop_id: str,
        stretch: tuple[int, int],
        sessions: tuple[Session, ...],
        stamp: Stamp,
    ) -> None:
        """Keep these as all the sessions that touch a stretch ``(start_min, end_min)``."""
        table, (start_min, end_min) = t.session, stretch
        touches = (table.c.earliest_min < end_min) & (table.c.latest_min > start_min)
        named = table.c.id.in_([session.id for session in sessions])
        self.connection.execute(
            delete(table).where(table.c.shop_id == shop_id, or_(touches, named))
        )
        rows = [columns_of(table, each, stamp, shop_id=shop_id) for each in sessions]
        if rows:
            self.connection.execute(insert(table), rows)
