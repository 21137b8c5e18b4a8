"""
Copies of an SQLite database: whole backups, their check, and a backup made the database.

A copy is made beside its place under a name of its own, checked, brought to the disk, and only
then renamed: whoever looks finds the old one or the new one, never a part.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import InputError, require
from store.address import url_of
from store.damage import damage
from store.database import upgrade
from store.in_use import is_in_use
from store.sqlite_file import LOGS, SIDES, beside, connect_to_read, sqlite_file, telling

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = b"SQLite format 3\x00"
WAL_VERSION = 2  # byte 18 of a file whose newest changes may lie in a log beside it
STAMP = "%Y%m%d-%H%M%S-%f"
STAMP_PATTERN = r"-\d{8}-\d{6}-\d{6}"


@dataclass(frozen=True, slots=True)
class Moved:
    """A file that was in the way, and where it lies now."""

    old: Path
    new: Path


def back_up(url: str, path: Path) -> None:
    """
    Write a checked copy of a database, whole even while others write, needing nothing beside it.

    Raises
    ------
    InputError
        When the database is no SQLite file, there is something at the path or beside it, or the
        copy is damaged: the database is, then.
    StoreError
        When there is no database.
    """
    source = sqlite_file(url)
    for there in (path, *beside(path)):
        require(not there.exists(), "file_exists", value=there)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _in_the_making(path) as copy:
        with (
            telling(source),
            closing(connect_to_read(source)) as old,
            closing(sqlite3.connect(copy)) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
        _require_sound(copy, source)
        _put(copy, path)


def stamped(path: Path, now: dt.datetime) -> Path:
    """Return the path of a backup with the moment it was made in its name."""
    return path.with_name(f"{path.stem}-{now.astimezone(dt.UTC).strftime(STAMP)}{path.suffix}")


def moment_of(path: Path, named: Path) -> dt.datetime | None:
    """Return when a backup was made that ``stamped`` named after a path; None: it is none."""
    name = re.compile(re.escape(named.stem) + f"({STAMP_PATTERN})" + re.escape(named.suffix))
    found = name.fullmatch(path.name)
    if found is None:
        return None
    try:
        return dt.datetime.strptime(found[1], f"-{STAMP}").replace(tzinfo=dt.UTC)
    except ValueError:  # digits, but no date
        return None


def drop_old(path: Path, keep: int) -> tuple[Path, ...]:
    """Delete all but the newest backups that ``stamped`` named after a path; return those gone."""
    name = re.compile(re.escape(path.stem) + STAMP_PATTERN + re.escape(path.suffix))
    kept = sorted(each for each in path.parent.iterdir() if name.fullmatch(each.name))
    for each in kept[:-keep]:
        each.unlink()
    return tuple(kept[:-keep])


def restore(path: Path, url: str, *, replace: bool, now: dt.datetime) -> tuple[Moved, ...]:
    """
    Make a backup the database at an URL, its tables brought up to date.

    Parameters
    ----------
    path
        A file that ``back_up`` wrote.
    url
        Of an SQLite file that nobody has open.
    replace
        Move a database that is there out of the way, rather than refuse.
    now
        Named by what is moved.

    Returns
    -------
    tuple[Moved, ...]
        What was there, and the logs left beside it: they may hold somebody's data, and would be
        read into the restored database.

    Raises
    ------
    InputError
        When the backup is none, is damaged, or may not be whole; when a database is there already,
        or somebody uses it. Nothing was changed then.
    StoreError
        When a newer program made the backup.
    """
    target = sqlite_file(url)
    _require_whole(path)
    require(not target.is_dir(), "out_is_folder", value=target)
    require(replace or not target.exists(), "restore_exists", value=target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _in_the_making(target) as copy:
        shutil.copyfile(path, copy)
        _require_sound(copy, path)
        upgrade(url_of(str(copy)))
        if target.exists():
            shutil.copymode(target, copy)
        require(not is_in_use(target), "restore_in_use", value=target)
        moved = _move_away(target, now)
        _put(copy, target)
    return moved


def _require_whole(path: Path) -> None:
    """Raise InputError where a file is no database, or a log beside it may hold a part of it."""
    require(path.is_file(), "file_missing", value=path)
    with path.open("rb") as file:
        head = file.read(len(HEAD) + 3)
    require(head.startswith(HEAD) and len(head) > len(HEAD) + 2, "backup_unreadable", value=path)
    logs = [side for side in beside(path) if side.name.endswith(LOGS) and side.stat().st_size]
    may_belong = head[18] == WAL_VERSION
    require(
        not (logs and may_belong), "backup_with_log", value=path, left=", ".join(map(str, logs))
    )


def _require_sound(copy: Path, named: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        faults = damage(connection, str(named))
    if faults:
        raise InputError(faults)


@contextmanager
def _in_the_making(path: Path) -> Iterator[Path]:
    """Hand out a name beside a path for a file in the making; what is left of it is removed."""
    copy = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        yield copy
    finally:
        for left in (copy, *beside(copy)):
            left.unlink(missing_ok=True)


def _move_away(target: Path, now: dt.datetime) -> tuple[Moved, ...]:
    """Move a database and its logs, so that they still belong together; the database first."""
    new = stamped(target.with_name(f"{target.stem}-replaced{target.suffix}"), now)
    moved = []
    for ending in ("", *SIDES):
        old = target.with_name(target.name + ending)
        if old.exists():
            moved.append(Moved(old, new.with_name(new.name + ending)))
            old.rename(moved[-1].new)
    return tuple(moved)


def _put(copy: Path, path: Path) -> None:
    """Bring a file to the disk, then give it its name, and bring that to the disk."""
    with copy.open("r+b") as file:
        os.fsync(file.fileno())
    copy.rename(path)
    with suppress(OSError):  # some systems cannot open a folder
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
