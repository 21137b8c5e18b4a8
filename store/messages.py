"""Imported messages, by month and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, delete, insert, select

from kpi.facts.messages import ARRAYS, Messages
from store import tables as t
from store.documents import pack_arrays, unpack_arrays

if TYPE_CHECKING:
    from kpi.month import Month
    from store.stamp import Stamp

NAMES = ("posts", "users", "agents", "platforms")


def pack_messages(messages: Messages) -> bytes:
    """Return messages as compressed arrays."""
    names = {name: np.array(getattr(messages, name), dtype=str) for name in NAMES}
    return pack_arrays(**names, **{name: getattr(messages, name) for name in ARRAYS})


def unpack_messages(packed: bytes) -> Messages:
    """Return the messages of ``pack_messages``."""
    found = unpack_arrays(packed)
    posts, users, agents, platforms = (tuple(map(str, found[name])) for name in NAMES)
    arrays = {name: found[name] for name in ARRAYS}
    return Messages(posts, users, agents, platforms, **arrays)


@dataclass(frozen=True, slots=True)
class MessageSources:
    """Messages of the shops, on one connection."""

    connection: Connection

    def of(self, shop_id: str, month: Month) -> tuple[Messages, ...]:
        """Return the messages of a month, source by source."""
        table = t.message_source
        query = select(table.c.arrays).where(
            table.c.shop_id == shop_id, table.c.month == str(month)
        )
        rows = self.connection.scalars(query.order_by(table.c.source))
        return tuple(map(unpack_messages, rows))

    def stamps(self, shop_id: str, month: Month) -> tuple[tuple[str, int], ...]:
        """Return the sources of a month's messages, each with when it was kept."""
        table = t.message_source
        query = select(table.c.source, table.c.entered_s).where(
            table.c.shop_id == shop_id, table.c.month == str(month)
        )
        rows = self.connection.execute(query.order_by(table.c.source))
        return tuple((row.source, row.entered_s) for row in rows)

    def save(
        self, shop_id: str, month: Month, source: str, messages: Messages, stamp: Stamp
    ) -> None:
        """Keep messages of a month under a source's name; those it had before are replaced."""
        table = t.message_source
        key = {"shop_id": shop_id, "month": str(month), "source": source}
        mine = [table.c[name] == value for name, value in key.items()]
        self.connection.execute(delete(table).where(*mine))
        values = {"arrays": pack_messages(messages), "entered_by": stamp.by}
        self.connection.execute(insert(table).values(**key, **values, entered_s=stamp.at_s))
