"""Tables of volumes, special days, forecasts and requirements."""

from __future__ import annotations

from sqlalchemy import Column, Date, Table, Text, UniqueConstraint

from store.tables.columns import arrays, document, horizon, key, metadata, shop_key, stamp

volumes = Table("volumes", metadata, shop_key(key=True), arrays(), *stamp("entered"))

all_contacts = Table("all_contacts", metadata, shop_key(key=True), arrays(), *stamp("entered"))

special_day = Table(
    "special_day",
    metadata,
    key(),
    shop_key(),
    Column("date", Date, nullable=False),
    Column("name", Text, nullable=False),
    document(),
    *stamp("entered"),
    UniqueConstraint("shop_id", "date", "name"),
)

forecast = Table(
    "forecast",
    metadata,
    key(),
    shop_key(),
    *horizon(),
    arrays(),
    document(),
    *stamp("entered"),
)

requirement = Table(
    "requirement",
    metadata,
    key(),
    shop_key(),
    *horizon(),
    arrays(),
    document(),
    *stamp("entered"),
)
