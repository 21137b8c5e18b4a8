"""What a platform's export looks like, and which remembered mapping fits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.facts.columns import COLUMNS
from service.month.kpi_exports import ExportMapping, export_mappings
from store.files.kpi_facts import IN_FILE, KEYS
from store.files.source import open_first_table

if TYPE_CHECKING:
    from pathlib import Path

    from service.desk import Desk

__all__ = ["COLUMNS", "IN_FILE", "KEYS", "ExportMapping"]

SAMPLES = 3
TIMES = " * "


@dataclass(frozen=True, slots=True)
class ExportHead:
    """
    The columns of an export.

    Parameters
    ----------
    columns
        In their order.
    samples
        Of each column, what its first rows say.
    rows
        How many rows there are.
    """

    columns: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    rows: int


def export_head(path: Path) -> ExportHead:
    """Return the columns of an export; raises InputError when it cannot be read as a table."""
    table = open_first_table(path, "facts")
    first = table.rows[:SAMPLES]
    samples = tuple(tuple(row.cells[name] for row in first) for name in table.columns)
    return ExportHead(table.columns, samples, len(table.rows))


def fitting(desk: Desk, head: ExportHead) -> tuple[ExportMapping, ...]:
    """Return the remembered mappings whose columns the export all has, the fullest first."""
    known = set(head.columns)
    found = [
        one
        for one in export_mappings(desk)
        if all(part in known for how in one.mapping.values() for part in how.split(TIMES))
    ]
    return tuple(sorted(found, key=lambda one: -len(one.mapping)))
