"""What columns a file of volumes has, and which of them say what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.files.heads import head_names
from store.files.source import open_table
from store.files.volume_tables import ExportColumns, is_grid

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ExportColumns"]

TABLE = "volumes"
NOBODYS = "*"
"""Stands for the post of a file that names none, until somebody says which it is."""


def columns_of(path: Path) -> tuple[str, ...]:
    """
    Return the columns of a list of volumes; of a grid, which says itself what it holds, none.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    if is_grid(path):
        return ()
    table = open_table(path, TABLE)
    return tuple(table.called.get(name, name) for name in table.columns)


def guessed(columns: tuple[str, ...], what: str) -> str | None:
    """Return the column that most likely says ``start``, ``volume`` or ``post``; None: none."""
    found = head_names(TABLE).called(columns).get(what)
    return found[0] if found else None
