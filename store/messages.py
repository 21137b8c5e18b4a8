"""Imported messages, by month and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.messages import ARRAYS, Messages
from store import tables as t
from store.documents import pack_arrays, unpack_arrays
from store.sources import Sources

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


class MessageSources(Sources):
    """Messages of the shops."""

    def of(self, shop_id: str, month: Month) -> tuple[Messages, ...]:
        """Return the messages of a month, source by source."""
        return tuple(map(unpack_messages, self._parts(t.message_source, shop_id, month)))

    def stamps(self, shop_id: str, month: Month) -> tuple[tuple[str, int], ...]:
        """Return the sources of a month's messages, each with when it was kept."""
        rows = self._entered(t.message_source, shop_id, month)
        return tuple((row.source, row.entered_s) for row in rows)

    def save(
        self, shop_id: str, month: Month, source: str, messages: Messages, stamp: Stamp
    ) -> None:
        """Keep messages of a month under a source's name; those it had before are replaced."""
        self._keep(t.message_source, (shop_id, month, source), pack_messages(messages), stamp)
