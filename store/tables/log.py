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

from store.tables.columns import metadata, table

action = table(
    "action",
    "id, shop_id, name text, subject text, document text, done_by text, done_s big",
    Index("ix_action_subject", "shop_id", "subject"),
)

change = table(
    "change",
    "action_id whole > action, subject text, shop_id",
    Index("ix_change_shop_id", "shop_id", "subject", "action_id"),
    key="action_id subject",
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

witness = table(
    "witness",
    "id, table_name text, key text, verb text, at_s big, connected_as text, came_from text",
)
