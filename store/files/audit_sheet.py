"""5S sheets as TOML files, and the one that ships with the product."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kpi.registers.five_s import AuditItem, AuditSheet, FiveS
from store.files.codec import read_list, read_value
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.toml_value import text_in, value_of

BLOCK = "block"
ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Heading:
    """Under which of the five the items of a block stand."""

    id: FiveS


def _read(text: str, file: str) -> AuditSheet:
    document = toml_document(text, file)
    log = FaultLog()
    blocks = document.values.get(BLOCK)
    items: list[AuditItem] = []
    for number in range(len(blocks)) if isinstance(blocks, list) else ():
        place = (BLOCK, number)
        heading = read_value(document, Heading, log, place, apart=(ITEMS,))
        block = None if heading is None else heading.id
        items += read_list(document, AuditItem, log, (*place, ITEMS), is_needed=True, block=block)
    return value_of(document, AuditSheet, log, apart=(BLOCK,), items=tuple(items))


@lru_cache(maxsize=1)
def audit_preset() -> AuditSheet:
    """Return the sheet that ships with the product."""
    return _read(*text_in("quality", "office_5s.toml"))
