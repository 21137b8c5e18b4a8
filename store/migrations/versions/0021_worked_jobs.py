"""Let jobs wait in line, be claimed by workers under a token, and be of any kind."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from store.migrations.lay import lay

revision = "0021"
down_revision = "0020"

JOB = sa.table(
    "job",
    sa.column("id", sa.Integer),
    sa.column("kind", sa.Text),
    sa.column("task", sa.Text),
    sa.column("scenario_id", sa.Integer),
    sa.column("week_id", sa.Integer),
    sa.column("state", sa.Text),
    sa.column("beat_s", sa.BigInteger),
    sa.column("ended_s", sa.BigInteger),
)


def upgrade() -> None:
    """Take the step; a job that was going on is lost: nobody may finish it under the old rules."""
    lay("worker", "name text, shop_id text?, places whole, beats big, beat_s big", key="name")
    with op.batch_alter_table("job") as batch:
        batch.add_column(sa.Column("kind", sa.Text(), nullable=False, server_default="solve"))
        batch.add_column(sa.Column("token", sa.BigInteger(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("beats", sa.BigInteger(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("worker", sa.Text(), nullable=True))
        batch.add_column(sa.Column("action_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_job_action_id", "action", ["action_id"], ["id"])
        batch.alter_column("week_id", existing_type=sa.Integer(), nullable=True)
        batch.create_index("ix_job_state", ["state"])
    connection = op.get_bind()
    for row in connection.execute(sa.select(JOB.c.id, JOB.c.task, JOB.c.scenario_id)).all():
        kind = "scenario" if row.scenario_id is not None else _kind(row.task)
        connection.execute(sa.update(JOB).where(JOB.c.id == row.id).values(kind=kind))
    gone = sa.update(JOB).where(JOB.c.state.in_(["starting", "running", "died"]))
    ended = sa.func.coalesce(JOB.c.ended_s, JOB.c.beat_s)
    connection.execute(gone.values(state="lost", ended_s=ended))
    with op.batch_alter_table("job") as batch:
        for name in ("kind", "token", "beats", "attempts"):
            batch.alter_column(name, server_default=None)


def _kind(task: str) -> str:
    return "rounds" if json.loads(task).get("rounds") else "solve"


def downgrade() -> None:
    """Take the step back; jobs of kinds that were not known then go, and none goes on."""
    connection = op.get_bind()
    connection.execute(sa.delete(JOB).where(JOB.c.week_id.is_(None)))
    known = ["solve", "rounds", "scenario"]
    connection.execute(sa.delete(JOB).where(JOB.c.kind.not_in(known)))
    over = sa.update(JOB).where(JOB.c.state.in_(["queued", "running", "lost"]))
    ended = sa.func.coalesce(JOB.c.ended_s, JOB.c.beat_s)
    connection.execute(over.values(state="died", ended_s=ended))
    connection.execute(sa.update(JOB).where(JOB.c.state == "stopped").values(state="done"))
    with op.batch_alter_table("job") as batch:
        batch.drop_index("ix_job_state")
        batch.alter_column("week_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_constraint("fk_job_action_id", type_="foreignkey")
        for name in ("kind", "token", "beats", "attempts", "worker", "action_id"):
            batch.drop_column(name)
    op.drop_table("worker")
