"""Keep the types of shift that are fixed for single days of people."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Take the step."""
    lay(
        "type_pin",
        "id, week_id whole > week, agent_id text, date date, kind text, entered",
        unique="week_id agent_id date",
        index="week_id",
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("type_pin")
