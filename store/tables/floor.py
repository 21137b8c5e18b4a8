"""Tables of what happened on the floor."""

from __future__ import annotations

from sqlalchemy import Column, Text

from store.tables.columns import table

attendance = table(
    "attendance",
    "id, shop_id, agent_id text, start_min big, end_min big",
    Column("card", Text, nullable=False, server_default=""),
    Column("missing", Text, nullable=False, server_default=""),
    index="start_min",
)

interruption = table(
    "interruption",
    "id, shop_id, agent_id text, start_min big, end_min big, document text, entered",
    index="start_min",
)
