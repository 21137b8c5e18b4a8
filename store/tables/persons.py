"""Tables of people's own data: who looked at whose pay, who was erased, which lines of the log."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from store.tables.columns import key, metadata, shop_key, stamp

pay_look = Table(
    "pay_look",
    metadata,
    key(),
    shop_key(),
    Column("agent_id", Text, nullable=False),  # empty: everybody of the month
    Column("month", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("visit", Text, nullable=False),
    *stamp("looked"),
    UniqueConstraint("shop_id", "visit", "looked_by", "month", "agent_id", "what", "place"),
    Index("ix_pay_look_agent_id", "shop_id", "agent_id"),
)

erased_person = Table(
    "erased_person",
    metadata,
    shop_key(key=True),
    Column("agent_id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=True),
    Column("name_until", Date, nullable=False),
    *stamp("erased"),
    Column("ended_s", BigInteger, nullable=True),
    ForeignKeyConstraint(["shop_id", "agent_id"], ["agent.shop_id", "agent.id"]),
)

log_erasure = Table(
    "log_erasure",
    metadata,
    key(),
    Column("place", Integer, nullable=False, index=True),
    Column("code", Text, nullable=False, index=True),
    Column("hash", Text, nullable=False),
)
