"""Add scenarios."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.migrations.lay import lay

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Take the step."""
    lay(
        "scenario",
        "id, shop_id, name text, position whole, inputs text, result text?, changed_by text, "
        "changed_s big",
        unique="shop_id name",
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scenario_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_job_scenario_id"), ["scenario_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_job_scenario_id"), "scenario", ["scenario_id"], ["id"]
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_job_scenario_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_job_scenario_id"))
        batch_op.drop_column("scenario_id")

    op.drop_table("scenario")
