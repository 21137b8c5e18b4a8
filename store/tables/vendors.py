"""Tables of vendors: what was agreed with them, what their months came to, and who signed it."""

from __future__ import annotations

from store.tables.columns import table

OF_VENDORS = frozenset({"vendor_contract", "vendor_settlement", "settlement_step"})
"""Tables whose rows are about a vendor: who reaches no whole shop has those of own vendors."""

vendor_contract = table(
    "vendor_contract",
    "id, shop_id, vendor text, name text, version whole, document text, entered",
    unique="shop_id vendor name version",
)

vendor_settlement = table(
    "vendor_settlement",
    "id, shop_id, vendor text, month text, number whole, due_fen big, document text, entered",
    unique="shop_id vendor month number",
)

settlement_step = table(
    "settlement_step",
    "id, shop_id, vendor text, settlement_id whole > vendor_settlement, side text, act text, "
    "reason text, entered",
)
