"""Keep all contacts of a shop, those a robot kept included."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """Take the step."""
    lay("all_contacts", "shop_id, arrays bytes, entered", key="shop_id")


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("all_contacts")
