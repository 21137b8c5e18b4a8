"""Lay the tables of shops, weeks, rosters and jobs."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import drop, lay

revision = "0001"
down_revision = None

IS_PUBLISHED = "(SELECT state FROM roster_version WHERE id = {row}.version_id) = 'published'"
FROZEN = (
    "CREATE TRIGGER version_update BEFORE UPDATE ON roster_version WHEN OLD.state = 'published' "
    "BEGIN SELECT RAISE(ABORT, 'a published roster never changes'); END",
    "CREATE TRIGGER version_delete BEFORE DELETE ON roster_version WHEN OLD.state = 'published' "
    "BEGIN SELECT RAISE(ABORT, 'a published roster never changes'); END",
    *(
        f"CREATE TRIGGER shift_{verb.lower()} BEFORE {verb} ON roster_shift "
        f"WHEN {IS_PUBLISHED.format(row=row)} "
        "BEGIN SELECT RAISE(ABORT, 'a published roster never changes'); END"
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
)


def upgrade() -> None:
    """Take the step."""
    lay("shop", "id text, name text, timezone text, interval_min whole")
    lay("action", "id, shop_id, name text, subject text, document text, done_by text, done_s big")
    op.create_index("ix_action_subject", "action", ["shop_id", "subject"])
    lay(
        "agent",
        "shop_id, id text, position whole, name text, team text, is_active flag, document text",
        key="shop_id id",
    )
    lay(
        "forecast",
        "id, shop_id, start date, days whole, interval_min whole, arrays bytes, document text, "
        "entered",
    )
    lay("post", "shop_id, id text, position whole, document text", key="shop_id id")
    lay(
        "requirement",
        "id, shop_id, start date, days whole, interval_min whole, arrays bytes, document text, "
        "entered",
    )
    lay("rule_set", "shop_id, version whole, document text, entered", key="shop_id version")
    lay(
        "special_day",
        "id, shop_id, date date, name text, document text, entered",
        unique="shop_id date name",
    )
    lay("volumes", "shop_id, arrays bytes, entered", key="shop_id")
    lay(
        "absence",
        "id, shop_id, agent_id text > agent, start_min big, end_min big, kind text, entered",
        index="start_min",
    )
    lay(
        "week",
        "id, shop_id, label text, start date, days whole, interval_min whole, rules text, "
        "history text, forecast_id whole? > forecast, requirement_id whole? > requirement, "
        "entered",
        unique="shop_id label",
    )
    lay(
        "wish",
        "id, shop_id, agent_id text > agent, date date, first_clock whole?, last_clock whole?, "
        "weight real, entered",
        index="date",
    )
    lay(
        "pin",
        "id, week_id whole > week, agent_id text, post text, start_min big, end_min big, "
        "meal_start_min big?, meal_end_min big?, breaks text, entered",
        index="agent_id week_id",
    )
    lay(
        "roster_version",
        "id, week_id whole > week, number whole, state text, origin text, made_by text, "
        "made_s big, changed_by text, changed_s big, published_by text, published_s big?, "
        "reason text, checked text, proof text?",
        unique="week_id number",
    )
    lay(
        "job",
        "id, shop_id, week_id whole > week, state text, task text, pid whole?, phase text, "
        "seconds real, cost real?, bound real?, stop_asked flag, beat_s big, ended_s big?, "
        "result text?, failure text?, version_id whole? > roster_version, started_by text, "
        "started_s big",
        index="week_id",
    )
    lay(
        "roster_shift",
        "id, version_id whole > roster_version, agent_id text, post text, start_min big, "
        "end_min big, meal_start_min big?, meal_end_min big?, breaks text",
        index="agent_id version_id",
    )
    if op.get_bind().dialect.name == "sqlite":
        for trigger in FROZEN:
            op.execute(trigger)


def downgrade() -> None:
    """Take it back."""
    drop(
        "roster_shift job roster_version pin wish week absence volumes special_day rule_set "
        "requirement post forecast agent action shop"
    )
