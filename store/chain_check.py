"""Where the chain of the log is broken: lines that were changed, removed, inserted or moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from scheduler.errors import Fault
from store import tables as t
from store.blackening import blackened_hashes
from store.chain import AT_ONCE, START, Anchor, Chain, hash_of, line_of
from store.stamp import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Row

SHOWN = 20  # one that was cut in two may break many lines


@dataclass(frozen=True, slots=True)
class LogCheck:
    """
    What the check of a chain found.

    Parameters
    ----------
    end
        Where it ends.
    unvouched
        How many lines were there before there was a chain.
    faults
        What is wrong, in the order of places.
    blackened
        How many lines stand without somebody who was erased, as the log says of them.
    explained
        How many changes past the program the log explains.
    """

    end: Anchor
    unvouched: int
    faults: tuple[Fault, ...]
    blackened: int = 0
    explained: int = 0


def check_chain(connection: Connection, where: str, outside: Iterable[Anchor] = ()) -> LogCheck:
    """
    Check a database's chain against its lines, its anchor, and those that were kept elsewhere.

    Parameters
    ----------
    where
        How the database is named in the faults.
    outside
        Anchors that were written down earlier.
    """
    told = tuple(outside)
    hashes: dict[int, set[str]] = {}
    for one in told:
        hashes.setdefault(one.links, set()).add(one.hash)
    chain, walk = Chain(connection), _Walk(hashes, blackened_hashes(connection))
    faults = [fault for rows in _batches(chain) for fault in walk.take(chain, rows)]
    faults += _unlinked(connection)
    faults += _ends(chain.anchor(), Anchor(walk.place, walk.hash))
    faults += (
        _at("audit_anchor_beyond", one.links, {"links": walk.place})
        for one in told
        if one.links > walk.place
    )
    more = len(faults) - SHOWN
    shown = faults[:SHOWN] + ([_at("audit_further", more, {})] if more > 0 else [])
    placed = (replace(one, details={**one.details, "database": where}) for one in shown)
    end = Anchor(walk.place, walk.hash)
    return LogCheck(end, walk.unvouched, tuple(placed), walk.blackened)


@dataclass(slots=True)
class _Walk:
    """Goes along the links, and knows the one before."""

    outside: dict[int, set[str]]
    erased: dict[int, str]
    place: int = 0
    hash: str = START
    before: str = ""
    unvouched: int = 0
    blackened: int = 0

    def take(self, chain: Chain, links: Sequence[Row[Any]]) -> Iterator[Fault]:
        """Hand out what is wrong with some links."""
        numbers = [link.action_id for link in links]
        rows = chain.connection.execute(select(t.action).where(t.action.c.id.in_(numbers)))
        actions, subjects = {row.id: row for row in rows}, chain.subjects(numbers)
        for link in links:
            yield from self._next(
                chain, link, actions.get(link.action_id), subjects[link.action_id]
            )

    def _next(
        self, chain: Chain, link: Row[Any], action: Row[Any] | None, subjects: Sequence[str]
    ) -> Iterator[Fault]:
        is_next = link.place == self.place + 1
        if not is_next:
            yield _at("audit_gap", self.place + 1, {"last": link.place - 1})
        if action is None:
            yield _at("audit_removed", link.place, {"number": link.action_id})
        elif not self._is_whole(link, action, subjects):
            yield _about("audit_changed", link.place, action)
        elif is_next and link.previous != self.hash:
            yield self._misplaced(chain, link)
        self.before, self.place, self.hash = self.hash, link.place, link.hash
        self.unvouched += not link.is_vouched
        if self.outside.get(link.place, set()) - {link.hash}:
            yield _at("audit_anchor_unlike", link.place, {})

    def _is_whole(self, link: Row[Any], action: Row[Any], subjects: Sequence[str]) -> bool:
        """Return whether a line stands as it was chained, or as it was blackened."""
        found = _hash(link, action, subjects)
        is_blackened = link.place in self.erased
        self.blackened += is_blackened
        return found == (self.erased[link.place] if is_blackened else link.hash)

    def _misplaced(self, chain: Chain, link: Row[Any]) -> Fault:
        """Return what is wrong with a line that does not come after the one before it."""
        if self.place and link.previous == self.before:
            return _at("audit_wedged", self.place, {"after": link.place})
        held = t.log_link.c.hash == link.previous
        is_moved = link.previous == START or chain.connection.scalar(
            select(t.log_link.c.place).where(held)
        )
        if is_moved or not self.place:
            return _at("audit_moved", link.place, {})
        return _at("audit_broken", self.place, {"after": link.place})


def _hash(link: Row[Any], action: Row[Any], subjects: Sequence[str]) -> str | None:
    try:
        return hash_of(link.previous, line_of(action, link._mapping, subjects))
    except (TypeError, ValueError):  # a cell holds what the program never writes there
        return None


def _batches(chain: Chain) -> Iterator[list[Row[Any]]]:
    batch: list[Row[Any]] = []
    for link in chain.links():
        batch.append(link)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _unlinked(connection: Connection) -> Iterator[Fault]:
    """Hand out the lines that stand in no chain: they came past the program."""
    linked = select(t.log_link.c.action_id)
    query = select(t.action).where(t.action.c.id.not_in(linked)).order_by(t.action.c.id)
    for row in connection.execute(query):
        yield _about("audit_inserted", row.id, row)
    loose = select(t.change.c.action_id).where(
        t.change.c.action_id.not_in(select(t.action.c.id)), t.change.c.action_id.not_in(linked)
    )
    for number in connection.scalars(loose.distinct().order_by(t.change.c.action_id)):
        yield _at("audit_loose_change", number, {})


def _ends(anchor: Anchor | None, end: Anchor) -> Iterator[Fault]:
    """Hand out how the anchor says otherwise than the chain."""
    if anchor is None:
        if end.links:
            yield _at("audit_anchor_missing", end.links, {})
    elif anchor.links > end.links:
        yield _at("audit_cut", end.links + 1, {"last": anchor.links})
    elif anchor.links < end.links:
        yield _at("audit_beyond", anchor.links + 1, {"last": end.links})
    elif anchor.hash != end.hash:
        yield _at("audit_anchor_other", end.links, {})


def _about(code: str, place: int, action: Row[Any]) -> Fault:
    try:
        at = f"{moment(action.done_s):%Y-%m-%d %H:%M:%S} UTC"
    except (TypeError, ValueError, OverflowError, OSError):
        at = str(action.done_s)  # somebody wrote there what is no time
    details = {"number": action.id, "by": action.done_by, "at": at, "action": action.name}
    return _at(code, place, details)


def _at(code: str, place: int, details: Mapping[str, object]) -> Fault:
    return Fault(code, value=str(place), details=details)
