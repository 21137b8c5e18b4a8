"""Keep the types of shift that are fixed for single days of people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "type_pin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["week_id"], ["week.id"], name="fk_type_pin_week_id"),
        sa.PrimaryKeyConstraint("id", name="pk_type_pin"),
        sa.UniqueConstraint(
            "week_id", "agent_id", "date", name="uq_type_pin_week_id_agent_id_date"
        ),
    )
    op.create_index("ix_type_pin_week_id", "type_pin", ["week_id"])


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("type_pin")
