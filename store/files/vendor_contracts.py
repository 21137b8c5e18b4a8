"""Contracts with vendors as a TOML file with a ``[[contract]]`` each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from kpi.vendors.contract import VendorContract
from scheduler.keys import Key
from store.files.codec import written
from store.files.content import text_of
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.source import write_document
from store.files.toml_value import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ContractFile:
    """What a file of contracts says."""

    contracts: Annotated[tuple[VendorContract, ...], Key("contract", is_needed=True)]


def read_contracts(path: Path) -> tuple[VendorContract, ...]:
    """Return the contracts of a file; raises InputError with every fault at its line."""
    document = toml_document(text_of(path), path.name)
    return value_of(document, ContractFile, FaultLog()).contracts


def write_contracts(contracts: Iterable[VendorContract], path: Path) -> None:
    """Write contracts as a TOML file."""
    write_document("vendor_contracts", written(ContractFile(tuple(contracts))), path)
