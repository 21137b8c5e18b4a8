"""Tables of weeks, the versions of their rosters and how these were tried."""

from __future__ import annotations

from sqlalchemy import Index

from store.tables.columns import table

week = table(
    "week",
    "id, shop_id, label text, start date, days whole, interval_min whole, rules text, "
    "history text, forecast_id whole? > forecast, requirement_id whole? > requirement, "
    "entered",
    unique="shop_id label",
)

pin = table("pin", "id, week_id whole > week, shift, entered", index="week_id agent_id")

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

roster_shift = table(
    "roster_shift", "id, version_id whole > roster_version, shift", index="version_id agent_id"
)

forecast_snapshot = table(
    "forecast_snapshot",
    "id, version_id whole > roster_version, forecast_id whole > forecast, "
    "requirement_id whole > requirement, entered",
    Index("ix_forecast_snapshot_version_id", "version_id", unique=True),
)

draft_change = table(
    "draft_change",
    "id, version_id whole > roster_version, step whole, action text, reason text, is_added flag, "
    "is_pinned flag, is_undone flag, shift, entered",
    index="version_id agent_id",
)

simulation = table(
    "simulation",
    "id, version_id whole > roster_version, document text, arrays bytes, entered",
    index="version_id",
)
