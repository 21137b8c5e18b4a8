"""Keep who holds which role over whom, and which vendor sends a team."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Take the step."""
    lay(
        "role_grant",
        "id, person text, role text, scope text, shop_id text? > shop, names text, "
        "first date?, last date?, deputy_of whole? > role_grant, entered, ended_by text?, "
        "ended_s big?",
        index="person",
    )
    lay("vendor_team", "shop_id, team text, vendor text, entered", key="shop_id team")


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("vendor_team")
    op.drop_table("role_grant")
