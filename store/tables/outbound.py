"""The table of what is told to others: one row for each message to each of them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from store.tables.columns import document, key, metadata, shop_key, stamp

dispatch = Table(
    "dispatch",
    metadata,
    key(),
    shop_key(),
    Column("channel", Text, nullable=False),
    Column("event", Text, nullable=False),
    document("facts"),
    Column("state", Text, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("due_s", BigInteger, nullable=False),
    Column("sent_s", BigInteger, nullable=True),
    Column("answer", Text, nullable=False),
    *stamp("asked"),
)
