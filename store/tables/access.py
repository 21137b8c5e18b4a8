"""Tables of who may do what, and of the teams that a vendor sends."""

from __future__ import annotations

from store.tables.columns import table

role_grant = table(
    "role_grant",
    "id, person text, role text, scope text, shop_id text? > shop, names text, first date?, "
    "last date?, deputy_of whole? > role_grant, entered, ended_by text?, ended_s big?",
    index="person",
)

vendor_team = table("vendor_team", "shop_id, team text, vendor text, entered", key="shop_id team")
