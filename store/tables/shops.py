"""Tables of shops, their posts and rules, their people and what these ask for."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    false,
)

from store.tables.columns import agent_key, document, key, metadata, shop_key, stamp

company = Table(
    "company",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    *stamp("entered"),
)

shop = Table(
    "shop",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("interval_min", Integer, nullable=False),
    Column("company_id", Text, nullable=False, server_default="main"),
)

post = Table(
    "post",
    metadata,
    shop_key(key=True),
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    document(),
)

agent = Table(
    "agent",
    metadata,
    shop_key(key=True),
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
    document(),
)

shared_person = Table(
    "shared_person",
    metadata,
    shop_key(key=True),
    Column("agent_id", Text, primary_key=True),
    Column("person", Text, nullable=False, index=True),
    *stamp("entered"),
    ForeignKeyConstraint(["shop_id", "agent_id"], ["agent.shop_id", "agent.id"]),
)

rule_set = Table(
    "rule_set",
    metadata,
    shop_key(key=True),
    Column("version", Integer, primary_key=True),
    document(),
    *stamp("entered"),
)

absence = Table(
    "absence",
    metadata,
    key(),
    shop_key(),
    *agent_key(),
    Column("start_min", BigInteger, nullable=False, index=True),
    Column("end_min", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    *stamp("entered"),
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

agent_limit = Table(
    "agent_limit",
    metadata,
    shop_key(key=True),
    Column("agent_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("max_per_month", Integer, nullable=False),
    *stamp("entered"),
    ForeignKeyConstraint(["shop_id", "agent_id"], ["agent.shop_id", "agent.id"]),
)

session = Table(
    "session",
    metadata,
    shop_key(key=True),
    Column("id", Text, primary_key=True),
    Column("agent_id", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("earliest_min", BigInteger, nullable=False, index=True),
    Column("latest_min", BigInteger, nullable=False),
    *stamp("entered"),
)
