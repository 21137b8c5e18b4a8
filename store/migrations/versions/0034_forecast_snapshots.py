"""Keep which forecast and requirement each published version was made from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0032"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "forecast_snapshot",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("forecast_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["roster_version.id"], name="fk_forecast_snapshot_version_id"
        ),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name="fk_forecast_snapshot_forecast_id"
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name="fk_forecast_snapshot_requirement_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_forecast_snapshot"),
    )
    op.create_index(
        "ix_forecast_snapshot_version_id", "forecast_snapshot", ["version_id"], unique=True
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_index("ix_forecast_snapshot_version_id", "forecast_snapshot")
    op.drop_table("forecast_snapshot")
