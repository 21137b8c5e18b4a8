"""
Lines of the log without somebody who is erased, so that the chain still holds.

A line's link keeps the hash it was chained with. What stands in the line now has a hash of its own
in ``log_erasure``, and a digest over all of these stands in the line of the erasing itself, which
is chained like any other: whoever changes a blackened line afterwards is found as before.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from sqlalchemy import select

from store import tables as t
from store.accounts import WITHHELD, RowAccount, packed_accounts, unpacked_accounts
from store.chain import AT_ONCE, LogLine, hash_of, line_of
from store.documents import from_document, to_document
from store.repository import Repository
from store.shops import HOUSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Row

ERASING = "person_erased"
STAY = frozenset({"id", "shop_id", "agent_id", "week_id", "version_id", "subject"})
TYPED = frozenset({"reason", "text", "answer"})
"""Details that people type in themselves, and that may tell anything."""
OF_PEOPLE = ("people", "limits", "plans")
"""First parts of paths (``store.changes``) whose second is whom they are about."""
SIGNED_BY = "_by"
KEYED_BY_PERSON = frozenset({"agent", "agent_limit"})
WORKED = frozenset({"roster_shift"})
"""Tables of which the log's values stay: who worked when, by number."""


@dataclass(frozen=True, slots=True)
class Blackened:
    """How many lines were blackened, and what vouches for how they stand now."""

    lines: int
    digest: str


@dataclass(frozen=True, slots=True)
class Gone:
    """
    Whom the log is not to tell of any more.

    Parameters
    ----------
    shop_id, agent_id
        By what they are known and stay known.
    code
        What stands in place of their names.
    names
        Under which they acted.
    called
        As they are called in lines about themselves.
    """

    shop_id: str
    agent_id: str
    code: str
    names: frozenset[str]
    called: frozenset[str]


class Blackening(Repository):
    """The lines of the log that tell of somebody."""

    def blacken(self, gone: Gone) -> Blackened:
        """Take somebody's names and data out of every line; the database's guards must be away."""
        rows = [
            {"place": row.place, "code": gone.code, "hash": self._kept(row, old, new)}
            for row, old in self._lines(gone.shop_id)
            if (new := _without(old, gone)) is not None
        ]
        self._add(t.log_erasure, rows)
        return Blackened(len(rows), digest_of((row["place"], row["hash"]) for row in rows))

    def _lines(self, shop_id: str) -> Iterator[tuple[Row[Any], LogLine]]:
        last = 0
        while True:
            link = t.log_link.c
            query = (
                select(t.action, link.place, link.origin, link.account, link.is_vouched)
                .add_columns(link.previous)
                .join(t.log_link, link.action_id == t.action.c.id)
                .where(t.action.c.shop_id.in_((shop_id, HOUSE)), link.place > last)
                .order_by(link.place)
                .limit(AT_ONCE)
            )
            rows = self.connection.execute(query).all()
            subjects: dict[int, list[str]] = defaultdict(list)
            for change in self._rows(t.change, t.change.c.action_id.in_([one.id for one in rows])):
                subjects[change.action_id].append(change.subject)
            yield from ((row, line_of(row, row._mapping, subjects[row.id])) for row in rows)
            if len(rows) < AT_ONCE:
                return
            last = rows[-1].place

    def _kept(self, row: Row[Any], old: LogLine, new: LogLine) -> str:
        """Keep a line as it is to stand; return its hash."""
        told = {"subject": new.subject, "document": new.document, "done_by": new.by}
        self._change(t.action, told, id=row.id)
        linked = {"origin": new.origin, "account": new.account}
        self._change(t.log_link, linked, place=row.place)
        for before, after in zip(old.subjects, new.subjects, strict=True):
            if before != after:
                self._change(t.change, {"subject": after}, action_id=row.id, subject=before)
        return hash_of(row.previous, replace(new, subjects=tuple(sorted(new.subjects))))


def digest_of(lines: Iterable[tuple[object, object]]) -> str:
    """Return what tells blackened lines from any others."""
    text = "\n".join(f"{place}:{found}" for place, found in sorted(lines, key=str))
    return hashlib.sha256(text.encode()).hexdigest()


def blackened_hashes(connection: Connection) -> dict[int, str]:
    """Return the hashes of blackened lines that the log vouches for, as they stand, by place."""
    rows = connection.execute(select(t.log_erasure).order_by(t.log_erasure.c.id)).all()
    by_code: dict[str, list[tuple[object, object]]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append((row.place, row.hash))
    told = connection.scalars(select(t.action.c.document).where(t.action.c.name == ERASING))
    vouched = {
        said.get("code"): said.get("digest")
        for said in (from_document(dict[str, str], text) for text in told)
    }
    good = {code for code, lines in by_code.items() if vouched.get(code) == digest_of(lines)}
    return {row.place: row.hash for row in rows if row.code in good}


def _without(line: LogLine, gone: Gone) -> LogLine | None:
    """Return a line without somebody; None: it does not tell of them."""
    own = {f"{head}/{quote(gone.agent_id, safe='')}" for head in OF_PEOPLE}
    is_about = line.subject == gone.agent_id or any(
        "/".join(path.split("/")[:2]) in own for path in line.subjects
    )
    is_theirs = line.by in gone.names or line.subject in gone.names
    account = _blackened_account(line.account, gone) if line.account else b""
    new = replace(
        line,
        subject=gone.code if line.subject in gone.names else line.subject,
        document=_document(line.document, gone, is_about=is_about or is_theirs),
        by=gone.code if line.by in gone.names else line.by,
        subjects=tuple(_path(path, gone) for path in line.subjects),
        origin=WITHHELD if line.by in gone.names and line.origin else line.origin,
        account=account,
    )
    return None if new == line else new


def _path(path: str, gone: Gone) -> str:
    parts = [
        quote(gone.code, safe="") if unquote(part) in gone.names else part
        for part in path.split("/")
    ]
    return "/".join(parts)


def _document(text: str, gone: Gone, *, is_about: bool) -> str:
    said = from_document(dict[str, str | bool | int], text)
    told = {name: _detail(name, value, gone, is_about) for name, value in said.items()}
    return text if told == said else to_document(told)


def _detail(name: str, value: str | bool | int, gone: Gone, is_about: bool) -> str | bool | int:
    if not isinstance(value, str):
        return value
    if is_about and name in TYPED:
        return WITHHELD
    for called in sorted(gone.called, key=len, reverse=True) if is_about else ():
        value = value.replace(called, gone.code)
    return gone.code if value in gone.names else value


def _blackened_account(packed: bytes, gone: Gone) -> bytes:
    before = unpacked_accounts(packed)
    after = tuple(
        replace(one, rows=[_row(one.table, row, gone) for row in one.rows]) for one in before
    )
    return packed if after == before else packed_accounts(after)


def _row(table: str, row: RowAccount, gone: Gone) -> RowAccount:
    is_theirs = table not in WORKED and _is_about(table, row, gone)
    return RowAccount(
        row.key, *(_values(side, gone, is_theirs=is_theirs) for side in (row.before, row.after))
    )


def _is_about(table: str, row: RowAccount, gone: Gone) -> bool:
    if table in KEYED_BY_PERSON:
        return row.key[:2] == [gone.shop_id, gone.agent_id]
    sides = [side for side in (row.before, row.after) if side]
    return any(side.get("agent_id") == gone.agent_id for side in sides)


def _values(
    side: Mapping[str, Any] | None, gone: Gone, *, is_theirs: bool
) -> dict[str, Any] | None:
    if side is None:
        return None
    told = {}
    for name, value in side.items():
        is_named = isinstance(value, str) and value in gone.names
        hides = is_theirs and name not in STAY and not name.endswith(SIGNED_BY)
        told[name] = gone.code if is_named else WITHHELD if hides else value
    return told
