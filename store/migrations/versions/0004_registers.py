"""Add the registers people keep, the steps of a month's run, and messages."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Take the step."""
    lay(
        "register_entry",
        "id, shop_id, kind text, subject text, date date, document text, entered",
        index="date",
    )
    op.create_index(
        "ix_register_entry_kind", "register_entry", ["shop_id", "kind", "subject"], unique=False
    )
    lay(
        "run_step", "id, run_id whole > month_run, state text, reason text, entered", index="run_id"
    )
    lay(
        "message_source",
        "shop_id, month text, source text, arrays bytes, entered",
        key="shop_id month source",
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("message_source")
    op.drop_index(op.f("ix_run_step_run_id"), table_name="run_step")
    op.drop_table("run_step")
    op.drop_index("ix_register_entry_kind", table_name="register_entry")
    op.drop_index(op.f("ix_register_entry_date"), table_name="register_entry")
    op.drop_table("register_entry")
