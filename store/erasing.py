"""Somebody's rows counted, removed, and left under their number alone."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, func, select

from scheduler.agent import Agent
from store import tables as t
from store.documents import from_document, to_document
from store.journal import packed, unpacked
from store.own_rows import in_shop, rows_about
from store.person_tables import REGISTERS, TABLES, PartOf
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import columns_of, value_of
from store.tables.columns import metadata

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Row, Table

    from store.journal import RowChange

UNTOLD = "…"
BY = "_by"
LOGGED = frozenset({"action"})  # its lines have a way of their own: ``store.blackening``


@dataclass(frozen=True, slots=True)
class ErasedPerson:
    """
    Somebody who was erased.

    Parameters
    ----------
    agent_id, code
        The number they stay known by, and what stands in place of their name.
    name
        Sealed, for pay records must name whom was paid; None: no law asks for it any more.
    name_until
        Last day on which the law asks for it.
    erased
        By whom and when.
    ended_at
        When what the law had kept until then was removed too; None: it is still kept.
    """

    agent_id: str
    code: str
    name: str | None
    name_until: dt.date
    erased: Stamp
    ended_at: dt.datetime | None = None


class Erasing(Repository):
    """People whose data goes, on one connection; the database's guards must be away to erase."""

    def all(self, shop_id: str) -> tuple[ErasedPerson, ...]:
        """Return who was erased, the newest first."""
        rows = self._rows(t.erased_person, by=[t.erased_person.c.erased_s.desc()], shop_id=shop_id)
        return tuple(value_of(ErasedPerson, row) for row in rows)

    def next_code(self) -> str:
        """Return what is to stand in place of the next name."""
        count = self.connection.scalar(select(func.count()).select_from(t.erased_person))
        return f"X{int(count or 0) + 1:04d}"

    def keep(self, shop_id: str, erased: ErasedPerson) -> None:
        """Keep that somebody was erased."""
        self._add(t.erased_person, [columns_of(t.erased_person, erased, shop_id=shop_id)])

    def end(self, shop_id: str, agent_id: str, at_s: int) -> None:
        """Forget a sealed name."""
        self._change(
            t.erased_person, {"name": None, "ended_s": at_s}, shop_id=shop_id, agent_id=agent_id
        )

    def held(self, shop_id: str, agent_id: str) -> dict[PartOf, dict[str, int]]:
        """Return how many rows there are about somebody, by part, then by table or kind."""
        found: dict[PartOf, dict[str, int]] = {}
        for table, is_theirs in rows_about(agent_id):
            where = [is_theirs, in_shop(table, shop_id)]
            for name, part, more in _parts_of(table):
                query = select(func.count()).select_from(table).where(*where, *more)
                if count := int(self.connection.scalar(query) or 0):
                    found.setdefault(part, {})[name] = count
        return found

    def remove(self, shop_id: str, agent_id: str, part: PartOf) -> dict[str, int]:
        """Remove somebody's rows of a part; return how many by table or kind."""
        gone: dict[str, int] = {}
        for table, is_theirs in rows_about(agent_id):
            for name, is_of, more in _parts_of(table):
                if is_of is part:
                    count = self._remove(table, is_theirs, in_shop(table, shop_id), *more)
                    gone |= {name: count} if count else {}
        return gone

    def hush(self, shop_id: str, agent_id: str) -> None:
        """Take the texts out of somebody's objections and their answers."""
        kinds = [name for name, part in REGISTERS.items() if part is PartOf.DECISIONS]
        entry = t.register_entry
        mine = (entry.c.kind.in_(kinds), entry.c.subject == agent_id)
        for row in self._rows(entry, *mine, shop_id=shop_id):
            said = json.loads(row.document)
            told = {name: UNTOLD for name in ("text", "answer") if said.get(name)}
            self._change(entry, {"document": json.dumps(said | told)}, id=row.id)

    def empty_line(self, shop_id: str, agent_id: str, code: str) -> None:
        """Leave of a line of the staff list what the law asks for, under a code for the name."""
        row = self._needed("unknown_agent", t.agent, shop_id=shop_id, id=agent_id)
        agent: Agent = from_document(Agent, row.document)
        bare = Agent(
            *(agent.id, code, agent.team, agent.certificates, agent.contract),
            hired=agent.hired,
            leaves=agent.leaves,
        )
        told = {"name": code, "is_active": False, "document": to_document(bare)}
        self._change(t.agent, told, shop_id=shop_id, id=agent_id)

    def end_access(self, shop_id: str, agent_id: str, code: str, stamp: Stamp) -> frozenset[str]:
        """End somebody's roles, accounts, links and visits; return the accounts' names."""
        links = self._cells(t.own_link.c.id, shop_id=shop_id, agent_id=agent_id)
        self._remove(t.visit, t.visit.c.own_link_id.in_(links))
        self._remove(t.own_link, t.own_link.c.id.in_(links))
        own = self.accounts_of(shop_id, agent_id)
        ours = [row.id for row in self._self_grants(shop_id, agent_id)]
        running = t.role_grant.c.id.in_(ours) & t.role_grant.c.ended_s.is_(None)
        self._change(t.role_grant, stamp.columns("ended"), running)
        for number, name in own.items():
            self._remove(t.visit, account_id=number)
            outside = self._cells(t.account.c.outside, id=number)
            self._remove(t.arrival, t.arrival.c.outside.in_(filter(None, outside)))
            self._remove(t.account, id=number)
            self._change(t.role_grant, {"person": code}, person=name)
        return frozenset(own.values())

    def accounts_of(self, shop_id: str, agent_id: str) -> dict[int, str]:
        """Return the accounts that are somebody's and nobody needs for another role, by number."""
        named = {row.person for row in self._self_grants(shop_id, agent_id)}
        rows = self._rows(t.role_grant, t.role_grant.c.ended_s.is_(None))
        mine = to_document((agent_id,))
        others = {row.person for row in rows if (row.shop_id, row.names) != (shop_id, mine)}
        found = self._rows(t.account, t.account.c.name.in_(sorted(named - others)))
        return {row.id: row.name for row in found}

    def is_only_theirs(self, shop_id: str, agent_id: str, name: str) -> bool:
        """Return whether nobody else is, or signs in, under a name."""
        others = self.connection.scalar(
            select(func.count())
            .select_from(t.agent)
            .where(t.agent.c.name == name)
            .where((t.agent.c.id != agent_id) | (t.agent.c.shop_id != shop_id))
        )
        return not others and self._first(t.account, name=name) is None

    def rename(self, names: frozenset[str], code: str) -> None:
        """Put a code in place of names wherever these say who did something, but in the log."""
        for table in metadata.sorted_tables:
            for column in table.columns:
                is_who = column.name.endswith(BY) and isinstance(column.type, Text)
                if is_who and table.name not in LOGGED:
                    self._change(table, {column.name: code}, column.in_(sorted(names)))

    def forget_in_imports(self, shop_id: str, agent_id: str) -> int:
        """Take somebody out of what withdrawing files would lay back; return of how many files."""
        count = 0
        for row in self._rows(t.file_import, shop_id=shop_id):
            before = unpacked(row.changes)
            after = [one for one in before if not _is_about(one, shop_id, agent_id)]
            if len(after) < len(before):
                self._change(t.file_import, {"changes": packed(after)}, id=row.id)
                count += 1
        return count

    def _self_grants(self, shop_id: str, agent_id: str) -> Iterable[Row[Any]]:
        mine = to_document((agent_id,))
        return self._rows(t.role_grant, shop_id=shop_id, scope="self", names=mine)


def _parts_of(table: Table) -> Iterable[tuple[str, PartOf, tuple[ColumnElement[bool], ...]]]:
    """Hand out the parts of a table: all of it, or the kinds of a register's entries."""
    if table is not t.register_entry:
        return [(table.name, TABLES[table.name], ())]
    return [(kind, part, (table.c.kind == kind,)) for kind, part in REGISTERS.items()]


def _is_about(change: RowChange, shop_id: str, agent_id: str) -> bool:
    if change.table == "agent":
        return tuple(change.key) == (shop_id, agent_id)
    before = change.before or {}
    keys = dict(
        zip(metadata.tables[change.table].primary_key.columns.keys(), change.key, strict=True)
    )
    told = (before.get("agent_id"), before.get("subject"), keys.get("agent_id"))
    return agent_id in told
