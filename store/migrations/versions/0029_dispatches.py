"""Keep what is told to others until it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_s", sa.BigInteger(), nullable=False),
        sa.Column("sent_s", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_dispatch_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dispatch"),
    )
    op.create_index("ix_dispatch_state", "dispatch", ["state"])


def downgrade() -> None:
    """Take the step back."""
    op.drop_index("ix_dispatch_state", "dispatch")
    op.drop_table("dispatch")
