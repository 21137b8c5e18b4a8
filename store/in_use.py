"""Whether another process has an SQLite database open, told by the locks SQLite itself holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be renamed anyway
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from pathlib import Path

PENDING = 0x40000000, 512  # bytes that readers and writers of the file lock
INDEX = 128, 1  # byte of the log's index that every connection locks while it is open


def is_in_use(path: Path) -> bool:
    """
    Return whether another process has a database open, also one that was deleted meanwhile.

    A connection in write-ahead mode holds a shared lock on both files for as long as it is open,
    idle or not. Connections of this very process are not seen.
    """
    return _is_locked(path, *PENDING) or _is_locked(path.with_name(f"{path.name}-shm"), *INDEX)


def _is_locked(path: Path, start: int, length: int) -> bool:
    if fcntl is None or not path.exists():
        return False
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
        except OSError:
            return True
        fcntl.lockf(file, fcntl.LOCK_UN, length, start)
        return False
