"""
The database: where it lies, how it is brought up to date, and its transactions.

Everything is read and written inside ``Database.read()`` or ``Database.write()``; a write holds or
vanishes as a whole.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, exc

from scheduler.errors import Fault, StoreError, require
from store import postgresql, sqlite_file
from store.address import default_url, file_of, name_of, url_of
from store.engines import engine_of
from store.kept import note_kept
from store.sqlite_file import FileWatch, require_there
from store.steps import (
    HEAD,
    NO_STEP,
    is_up_to_date,
    known_steps,
    require_known,
    step_of,
    take_back,
    take_steps,
)
from store.turns import LAYS, WRITES
from store.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

READS = {"postgresql_readonly": True}
STEP = "SELECT version_num FROM alembic_version"


@contextmanager
def _store_errors(where: str) -> Iterator[None]:
    try:
        yield
    except exc.DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise sqlite_file.told(error.orig, where) from error
        raise postgresql.told(error, where) from error
    except exc.TimeoutError as error:  # all connections of this process are in use
        raise StoreError(Fault("database_crowded", value=where)) from error


def upgrade(url: str, to: str = HEAD) -> None:
    """
    Bring the tables of a database up to date, or to a step; makes it when there is none.

    One that is up to date is only read: the write lock is not needed to see that. All steps are
    one transaction: interrupted half-way, none of them was taken.

    Raises
    ------
    StoreError
        When a newer program laid the tables.
    """
    engine, where = engine_of(url), name_of(url)
    try:
        with _store_errors(where), engine.connect() as connection:
            if is_up_to_date(connection, where):
                return
        with _laying(engine, where) as connection:
            take_steps(connection, to)
    finally:
        engine.dispose()


def downgrade(url: str, to: str) -> None:
    """
    Take steps back, so that the program that knew only those up to one can go on.

    What only the later steps could hold is gone then.

    Parameters
    ----------
    to
        The step that stays the last; ``base``: none stays, and nothing is left.

    Raises
    ------
    InputError
        ``database_no_step``, for what is none of the steps it has taken.
    StoreError
        When there is no database, or a newer program laid its tables.
    """
    file = file_of(url)
    if file is not None:
        require_there(file)
    engine, where = engine_of(url), name_of(url)
    try:
        with _laying(engine, where) as connection:
            step = step_of(connection)
            require_known(step, where)
            taken = () if step is None else known_steps()[known_steps().index(step) :]
            left = ", ".join((*reversed(taken), NO_STEP))
            require(to in (*taken, NO_STEP), "database_no_step", value=to, left=left)
            take_back(connection, to)
    finally:
        engine.dispose()


@contextmanager
def _laying(engine: Engine, where: str) -> Iterator[Connection]:
    """Hand out a connection that lays tables: all of it holds, or nothing on an exception."""
    with _store_errors(where), engine.connect() as connection:
        laying = connection.execution_options(**{LAYS: True})
        with laying.begin():
            yield laying


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
        self._where = name_of(url)
        self._engine = engine_of(url, to_read=to_read)
        self._watch = FileWatch(file_of(url))

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """Hand out the repositories for reading; all reads see the same moment."""
        self._watch.require_same()
        with (
            _store_errors(self._where),
            self._engine.connect().execution_options(**READS) as connection,
        ):
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
            _store_errors(self._where),
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            self._require_usable(connection)
            yield Unit(connection)
        self._watch.require_same()
        note_kept(self._where)

    @contextmanager
    def rehearsal(self) -> Iterator[Rehearsal]:
        """Hand out a database in which everything can be done, and nothing of it stays."""
        options = {WRITES: True}
        self._watch.require_same()
        self._watch.require_writable()
        with (
            _store_errors(self._where),
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
        self._where = name_of(url)
        self._connection = connection

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """Hand out the repositories, with what was done in the rehearsal so far."""
        yield Unit(self._connection)

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """Hand out the repositories; what an exception interrupts is undone at once."""
        with _store_errors(self._where), self._connection.begin_nested():
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
    engine, where = engine_of(url, to_read=True), name_of(url)
    try:
        with _store_errors(where), engine.connect() as connection:
            return is_up_to_date(connection, where)
    finally:
        engine.dispose()
