"""Keep who came from a provider of identities and waits to be linked to an account."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Take the step."""
    lay(
        "arrival",
        "outside text, kind text, label text, name text, first_s big, last_s big",
        key="outside",
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("arrival")
