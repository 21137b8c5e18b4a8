"""Facts that were imported, and chats from which facts are counted, by month and source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Table, delete, insert, select

from kpi.facts.facts import Facts
from kpi.facts.outcomes import ChatOutcomes
from kpi.month import Month
from scheduler.chats import ChatRecords
from store import tables as t
from store.documents import pack_arrays, unpack_arrays
from store.stamp import Stamp

COUNT = "count:"
VALUE = "value:"
KEYS = ("agent", "post", "date", "message_date")
RECORDS = ("post", "agent", "arrived_s", "replied_s", "ended_s")


class SourceKind(StrEnum):
    """What a source holds."""

    CHATS = "chats"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source of a month's facts or chats: its name, what it holds, who brought it in when."""

    month: Month
    source: str
    entered: Stamp
    kind: SourceKind


def pack_facts(facts: Facts) -> bytes:
    """Return facts as compressed arrays; days since 1970-01-01 for dates."""
    keys: dict[str, npt.ArrayLike] = {name: getattr(facts, name) for name in KEYS[:2]}
    for name in KEYS[2:]:
        keys[name] = getattr(facts, name).astype(np.int64)
    counts = {f"{COUNT}{name}": values for name, values in facts.counts.items()}
    return pack_arrays(
        agents=_names(facts.agents),
        posts=_names(facts.posts),
        is_projection=facts.is_projection,
        **keys,
        **counts,
    )


def unpack_facts(packed: bytes) -> Facts:
    """Return the facts of ``pack_facts``."""
    found = unpack_arrays(packed)
    return Facts(
        tuple(map(str, found["agents"])),
        tuple(map(str, found["posts"])),
        found["agent"],
        found["post"],
        found["date"].astype("datetime64[D]"),
        found["message_date"].astype("datetime64[D]"),
        _prefixed(found, COUNT),
        bool(found["is_projection"]),
    )


def pack_chats(records: ChatRecords, outcomes: ChatOutcomes) -> bytes:
    """Return chats and what came of them as compressed arrays."""
    values = {f"{VALUE}{name}": array for name, array in outcomes.values.items()}
    return pack_arrays(
        agents=_names(records.agents),
        posts=_names(records.posts),
        assigned=outcomes.assigned,
        **{name: getattr(records, name) for name in RECORDS},
        **values,
    )


def unpack_chats(packed: bytes) -> tuple[ChatRecords, ChatOutcomes]:
    """Return the chats of ``pack_chats``."""
    found = unpack_arrays(packed)
    records = ChatRecords(
        tuple(map(str, found["posts"])),
        tuple(map(str, found["agents"])),
        *(found[name] for name in RECORDS),
    )
    return records, ChatOutcomes(found["assigned"], _prefixed(found, VALUE))


def _names(names: tuple[str, ...]) -> npt.NDArray[np.str_]:
    return np.array(names, dtype=str)


def _prefixed(found: dict[str, npt.NDArray[Any]], prefix: str) -> dict[str, npt.NDArray[Any]]:
    return {
        name.removeprefix(prefix): values
        for name, values in found.items()
        if name.startswith(prefix)
    }


@dataclass(frozen=True, slots=True)
class FactSources:
    """Facts and chats of the shops, on one connection."""

    connection: Connection

    def facts(self, shop_id: str, month: Month) -> tuple[Facts, ...]:
        """Return the imported facts of a month, source by source."""
        return tuple(map(unpack_facts, self._all(t.fact_source, shop_id, month)))

    def save_facts(
        self, shop_id: str, month: Month, source: str, facts: Facts, stamp: Stamp
    ) -> None:
        """Keep facts of a month under a source's name; those it had before are replaced."""
        self._save(t.fact_source, (shop_id, month, source), pack_facts(facts), stamp)

    def chats(self, shop_id: str, month: Month) -> tuple[tuple[ChatRecords, ChatOutcomes], ...]:
        """Return the chats of a month and what came of them, source by source."""
        return tuple(map(unpack_chats, self._all(t.chat_source, shop_id, month)))

    def save_chats(
        self,
        shop_id: str,
        month: Month,
        source: str,
        chats: tuple[ChatRecords, ChatOutcomes],
        stamp: Stamp,
    ) -> None:
        """Keep chats of a month under a source's name; those it had before are replaced."""
        self._save(t.chat_source, (shop_id, month, source), pack_chats(*chats), stamp)

    def sources(self, shop_id: str, month: Month) -> tuple[SourceNote, ...]:
        """Return what a month's facts and chats come from, in order of name."""
        found = []
        for table, kind in ((t.chat_source, SourceKind.CHATS), (t.fact_source, SourceKind.FACTS)):
            query = select(table.c.source, table.c.entered_by, table.c.entered_s)
            query = query.where(table.c.shop_id == shop_id, table.c.month == str(month))
            for row in self.connection.execute(query):
                stamp = Stamp.of(row)
                found.append(SourceNote(month, row.source, stamp, kind))
        return tuple(sorted(found, key=lambda note: note.source))

    def months(self, shop_id: str) -> tuple[Month, ...]:
        """Return the months of which there are facts or chats, in order of time."""
        found: set[str] = set()
        for table in (t.chat_source, t.fact_source):
            query = select(table.c.month).where(table.c.shop_id == shop_id).distinct()
            found.update(self.connection.scalars(query))
        return tuple(Month.parse(text) for text in sorted(found))

    def replaced(self) -> tuple[str, ...]:
        """Return the sources of locked months that later files replaced: month and name."""
        table = t.replaced_source
        query = select(table.c.month, table.c.source).order_by(table.c.month, table.c.id)
        return tuple(f"{row.month} {row.source}" for row in self.connection.execute(query))

    def _all(self, table: Table, shop_id: str, month: Month) -> tuple[bytes, ...]:
        query = select(table.c.arrays).where(
            table.c.shop_id == shop_id, table.c.month == str(month)
        )
        return tuple(self.connection.scalars(query.order_by(table.c.source)))

    def _save(self, table: Table, key: tuple[str, Month, str], packed: bytes, stamp: Stamp) -> None:
        shop_id, month, source = key
        mine = (
            table.c.shop_id == shop_id,
            table.c.month == str(month),
            table.c.source == source,
        )
        self.connection.execute(delete(table).where(*mine))
        self.connection.execute(
            insert(table).values(
                shop_id=shop_id,
                month=str(month),
                source=source,
                arrays=packed,
                entered_by=stamp.by,
                entered_s=stamp.at_s,
            )
        )
