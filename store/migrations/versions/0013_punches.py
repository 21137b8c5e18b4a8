"""Keep by which card a presence was recorded, and punches without their counterpart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
COLUMNS = ("card", "missing")


def upgrade() -> None:
    """Take the step."""
    for name in COLUMNS:
        op.add_column("attendance", sa.Column(name, sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    """Take it back."""
    for name in COLUMNS:
        op.drop_column("attendance", name)
