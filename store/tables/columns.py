"""What the tables share: their names' rules, and how one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Index, MetaData, Table

from store.tables.spelled import spelled

if TYPE_CHECKING:
    from sqlalchemy.schema import SchemaItem

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def table(
    name: str, columns: str, *more: SchemaItem, key: str = "id", unique: str = "", index: str = ""
) -> Table:
    """
    Return a table, as ``store.tables.spelled`` reads its columns and keys.

    Parameters
    ----------
    more
        Constraints and indices that these words do not say.
    index
        Columns that are looked up, each by itself; a space between them.
    """
    made = Table(name, metadata, *spelled(name, columns, key=key, unique=unique), *more)
    for one in index.split():
        Index(f"ix_{name}_{one}", made.c[one])
    return made
