"""Lay the tables of simulations, facts, schemes and paid months."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("start_min", sa.BigInteger(), nullable=False),
        sa.Column("end_min", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_attendance_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
    )
    op.create_index("ix_attendance_start_min", "attendance", ["start_min"])
    op.create_table(
        "chat_source",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("arrays", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_chat_source_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "month", "source", name="pk_chat_source"),
    )
    op.create_table(
        "fact_source",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("arrays", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_fact_source_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "month", "source", name="pk_fact_source"),
    )
    op.create_table(
        "interruption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("start_min", sa.BigInteger(), nullable=False),
        sa.Column("end_min", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_interruption_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_interruption"),
    )
    op.create_index("ix_interruption_start_min", "interruption", ["start_min"])
    op.create_table(
        "month_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("arrays", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_month_run_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_month_run"),
        sa.UniqueConstraint("shop_id", "month", "number", name="uq_month_run_shop_id_month_number"),
    )
    op.create_table(
        "month_targets",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_month_targets_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "month", name="pk_month_targets"),
    )
    op.create_table(
        "overtime",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_overtime_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_overtime"),
    )
    op.create_index("ix_overtime_date", "overtime", ["date"])
    op.create_table(
        "pay_plan",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_pay_plan_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "agent_id", "valid_from", name="pk_pay_plan"),
    )
    op.create_table(
        "post_kind",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_post_kind_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "post_id", name="pk_post_kind"),
    )
    op.create_table(
        "scheme",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("post_kind", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_scheme_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", "id", "version", name="pk_scheme"),
    )
    op.create_table(
        "payout",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["month_run.id"], name="fk_payout_run_id"),
        sa.PrimaryKeyConstraint("run_id", "agent_id", name="pk_payout"),
    )
    op.create_table(
        "scorecard",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["month_run.id"], name="fk_scorecard_run_id"),
        sa.PrimaryKeyConstraint("run_id", "agent_id", name="pk_scorecard"),
    )
    op.create_table(
        "simulation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("arrays", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["roster_version.id"], name="fk_simulation_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_simulation"),
    )
    op.create_index("ix_simulation_version_id", "simulation", ["version_id"])


def downgrade() -> None:
    """Take it back."""
    for table in (
        "simulation",
        "scorecard",
        "payout",
        "scheme",
        "post_kind",
        "pay_plan",
        "overtime",
        "month_targets",
        "month_run",
        "interruption",
        "fact_source",
        "chat_source",
        "attendance",
    ):
        op.drop_table(table)
