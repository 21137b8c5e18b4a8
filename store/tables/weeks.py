"""Tables of weeks, the versions of their rosters and how these were tried."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from store.tables.columns import arrays, document, horizon, key, metadata, shift, shop_key, stamp

week = Table(
    "week",
    metadata,
    key(),
    shop_key(),
    Column("label", Text, nullable=False),
    *horizon(),
    document("rules"),
    document("history"),
    Column("forecast_id", Integer, ForeignKey("forecast.id"), nullable=True),
    Column("requirement_id", Integer, ForeignKey("requirement.id"), nullable=True),
    *stamp("entered"),
    UniqueConstraint("shop_id", "label"),
)

pin = Table(
    "pin",
    metadata,
    key(),
    Column("week_id", Integer, ForeignKey("week.id"), nullable=False, index=True),
    *shift(),
    *stamp("entered"),
)

type_pin = Table(
    "type_pin",
    metadata,
    key(),
    Column("week_id", Integer, ForeignKey("week.id"), nullable=False, index=True),
    Column("agent_id", Text, nullable=False),
    Column("date", Date, nullable=False),
    Column("kind", Text, nullable=False),
    Column("start_clock", Integer),  # minutes after midnight
    *stamp("entered"),
    UniqueConstraint("week_id", "agent_id", "date"),
)

roster_version = Table(
    "roster_version",
    metadata,
    key(),
    Column("week_id", Integer, ForeignKey("week.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("origin", Text, nullable=False),
    *stamp("made"),
    *stamp("changed"),
    Column("published_by", Text, nullable=False),
    Column("published_s", BigInteger, nullable=True),
    Column("reason", Text, nullable=False),
    document("checked"),
    document("proof", optional=True),
    UniqueConstraint("week_id", "number"),
)

roster_shift = Table(
    "roster_shift",
    metadata,
    key(),
    Column("version_id", Integer, ForeignKey("roster_version.id"), nullable=False, index=True),
    *shift(),
)

forecast_snapshot = Table(
    "forecast_snapshot",
    metadata,
    key(),
    Column(
        "version_id",
        Integer,
        ForeignKey("roster_version.id"),
        nullable=False,
        index=True,
        unique=True,
    ),
    Column("forecast_id", Integer, ForeignKey("forecast.id"), nullable=False),
    Column("requirement_id", Integer, ForeignKey("requirement.id"), nullable=False),
    *stamp("entered"),
)

draft_change = Table(
    "draft_change",
    metadata,
    key(),
    Column("version_id", Integer, ForeignKey("roster_version.id"), nullable=False, index=True),
    Column("step", Integer, nullable=False),
    Column("action", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("is_added", Boolean, nullable=False),
    Column("is_pinned", Boolean, nullable=False),
    Column("is_undone", Boolean, nullable=False),
    *shift(),
    *stamp("entered"),
)

simulation = Table(
    "simulation",
    metadata,
    key(),
    Column("version_id", Integer, ForeignKey("roster_version.id"), nullable=False, index=True),
    document(),
    arrays(),
    *stamp("entered"),
)
