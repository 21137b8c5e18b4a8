"""Agents' own links: given out by a supervisor, bound to the phone that opens one first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from store import tables as t
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import columns_of, value_of


@dataclass(frozen=True, slots=True)
class OwnLink:
    """
    A link by which one agent sees what is theirs.

    Parameters
    ----------
    shop_id, agent_id
        Whose.
    code
        SHA-256 of what stands in the link, in hexadecimal digits.
    until_at
        Until when it may be opened first.
    entered
        Who gave it out and when.
    bound_at
        When a phone opened it; None: none did yet.
    ended
        Who took it back and when; None: nobody did.
    id
        Number in the database; 0: it is not kept yet.
    """

    shop_id: str
    agent_id: str
    code: str
    until_at: dt.datetime
    entered: Stamp
    bound_at: dt.datetime | None = None
    ended: Stamp | None = None
    id: int = 0


class OwnLinks(Repository):
    """The agents' links."""

    def add(self, link: OwnLink) -> int:
        """Keep a link and return its number."""
        row = columns_of(t.own_link, link, ended_by=None, ended_s=None)
        return self._added(t.own_link, row)

    def find(self, **held: object) -> OwnLink | None:
        """Return the link that a column knows; None: there is none."""
        row = self._first(t.own_link, *(t.own_link.c[name] == held[name] for name in held))
        return None if row is None else value_of(OwnLink, row)

    def of(self, shop_id: str) -> tuple[OwnLink, ...]:
        """Return the links of a shop that nobody took back, the newest first."""
        mine = t.own_link.c.ended_s.is_(None)
        rows = self._rows(t.own_link, mine, by=[t.own_link.c.id.desc()], shop_id=shop_id)
        return tuple(value_of(OwnLink, row) for row in rows)

    def bind(self, number: int, at_s: int) -> bool:
        """Bind a link to whoever opened it; return whether nobody had before."""
        unbound = t.own_link.c.bound_s.is_(None) & t.own_link.c.ended_s.is_(None)
        return self._change(t.own_link, {"bound_s": at_s}, unbound, id=number) == 1

    def end(self, number: int, stamp: Stamp) -> None:
        """Take a link back."""
        self._change(t.own_link, stamp.columns("ended"), id=number)
