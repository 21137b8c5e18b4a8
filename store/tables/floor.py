"""Tables of what happened on the floor."""

from __future__ import annotations

from store.tables.columns import table

attendance = table(
    "attendance",
    "id, shop_id, agent_id text, start_min big, end_min big, card text =, missing text =",
    index="start_min",
)

interruption = table(
    "interruption",
    "id, shop_id, agent_id text, start_min big, end_min big, document text, entered",
    index="start_min",
)
