"""Keep who looked at pay, who was erased, and which lines of the log were blackened for that."""

from __future__ import annotations

from alembic import op

from store.migrations.lay import drop, lay

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Take the step."""
    lay(
        "pay_look",
        "id, shop_id, agent_id text, month text, what text, place text, visit text, "
        "looked_by text, looked_s big",
        unique="shop_id visit looked_by month agent_id what place",
    )
    op.create_index("ix_pay_look_agent_id", "pay_look", ["shop_id", "agent_id"])
    lay(
        "erased_person",
        "shop_id, agent_id text > agent, code text, name text?, name_until date, erased_by text, "
        "erased_s big, ended_s big?",
        key="shop_id agent_id",
    )
    lay("log_erasure", "id, place whole, code text, hash text", index="place code")


def downgrade() -> None:
    """
    Take the step back.

    Lines that were blackened stay so: the program before knows of no blackening, and names them.
    """
    drop("log_erasure erased_person pay_look")
