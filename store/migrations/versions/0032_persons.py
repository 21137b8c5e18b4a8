"""Keep who looked at pay, who was erased, and which lines of the log were blackened for that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

LOOK = ("shop_id", "visit", "looked_by", "month", "agent_id", "what", "place")


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional)


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "pay_look",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        *map(_text, ("shop_id", "agent_id", "month", "what", "place", "visit", "looked_by")),
        sa.Column("looked_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_pay_look_shop_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pay_look"),
        sa.UniqueConstraint(*LOOK, name=f"uq_pay_look_{'_'.join(LOOK)}"),
    )
    op.create_index("ix_pay_look_agent_id", "pay_look", ["shop_id", "agent_id"])
    op.create_table(
        "erased_person",
        *map(_text, ("shop_id", "agent_id", "code")),
        _text("name", optional=True),
        sa.Column("name_until", sa.Date(), nullable=False),
        _text("erased_by"),
        sa.Column("erased_s", sa.BigInteger(), nullable=False),
        sa.Column("ended_s", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_erased_person_shop_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "agent_id"],
            ["agent.shop_id", "agent.id"],
            name="fk_erased_person_shop_id_agent_id",
        ),
        sa.PrimaryKeyConstraint("shop_id", "agent_id", name="pk_erased_person"),
    )
    op.create_table(
        "log_erasure",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *map(_text, ("code", "hash")),
        sa.PrimaryKeyConstraint("id", name="pk_log_erasure"),
    )
    op.create_index("ix_log_erasure_place", "log_erasure", ["place"])
    op.create_index("ix_log_erasure_code", "log_erasure", ["code"])


def downgrade() -> None:
    """
    Take the step back.

    Lines that were blackened stay so: the program before knows of no blackening, and names them.
    """
    for name in ("log_erasure", "erased_person", "pay_look"):
        op.drop_table(name)
