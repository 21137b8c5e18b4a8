"""Add customers' orders, by month and the file they came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "order_source",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("arrays", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_order_source_shop_id")),
        sa.PrimaryKeyConstraint("shop_id", "month", "source", name=op.f("pk_order_source")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("order_source")
