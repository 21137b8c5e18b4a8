"""Tables of vendors: what was agreed with them, what their months came to, and who signed it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from store.tables.columns import document, key, metadata, shop_key, stamp

OF_VENDORS = frozenset({"vendor_contract", "vendor_settlement", "settlement_step"})
"""Tables whose rows are about a vendor: who reaches no whole shop has those of own vendors."""

vendor_contract = Table(
    "vendor_contract",
    metadata,
    key(),
    shop_key(),
    Column("vendor", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    document(),
    *stamp("entered"),
    UniqueConstraint("shop_id", "vendor", "name", "version"),
)

vendor_settlement = Table(
    "vendor_settlement",
    metadata,
    key(),
    shop_key(),
    Column("vendor", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("due_fen", BigInteger, nullable=False),
    document(),
    *stamp("entered"),
    UniqueConstraint("shop_id", "vendor", "month", "number"),
)

settlement_step = Table(
    "settlement_step",
    metadata,
    key(),
    shop_key(),
    Column("vendor", Text, nullable=False),
    Column("settlement_id", Integer, ForeignKey("vendor_settlement.id"), nullable=False),
    Column("side", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("reason", Text, nullable=False),
    *stamp("entered"),
)
