"""
The chain of the log: each line carries a hash over itself and over the hash before it.

Whoever changes, removes, inserts or moves a line breaks the chain there. Each database has one
chain, whatever shops are in it, and an anchor beside it that says how long it is.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from store import tables as t
from store.accounts import TableAccount, packed_accounts
from store.repository import Repository
from store.sight import seeing_everything

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Row

ANCHOR = 1  # number of the only row there is
START = "0" * 64  # what the first line takes for the hash before it
AT_ONCE = 500  # lines of one query


@dataclass(frozen=True, slots=True)
class Anchor:
    """
    Where a chain ends.

    Parameters
    ----------
    links
        How many lines it has.
    hash
        Of the last one.
    """

    links: int = 0
    hash: str = START


@dataclass(frozen=True, slots=True)
class LogLine:
    """
    A line of the log as the chain covers it.

    Parameters
    ----------
    number
        Of the action.
    shop_id, name, subject, document, by, done_s
        As they stand in the table of actions.
    subjects
        Paths of what it changed, in order.
    origin
        Where it came from, such as a network address; empty: nobody says.
    account
        What it changed row by row, packed.
    is_vouched
        False: it was there before there was a chain, and nobody knows whether it was changed.
    """

    number: int
    shop_id: str
    name: str
    subject: str
    document: str
    by: str
    done_s: int
    subjects: tuple[str, ...]
    origin: str
    account: bytes
    is_vouched: bool


def hash_of(previous: str, line: LogLine) -> str:
    """Return the hash of a line that comes after another: SHA-256 of that one's and its text."""
    said = [
        *(line.number, line.shop_id, line.name, line.subject, line.document),
        *(line.by, line.done_s, list(line.subjects), line.origin),
        *(hashlib.sha256(line.account).hexdigest(), bool(line.is_vouched)),
    ]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


class Chain(Repository):
    """The chain of the log, on one connection."""

    def anchor(self) -> Anchor | None:
        """Return where the chain ends as its anchor says; None: there is none yet."""
        row = self._first(t.log_anchor, id=ANCHOR)
        return None if row is None else Anchor(row.links, row.hash)

    def end(self, apart_from: frozenset[str] = frozenset()) -> str:
        """
        Return the hash it ends with, for anybody: it only tells whether anything was done.

        ``apart_from`` names actions that do not count: then it is that of the last other line.
        """
        with seeing_everything(self.connection):
            if apart_from:
                others = t.action.c.name.not_in(sorted(apart_from))
                query = select(t.log_link.c.hash).join(t.action).where(others)
                last = query.order_by(t.log_link.c.place.desc()).limit(1)
                return self.connection.scalar(last) or START
            found = self.anchor()
        return START if found is None else found.hash

    def hold(self) -> Anchor:
        """Return where the chain ends, and let nobody else add to it before this is over."""
        query = select(t.log_anchor).where(t.log_anchor.c.id == ANCHOR).with_for_update()
        row = self.connection.execute(query).first()
        if row is None:
            self._add(t.log_anchor, [{"id": ANCHOR, "links": 0, "hash": START}])
            return Anchor()
        return Anchor(row.links, row.hash)

    def add(
        self,
        number: int,
        *,
        origin: str,
        subjects: Sequence[str] = (),
        accounts: tuple[TableAccount, ...] = (),
    ) -> None:
        """Add an action that stands in the table of actions as the last line."""
        end = self.hold()
        link = {
            "place": end.links + 1,
            "action_id": number,
            "origin": origin,
            "account": packed_accounts(accounts) if accounts else b"",
            "is_vouched": True,
        }
        row = self._first(t.action, id=number)
        assert row is not None  # it was added by this transaction
        found = hash_of(end.hash, line_of(row, link, subjects))
        self._add(t.log_link, [{**link, "previous": end.hash, "hash": found}])
        self._change(t.log_anchor, {"links": end.links + 1, "hash": found}, id=ANCHOR)

    def links(self) -> Iterator[Row[Any]]:
        """Hand out the links in the order of their places, some at once."""
        query = select(t.log_link)
        while True:
            rows = self.connection.execute(query.order_by(t.log_link.c.place).limit(AT_ONCE)).all()
            yield from rows
            if len(rows) < AT_ONCE:
                return
            query = select(t.log_link).where(t.log_link.c.place > rows[-1].place)

    def subjects(self, numbers: Sequence[int]) -> dict[int, list[str]]:
        """Return the paths of what actions changed, in order."""
        found: dict[int, list[str]] = {number: [] for number in numbers}
        rows = self._rows(t.change, t.change.c.action_id.in_(numbers), by=[t.change.c.subject])
        for row in rows:
            found[row.action_id].append(row.subject)
        return found


def line_of(action: Row[Any], link: Mapping[Any, Any], subjects: Sequence[str]) -> LogLine:
    """Return the line that an action and the values of its link make."""
    return LogLine(
        *(action.id, action.shop_id, action.name, action.subject, action.document),
        *(action.done_by, action.done_s, tuple(sorted(subjects)), link["origin"]),
        *(bytes(link["account"]), bool(link["is_vouched"])),
    )


def line_again(
    link: Row[Any],
    action: Row[Any],
    subjects: Sequence[str],
    *,
    after: Mapping[str, object] | None,
    place: int,
) -> dict[str, object]:
    """Return the link of a line at a new place of a chain, after another link or as the first."""
    previous = START if after is None else str(after["hash"])
    moved = {**link._mapping, "place": place, "previous": previous}
    return {**moved, "hash": hash_of(previous, line_of(action, moved, subjects))}
