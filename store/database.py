"""
The database: where it lies, how it is brought up to date, and its transactions.

Everything is read and written inside ``Database.read()`` or ``Database.write()``; a write holds or
vanishes as a whole.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from scheduler.errors import Fault, InputError, StoreError, require
from store.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

URL_VARIABLE = "PAIBAN_DB"
BUSY_S = 20
WRITES = "paiban_writes"


def default_url() -> str:
    """
    Return where the database lies when nobody says otherwise.

    ``PAIBAN_DB`` (a URL, or the path of an SQLite file) if set, else the file
    ``paiban/paiban.db`` in ``XDG_DATA_HOME``, else in ``~/.local/share``.
    """
    named = os.environ.get(URL_VARIABLE)
    if named:
        return url_of(named)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return url_of(str(Path(data) / "paiban" / "paiban.db"))


def url_of(text: str) -> str:
    """Return the URL of a text that is one, or that is the path of an SQLite file."""
    return text if "://" in text else f"sqlite:///{Path(text).expanduser().absolute()}"


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed)
        require(parsed.database not in (None, "", ":memory:"), "database_no_file", value=url)
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": BUSY_S})
    except (ArgumentError, ImportError, OSError) as error:
        raise InputError(Fault("database_url", value=url, details={"cause": str(error)})) from error
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.isolation_level = None  # transactions begin where _begin_sqlite says, not by guess
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where writing is meant, so that two writers wait in line."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"the database refused: {error.orig}") from error


def upgrade(url: str, to: str = "head") -> None:
    """Bring the tables of a database up to date, or to a step; makes it when there is none."""
    engine = _engine(url)
    config = Config()
    config.set_main_option("script_location", "store:migrations")
    with _store_errors(), engine.connect().execution_options(**{WRITES: True}) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.commit()
    engine.dispose()


class Database:
    """
    A database whose tables are up to date.

    Parameters
    ----------
    url
        As SQLAlchemy writes it, such as ``sqlite:////path/paiban.db``.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """Hand out the repositories for reading; all reads see the same moment."""
        with _store_errors(), self._engine.connect() as connection:
            yield Unit(connection)

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """Hand out the repositories for writing; everything holds, or nothing on an exception."""
        options = {WRITES: True}
        with (
            _store_errors(),
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield Unit(connection)

    def backup(self, path: Path) -> None:
        """
        Write a copy of an SQLite database, whole even while others write.

        Raises
        ------
        InputError
            When the database is of another kind, or the file exists.
        """
        source = self._engine.url
        require(source.get_backend_name() == "sqlite", "backup_only_sqlite", value=self.url)
        require(not path.exists(), "file_exists", value=path)
        with (
            closing(sqlite3.connect(str(source.database))) as database,
            closing(sqlite3.connect(path)) as copy,
        ):
            database.backup(copy)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def open_database(url: str | None = None) -> Database:
    """Return the database at a URL or path (None: ``default_url``), made or upgraded if needed."""
    where = default_url() if url is None else url_of(url)
    upgrade(where)
    return Database(where)
