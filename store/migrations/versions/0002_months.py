"""Lay the tables of simulations, facts, schemes and paid months."""

from __future__ import annotations

from store.migrations.lay import drop, lay

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Take the step."""
    lay("attendance", "id, shop_id, agent_id text, start_min big, end_min big", index="start_min")
    lay(
        "chat_source",
        "shop_id, month text, source text, arrays bytes, entered",
        key="shop_id month source",
    )
    lay(
        "fact_source",
        "shop_id, month text, source text, arrays bytes, entered",
        key="shop_id month source",
    )
    lay(
        "interruption",
        "id, shop_id, agent_id text, start_min big, end_min big, document text, entered",
        index="start_min",
    )
    lay(
        "month_run",
        "id, shop_id, month text, number whole, document text, arrays bytes, entered",
        unique="shop_id month number",
    )
    lay("month_targets", "shop_id, month text, document text, entered", key="shop_id month")
    lay("overtime", "id, shop_id, date date, document text, entered", index="date")
    lay(
        "pay_plan",
        "shop_id, agent_id text, valid_from date, document text, entered",
        key="shop_id agent_id valid_from",
    )
    lay("post_kind", "shop_id, post_id text, kind text", key="shop_id post_id")
    lay(
        "scheme",
        "shop_id, id text, version whole, post_kind text, valid_from date, document text, entered",
        key="shop_id id version",
    )
    lay(
        "payout",
        "run_id whole > month_run, agent_id text, position whole, total_fen big, document text",
        key="run_id agent_id",
    )
    lay(
        "scorecard",
        "run_id whole > month_run, agent_id text, position whole, grade text?, document text",
        key="run_id agent_id",
    )
    lay(
        "simulation",
        "id, version_id whole > roster_version, document text, arrays bytes, entered",
        index="version_id",
    )


def downgrade() -> None:
    """Take it back."""
    drop(
        "simulation scorecard payout scheme post_kind pay_plan overtime month_targets "
        "month_run interruption fact_source chat_source attendance"
    )
