"""What is agreed with single agents about kinds of shift, and the training and meetings due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_

from scheduler.agent import AgentLimit
from scheduler.session import Session
from store import tables as t
from store.repository import Repository
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from store.stamp import Stamp


class Agreements(Repository):
    """Limits of agents and sessions of the shops."""

    def limits(self, shop_id: str) -> tuple[AgentLimit, ...]:
        """Return the limits agreed with a shop's agents, by agent and kind."""
        order = [t.agent_limit.c.agent_id, t.agent_limit.c.kind]
        rows = self._rows(t.agent_limit, by=order, shop_id=shop_id)
        return tuple(value_of(AgentLimit, row) for row in rows)

    def replace_limits(self, shop_id: str, limits: tuple[AgentLimit, ...], stamp: Stamp) -> None:
        """Keep these as all the limits of a shop."""
        self._remove(t.agent_limit, shop_id=shop_id)
        table = t.agent_limit
        self._add(table, [columns_of(table, each, stamp, shop_id=shop_id) for each in limits])

    def sessions(self, shop_id: str, start_min: int, end_min: int) -> tuple[Session, ...]:
        """Return the sessions whose windows touch a stretch of time, by their earliest moment."""
        table = t.session
        touches = (table.c.earliest_min < end_min) & (table.c.latest_min > start_min)
        rows = self._rows(table, touches, by=[table.c.earliest_min, table.c.id], shop_id=shop_id)
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
        self._remove(table, or_(touches, named), shop_id=shop_id)
        self._add(table, [columns_of(table, each, stamp, shop_id=shop_id) for each in sessions])
