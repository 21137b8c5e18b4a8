"""Keep what was agreed with vendors, what their months came to, and who signed it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

TABLES = ("settlement_step", "vendor_settlement", "vendor_contract")


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "vendor_contract",
        *_whose("vendor_contract"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        *_entered(),
        sa.UniqueConstraint(
            "shop_id", "vendor", "name", "version",
            name="uq_vendor_contract_shop_id_vendor_name_version",
        ),
    )  # fmt: skip
    op.create_table(
        "vendor_settlement",
        *_whose("vendor_settlement"),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_fen", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        *_entered(),
        sa.UniqueConstraint(
            "shop_id", "vendor", "month", "number",
            name="uq_vendor_settlement_shop_id_vendor_month_number",
        ),
    )  # fmt: skip
    op.create_table(
        "settlement_step",
        *_whose("settlement_step"),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_entered(),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["vendor_settlement.id"], name="fk_settlement_step_settlement_id"
        ),
    )


def _whose(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("vendor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=f"fk_{table}_shop_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _entered() -> tuple[sa.Column[str], sa.Column[int]]:
    return (
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    """Take the step back."""
    for table in TABLES:
        op.drop_table(table)
