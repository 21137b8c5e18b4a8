"""Tables of shops, their posts and rules, their people and what these ask for."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    Table,
    Text,
    false,
)

from store.tables.columns import agent_key, key, metadata, shop_key, stamp, table

company = table("company", "id text, name text, entered")

shop = table(
    "shop",
    "id text, name text, timezone text, interval_min whole",
    Column("company_id", Text, nullable=False, server_default="main"),
)

post = table("post", "shop_id, id text, position whole, document text", key="shop_id id")

agent = table(
    "agent",
    "shop_id, id text, position whole, name text, team text, is_active flag, document text",
    key="shop_id id",
)

shared_person = table(
    "shared_person",
    "shop_id, agent_id text > agent, person text, entered",
    key="shop_id agent_id",
    index="person",
)

rule_set = table(
    "rule_set", "shop_id, version whole, document text, entered", key="shop_id version"
)

absence = table(
    "absence",
    "id, shop_id, agent_id text > agent, start_min big, end_min big, kind text, entered",
    index="start_min",
)

wish = Table(
    "wish",
    metadata,
    key(),
    shop_key(),
    *agent_key(),
    Column("date", Date, nullable=False, index=True),
    Column("first_clock", Integer, nullable=True),
    Column("last_clock", Integer, nullable=True),
    Column("weight", Float, nullable=False),
    Column("kind", Text, nullable=False, server_default=""),
    Column("is_against", Boolean, nullable=False, server_default=false()),
    Column("is_only", Boolean, nullable=False, server_default=false()),
    *stamp("entered"),
)

agent_limit = table(
    "agent_limit",
    "shop_id, agent_id text > agent, kind text, max_per_month whole, entered",
    key="shop_id agent_id kind",
)

session = table(
    "session",
    "shop_id, id text, agent_id text, team text, minutes whole, kind text, earliest_min big, "
    "latest_min big, entered",
    key="shop_id id",
    index="earliest_min",
)
