"""Tables of people's own data: who looked at whose pay, who was erased, which lines of the log."""

from __future__ import annotations

from sqlalchemy import Index

from store.tables.columns import table

pay_look = table(  # agent_id is empty where it was everybody of the month
    "pay_look",
    "id, shop_id, agent_id text, month text, what text, place text, visit text, "
    "looked_by text, looked_s big",
    Index("ix_pay_look_agent_id", "shop_id", "agent_id"),
    unique="shop_id visit looked_by month agent_id what place",
)

erased_person = table(
    "erased_person",
    "shop_id, agent_id text > agent, code text, name text?, name_until date, erased_by text, "
    "erased_s big, ended_s big?",
    key="shop_id agent_id",
)

log_erasure = table("log_erasure", "id, place whole, code text, hash text", index="code place")
