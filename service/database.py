"""Where everything is kept: opening, upgrading, checking, copying and restoring the database."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import InputError, require
from store.actions import Action
from store.address import URL_VARIABLE, default_url, file_of, name_of, shown, url_of
from store.chain_check import check_chain
from store.copies import Moved, back_up, drop_old, stamped
from store.copies import restore as put_back
from store.damage import damage, is_newest, server_damage
from store.database import Database, downgrade, open_database, open_to_read, upgrade
from store.dumps import SUFFIX, database_name, dump, restore_dump
from store.moving import Move, table_copies
from store.moving import move as move_rows
from store.seals import bypassing_right
from store.sqlite_file import connect_to_read, telling
from store.steps import is_up_to_date

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

__all__ = [
    "URL_VARIABLE",
    "Action",
    "Contents",
    "Database",
    "Move",
    "Moved",
    "Restored",
    "backup",
    "bypasses",
    "check",
    "contents",
    "default_url",
    "downgrade",
    "move",
    "name_of_copy",
    "open_database",
    "open_to_read",
    "restore",
    "rotating_backup",
    "shown",
    "upgrade",
    "url_of",
    "write_copy",
]


@dataclass(frozen=True, slots=True)
class Contents:
    """
    What a database holds, in short.

    Parameters
    ----------
    weeks, months
        Labels of the weeks, and of the months that were scored, of all shops, in order.
    newest
        What somebody did last; None: nobody did anything.
    replaced
        Files of locked months in whose place later ones were taken in; they are kept.
    lines
        Of the log.
    bypasses
        Why no policy of the server holds back the role with which the program comes, such as
        ``SUPERUSER``; empty: they do, or it is a file.
    """

    weeks: tuple[str, ...]
    months: tuple[str, ...]
    newest: Action | None
    replaced: tuple[str, ...] = ()
    lines: int = 0
    bypasses: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored database holds, and what was moved out of its way."""

    contents: Contents
    moved: tuple[Moved, ...]


def contents(database: Database) -> Contents:
    """Return what a database holds."""
    with database.read() as unit:
        shops = [shop.id for shop in unit.shops.all()]
        weeks = {week.label for shop in shops for week in unit.weeks.all(shop)}
        months = {str(note.month) for shop in shops for note in unit.months.all(shop)}
        newest, replaced = unit.actions.newest(), unit.facts.replaced()
        anchor = unit.chain.anchor()
        lines = 0 if anchor is None else anchor.links
        stronger = bypassing_right(unit.connection)
    held = (tuple(sorted(weeks)), tuple(sorted(months)), newest, replaced, lines)
    return Contents(*held, stronger)


def bypasses(database: Database) -> str:
    """Return why policies do not hold back the role that comes; empty: they do."""
    with database.read() as unit:
        return bypassing_right(unit.connection)


def check(url: str) -> Contents | None:
    """
    Check a database or a backup, also while others use it, and return what it holds.

    Nothing is changed: one of an older version stays as it is, and None is returned for it.

    Raises
    ------
    InputError
        With all that is wrong: damaged pages, keys that lead nowhere, guards that are missing,
        lines of the log that somebody tampered with.
    StoreError
        When there is none, or a newer program laid its tables.
    """
    path = file_of(url)
    if path is None:
        return _check_server(url)
    with telling(path), closing(connect_to_read(path)) as pages:
        faults = damage(pages, str(path))
        if faults:
            raise InputError(faults)
        if not is_newest(pages):
            return None
    with closing(open_to_read(url)) as database:
        return _looked_through(database)


def _check_server(url: str) -> Contents | None:
    """Check what a server's database holds: its guards, and that every row can be read."""
    with closing(Database(url, to_read=True)) as database:
        with database.read() as unit:
            if not is_up_to_date(unit.connection, shown(url)):
                return None
            faults = server_damage(unit.connection, shown(url))
            if faults:
                raise InputError(faults)
            table_copies(unit.connection)
        return _looked_through(database)


def _looked_through(database: Database) -> Contents:
    with database.read() as unit:
        log = check_chain(unit.connection, name_of(database.url))
    if log.faults:
        raise InputError(log.faults)
    return contents(database)


def name_of_copy(url: str) -> str:
    """Return how copies of a database are named: its file, or its name on the server."""
    path = file_of(url)
    return path.name if path is not None else f"{database_name(url)}{SUFFIX}"


def write_copy(url: str, path: Path) -> None:
    """Write a whole copy of a database to a new file: of a file a file, of a server a dump."""
    if file_of(url) is None:
        dump(url, path)
    else:
        back_up(url, path)


def move(source: str, target: str, shop_id: str | None = None) -> Move:
    """Copy a database, or one shop of it, into a new one of either kind, and prove it the same."""
    return move_rows(url_of(source), url_of(target), shop_id)


def backup(url: str, path: Path) -> None:
    """
    Write a whole, checked copy of a database to a new file, while others go on working.

    One of an older version is copied as it is, not brought up to date.
    """
    write_copy(url, path)


def rotating_backup(
    url: str, path: Path, *, keep: int, now: dt.datetime
) -> tuple[Path, tuple[Path, ...]]:
    """
    Write a backup with the moment in its name, then delete the oldest of its kind.

    Parameters
    ----------
    path
        Its name without the moment; a folder: the database's name, in there.
    keep
        How many to keep, 1 or more.

    Returns
    -------
    Path, tuple[Path, ...]
        The new one, and those deleted.
    """
    require(keep >= 1, "not_positive", column="keep", value=keep)
    named = path / name_of_copy(url) if path.is_dir() else path
    new = stamped(named, now)
    write_copy(url, new)
    return new, drop_old(named, keep)


def restore(path: Path, url: str, *, replace: bool = False, now: dt.datetime) -> Restored:
    """
    Make a backup the database at an URL, and return what is in it; see ``store.copies.restore``.

    Parameters
    ----------
    path
        A file that ``backup`` wrote.
    url
        Of an SQLite file that nobody has open, or of an empty database on a server.
    replace
        Move a database that is there out of the way, rather than refuse; on a server nothing is.
    """
    moved: tuple[Moved, ...] = ()
    if file_of(url) is None:
        require(not replace, "restore_replace_server", value=shown(url))
        restore_dump(path, url)
        upgrade(url)
    else:
        moved = put_back(path, url, replace=replace, now=now)
    with closing(open_to_read(url)) as database:
        return Restored(contents(database), moved)
