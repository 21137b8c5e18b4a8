"""Keep all contacts of a shop, those a robot kept included."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "all_contacts",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("arrays", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_all_contacts_shop_id"),
        sa.PrimaryKeyConstraint("shop_id", name="pk_all_contacts"),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("all_contacts")
