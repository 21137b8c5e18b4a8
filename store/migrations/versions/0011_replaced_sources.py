"""
Keep what a locked month was counted from when a later file takes its place.

Files may come late, and a correction is computed from them; but the chats, messages, orders and
counts the locked run rests on stay, and no source is ever changed in place. On SQLite.
"""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0011"
down_revision = "0010"

SOURCES = ("fact_source", "chat_source", "message_source", "order_source")
COLUMNS = "shop_id, month, source, arrays, entered_by, entered_s"
IS_LOCKED = (
    "EXISTS (SELECT 1 FROM month_run JOIN run_step ON run_step.run_id = month_run.id"
    " AND run_step.state = 'locked'"
    " WHERE month_run.shop_id = OLD.shop_id AND month_run.month = OLD.month)"
)
REFUSED = "BEGIN SELECT RAISE(ABORT, 'what a month was counted from never changes'); END"


def upgrade() -> None:
    """Take the step."""
    lay("replaced_source", "id, kind text, shop_id, month text, source text, arrays bytes, entered")
    if op.get_bind().dialect.name != "sqlite":
        return
    old = ", ".join(f"OLD.{name}" for name in COLUMNS.split(", "))
    for table in SOURCES:
        op.execute(f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {REFUSED}")
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} WHEN {IS_LOCKED} BEGIN"
            f" INSERT INTO replaced_source (kind, {COLUMNS}) VALUES ('{table}', {old}); END"
        )
        same = (
            f"EXISTS (SELECT 1 FROM {table} WHERE shop_id = NEW.shop_id"
            " AND month = NEW.month AND source = NEW.source)"
        )
        op.execute(f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} WHEN {same} {REFUSED}")
    for verb in ("UPDATE", "DELETE"):
        name = f"replaced_source_{verb.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON replaced_source {REFUSED}")
    op.execute(
        "CREATE TRIGGER replaced_source_insert BEFORE INSERT ON replaced_source"
        f" WHEN EXISTS (SELECT 1 FROM replaced_source WHERE id = NEW.id) {REFUSED}"
    )


def downgrade() -> None:
    """Take it back."""
    if op.get_bind().dialect.name == "sqlite":
        for table in SOURCES:
            for ending in ("update", "kept", "insert"):
                op.execute(f"DROP TRIGGER {table}_{ending}")
    op.drop_table("replaced_source")
