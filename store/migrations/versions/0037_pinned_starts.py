"""Let the start of somebody's day be fixed alone, or with its type."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    """Take the step."""
    op.add_column("type_pin", sa.Column("start_clock", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take the step back: a day of which the start alone is fixed is fixed no more."""
    op.execute("DELETE FROM type_pin WHERE start_clock IS NOT NULL AND kind = ''")
    op.drop_column("type_pin", "start_clock")
