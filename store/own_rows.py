"""Every row that is about one person, whatever table it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from store import tables as t
from store.journal import plain_row
from store.repository import Repository
from store.tables.columns import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Table

SECRETS = frozenset({"account", "arrival", "own_link", "visit", "sign_in_try", "house_setting"})
"""Tables of what proves who somebody is: handed out they would let others in."""


class OwnRows(Repository):
    """The rows about people, on one connection."""

    def of(self, shop_id: str, agent_id: str) -> dict[str, list[dict[str, Any]]]:
        """Return the rows about somebody by table; tables without any are left out."""
        found = {}
        for table, is_theirs in _asked(agent_id):
            query = select(table).where(is_theirs, _in_shop(table, shop_id))
            rows = self.connection.execute(query.order_by(*table.primary_key.columns))
            told = [plain_row(row) for row in rows.mappings()]
            if told:
                found[table.name] = told
        return found


def _asked(agent_id: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Hand out each table that may hold rows about somebody, with which they are."""
    for table in metadata.sorted_tables:
        if table.name in SECRETS:
            continue
        if table is t.agent:
            yield table, table.c.id == agent_id
        elif table is t.register_entry:
            named = f'%"agent_id":"{_escaped(agent_id)}"%'
            of_them = table.c.document.like(named, escape="\\")
            yield table, or_(table.c.subject == agent_id, of_them)
        elif table is t.action:
            yield table, table.c.subject == agent_id
        elif "agent_id" in table.c:
            yield table, table.c.agent_id == agent_id


def _escaped(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text


def _in_shop(table: Table, shop_id: str) -> ColumnElement[bool]:
    """Return which rows of a table belong to a shop, itself or through what they refer to."""
    if "shop_id" in table.c:
        return table.c.shop_id == shop_id
    key = next(iter(sorted(table.foreign_keys, key=lambda one: one.parent.name)))
    above = key.column.table
    return key.parent.in_(select(key.column).where(_in_shop(above, shop_id)))
