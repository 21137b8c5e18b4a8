"""Keep how drafts were changed by hand, to be undone and done again."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Take the step."""
    lay(
        "draft_change",
        "id, version_id whole > roster_version, step whole, action text, reason text, "
        "is_added flag, is_pinned flag, is_undone flag, shift, entered",
        index="version_id agent_id",
    )


def downgrade() -> None:
    """Take the step back; the drafts stay as they are, without what led to them."""
    op.drop_index("ix_draft_change_agent_id", "draft_change")
    op.drop_index("ix_draft_change_version_id", "draft_change")
    op.drop_table("draft_change")
