"""Keep how drafts were changed by hand, to be undone and done again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "draft_change",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_added", sa.Boolean(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("start_min", sa.BigInteger(), nullable=False),
        sa.Column("end_min", sa.BigInteger(), nullable=False),
        sa.Column("meal_start_min", sa.BigInteger(), nullable=True),
        sa.Column("meal_end_min", sa.BigInteger(), nullable=True),
        sa.Column("breaks", sa.Text(), nullable=False),
        sa.Column("sessions", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("stints", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["roster_version.id"], name="fk_draft_change_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_draft_change"),
    )
    op.create_index("ix_draft_change_version_id", "draft_change", ["version_id"])
    op.create_index("ix_draft_change_agent_id", "draft_change", ["agent_id"])


def downgrade() -> None:
    """Take the step back; the drafts stay as they are, without what led to them."""
    op.drop_index("ix_draft_change_agent_id", "draft_change")
    op.drop_index("ix_draft_change_version_id", "draft_change")
    op.drop_table("draft_change")
