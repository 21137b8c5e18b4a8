"""Keep what is told to others until it is."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Take the step."""
    lay(
        "dispatch",
        "id, shop_id, channel text, event text, facts text, state text, attempts whole, "
        "due_s big, sent_s big?, answer text, asked_by text, asked_s big",
        index="state",
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_index("ix_dispatch_state", "dispatch")
    op.drop_table("dispatch")
