"""Facts that were imported, and chats from which facts are counted, by month and source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from kpi.facts.facts import Facts
from kpi.facts.outcomes import ChatOutcomes
from kpi.month import Month
from scheduler.chats import ChatRecords
from store import tables as t
from store.documents import pack_arrays, unpack_arrays
from store.sources import Sources
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


class FactSources(Sources):
    """Facts and chats of the shops."""

    def facts(self, shop_id: str, month: Month) -> tuple[Facts, ...]:
        """Return the imported facts of a month, source by source."""
        return tuple(map(unpack_facts, self._parts(t.fact_source, shop_id, month)))

    def named(self, shop_id: str, month: Month) -> tuple[tuple[str, Facts], ...]:
        """Return the imported facts of a month, each with the name of its source."""
        names = [row.source for row in self._entered(t.fact_source, shop_id, month)]
        return tuple(zip(names, self.facts(shop_id, month), strict=True))

    def save_facts(
        self, shop_id: str, month: Month, source: str, facts: Facts, stamp: Stamp
    ) -> None:
        """Keep facts of a month under a source's name; those it had before are replaced."""
        self._keep(t.fact_source, (shop_id, month, source), pack_facts(facts), stamp)

    def chats(self, shop_id: str, month: Month) -> tuple[tuple[ChatRecords, ChatOutcomes], ...]:
        """Return the chats of a month and what came of them, source by source."""
        return tuple(map(unpack_chats, self._parts(t.chat_source, shop_id, month)))

    def save_chats(
        self,
        shop_id: str,
        month: Month,
        source: str,
        chats: tuple[ChatRecords, ChatOutcomes],
        stamp: Stamp,
    ) -> None:
        """Keep chats of a month under a source's name; those it had before are replaced."""
        self._keep(t.chat_source, (shop_id, month, source), pack_chats(*chats), stamp)

    def sources(self, shop_id: str, month: Month) -> tuple[SourceNote, ...]:
        """Return what a month's facts and chats come from, in order of name."""
        kinds = {SourceKind.CHATS: t.chat_source, SourceKind.FACTS: t.fact_source}
        found = [
            SourceNote(month, row.source, Stamp.of(row), kind)
            for kind, table in kinds.items()
            for row in self._entered(table, shop_id, month)
        ]
        return tuple(sorted(found, key=lambda note: note.source))

    def months(self, shop_id: str) -> tuple[Month, ...]:
        """Return the months of which there are facts or chats, in order of time."""
        tables = (t.chat_source, t.fact_source)
        found = {text for table in tables for text in self._cells(table.c.month, shop_id=shop_id)}
        return tuple(Month.parse(text) for text in sorted(found))

    def replaced(self) -> tuple[str, ...]:
        """Return the sources of locked months that later files replaced: month and name."""
        table = t.replaced_source
        query = select(table.c.month, table.c.source).order_by(table.c.month, table.c.id)
        return tuple(f"{row.month} {row.source}" for row in self.connection.execute(query))
