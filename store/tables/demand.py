"""Tables of volumes, special days, forecasts and requirements."""

from __future__ import annotations

from store.tables.columns import table

volumes = table("volumes", "shop_id, arrays bytes, entered", key="shop_id")

all_contacts = table("all_contacts", "shop_id, arrays bytes, entered", key="shop_id")

special_day = table(
    "special_day",
    "id, shop_id, date date, name text, document text, entered",
    unique="shop_id date name",
)

forecast = table(
    "forecast",
    "id, shop_id, start date, days whole, interval_min whole, arrays bytes, document text, entered",
)

requirement = table(
    "requirement",
    "id, shop_id, start date, days whole, interval_min whole, arrays bytes, document text, entered",
)
