"""Add the registers people keep, the steps of a month's run, and messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "register_entry",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_register_entry_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
    )
    op.create_index(op.f("ix_register_entry_date"), "register_entry", ["date"], unique=False)
    op.create_index(
        "ix_register_entry_kind", "register_entry", ["shop_id", "kind", "subject"], unique=False
    )
    op.create_table(
        "run_step",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["month_run.id"], name=op.f("fk_run_step_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_step")),
    )
    op.create_index(op.f("ix_run_step_run_id"), "run_step", ["run_id"], unique=False)
    op.create_table(
        "message_source",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("arrays", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_message_source_shop_id")),
        sa.PrimaryKeyConstraint("shop_id", "month", "source", name=op.f("pk_message_source")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("message_source")
    op.drop_index(op.f("ix_run_step_run_id"), table_name="run_step")
    op.drop_table("run_step")
    op.drop_index("ix_register_entry_kind", table_name="register_entry")
    op.drop_index(op.f("ix_register_entry_date"), table_name="register_entry")
    op.drop_table("register_entry")
