"""Tables of who may do what, and of the teams that a vendor sends."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Integer, Table, Text

from store.tables.columns import key, metadata, shop_key, stamp

role_grant = Table(
    "role_grant",
    metadata,
    key(),
    Column("person", Text, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("shop_id", Text, ForeignKey("shop.id"), nullable=True),
    Column("names", Text, nullable=False),
    Column("first", Date, nullable=True),
    Column("last", Date, nullable=True),
    Column("deputy_of", Integer, ForeignKey("role_grant.id"), nullable=True),
    *stamp("entered"),
    Column("ended_by", Text, nullable=True),
    Column("ended_s", BigInteger, nullable=True),
)

vendor_team = Table(
    "vendor_team",
    metadata,
    shop_key(key=True),
    Column("team", Text, primary_key=True),
    Column("vendor", Text, nullable=False),
    *stamp("entered"),
)
