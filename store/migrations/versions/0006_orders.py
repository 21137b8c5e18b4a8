"""Add customers' orders, by month and the file they came from."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0006"
down_revision = "0004"


def upgrade() -> None:
    """Take the step."""
    lay(
        "order_source",
        "shop_id, month text, source text, arrays bytes, entered",
        key="shop_id month source",
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("order_source")
