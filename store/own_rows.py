"""Every row that is about one person, whatever table it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import or_, select

from store import tables as t
from store.documents import unpack_arrays
from store.journal import plain_row
from store.person_tables import PACKED, SECRETS
from store.repository import Repository
from store.tables.columns import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt
    from sqlalchemy import ColumnElement, Table

    Told = dict[str, list[dict[str, Any]]]

OF_OTHERS = frozenset({"user", "buyer"})
"""Arrays that name customers: they are people too, and it is not theirs to hand out."""


class OwnRows(Repository):
    """The rows about people, on one connection."""

    def of(self, shop_id: str, agent_id: str) -> Told:
        """Return the rows about somebody by table; tables without any are left out."""
        found = {}
        for table, is_theirs in rows_about(agent_id):
            if table.name in SECRETS:
                continue
            query = select(table).where(is_theirs, in_shop(table, shop_id))
            rows = self.connection.execute(query.order_by(*table.primary_key.columns))
            told = [plain_row(row) for row in rows.mappings()]
            if told:
                found[table.name] = told
        return found

    def packed(self, shop_id: str, agent_id: str) -> Told:
        """Return somebody's lines of the files in which many people stand, by table."""
        found: Told = {}
        for name in PACKED:
            table = metadata.tables[name]
            for row in self._rows(table, shop_id=shop_id):
                lines = lines_of(unpack_arrays(row.arrays), agent_id)
                told = [{"month": row.month, "source": row.source, **line} for line in lines]
                found.setdefault(name, []).extend(told)
        return {name: told for name, told in found.items() if told}

    def shown_runs(self, shop_id: str) -> frozenset[int]:
        """Return the numbers of the runs of months that were shown to the agents."""
        query = (
            select(t.run_step.c.run_id).join(t.month_run).where(t.month_run.c.shop_id == shop_id)
        )
        return frozenset(self.connection.scalars(query))


def rows_about(agent_id: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Hand out each table that may hold rows about somebody, with which they are."""
    for table in metadata.sorted_tables:
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


def lines_of(arrays: Mapping[str, npt.NDArray[Any]], agent_id: str) -> Iterator[dict[str, Any]]:
    """
    Hand out the lines of packed arrays that are an agent's, without what names customers.

    ``agent`` holds indices into ``agents``, as ``post`` does into ``posts``; what is as long as
    ``agent`` is a column.
    """
    names, of_line = arrays.get("agents"), arrays.get("agent")
    if names is None or of_line is None:
        return
    places = np.flatnonzero(np.isin(of_line, np.flatnonzero(names == agent_id)))
    columns = {
        name: values
        for name, values in arrays.items()
        if values.shape == of_line.shape and name not in {"agents", "agent", *OF_OTHERS}
    }
    for place in places:
        yield {name: _cell(arrays, name, values[place]) for name, values in columns.items()}


def _cell(arrays: Mapping[str, npt.NDArray[Any]], name: str, value: Any) -> Any:  # noqa: ANN401 - a cell of an array
    if name == "post" and "posts" in arrays:
        return str(arrays["posts"][value])
    return value.item()


def in_shop(table: Table, shop_id: str) -> ColumnElement[bool]:
    """Return which rows of a table belong to a shop, itself or through what they refer to."""
    if "shop_id" in table.c:
        return table.c.shop_id == shop_id
    key = next(iter(sorted(table.foreign_keys, key=lambda one: one.parent.name)))
    above = key.column.table
    return key.parent.in_(select(key.column).where(in_shop(above, shop_id)))


def _escaped(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text
