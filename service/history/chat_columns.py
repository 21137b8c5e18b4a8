"""What columns a log of chats has, and which of them say what."""

from __future__ import annotations

from store.files.heads import head_names
from store.files.raw_chats import ChatColumns, columns_of

__all__ = ["ChatColumns", "columns_of"]


def guessed(columns: tuple[str, ...]) -> dict[str, str]:
    """Return the column that most likely says each of these; those without one are left out."""
    return {what: found[0] for what, found in head_names("chats").called(columns).items()}
