"""Add limits agreed with agents, sessions, wishes for kinds of shift, and sessions of shifts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.lay import lay

revision = "0005"
down_revision = "0006"


def upgrade() -> None:
    """Take the step."""
    op.add_column("wish", sa.Column("kind", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "wish", sa.Column("is_against", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    for table in ("pin", "roster_shift"):
        op.add_column(table, sa.Column("sessions", sa.Text(), server_default="[]", nullable=False))
    lay(
        "agent_limit",
        "shop_id, agent_id text > agent, kind text, max_per_month whole, entered",
        key="shop_id agent_id kind",
    )
    lay(
        "session",
        "shop_id, id text, agent_id text, team text, minutes whole, kind text, "
        "earliest_min big, latest_min big, entered",
        key="shop_id id",
        index="earliest_min",
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index(op.f("ix_session_earliest_min"), table_name="session")
    op.drop_table("session")
    op.drop_table("agent_limit")
    for table in ("pin", "roster_shift"):
        op.drop_column(table, "sessions")
    op.drop_column("wish", "is_against")
    op.drop_column("wish", "kind")
