"""What the tables share: their names' rules, and columns of the same kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

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


def key() -> Column[int]:
    """Return the column of a row's own number."""
    return Column("id", Integer, primary_key=True, autoincrement=True)


def shop_key() -> Column[str]:
    """Return the column of the shop a row belongs to."""
    return Column("shop_id", Text, ForeignKey("shop.id"), nullable=False)


def stamp(what: str) -> tuple[Column[str], Column[int]]:
    """Return the columns of who and when."""
    return Column(f"{what}_by", Text, nullable=False), Column(
        f"{what}_s", BigInteger, nullable=False
    )


def agent_key() -> tuple[Column[str], ForeignKeyConstraint]:
    """Return the column of an agent of the shop."""
    return (
        Column("agent_id", Text, nullable=False),
        ForeignKeyConstraint(["shop_id", "agent_id"], ["agent.shop_id", "agent.id"]),
    )


def shift() -> tuple[SchemaItem, ...]:
    """Return the columns of a shift."""
    return (
        Column("agent_id", Text, nullable=False, index=True),
        Column("post", Text, nullable=False),
        Column("start_min", BigInteger, nullable=False),
        Column("end_min", BigInteger, nullable=False),
        Column("meal_start_min", BigInteger, nullable=True),
        Column("meal_end_min", BigInteger, nullable=True),
        Column("breaks", Text, nullable=False),
        Column("sessions", Text, nullable=False, server_default="[]"),
        Column("stints", Text, nullable=False, server_default="[]"),
    )
