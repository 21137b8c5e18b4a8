"""Put a company over the shops, all there are into one, and keep whom its shops share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "company",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_company"),
    )
    op.execute("INSERT INTO company (id, name, entered_by, entered_s) VALUES ('main', '', '', 0)")
    op.add_column("shop", sa.Column("company_id", sa.Text(), server_default="main", nullable=False))
    op.create_table(
        "shared_person",
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_shared_person_shop_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "agent_id"],
            ["agent.shop_id", "agent.id"],
            name="fk_shared_person_shop_id_agent_id",
        ),
        sa.PrimaryKeyConstraint("shop_id", "agent_id", name="pk_shared_person"),
    )
    op.create_index("ix_shared_person_person", "shared_person", ["person"])


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("shared_person")
    op.drop_column("shop", "company_id")
    op.drop_table("company")
