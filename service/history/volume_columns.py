"""What columns a file of volumes has, and which of them say what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.files.heads import head_names
from store.files.source import open_table
from store.files.volume_tables import ExportColumns

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ExportColumns"]

TABLE = "volumes"


def columns_of(path: Path) -> tuple[str, ...]:
    """
    Return the columns of a CSV file, or of the sheet ``volumes`` of a workbook.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    table = open_table(path, TABLE)
    return tuple(table.called.get(name, name) for name in table.columns)


def guessed(columns: tuple[str, ...], what: str) -> str | None:
    """Return the column that most likely says ``start``, ``volume`` or ``post``; None: none."""
    found = head_names(TABLE).called(columns).get(what)
    return found[0] if found else None
