"""Tables of months: what they are scored from and by, and what came out."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from store.tables.columns import arrays, document, key, metadata, shop_key, stamp

month_targets = Table(
    "month_targets",
    metadata,
    shop_key(key=True),
    Column("month", Text, primary_key=True),
    document(),
    *stamp("entered"),
)

pay_plan = Table(
    "pay_plan",
    metadata,
    shop_key(key=True),
    Column("agent_id", Text, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    document(),
    *stamp("entered"),
)

scheme = Table(
    "scheme",
    metadata,
    shop_key(key=True),
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("post_kind", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    document(),
    *stamp("entered"),
)

post_kind = Table(
    "post_kind",
    metadata,
    shop_key(key=True),
    Column("post_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
)


def _sources(name: str) -> Table:
    """Return a table of what was imported for a month, by source."""
    return Table(
        name,
        metadata,
        shop_key(key=True),
        Column("month", Text, primary_key=True),
        Column("source", Text, primary_key=True),
        arrays(),
        *stamp("entered"),
    )


fact_source = _sources("fact_source")
chat_source = _sources("chat_source")
message_source = _sources("message_source")
order_source = _sources("order_source")

replaced_source = Table(
    "replaced_source",
    metadata,
    key(),
    Column("kind", Text, nullable=False),
    shop_key(),
    Column("month", Text, nullable=False),
    Column("source", Text, nullable=False),
    arrays(),
    *stamp("entered"),
)

month_run = Table(
    "month_run",
    metadata,
    key(),
    shop_key(),
    Column("month", Text, nullable=False),
    Column("number", Integer, nullable=False),
    document(),
    arrays(),
    *stamp("entered"),
    UniqueConstraint("shop_id", "month", "number"),
)

run_step = Table(
    "run_step",
    metadata,
    key(),
    Column("run_id", Integer, ForeignKey("month_run.id"), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    *stamp("entered"),
)

scorecard = Table(
    "scorecard",
    metadata,
    Column("run_id", Integer, ForeignKey("month_run.id"), primary_key=True),
    Column("agent_id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("grade", Text, nullable=True),
    document(),
)

payout = Table(
    "payout",
    metadata,
    Column("run_id", Integer, ForeignKey("month_run.id"), primary_key=True),
    Column("agent_id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("total_fen", BigInteger, nullable=False),
    document(),
)

register_entry = Table(
    "register_entry",
    metadata,
    key(),
    shop_key(),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("date", Date, nullable=False, index=True),
    document(),
    *stamp("entered"),
    Index("ix_register_entry_kind", "shop_id", "kind", "subject"),
)
