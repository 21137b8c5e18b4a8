"""
Chain the lines of the log, so that one that is changed, removed or inserted is found.

The lines there are were not chained when they were written: they are marked, because nobody can
vouch for what was done to them before this step.
"""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

DONE = "what was done stays in the log"
START = "0" * 64
NOTHING = hashlib.sha256(b"").hexdigest()
AT_ONCE = 1000
GUARDS = {  # name: what is refused, on which table, and when
    "link_insert": (
        "INSERT",
        "log_link",
        "EXISTS (SELECT 1 FROM log_link WHERE place = NEW.place OR action_id = NEW.action_id)",
    ),
    "link_update": ("UPDATE", "log_link", "1"),
    "link_delete": ("DELETE", "log_link", "1"),
    "change_insert": (
        "INSERT",
        '"change"',
        'EXISTS (SELECT 1 FROM "change" WHERE action_id = NEW.action_id AND subject = NEW.subject)'
        " OR EXISTS (SELECT 1 FROM log_link WHERE action_id = NEW.action_id)",
    ),
    "change_update": ("UPDATE", '"change"', "1"),
    "change_delete": ("DELETE", '"change"', "1"),
    "anchor_insert": ("INSERT", "log_anchor", "EXISTS (SELECT 1 FROM log_anchor)"),
    "anchor_update": ("UPDATE", "log_anchor", "NEW.links <= OLD.links"),
    "anchor_delete": ("DELETE", "log_anchor", "1"),
}


def upgrade() -> None:
    """Take the step."""
    link = op.create_table(
        "log_link",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("is_vouched", sa.Boolean(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name="fk_log_link_action_id"),
        sa.PrimaryKeyConstraint("place", name="pk_log_link"),
        sa.UniqueConstraint("action_id", name="uq_log_link_action_id"),
    )
    anchor = op.create_table(
        "log_anchor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("links", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log_anchor"),
    )
    links, last = _chained()
    for at in range(0, len(links), AT_ONCE):
        op.bulk_insert(link, links[at : at + AT_ONCE])
    if links:
        op.bulk_insert(anchor, [{"id": 1, "links": len(links), "hash": last}])
    if op.get_bind().dialect.name == "sqlite":
        for name, (verb, table, when) in GUARDS.items():
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{DONE}'); END"
            )


def downgrade() -> None:
    """Take it back."""
    if op.get_bind().dialect.name == "sqlite":
        for name in GUARDS:
            op.execute(f"DROP TRIGGER {name}")
    op.drop_table("log_anchor")
    op.drop_table("log_link")


def _chained() -> tuple[list[dict[str, object]], str]:
    """Return the links of the lines there are, and the hash of the last."""
    connection = op.get_bind()
    subjects: dict[int, list[str]] = {}
    for number, subject in connection.execute(sa.text('SELECT action_id, subject FROM "change"')):
        subjects.setdefault(number, []).append(subject)
    columns = "id, shop_id, name, subject, document, done_by, done_s"
    links: list[dict[str, object]] = []
    last = START
    for row in connection.execute(sa.text(f'SELECT {columns} FROM "action" ORDER BY id')):
        said = [*row, sorted(subjects.get(row[0], [])), "", NOTHING, False]
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        found = hashlib.sha256(f"{last}\n{text}".encode()).hexdigest()
        told = {"place": len(links) + 1, "action_id": row[0], "origin": "", "account": b""}
        links.append({**told, "is_vouched": False, "previous": last, "hash": found})
        last = found
    return links, last
