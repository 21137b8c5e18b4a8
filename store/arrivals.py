"""People who came from a provider of identities and are linked to no account yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from store import tables as t
from store.repository import Repository
from store.table_rows import columns_of, value_of


@dataclass(frozen=True, slots=True)
class Arrival:
    """
    Somebody who waits to be linked to an account.

    Parameters
    ----------
    outside
        Who they are: the provider's own name and theirs there, with a blank between.
    kind, label
        Of which kind the provider is, and as what people know it; an empty label: by its kind.
    name
        What the provider calls them; they may have chosen it themselves.
    first_at, last_at
        When they came first and last.
    """

    outside: str
    kind: str
    label: str
    name: str
    first_at: dt.datetime
    last_at: dt.datetime

    @property
    def subject(self) -> str:
        """Return who they are to the provider."""
        return self.outside.partition(" ")[2]


class Arrivals(Repository):
    """Who waits."""

    def all(self) -> tuple[Arrival, ...]:
        """Return who waits, the latest first."""
        rows = self._rows(t.arrival, by=[t.arrival.c.last_s.desc()])
        return tuple(value_of(Arrival, row) for row in rows)

    def find(self, outside: str) -> Arrival | None:
        """Return who waits under a name; None: nobody."""
        row = self._first(t.arrival, outside=outside)
        return None if row is None else value_of(Arrival, row)

    def count(self) -> int:
        """Return how many wait."""
        return int(self.connection.scalar(select(func.count()).select_from(t.arrival)) or 0)

    def set(self, arrival: Arrival) -> None:
        """Keep who waits, in place of what was known of them."""
        self.remove(arrival.outside)
        self._add(t.arrival, [columns_of(t.arrival, arrival)])

    def remove(self, outside: str) -> None:
        """Let somebody wait no longer."""
        self._remove(t.arrival, outside=outside)

    def forget(self, before_s: int) -> None:
        """Forget who came last before a moment."""
        self._remove(t.arrival, t.arrival.c.last_s < before_s)
