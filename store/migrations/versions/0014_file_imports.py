"""
Keep which files were taken in and what each changed, so that one can be withdrawn.

A version of a scheme or pay scheme that came with a file goes with it, but only as long as no
month from its first day on was locked since it came: no locked month was computed by it.
"""

from __future__ import annotations

from alembic import op

from store.migrations.lay import lay

revision = "0014"
down_revision = "0013"

LOCKED_SINCE = (
    "EXISTS (SELECT 1 FROM month_run JOIN run_step ON run_step.run_id = month_run.id"
    " AND run_step.state = 'locked' WHERE month_run.shop_id = OLD.shop_id"
    " AND month_run.month >= substr({date}, 1, 7) AND run_step.entered_s >= OLD.entered_s)"
)
SCHEME = "a version of a scheme never changes"
MONTH = "a locked month never changes"
OBJECTION = (
    "OLD.kind = 'Objection' AND EXISTS (SELECT 1 FROM month_run"
    " JOIN run_step ON run_step.run_id = month_run.id AND run_step.state = 'locked'"
    " WHERE month_run.shop_id = OLD.shop_id"
    " AND month_run.number = json_extract(OLD.document, '$.number')"
    " AND month_run.month = printf('%04d-%02d', json_extract(OLD.document, '$.month.year'),"
    " json_extract(OLD.document, '$.month.number')))"
)
PAY_SCHEME = "OLD.kind = 'PayScheme'"
BEFORE = {  # guards as they were
    "scheme_delete": ("scheme", "1", SCHEME),
    "entry_delete": ("register_entry", f"{PAY_SCHEME} OR ({OBJECTION})", MONTH),
}
SINCE = {
    "scheme_delete": ("scheme", LOCKED_SINCE.format(date="OLD.valid_from"), SCHEME),
    "entry_delete": (
        "register_entry",
        f"({PAY_SCHEME} AND {LOCKED_SINCE.format(date='OLD.date')}) OR ({OBJECTION})",
        MONTH,
    ),
}


def upgrade() -> None:
    """Take the step."""
    lay(
        "file_import",
        "id, shop_id, kind text, file text, content text, same_rows text, held text, "
        "changes bytes, entered, withdrawn_by text?, withdrawn_s big?",
    )
    op.create_index("ix_file_import_shop_id", "file_import", ["shop_id", "kind"])
    _guard(SINCE)


def downgrade() -> None:
    """Take it back."""
    _guard(BEFORE)
    op.drop_index("ix_file_import_shop_id", "file_import")
    op.drop_table("file_import")


def _guard(guards: dict[str, tuple[str, str, str]]) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, (table, when, why) in guards.items():
        op.execute(f"DROP TRIGGER {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE DELETE ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )
