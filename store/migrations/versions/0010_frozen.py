"""
Keep locked months, and what they and published rosters rest on, as they are.

A locked run holds all it was computed from (schemes, plans, targets, overtime, facts) in its own
row; that row, its scores, payouts, steps and objections, the versions of schemes and the list of
who did what are guarded by the database itself, on SQLite. A run that corrects it is a row of its
own. ``INSERT OR REPLACE`` deletes without asking the triggers on deleting, so that putting a row
in the place of a guarded one is refused too.
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0007"

MONTH = "a locked month never changes"
ROSTER = "a published roster never changes"
SCHEME = "a version of a scheme never changes"
DONE = "what was done stays on record"

STEP_LOCKED = "EXISTS (SELECT 1 FROM run_step WHERE run_id = {run} AND state = 'locked')"
VERSION = "SELECT state FROM roster_version WHERE id = {version}"
OBJECTION = (
    "{row}.kind = 'Objection' AND EXISTS (SELECT 1 FROM month_run"
    " JOIN run_step ON run_step.run_id = month_run.id AND run_step.state = 'locked'"
    " WHERE month_run.shop_id = {row}.shop_id"
    " AND month_run.number = json_extract({row}.document, '$.number')"
    " AND month_run.month = printf('%04d-%02d', json_extract({row}.document, '$.month.year'),"
    " json_extract({row}.document, '$.month.number')))"
)


def _locked(run: str) -> str:
    return STEP_LOCKED.format(run=run)


def _published(version: str) -> str:
    return f"({VERSION.format(version=version)}) = 'published'"


def _in_place_of(table: str, keys: str) -> str:
    """Return whether a new row would take the place of one with the same number or keys."""
    same = " AND ".join(f"{key} = NEW.{key}" for key in keys.split())
    return f"SELECT 1 FROM {table} WHERE (id = NEW.id OR ({same}))"


def _parts(table: str) -> dict[str, tuple[str, str, str, str]]:
    """Return the guards of a table whose rows belong to a run."""
    old, new = _locked("OLD.run_id"), _locked("NEW.run_id")
    return {
        f"{table}_insert": ("INSERT", table, new, MONTH),
        f"{table}_update": ("UPDATE", table, f"{old} OR {new}", MONTH),
        f"{table}_delete": ("DELETE", table, old, MONTH),
    }


RUN = _in_place_of("month_run", "shop_id month number") + f" AND {_locked('month_run.id')}"
ROSTER_VERSION = _in_place_of("roster_version", "week_id number") + " AND state = 'published'"
SHIFT = f"SELECT 1 FROM roster_shift WHERE id = NEW.id AND {_published('roster_shift.version_id')}"
STEP = f"SELECT 1 FROM run_step AS there WHERE there.id = NEW.id AND {_locked('there.run_id')}"
SAME_SCHEME = (
    "SELECT 1 FROM scheme WHERE shop_id = NEW.shop_id AND id = NEW.id AND version = NEW.version"
)
OLD_ENTRY = f"OLD.kind = 'PayScheme' OR ({OBJECTION.format(row='OLD')})"
NEW_ENTRY = f"NEW.kind = 'PayScheme' OR ({OBJECTION.format(row='NEW')})"
SAME_ENTRY = (
    "SELECT 1 FROM register_entry AS there WHERE there.id = NEW.id AND"
    f" (there.kind = 'PayScheme' OR ({OBJECTION.format(row='there')}))"
)

GUARDS = {  # name: what is refused, on which table, when, and why
    "run_insert": ("INSERT", "month_run", f"EXISTS ({RUN})", MONTH),
    "run_update": ("UPDATE", "month_run", _locked("OLD.id"), MONTH),
    "run_delete": ("DELETE", "month_run", _locked("OLD.id"), MONTH),
    **_parts("scorecard"),
    **_parts("payout"),
    **_parts("run_step"),
    "run_step_replace": ("INSERT", "run_step", f"EXISTS ({STEP})", MONTH),
    "scheme_insert": ("INSERT", "scheme", f"EXISTS ({SAME_SCHEME})", SCHEME),
    "scheme_update": ("UPDATE", "scheme", "1", SCHEME),
    "scheme_delete": ("DELETE", "scheme", "1", SCHEME),
    "entry_insert": (
        "INSERT",
        "register_entry",
        f"({OBJECTION.format(row='NEW')}) OR EXISTS ({SAME_ENTRY})",
        MONTH,
    ),
    "entry_update": ("UPDATE", "register_entry", f"{OLD_ENTRY} OR {NEW_ENTRY}", MONTH),
    "entry_delete": ("DELETE", "register_entry", OLD_ENTRY, MONTH),
    "action_insert": (
        "INSERT",
        "action",
        "EXISTS (SELECT 1 FROM action WHERE id = NEW.id)",
        DONE,
    ),
    "action_update": ("UPDATE", "action", "1", DONE),
    "action_delete": ("DELETE", "action", "1", DONE),
    "version_insert": ("INSERT", "roster_version", f"EXISTS ({ROSTER_VERSION})", ROSTER),
    "shift_replace": ("INSERT", "roster_shift", f"EXISTS ({SHIFT})", ROSTER),
    "shift_move": ("UPDATE", "roster_shift", _published("NEW.version_id"), ROSTER),
}


def upgrade() -> None:
    """Take the step."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, (verb, table, when, why) in GUARDS.items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )


def downgrade() -> None:
    """Take it back."""
    if op.get_bind().dialect.name == "sqlite":
        for name in GUARDS:
            op.execute(f"DROP TRIGGER {name}")
