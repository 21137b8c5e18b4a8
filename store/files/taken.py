"""
How many rows of each file were taken, and how many left out and why.

Whoever must tell it listens with ``noting_rows``; tables and logs tell it where they are opened,
readers where they pass rows over.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

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
    digest
        Of the rows, in whatever order they and their columns stand.
    assumed
        How often something that the file does not say was taken as usual, by what.
    unused
        Columns that nothing is read from, as the file calls them.
    made
        Columns that others tell, by our name: of which they are the product; as the file calls
        these, or by our names.
    percents
        Columns whose numbers were taken as percents.
    """

    file: str
    rows: int
    left_out: dict[str, int] = field(default_factory=dict)
    digest: str = ""
    assumed: dict[str, int] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    made: dict[str, tuple[str, ...]] = field(default_factory=dict)
    percents: tuple[str, ...] = ()

    @property
    def kept(self) -> int:
        """Return how many rows were taken."""
        return self.rows - sum(self.left_out.values())


_listening: ContextVar[tuple[dict[str, FileRows], ...]] = ContextVar("rows", default=())
_telling_apart: ContextVar[bool] = ContextVar("digests", default=False)


@contextmanager
def noting_rows(*, with_digests: bool = False) -> Iterator[dict[str, FileRows]]:
    """Hand out the files that are read from here on, by name; digests of rows take their time."""
    files: dict[str, FileRows] = {}
    token = _listening.set((*_listening.get(), files))
    apart = _telling_apart.set(with_digests or _telling_apart.get())
    try:
        yield files
    finally:
        _telling_apart.reset(apart)
        _listening.reset(token)


def note_rows(
    file: str, rows: int, names: Iterable[str], column: Callable[[str], Iterable[str]]
) -> None:
    """
    Tell those who listen what rows a file has; a file read again replaces itself.

    Parameters
    ----------
    names, column
        Of its columns, and what stands in one, row by row.
    """
    digest = _digest(sorted(names), column) if _telling_apart.get() else ""
    for files in _listening.get():
        files[file] = FileRows(file, rows, digest=digest)


def _digest(names: list[str], column: Callable[[str], Iterable[str]]) -> str:
    cells = zip(*map(column, names), strict=True)
    rows = sorted(map("\x1f".join, cells))
    return hashlib.sha256("\x1e".join((*names, "", *rows)).encode()).hexdigest()


def note_left_out(file: str, reason: str, rows: int) -> None:
    """Tell those who listen how many of a file's rows are passed over besides, and why."""
    for files in _listening.get():
        if rows and file in files:
            left_out = files[file].left_out
            left_out[reason] = left_out.get(reason, 0) + rows


def note_assumed(file: str, what: str, times: int) -> None:
    """Tell those who listen how often something a file does not say was taken as usual."""
    for files in _listening.get():
        if times and file in files:
            files[file].assumed[what] = times


def note_columns(
    file: str,
    *,
    unused: Iterable[str] = (),
    made: Mapping[str, tuple[str, ...]] | None = None,
    percents: Iterable[str] = (),
) -> None:
    """Tell those who listen which columns of a file are not read, made of others, or percents."""
    for files in _listening.get():
        if file in files:
            told = files[file]
            told.unused = (*told.unused, *unused)
            told.percents = (*told.percents, *percents)
            told.made |= made or {}


def note_told(file: str) -> None:
    """Tell those who listen that a file's rows are told in more words elsewhere."""
    for files in _listening.get():
        files.pop(file, None)
