"""Lay the tables of shops, weeks, rosters and jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

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
    op.create_table(
        "shop",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("interval_min", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shop"),
    )
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("done_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_action_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_action"),
    )
    op.create_index("ix_action_subject", "action", ["shop_id", "subject"])
    op.create_table(
        "agent",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_agent_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_agent"),
    )
    op.create_table(
        "forecast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("interval_min", sa.Integer(), nullable=False),
        sa.Column("arrays", sa.LargeBinary(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_forecast_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_forecast"),
    )
    op.create_table(
        "post",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_post_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "id", name="pk_post"),
    )
    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("interval_min", sa.Integer(), nullable=False),
        sa.Column("arrays", sa.LargeBinary(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_requirement_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_requirement"),
    )
    op.create_table(
        "rule_set",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_rule_set_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "version", name="pk_rule_set"),
    )
    op.create_table(
        "special_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_special_day_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_special_day"),
        sa.UniqueConstraint("shop_id", "date", "name", name="uq_special_day_shop_id_date_name"),
    )
    op.create_table(
        "volumes",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("arrays", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_volumes_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", name="pk_volumes"),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("start_min", sa.BigInteger(), nullable=False),
        sa.Column("end_min", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "agent_id"],
            ["agent.shop_id", "agent.id"],
            name="fk_absence_shop_id_agent_id",
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_absence_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
    )
    op.create_index("ix_absence_start_min", "absence", ["start_min"])
    op.create_table(
        "week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("interval_min", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("history", sa.Text(), nullable=False),
        sa.Column("forecast_id", sa.Integer(), nullable=True),
        sa.Column("requirement_id", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["forecast_id"], ["forecast.id"], name="fk_week_forecast_id"),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name="fk_week_requirement_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_week_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_week"),
        sa.UniqueConstraint("shop_id", "label", name="uq_week_shop_id_label"),
    )
    op.create_table(
        "wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("first_clock", sa.Integer(), nullable=True),
        sa.Column("last_clock", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "agent_id"], ["agent.shop_id", "agent.id"], name="fk_wish_shop_id_agent_id"
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_wish_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_wish"),
    )
    op.create_index("ix_wish_date", "wish", ["date"])
    op.create_table(
        "pin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("start_min", sa.BigInteger(), nullable=False),
        sa.Column("end_min", sa.BigInteger(), nullable=False),
        sa.Column("meal_start_min", sa.BigInteger(), nullable=True),
        sa.Column("meal_end_min", sa.BigInteger(), nullable=True),
        sa.Column("breaks", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["week_id"], ["week.id"], name="fk_pin_week_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pin"),
    )
    op.create_index("ix_pin_agent_id", "pin", ["agent_id"])
    op.create_index("ix_pin_week_id", "pin", ["week_id"])
    op.create_table(
        "roster_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_s", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_s", sa.BigInteger(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("published_s", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("checked", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["week_id"], ["week.id"], name="fk_roster_version_week_id"),
        sa.PrimaryKeyConstraint("id", name="pk_roster_version"),
        sa.UniqueConstraint("week_id", "number", name="uq_roster_version_week_id_number"),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("cost", sa.Float(), nullable=True),
        sa.Column("bound", sa.Float(), nullable=True),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("beat_s", sa.BigInteger(), nullable=False),
        sa.Column("ended_s", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("started_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_job_shop_id"),
        sa.ForeignKeyConstraint(["version_id"], ["roster_version.id"], name="fk_job_version_id"),
        sa.ForeignKeyConstraint(["week_id"], ["week.id"], name="fk_job_week_id"),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index("ix_job_week_id", "job", ["week_id"])
    op.create_table(
        "roster_shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("start_min", sa.BigInteger(), nullable=False),
        sa.Column("end_min", sa.BigInteger(), nullable=False),
        sa.Column("meal_start_min", sa.BigInteger(), nullable=True),
        sa.Column("meal_end_min", sa.BigInteger(), nullable=True),
        sa.Column("breaks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["roster_version.id"], name="fk_roster_shift_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_roster_shift"),
    )
    op.create_index("ix_roster_shift_agent_id", "roster_shift", ["agent_id"])
    op.create_index("ix_roster_shift_version_id", "roster_shift", ["version_id"])
    if op.get_bind().dialect.name == "sqlite":
        for trigger in FROZEN:
            op.execute(trigger)


def downgrade() -> None:
    """Take it back."""
    for table in (
        "roster_shift",
        "job",
        "roster_version",
        "pin",
        "wish",
        "week",
        "absence",
        "volumes",
        "special_day",
        "rule_set",
        "requirement",
        "post",
        "forecast",
        "agent",
        "action",
        "shop",
    ):
        op.drop_table(table)
