"""Keep which forecast and requirement each published version was made from."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0034"
down_revision = "0032"


def upgrade() -> None:
    """Take the step."""
    lay(
        "forecast_snapshot",
        "id, version_id whole > roster_version, forecast_id whole > forecast, "
        "requirement_id whole > requirement, entered",
    )
    op.create_index(
        "ix_forecast_snapshot_version_id", "forecast_snapshot", ["version_id"], unique=True
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_index("ix_forecast_snapshot_version_id", "forecast_snapshot")
    op.drop_table("forecast_snapshot")
