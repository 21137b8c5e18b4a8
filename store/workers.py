"""Who does long work: one row for each worker that lives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert

from store import tables as t
from store.repository import Repository
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class KeptWorker:
    """
    A worker.

    Parameters
    ----------
    name
        Computer, process and a number of chance: two are never called the same.
    shop_id
        Whose jobs it does; None: of all shops.
    places
        How many it does at once.
    beat_at
        When it last gave a sign of life.
    beats
        How many it gave.
    """

    name: str
    shop_id: str | None
    places: int
    beat_at: dt.datetime
    beats: int = 0


class Workers(Repository):
    """The workers of a database."""

    def all(self) -> tuple[KeptWorker, ...]:
        """Return them by name; the last signs of life of those that are gone are among them."""
        return tuple(
            value_of(KeptWorker, row) for row in self._rows(t.worker, by=[t.worker.c.name])
        )

    def beat(self, worker: KeptWorker) -> None:
        """Note a sign of life, the first one too."""
        now = {"beat_s": int(worker.beat_at.timestamp()), "beats": t.worker.c.beats + 1}
        if self._change(t.worker, now, name=worker.name) == 0:
            self.connection.execute(insert(t.worker), columns_of(t.worker, worker))

    def remove(self, names: Iterable[str]) -> None:
        """Remove workers that are gone."""
        self._remove(t.worker, t.worker.c.name.in_(list(names)))
