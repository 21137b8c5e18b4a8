"""Where everything is kept: opening, upgrading, copying and restoring the database."""

from __future__ import annotations

import shutil
from pathlib import Path

from scheduler.errors import require
from store.database import (
    URL_VARIABLE,
    Database,
    default_url,
    open_database,
    upgrade,
    url_of,
)

__all__ = [
    "URL_VARIABLE",
    "Database",
    "backup",
    "default_url",
    "open_database",
    "restore",
    "upgrade",
    "url_of",
]

SQLITE_HEAD = b"SQLite format 3\x00"


def backup(database: Database, path: Path) -> None:
    """Write a whole copy of the database to a new file, while others may go on working."""
    database.backup(path)


def restore(path: Path, url: str) -> None:
    """
    Make a backup the database at an URL, and bring its tables up to date.

    Parameters
    ----------
    path
        A file that ``backup`` wrote.
    url
        Of an SQLite file that does not exist yet: a database in use is never overwritten.
    """
    require(url.startswith("sqlite:///"), "backup_only_sqlite", value=url)
    target = Path(url.removeprefix("sqlite:///"))
    require(path.is_file(), "file_missing", value=path)
    with path.open("rb") as file:
        require(file.read(len(SQLITE_HEAD)) == SQLITE_HEAD, "backup_unreadable", value=path)
    require(not target.exists(), "file_exists", value=target)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    upgrade(url)
