"""Tables of weeks, the versions of their rosters and how these were tried."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    Table,
    Text,
)

from store.tables.columns import (
    key,
    metadata,
    shift,
    stamp,
    table,
)

week = table(
    "week",
    "id, shop_id, label text, start date, days whole, interval_min whole, rules text, "
    "history text, forecast_id whole? > forecast, requirement_id whole? > requirement, "
    "entered",
    unique="shop_id label",
)

pin = Table(
    "pin",
    metadata,
    key(),
    Column("week_id", Integer, ForeignKey("week.id"), nullable=False, index=True),
    *shift(),
    *stamp("entered"),
)

type_pin = table(  # start_clock: minutes after midnight
    "type_pin",
    "id, week_id whole > week, agent_id text, date date, kind text, start_clock whole?, entered",
    unique="week_id agent_id date",
    index="week_id",
)

roster_version = table(
    "roster_version",
    "id, week_id whole > week, number whole, state text, origin text, made_by text, "
    "made_s big, changed_by text, changed_s big, published_by text, published_s big?, "
    "reason text, checked text, proof text?",
    unique="week_id number",
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

simulation = table(
    "simulation",
    "id, version_id whole > roster_version, document text, arrays bytes, entered",
    index="version_id",
)
