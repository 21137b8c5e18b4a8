"""
A database's SQLite file: whether it is still the one that was opened, and what its errors mean.

SQLite itself goes on writing into a file that was deleted or moved, and acknowledges what nobody
will ever read again; so the file is looked at before a transaction begins and after it ended.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import Fault, StoreError, require
from store.address import file_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

SIDES = ("-wal", "-shm", "-journal")
"""Endings of the files in which SQLite keeps what is not in the main file yet."""

LOGS = ("-wal", "-journal")

SENTENCES = {
    sqlite3.SQLITE_BUSY: "database_busy",
    sqlite3.SQLITE_LOCKED: "database_busy",
    sqlite3.SQLITE_READONLY: "database_read_only",
    sqlite3.SQLITE_PERM: "database_read_only",
    sqlite3.SQLITE_CANTOPEN: "database_closed",
    sqlite3.SQLITE_FULL: "database_full",
    sqlite3.SQLITE_IOERR: "database_disk",
    sqlite3.SQLITE_CORRUPT: "database_damaged",
    sqlite3.SQLITE_NOTADB: "database_damaged",
}
_EFFECTIVE = os.access in os.supports_effective_ids
PRIMARY = 0xFF  # an extended error code holds the primary one in its last byte


def sqlite_file(url: str) -> Path:
    """Return the file of an SQLite database; raises InputError where it is of another kind."""
    path = file_of(url)
    require(path is not None, "backup_only_sqlite", value=shown(url))
    assert path is not None
    return path


def can_make_side_files(path: Path) -> bool:
    """Return whether SQLite can make the files it needs beside a database to read it."""
    there = Path(f"{path}-shm").exists()
    return there or os.access(path.parent, os.W_OK, effective_ids=_EFFECTIVE)


def unmade(path: Path) -> str:
    """
    Return the address by which SQLite reads a file alone, making no side files.

    Raises
    ------
    StoreError
        When a log beside it holds changes, which would go unread.
    """
    logs = [side for side in beside(path) if side.name.endswith(LOGS) and _holds(side)]
    if logs:
        details = {"left": ", ".join(map(str, logs))}
        raise StoreError(Fault("database_log_unread", value=str(path), details=details))
    return f"{path.absolute().as_uri()}?immutable=1"


def require_there(path: Path) -> None:
    """Raise StoreError where there is no database, or only its log."""
    require_no_lone_log(path)
    if not path.exists():
        raise StoreError(Fault("database_missing", value=str(path)))


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection to a database that is there; nothing is made, upgraded or locked."""
    require_there(path)
    alone = not can_make_side_files(path)
    address = unmade(path) if alone else f"{path.absolute().as_uri()}?mode=rw"
    with telling(path):
        return sqlite3.connect(address, uri=True)


def beside(path: Path) -> tuple[Path, ...]:
    """Return the side files that lie beside a database's file."""
    sides = (Path(f"{path}{ending}") for ending in SIDES)
    return tuple(side for side in sides if side.exists())


def require_no_lone_log(path: Path) -> None:
    """Raise StoreError where a log lies beside no database: SQLite would delete it unread."""
    if path.exists() and path.stat().st_size:
        return
    told_apart = ("-wal",) if path.exists() else LOGS  # a new one is 0 bytes long
    logs = [side for side in beside(path) if side.name.endswith(told_apart) and _holds(side)]
    if logs:
        details = {"left": ", ".join(map(str, logs))}
        raise StoreError(Fault("database_left_over", value=str(path), details=details))


def _holds(side: Path) -> bool:
    return side.stat().st_size > 0


def told(error: BaseException | None, where: str) -> StoreError:
    """Return the error that says what SQLite could not do."""
    code = getattr(error, "sqlite_errorcode", None)
    name = None if code is None else SENTENCES.get(code & PRIMARY)
    if code == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
        name = "database_frozen"
    return StoreError(Fault(name or "database_refused", value=where, details={"cause": str(error)}))


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Tell what SQLite could not do with a file as a StoreError with its sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise told(error, str(path)) from error


@dataclass(slots=True)
class FileWatch:
    """
    Notices when a file is no longer the one it was.

    Parameters
    ----------
    path
        Of the database; None: it is no file, and nothing is watched.
    """

    path: Path | None
    _seen: tuple[int, int] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        if self.path is not None and self.path.exists():
            self.require_same()

    def require_same(self) -> None:
        """Raise StoreError where the file is gone, or not the one first seen."""
        if self.path is None:
            return
        try:
            found = self.path.stat()
        except OSError as error:
            details = {"cause": str(error)}
            raise StoreError(
                Fault("database_gone", value=str(self.path), details=details)
            ) from None
        mark = (found.st_dev, found.st_ino)
        self._seen = self._seen or mark
        if mark != self._seen:
            raise StoreError(Fault("database_replaced", value=str(self.path)))

    def require_writable(self) -> None:
        """Raise StoreError where somebody took the right to write the file away."""
        if self.path is None or os.access(self.path, os.W_OK, effective_ids=_EFFECTIVE):
            return
        raise StoreError(Fault("database_read_only", value=str(self.path), details={"cause": ""}))
