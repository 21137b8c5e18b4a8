"""5S sheets as TOML files, and the one that ships with the product."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from kpi.five_s import AuditItem, AuditSheet, FiveS
from scheduler.errors import Fault, InputError
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.kpi_scheme import one_of
from store.files.settings import Settings, Text, made, read_settings
from store.files.text import decoded

if TYPE_CHECKING:
    from pathlib import Path

BlockName = one_of(FiveS)


class ItemSettings(Settings):
    """An item."""

    id: Text
    zh: Text
    en: Text
    most: int


class BlockSettings(Settings):
    """The items of one of the five."""

    id: BlockName
    items: tuple[ItemSettings, ...]


class SheetSettings(Settings):
    """A sheet."""

    id: Text
    version: int
    pass_mark: int
    source: Text = ""
    ours: Text = ""
    block: tuple[BlockSettings, ...]

    def sheet(self) -> AuditSheet:
        """Return the sheet."""
        items = tuple(
            AuditItem(item.id, item.zh, item.en, block.id, item.most)
            for block in self.block
            for item in block.items
        )
        return AuditSheet(self.id, self.version, items, self.pass_mark, self.source, self.ours)


def read_audit_sheet(path: Path) -> AuditSheet:
    """Return the sheet of a TOML file; raises InputError with every fault."""
    if not path.is_file():
        raise InputError(Fault("missing_file", path.name))
    return _sheet(decoded(path.read_bytes(), path.name), path.name)


@lru_cache(maxsize=1)
def audit_preset() -> AuditSheet:
    """Return the sheet that ships with the product."""
    entry = resources.files("data") / "quality" / "office_5s.toml"
    return _sheet(entry.read_text(encoding="utf-8"), entry.name)


def _sheet(text: str, file: str) -> AuditSheet:
    document = toml_document(text, file)
    log = FaultLog()
    settings = read_settings(document, SheetSettings, log)
    log.raise_any()
    assert settings is not None
    found = made(document, ("id",), log, settings.sheet)
    log.raise_any()
    assert found is not None
    return found
