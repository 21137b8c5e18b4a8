"""Keep who came from a provider of identities and waits to be linked to an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "arrival",
        sa.Column("outside", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_s", sa.BigInteger(), nullable=False),
        sa.Column("last_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("outside", name="pk_arrival"),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("arrival")
