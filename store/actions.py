"""Who did what, and when: one row for each writing action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store import tables as t
from store.documents import from_document, to_document
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from sqlalchemy import Row


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


class Actions(Repository):
    """The actions of the shops."""

    def add(self, shop_id: str, action: Action) -> int:
        """Note an action and return its number."""
        document = to_document(action.details)
        row = columns_of(t.action, action, shop_id=shop_id, document=document)
        return self._added(t.action, row)

    def start_of(self, shop_id: str, job: int) -> int:
        """Return the number of the action that started a job; 0: it is not in the log."""
        started = t.action.c.name.like("%_started")
        rows = self._rows(t.action, started, by=[t.action.c.id.desc()], shop_id=shop_id)
        known = ((row.id, from_document(dict[str, str], row.document)) for row in rows)
        return next((number for number, said in known if said.get("job") == str(job)), 0)

    def last_of(self, shop_id: str, by: str) -> int | None:
        """Return the number of a person's last action; None: they did nothing yet."""
        row = self._first(t.action, by=[t.action.c.id.desc()], shop_id=shop_id, done_by=by)
        return None if row is None else int(row.id)

    def of(self, shop_id: str, subject: str | None = None) -> tuple[Action, ...]:
        """Return a shop's actions, newest first; of one subject if named."""
        about = {} if subject is None else {"subject": subject}
        rows = self._rows(t.action, by=[t.action.c.id.desc()], shop_id=shop_id, **about)
        return tuple(map(action_of, rows))

    def newest(self) -> Action | None:
        """Return the last action of all shops; None: there is none."""
        row = self._first(t.action, by=[t.action.c.id.desc()])
        return None if row is None else action_of(row)


def action_of(row: Row[Any]) -> Action:
    """Return the action of a row."""
    # counts and yes or no were once kept as they are, not as text
    said = from_document(dict[str, str | bool | int], row.document)
    return value_of(Action, row, details={name: str(value) for name, value in said.items()})
