"""Lay a table in a step of the database's history, and take tables away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import op

from store.tables.spelled import spelled

if TYPE_CHECKING:
    from sqlalchemy.schema import SchemaItem


def lay(
    table: str,
    columns: str,
    *more: SchemaItem,
    key: str = "id",
    unique: str = "",
    index: str = "",
) -> None:
    """
    Lay a table: its columns and keys as ``store.tables.spelled`` reads them.

    Parameters
    ----------
    more
        Columns and constraints that these words do not say.
    index
        Columns that are looked up, each by itself; a space between them.
    """
    op.create_table(table, *spelled(table, columns, key=key, unique=unique), *more)
    for name in index.split():
        op.create_index(f"ix_{table}_{name}", table, [name])


def drop(tables: str) -> None:
    """Take tables away, in this order; a space between them."""
    for table in tables.split():
        op.drop_table(table)
