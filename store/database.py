"""
The database: where it lies, how it is brought up to date, and its transactions.

Everything is read and written inside ``Database.read()`` or ``Database.write()``; a write holds or
vanishes as a whole.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from scheduler.errors import Fault, InputError, require
from store.kept import data_folder, note_kept
from store.sqlite_file import (
    FileWatch,
    can_make_side_files,
    file_of,
    require_no_lone_log,
    require_there,
    told,
    unmade,
)
from store.steps import HEAD, is_up_to_date, require_known, take_steps
from store.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

URL_VARIABLE = "PAIBAN_DB"
BUSY_S = 20
WRITES = "paiban_writes"
STEP = "SELECT version_num FROM alembic_version"


def default_url() -> str:
    """
    Return where the database lies when nobody says otherwise.

    ``PAIBAN_DB`` (a URL, or the path of an SQLite file) if set, else the file
    ``paiban/paiban.db`` in ``XDG_DATA_HOME``, else in ``~/.local/share``.
    """
    named = os.environ.get(URL_VARIABLE)
    if named:
        return url_of(named)
    return url_of(str(data_folder() / "paiban.db"))


def url_of(text: str) -> str:
    """Return the URL of a text that is one, or that is the path of an SQLite file."""
    return text if "://" in text else f"sqlite:///{Path(text).expanduser().absolute()}"


def _engine(url: str, *, to_read: bool = False) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed)
        require(parsed.database not in (None, "", ":memory:"), "database_no_file", value=url)
        path = Path(str(parsed.database))
        if not to_read:
            path.parent.mkdir(parents=True, exist_ok=True)
        require_no_lone_log(path)
        engine = _sqlite_engine(parsed, path, to_read=to_read)
    except (ArgumentError, ImportError, OSError) as error:
        raise InputError(Fault("database_url", value=url, details={"cause": str(error)})) from error
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _sqlite_engine(parsed: URL, path: Path, *, to_read: bool) -> Engine:
    if to_read and not can_make_side_files(path):
        engine = create_engine(parsed, creator=lambda: sqlite3.connect(unmade(path), uri=True))
    else:
        engine = create_engine(parsed, connect_args={"timeout": BUSY_S})
    event.listen(engine, "connect", _set_up_reader if to_read else _set_up_sqlite)
    return engine


def _set_up_reader(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.isolation_level = None  # transactions begin where _begin_sqlite says, not by guess


def _set_up_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    """Set a connection up so that what it acknowledged outlives a loss of power."""
    _set_up_reader(connection, record)
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "fullfsync=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where writing is meant, so that two writers wait in line."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _store_errors(url: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise told(error.orig, str(file_of(url) or url)) from error


def upgrade(url: str, to: str = HEAD) -> None:
    """
    Bring the tables of a database up to date, or to a step; makes it when there is none.

    One that is up to date is only read: the write lock is not needed to see that.

    Raises
    ------
    StoreError
        When a newer program laid the tables.
    """
    engine = _engine(url)
    try:
        with _store_errors(url), engine.connect() as connection:
            if is_up_to_date(connection, str(file_of(url) or url)):
                return
        options = {WRITES: True}
        with _store_errors(url), engine.connect().execution_options(**options) as connection:
            take_steps(connection, to)
            connection.commit()
    finally:
        engine.dispose()


class Database:
    """
    A database whose tables are up to date.

    Parameters
    ----------
    url
        As SQLAlchemy writes it, such as ``sqlite:////path/paiban.db``.
    to_read
        Nothing will be written: a file, or a folder, that may only be read will do.
    """

    def __init__(self, url: str, *, to_read: bool = False) -> None:
        self.url = url
        self._where = str(file_of(url) or url)
        self._engine = _engine(url, to_read=to_read)
        self._watch = FileWatch(file_of(url))

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """Hand out the repositories for reading; all reads see the same moment."""
        self._watch.require_same()
        with _store_errors(self.url), self._engine.connect() as connection:
            self._require_usable(connection)
            yield Unit(connection)

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """
        Hand out the repositories for writing; everything holds, or nothing on an exception.

        Raises
        ------
        StoreError
            When the file was deleted, replaced, made read-only or upgraded by a newer program: on
            the way in, or on the way out, when what was written may be lost.
        """
        options = {WRITES: True}
        self._watch.require_same()  # else SQLite would make an empty one in its place
        self._watch.require_writable()
        with (
            _store_errors(self.url),
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            self._require_usable(connection)
            yield Unit(connection)
        self._watch.require_same()
        note_kept(str(self._engine.url.database))

    @contextmanager
    def rehearsal(self) -> Iterator[Rehearsal]:
        """Hand out a database in which everything can be done, and nothing of it stays."""
        options = {WRITES: True}
        self._watch.require_same()
        self._watch.require_writable()
        with (
            _store_errors(self.url),
            self._engine.connect().execution_options(**options) as connection,
            connection.begin() as transaction,
        ):
            self._require_usable(connection)
            yield Rehearsal(self.url, connection)
            transaction.rollback()

    def _require_usable(self, connection: Connection) -> None:
        self._watch.require_same()
        require_known(connection.exec_driver_sql(STEP).scalar(), self._where)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


class Rehearsal(Database):
    """
    A database inside one transaction that is taken back in the end.

    Parameters
    ----------
    url
        Where the database lies.
    connection
        On which the transaction runs.
    """

    def __init__(self, url: str, connection: Connection) -> None:  # it shares its engine
        self.url = url
        self._connection = connection

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """Hand out the repositories, with what was done in the rehearsal so far."""
        yield Unit(self._connection)

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """Hand out the repositories; what an exception interrupts is undone at once."""
        with _store_errors(self.url), self._connection.begin_nested():
            yield Unit(self._connection)

    @contextmanager
    def rehearsal(self) -> Iterator[Rehearsal]:
        """Hand out this one: what is done in it will not stay anyhow."""
        yield self

    def close(self) -> None:
        """Leave the connection to whom it belongs."""


def open_database(url: str | None = None) -> Database:
    """Return the database at a URL or path (None: ``default_url``), made or upgraded if needed."""
    where = default_url() if url is None else url_of(url)
    upgrade(where)
    return Database(where)


def open_to_read(url: str | None = None) -> Database:
    """
    Return the database at a URL or path for reading; needs no write lock where it is up to date.

    Raises
    ------
    StoreError
        When there is no database, a newer program laid its tables, or an older one did and they
        cannot be brought up to date because it may only be read.
    """
    where = default_url() if url is None else url_of(url)
    path = file_of(where)
    if path is not None:
        require_there(path)
    if not _is_ready(where):
        upgrade(where)
    return Database(where, to_read=True)


def _is_ready(url: str) -> bool:
    engine = _engine(url, to_read=True)
    try:
        with _store_errors(url), engine.connect() as connection:
            return is_up_to_date(connection, str(file_of(url) or url))
    finally:
        engine.dispose()
