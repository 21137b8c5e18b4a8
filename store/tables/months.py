"""Tables of months: what they are scored from and by, and what came out."""

from __future__ import annotations

from sqlalchemy import Index, Table

from store.tables.columns import table

month_targets = table(
    "month_targets", "shop_id, month text, document text, entered", key="shop_id month"
)

pay_plan = table(
    "pay_plan",
    "shop_id, agent_id text, valid_from date, document text, entered",
    key="shop_id agent_id valid_from",
)

scheme = table(
    "scheme",
    "shop_id, id text, version whole, post_kind text, valid_from date, document text, entered",
    key="shop_id id version",
)

post_kind = table("post_kind", "shop_id, post_id text, kind text", key="shop_id post_id")


def _sources(name: str) -> Table:
    """Return a table of what was imported for a month, by source."""
    return table(
        name,
        "shop_id, month text, source text, arrays bytes, entered",
        key="shop_id month source",
    )


fact_source = _sources("fact_source")
chat_source = _sources("chat_source")
message_source = _sources("message_source")
order_source = _sources("order_source")

replaced_source = table(
    "replaced_source", "id, kind text, shop_id, month text, source text, arrays bytes, entered"
)

month_run = table(
    "month_run",
    "id, shop_id, month text, number whole, document text, arrays bytes, entered",
    unique="shop_id month number",
)

run_step = table(
    "run_step", "id, run_id whole > month_run, state text, reason text, entered", index="run_id"
)

scorecard = table(
    "scorecard",
    "run_id whole > month_run, agent_id text, position whole, grade text?, document text",
    key="run_id agent_id",
)

payout = table(
    "payout",
    "run_id whole > month_run, agent_id text, position whole, total_fen big, document text",
    key="run_id agent_id",
)

register_entry = table(
    "register_entry",
    "id, shop_id, kind text, subject text, date date, document text, entered",
    Index("ix_register_entry_kind", "shop_id", "kind", "subject"),
    index="date",
)
