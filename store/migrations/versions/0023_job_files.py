"""Keep the file that a job is about until it is done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "job_file",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_job_file_job_id"),
        sa.PrimaryKeyConstraint("job_id", name="pk_job_file"),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("job_file")
