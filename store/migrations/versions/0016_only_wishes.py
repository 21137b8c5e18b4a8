"""Let a wish for a kind of shift stand for a whole week: a day off does not break it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Take the step."""
    op.add_column(
        "wish", sa.Column("is_only", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_column("wish", "is_only")
