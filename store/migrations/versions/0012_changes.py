"""Note which action changed what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "change",
        sa.Column("action_id", sa.Integer, sa.ForeignKey("action.id"), primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("shop_id", sa.Text, sa.ForeignKey("shop.id"), nullable=False),
    )
    op.create_index("ix_change_shop_id", "change", ["shop_id", "subject", "action_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_change_shop_id", "change")
    op.drop_table("change")
