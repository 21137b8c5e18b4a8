"""Keep the file that a job is about until it is done."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Take the step."""
    lay("job_file", "job_id whole > job, content bytes", key="job_id")


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("job_file")
