"""Tables of what happened on the floor."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table, Text

from store.tables.columns import document, key, metadata, shop_key, stamp

attendance = Table(
    "attendance",
    metadata,
    key(),
    shop_key(),
    Column("agent_id", Text, nullable=False),
    Column("start_min", BigInteger, nullable=False, index=True),
    Column("end_min", BigInteger, nullable=False),
    Column("card", Text, nullable=False, server_default=""),
    Column("missing", Text, nullable=False, server_default=""),
)

interruption = Table(
    "interruption",
    metadata,
    key(),
    shop_key(),
    Column("agent_id", Text, nullable=False),
    Column("start_min", BigInteger, nullable=False, index=True),
    Column("end_min", BigInteger, nullable=False),
    document(),
    *stamp("entered"),
)
