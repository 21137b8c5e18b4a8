"""Contracts with vendors: entering them, by a form or from a file, listing, taking out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.vendors.contract import DeductionStep, Promised, Rounding, SeatDays, VendorContract
from scheduler.errors import gathering, require
from store.files.vendor_contracts import read_contracts, write_contracts
from store.vendors import KeptContract

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from service.desk import Desk
    from store.writing import Writing

__all__ = [
    "DeductionStep",
    "KeptContract",
    "Promised",
    "Rounding",
    "SeatDays",
    "VendorContract",
]


def contracts(desk: Desk) -> tuple[KeptContract, ...]:
    """
    Return the newest version of each contract, of the vendors that whoever looks may see.

    Raises
    ------
    InputError
        When their role sees no contracts at all.
    """
    desk.require_reading("vendors")
    with desk.read() as unit:
        return unit.vendors.contracts(desk.shop_id)


def save_contract(desk: Desk, contract: VendorContract) -> int:
    """
    Keep a contract, a new version where there is one of its name; return its version.

    Raises
    ------
    InputError
        When no team is sent by the vendor, a post is unknown, or another contract of the vendor
        prices the same day and post.
    """
    subject = ("vendor_contract", contract.vendor, contract.name)
    with desk.write("vendor_contract_saved", subject) as unit:
        return _kept(unit, contract)


def save_contracts_of(desk: Desk, path: Path) -> tuple[VendorContract, ...]:
    """Keep all contracts of a TOML file, or none where one of them does not do; likewise."""
    found = read_contracts(path)
    subjects = [("vendor_contract", one.vendor, one.name) for one in found]
    with desk.write("vendor_contract_saved") as unit:
        unit.touch(*subjects)
        for one in found:
            _kept(unit, one)
    return found


def write_contracts_of(found: Iterable[KeptContract], path: Path) -> None:
    """Write contracts as a TOML file, as they are read again."""
    write_contracts((one.contract for one in found), path)


def _kept(unit: Writing, contract: VendorContract) -> int:
    with gathering() as check:
        known = set(unit.grants.vendors(unit.shop_id).values())
        check(contract.vendor in known, "unknown_vendor", column="vendor", value=contract.vendor)
        posts = unit.shops.post_ids(unit.shop_id)
        for post in contract.posts:
            check(post in posts, "unknown_post", column="posts", value=post)
        for kept in unit.vendors.contracts(unit.shop_id, contract.vendor):
            other = kept.contract
            good = other.name == contract.name or not other.meets(contract)
            check(good, "vendor_contracts_meet", column="first", value=contract.name,
                  other=other.name)  # fmt: skip
    version = unit.vendors.add_contract(unit.shop_id, contract, unit.stamp)
    unit.note(contract.vendor, {"contract": contract.name, "version": str(version)})
    return version


def remove_contract(desk: Desk, vendor: str, name: str) -> None:
    """
    Take a contract out that was entered by mistake.

    Raises
    ------
    InputError
        When there is none, or a settlement rests on it: then it is ended by its last day.
    """
    with desk.write("vendor_contract_removed", ("vendor_contract", vendor, name)) as unit:
        used = {
            contract.name
            for kept in unit.vendors.settlements(desk.shop_id, vendor=vendor)
            for contract in kept.settlement.contracts
        }
        require(name not in used, "vendor_contract_used", value=name)
        unit.vendors.remove_contract(desk.shop_id, vendor, name)
        unit.note(vendor, {"contract": name})
