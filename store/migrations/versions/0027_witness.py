"""Keep what a server's triggers saw change past the program; they are laid in ``store.seals``."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0023"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "witness",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("at_s", sa.BigInteger(), nullable=False),
        sa.Column("connected_as", sa.Text(), nullable=False),
        sa.Column("came_from", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_witness"),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("witness")
