"""5S sheets as TOML files, and the one that ships with the product."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated

from kpi.registers.five_s import AuditItem, AuditSheet, FiveS
from store.files.kpi_scheme import one_of
from store.files.settings import Settings, Text
from store.files.toml_value import value_of_file, value_of_text

if TYPE_CHECKING:
    from pathlib import Path

BlockName = Annotated[FiveS, one_of(FiveS)]


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
    return value_of_file(path, SheetSettings, SheetSettings.sheet)


@lru_cache(maxsize=1)
def audit_preset() -> AuditSheet:
    """Return the sheet that ships with the product."""
    entry = resources.files("data") / "quality" / "office_5s.toml"
    text = entry.read_text(encoding="utf-8")
    return value_of_text(text, entry.name, SheetSettings, SheetSettings.sheet)
