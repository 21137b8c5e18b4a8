"""Add limits agreed with agents, sessions, wishes for kinds of shift, and sessions of shifts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

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
    op.create_table(
        "agent_limit",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("max_per_month", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_agent_limit_shop_id")),
        sa.ForeignKeyConstraint(
            ["shop_id", "agent_id"],
            ["agent.shop_id", "agent.id"],
            name=op.f("fk_agent_limit_shop_id_agent_id"),
        ),
        sa.PrimaryKeyConstraint("shop_id", "agent_id", "kind", name=op.f("pk_agent_limit")),
    )
    op.create_table(
        "session",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("earliest_min", sa.BigInteger(), nullable=False),
        sa.Column("latest_min", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_session_shop_id")),
        sa.PrimaryKeyConstraint("shop_id", "id", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_earliest_min"), "session", ["earliest_min"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_index(op.f("ix_session_earliest_min"), table_name="session")
    op.drop_table("session")
    op.drop_table("agent_limit")
    for table in ("pin", "roster_shift"):
        op.drop_column(table, "sessions")
    op.drop_column("wish", "is_against")
    op.drop_column("wish", "kind")
