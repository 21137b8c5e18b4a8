"""Contracts with vendors, the settlements of their months, and who signed or objected."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kpi.vendors.contract import VendorContract
from kpi.vendors.settlement import Settlement
from store import tables as t
from store.documents import from_document
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from kpi.month import Month


class SigningSide(StrEnum):
    """Who signs a settlement."""

    VENDOR = "vendor"
    SHOP = "shop"


class StepAct(StrEnum):
    """What a side does with a settlement."""

    SIGNED = "signed"
    OBJECTED = "objected"


class SettlementState(StrEnum):
    """How far a settlement is."""

    DRAFT = "draft"
    VENDOR_SIGNED = "vendor_signed"
    LOCKED = "locked"  # signed by both; never changes again
    OBJECTED = "objected"  # a new one is needed


@dataclass(frozen=True, slots=True)
class KeptContract:
    """A version of a contract, counted from 1, by whom and when it was entered."""

    version: int
    contract: VendorContract
    entered: Stamp


@dataclass(frozen=True, slots=True)
class SettlementStep:
    """What a side did with a settlement, why, who and when."""

    side: SigningSide
    act: StepAct
    reason: str
    entered: Stamp


@dataclass(frozen=True, slots=True)
class KeptSettlement:
    """
    A settlement of a month as it was made once.

    Parameters
    ----------
    id, number
        In the database, and which of the month, counted from 1.
    settlement
        What it says.
    entered
        By whom and when it was made.
    steps
        Who signed or objected, in order.
    """

    id: int
    number: int
    settlement: Settlement
    entered: Stamp
    steps: tuple[SettlementStep, ...] = ()

    @property
    def state(self) -> SettlementState:
        """Return how far it is."""
        if any(one.act is StepAct.OBJECTED for one in self.steps):
            return SettlementState.OBJECTED
        signed = {one.side for one in self.steps}
        if SigningSide.SHOP in signed:
            return SettlementState.LOCKED
        return SettlementState.VENDOR_SIGNED if signed else SettlementState.DRAFT


class Vendors(Repository):
    """The contracts and settlements of the shops' vendors."""

    def contracts(self, shop_id: str, vendor: str | None = None) -> tuple[KeptContract, ...]:
        """Return the newest version of each contract, in order of vendor, first day and name."""
        newest = {(one.contract.vendor, one.contract.name): one for one in self.versions(shop_id)}
        held = [one for one in newest.values() if vendor in {None, one.contract.vendor}]
        return tuple(
            sorted(held, key=lambda c: (c.contract.vendor, c.contract.first, c.contract.name))
        )

    def versions(self, shop_id: str) -> tuple[KeptContract, ...]:
        """Return all versions of all contracts, in the order entered."""
        rows = self._rows(t.vendor_contract, by=[t.vendor_contract.c.id], shop_id=shop_id)
        return tuple(
            value_of(KeptContract, row, contract=from_document(VendorContract, row.document))
            for row in rows
        )

    def add_contract(self, shop_id: str, contract: VendorContract, stamp: Stamp) -> int:
        """Keep a contract, a new version where there is one of its name; return its version."""
        key: dict[str, Any] = {"shop_id": shop_id, "vendor": contract.vendor, "name": contract.name}
        versions = self._cells(t.vendor_contract.c.version, **key)
        version = max(versions, default=0) + 1
        row = columns_of(t.vendor_contract, contract, stamp, version=version, **key)
        self._added(t.vendor_contract, row)
        return version

    def remove_contract(self, shop_id: str, vendor: str, name: str) -> None:
        """Remove all versions of a contract; raises InputError without one."""
        key = {"shop_id": shop_id, "vendor": vendor, "name": name}
        self._needed("unknown_vendor_contract", t.vendor_contract, **key)
        self._remove(t.vendor_contract, **key)

    def add_settlement(self, shop_id: str, settlement: Settlement, stamp: Stamp) -> int:
        """Keep a settlement as the month's next and return its number there."""
        key: dict[str, Any] = {
            "shop_id": shop_id,
            "vendor": settlement.vendor,
            "month": str(settlement.month),
        }
        numbers = self._cells(t.vendor_settlement.c.number, **key)
        number = max(numbers, default=0) + 1
        told = {**key, "number": number, "due_fen": int(settlement.due * 100)}
        self._added(t.vendor_settlement, columns_of(t.vendor_settlement, settlement, stamp, **told))
        return number

    def settlements(
        self, shop_id: str, month: Month | None = None, vendor: str | None = None
    ) -> tuple[KeptSettlement, ...]:
        """Return settlements in order of vendor, month and number."""
        table = t.vendor_settlement.c
        held = {"shop_id": shop_id}
        held |= {} if month is None else {"month": str(month)}
        held |= {} if vendor is None else {"vendor": vendor}
        order = [table.vendor, table.month, table.number]
        return tuple(
            value_of(
                KeptSettlement,
                row,
                settlement=from_document(Settlement, row.document),
                steps=self._steps(row.id),
            )
            for row in self._rows(t.vendor_settlement, by=order, **held)
        )

    def _steps(self, settlement_id: int) -> tuple[SettlementStep, ...]:
        rows = self._rows(
            t.settlement_step, by=[t.settlement_step.c.id], settlement_id=settlement_id
        )
        return tuple(value_of(SettlementStep, row) for row in rows)

    def add_step(self, shop_id: str, kept: KeptSettlement, step: SettlementStep) -> None:
        """Keep that a side signed or objected."""
        told: dict[str, Any] = {
            "shop_id": shop_id,
            "vendor": kept.settlement.vendor,
            "settlement_id": kept.id,
        }
        self._added(t.settlement_step, columns_of(t.settlement_step, step, **told))
