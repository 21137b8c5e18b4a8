"""Who did what, and when: one row for each writing action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from store import tables as t
from store.documents import from_document, to_document
from store.stamp import Stamp
from store.tables.columns import added


@dataclass(frozen=True, slots=True)
class Action:
    """
    One thing a person did.

    Parameters
    ----------
    name
        Name of the action (``ui/words``: ``action.<name>``).
    subject
        What it was done to, such as a week's label.
    details
        Further values, by name.
    done
        Who and when.
    """

    name: str
    subject: str
    details: dict[str, str]
    done: Stamp


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions of the shops, on one connection."""

    connection: Connection

    def add(self, shop_id: str, action: Action) -> int:
        """Note an action and return its number."""
        statement = insert(t.action).values(
            shop_id=shop_id,
            name=action.name,
            subject=action.subject,
            document=to_document(action.details),
            done_by=action.done.by,
            done_s=action.done.at_s,
        )
        return added(self.connection, statement)

    def start_of(self, shop_id: str, job: int) -> int:
        """Return the number of the action that started a job; 0: it is not in the log."""
        rows = self.connection.execute(
            select(t.action.c.id, t.action.c.document)
            .where(t.action.c.shop_id == shop_id, t.action.c.name.like("%_started"))
            .order_by(t.action.c.id.desc())
        )
        known = ((row.id, from_document(dict[str, str], row.document)) for row in rows)
        return next((number for number, said in known if said.get("job") == str(job)), 0)

    def of(self, shop_id: str, subject: str | None = None) -> tuple[Action, ...]:
        """Return a shop's actions, newest first; of one subject if named."""
        query = select(t.action).where(t.action.c.shop_id == shop_id)
        if subject is not None:
            query = query.where(t.action.c.subject == subject)
        rows = self.connection.execute(query.order_by(t.action.c.id.desc()))
        return tuple(map(_action, rows))

    def newest(self) -> Action | None:
        """Return the last action of all shops; None: there is none."""
        row = self.connection.execute(
            select(t.action).order_by(t.action.c.id.desc()).limit(1)
        ).first()
        return None if row is None else _action(row)


def _action(row: Row[Any]) -> Action:
    # counts and yes or no were once kept as they are, not as text
    said = from_document(dict[str, str | bool | int], row.document)
    return Action(
        row.name,
        row.subject,
        {name: str(value) for name, value in said.items()},
        Stamp.of(row, "done"),
    )
