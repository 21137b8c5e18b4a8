"""Keep overtime entered as worked where all entries are, so that it is corrected like them."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

KEPT = ("shop_id", "date", "document", "entered_by", "entered_s")
OVERTIME = sa.table("overtime", *(sa.column(name) for name in ("id", *KEPT)))
ENTRY = sa.table("register_entry", *(sa.column(name) for name in ("kind", "subject", *KEPT)))


def upgrade() -> None:
    """Take the step."""
    bind = op.get_bind()
    for row in bind.execute(sa.select(OVERTIME).order_by(OVERTIME.c.id)).all():
        bind.execute(
            sa.insert(ENTRY).values(
                kind="Overtime",
                subject=json.loads(row.document)["agent_id"],
                **{name: getattr(row, name) for name in KEPT},
            )
        )
    op.drop_index("ix_overtime_date", "overtime")
    op.drop_table("overtime")


def downgrade() -> None:
    """Take it back."""
    op.create_table(
        "overtime",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_overtime_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_overtime"),
    )
    op.create_index("ix_overtime_date", "overtime", ["date"])
    bind = op.get_bind()
    kept = sa.select(ENTRY).where(ENTRY.c.kind == "Overtime")
    for row in bind.execute(kept).all():
        bind.execute(sa.insert(OVERTIME).values({name: getattr(row, name) for name in KEPT}))
    bind.execute(sa.delete(ENTRY).where(ENTRY.c.kind == "Overtime"))
