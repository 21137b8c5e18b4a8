"""Who looked at whose pay and score: one row for a visit, a person and a month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite

from kpi.month import Month
from store import tables as t
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class PayLook:
    """
    That somebody looked at pay or scores of others.

    Parameters
    ----------
    agent_id
        Whose; empty: a list of everybody in the month.
    month
        Of which month.
    what
        ``pay`` or ``score``.
    place
        Where: name of a page, a command or a file.
    visit
        Within what it is noted once.
    looked
        Who, and when first.
    """

    agent_id: str
    month: Month
    what: str
    place: str
    visit: str
    looked: Stamp


class PayLooks(Repository):
    """Who looked at pay and scores."""

    def add(self, shop_id: str, looks: Iterable[PayLook]) -> None:
        """Keep looks; one that this visit has left already stays as it is."""
        rows = [columns_of(t.pay_look, one, shop_id=shop_id) for one in looks]
        if not rows:
            return
        is_file = self.connection.dialect.name == "sqlite"
        insert = sqlite.insert if is_file else postgresql.insert
        self.connection.execute(insert(t.pay_look).on_conflict_do_nothing(), rows)

    def of(
        self, shop_id: str, agent_id: str | None = None, *, most: int = 500
    ) -> tuple[PayLook, ...]:
        """Return the newest looks, newest first; at one person: at lists they stand in, too."""
        query = select(t.pay_look).where(t.pay_look.c.shop_id == shop_id)
        if agent_id is not None:
            who = t.pay_look.c.agent_id
            query = query.where(or_(who == agent_id, who == EVERYBODY))
        query = query.order_by(t.pay_look.c.looked_s.desc(), t.pay_look.c.id.desc()).limit(most)
        return tuple(value_of(PayLook, row) for row in self.connection.execute(query))

    def before(self, shop_id: str, moment_s: int) -> int:
        """Return how many were kept before a moment."""
        return len(self._cells(t.pay_look.c.id, t.pay_look.c.looked_s < moment_s, shop_id=shop_id))

    def forget(self, shop_id: str, before_s: int) -> int:
        """Forget those before a moment; return how many."""
        return self._remove(t.pay_look, t.pay_look.c.looked_s < before_s, shop_id=shop_id)
