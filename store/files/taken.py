"""
How many rows of each file were taken, and how many left out and why.

Whoever must tell it listens with ``noting_rows``; tables and logs tell it where they are opened,
readers where they pass rows over.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TOTALS = "totals"


@dataclass(slots=True)
class FileRows:
    """
    The rows of a file.

    Parameters
    ----------
    file
        Its name, as messages have it.
    rows
        That are not blank, without the head.
    left_out
        How many were passed over, by reason.
    """

    file: str
    rows: int
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def kept(self) -> int:
        """Return how many rows were taken."""
        return self.rows - sum(self.left_out.values())


_listening: ContextVar[tuple[dict[str, FileRows], ...]] = ContextVar("rows", default=())


@contextmanager
def noting_rows() -> Iterator[dict[str, FileRows]]:
    """Hand out the files that are read from here on, by name."""
    files: dict[str, FileRows] = {}
    token = _listening.set((*_listening.get(), files))
    try:
        yield files
    finally:
        _listening.reset(token)


def note_rows(file: str, rows: int) -> None:
    """Tell those who listen how many rows a file has; a file read again replaces itself."""
    for files in _listening.get():
        files[file] = FileRows(file, rows)


def note_left_out(file: str, reason: str, rows: int) -> None:
    """Tell those who listen how many of a file's rows are passed over, and why."""
    for files in _listening.get():
        if rows and file in files:
            files[file].left_out[reason] = rows


def note_told(file: str) -> None:
    """Tell those who listen that a file's rows are told in more words elsewhere."""
    for files in _listening.get():
        files.pop(file, None)
