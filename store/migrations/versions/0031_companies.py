"""Put a company over the shops, all there are into one, and keep whom its shops share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.lay import lay

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Take the step."""
    lay("company", "id text, name text, entered")
    op.execute("INSERT INTO company (id, name, entered_by, entered_s) VALUES ('main', '', '', 0)")
    op.add_column("shop", sa.Column("company_id", sa.Text(), server_default="main", nullable=False))
    lay(
        "shared_person",
        "shop_id, agent_id text > agent, person text, entered",
        key="shop_id agent_id",
        index="person",
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("shared_person")
    op.drop_column("shop", "company_id")
    op.drop_table("company")
