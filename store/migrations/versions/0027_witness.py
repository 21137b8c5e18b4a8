"""Keep what a server's triggers saw change past the program; they are laid in ``store.seals``."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0027"
down_revision = "0023"


def upgrade() -> None:
    """Take the step."""
    lay(
        "witness",
        "id, table_name text, key text, verb text, at_s big, connected_as text, came_from text",
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("witness")
