"""Tables of shops, their posts and rules, their people and what these ask for."""

from __future__ import annotations

from store.tables.columns import table

company = table("company", "id text, name text, entered")

shop = table(
    "shop", "id text, name text, timezone text, interval_min whole, company_id text = main"
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

wish = table(
    "wish",
    "id, shop_id, agent_id text > agent, date date, first_clock whole?, last_clock whole?, "
    "weight real, kind text =, is_against flag = no, is_only flag = no, entered",
    index="date",
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
