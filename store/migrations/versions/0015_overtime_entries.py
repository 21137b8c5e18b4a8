"""Keep overtime entered as worked where all entries are, so that it is corrected like them."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from store.migrations.lay import lay

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
    lay("overtime", "id, shop_id, date date, document text, entered", index="date")
    bind = op.get_bind()
    kept = sa.select(ENTRY).where(ENTRY.c.kind == "Overtime")
    for row in bind.execute(kept).all():
        bind.execute(sa.insert(OVERTIME).values({name: getattr(row, name) for name in KEPT}))
    bind.execute(sa.delete(ENTRY).where(ENTRY.c.kind == "Overtime"))
