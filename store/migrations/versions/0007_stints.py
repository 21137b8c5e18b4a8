"""Add the stints of shifts that change post."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0009"


def upgrade() -> None:
    """Take the step."""
    for table in ("pin", "roster_shift"):
        op.add_column(table, sa.Column("stints", sa.Text(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Take it back."""
    for table in ("pin", "roster_shift"):
        op.drop_column(table, "stints")
