"""Tables of the log: who did what, what that touched, and the chain of its lines."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from store.tables.columns import document, key, metadata, shop_key, stamp

action = Table(
    "action",
    metadata,
    key(),
    shop_key(),
    Column("name", Text, nullable=False),
    Column("subject", Text, nullable=False),
    document(),
    *stamp("done"),
    Index("ix_action_subject", "shop_id", "subject"),
)

change = Table(
    "change",
    metadata,
    Column("action_id", Integer, ForeignKey("action.id"), primary_key=True),
    Column("subject", Text, primary_key=True),
    shop_key(),
    Index("ix_change_shop_id", "shop_id", "subject", "action_id"),
)

log_link = Table(
    "log_link",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("action_id", Integer, ForeignKey("action.id"), nullable=False, unique=True),
    Column("origin", Text, nullable=False),
    Column("account", LargeBinary, nullable=False),
    Column("is_vouched", Boolean, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

log_anchor = Table(
    "log_anchor",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("links", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
)

witness = Table(
    "witness",
    metadata,
    key(),
    Column("table_name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("at_s", BigInteger, nullable=False),
    Column("connected_as", Text, nullable=False),
    Column("came_from", Text, nullable=False),
)
