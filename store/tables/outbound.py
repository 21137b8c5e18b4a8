"""The table of what is told to others: one row for each message to each of them."""

from __future__ import annotations

from store.tables.columns import table

dispatch = table(
    "dispatch",
    "id, shop_id, channel text, event text, facts text, state text, attempts whole, "
    "due_s big, sent_s big?, answer text, asked_by text, asked_s big",
    index="state",
)
