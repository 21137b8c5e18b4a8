"""Keep what was agreed with vendors, what their months came to, and who signed it."""

from __future__ import annotations

from store.migrations.lay import drop, lay

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Take the step."""
    lay(
        "vendor_contract",
        "id, shop_id, vendor text, name text, version whole, document text, entered",
        unique="shop_id vendor name version",
    )
    lay(
        "vendor_settlement",
        "id, shop_id, vendor text, month text, number whole, due_fen big, document text, entered",
        unique="shop_id vendor month number",
    )
    lay(
        "settlement_step",
        "id, shop_id, vendor text, settlement_id whole > vendor_settlement, side text, act text, "
        "reason text, entered",
    )


def downgrade() -> None:
    """Take the step back."""
    drop("settlement_step vendor_settlement vendor_contract")
