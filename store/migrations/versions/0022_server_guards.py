"""
Guard published rosters, locked months and the log on a server as earlier steps do in a file.

What they guard against putting a row in the place of another (``INSERT OR REPLACE``) is left out:
a server knows no such statement, and its keys refuse a second row. Emptying a whole table
(``TRUNCATE``) asks no rows and is refused for each table that may hold a guarded one.
"""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"

MONTH = "a locked month never changes"
ROSTER = "a published roster never changes"
SCHEME = "a version of a scheme never changes"
DONE = "what was done stays in the log"
SOURCE = "what a month was counted from never changes"
SOURCES = ("fact_source", "chat_source", "message_source", "order_source")

IS_LOCKED = """SELECT EXISTS (
    SELECT 1 FROM month_run JOIN run_step ON run_step.run_id = month_run.id
    WHERE run_step.state = 'locked' AND {where})"""
FUNCTIONS = {  # parameters, and the query whose answer they return
    "run_is_locked": ("run integer", IS_LOCKED.format(where="month_run.id = run")),
    "is_published": (
        "version integer",
        "SELECT EXISTS (SELECT 1 FROM roster_version WHERE id = version AND state = 'published')",
    ),
    "is_chained": (
        "action integer",
        "SELECT EXISTS (SELECT 1 FROM log_link WHERE log_link.action_id = action)",
    ),
    "is_anchored": ("", "SELECT EXISTS (SELECT 1 FROM log_anchor)"),
    "month_is_locked": (
        "shop text, label text",
        IS_LOCKED.format(where="month_run.shop_id = shop AND month_run.month = label"),
    ),
    "locked_since": (
        "shop text, first date, since bigint",
        IS_LOCKED.format(
            where="month_run.shop_id = shop AND run_step.entered_s >= since"
            " AND month_run.month >= to_char(first, 'YYYY-MM')"
        ),
    ),
    "objects_to_locked": (
        "shop text, what text, said text",  # names of columns would mean the columns
        IS_LOCKED.format(
            where="what = 'Objection' AND month_run.shop_id = shop"
            " AND month_run.number = (said::json ->> 'number')::integer"
            " AND month_run.month = lpad(said::json -> 'month' ->> 'year', 4, '0')"
            " || '-' || lpad(said::json -> 'month' ->> 'number', 2, '0')"
        ),
    ),
}
REFUSE = """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING ERRCODE = 'PB001', MESSAGE = TG_ARGV[0]; END $$"""
KEEP = """CREATE FUNCTION keep_source() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO replaced_source (kind, shop_id, month, source, arrays, entered_by, entered_s)
VALUES (TG_TABLE_NAME, OLD.shop_id, OLD.month, OLD.source, OLD.arrays, OLD.entered_by,
        OLD.entered_s);
RETURN OLD; END $$"""


def _objection(row: str) -> str:
    return f"objects_to_locked({row}.shop_id, {row}.kind, {row}.document)"


def _parts(name: str, key: str, guarded: str) -> dict[str, tuple[str, str, str]]:
    """Return the guards of a table whose rows belong to something that may be closed."""
    old, new = guarded.format(f"OLD.{key}"), guarded.format(f"NEW.{key}")
    return {
        f"{name}_insert": ("INSERT", new, MONTH),
        f"{name}_update": ("UPDATE", f"{old} OR {new}", MONTH),
        f"{name}_delete": ("DELETE", old, MONTH),
    }


LOCKED = "run_is_locked({})"
GUARDS: dict[str, dict[str, tuple[str, str, str]]] = {  # by table: what is refused when, and why
    "roster_version": {
        "version_update": ("UPDATE", "OLD.state = 'published'", ROSTER),
        "version_delete": ("DELETE", "OLD.state = 'published'", ROSTER),
    },
    "roster_shift": {
        "shift_insert": ("INSERT", "is_published(NEW.version_id)", ROSTER),
        "shift_update": ("UPDATE", "is_published(OLD.version_id)", ROSTER),
        "shift_move": ("UPDATE", "is_published(NEW.version_id)", ROSTER),
        "shift_delete": ("DELETE", "is_published(OLD.version_id)", ROSTER),
    },
    "month_run": {
        "run_update": ("UPDATE", LOCKED.format("OLD.id"), MONTH),
        "run_delete": ("DELETE", LOCKED.format("OLD.id"), MONTH),
    },
    **{name: _parts(name, "run_id", LOCKED) for name in ("scorecard", "payout", "run_step")},
    "scheme": {
        "scheme_update": ("UPDATE", "true", SCHEME),
        "scheme_delete": (
            "DELETE",
            "locked_since(OLD.shop_id, OLD.valid_from, OLD.entered_s)",
            SCHEME,
        ),
    },
    "register_entry": {
        "entry_insert": ("INSERT", _objection("NEW"), MONTH),
        "entry_update": (
            "UPDATE",
            f"'PayScheme' IN (OLD.kind, NEW.kind) OR {_objection('OLD')} OR {_objection('NEW')}",
            MONTH,
        ),
        "entry_delete": (
            "DELETE",
            f"{_objection('OLD')} OR OLD.kind = 'PayScheme'"
            " AND locked_since(OLD.shop_id, OLD.date, OLD.entered_s)",
            MONTH,
        ),
    },
    "action": {
        "action_update": ("UPDATE", "true", DONE),
        "action_delete": ("DELETE", "true", DONE),
    },
    "log_link": {
        "link_update": ("UPDATE", "true", DONE),
        "link_delete": ("DELETE", "true", DONE),
    },
    "change": {
        "change_insert": ("INSERT", "is_chained(NEW.action_id)", DONE),
        "change_update": ("UPDATE", "true", DONE),
        "change_delete": ("DELETE", "true", DONE),
    },
    "log_anchor": {
        "anchor_insert": ("INSERT", "is_anchored()", DONE),
        "anchor_update": ("UPDATE", "NEW.links <= OLD.links", DONE),
        "anchor_delete": ("DELETE", "true", DONE),
    },
    "replaced_source": {
        "replaced_source_update": ("UPDATE", "true", SOURCE),
        "replaced_source_delete": ("DELETE", "true", SOURCE),
    },
    **{name: {f"{name}_update": ("UPDATE", "true", SOURCE)} for name in SOURCES},
}


def upgrade() -> None:
    """Take the step."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(REFUSE)
    op.execute(KEEP)
    for name, (given, query) in FUNCTIONS.items():
        op.execute(
            f"CREATE FUNCTION {name}({given}) RETURNS boolean STABLE LANGUAGE sql AS $$ {query} $$"
        )
    for table, guards in GUARDS.items():
        for name, (verb, when, why) in guards.items():
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW WHEN ({when})"
                f" EXECUTE FUNCTION refuse('{why}')"
            )
        op.execute(
            f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}"
            " EXECUTE FUNCTION refuse('rows are taken out one by one')"
        )
    for table in SOURCES:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW"
            " WHEN (month_is_locked(OLD.shop_id, OLD.month)) EXECUTE FUNCTION keep_source()"
        )


def downgrade() -> None:
    """Take the step back."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for name in ("refuse", "keep_source", *FUNCTIONS):
        op.execute(f"DROP FUNCTION {name} CASCADE")
