"""
Where a benchmark keeps its databases: files in a folder, or a PostgreSQL server of its own.

A place copies a database that was filled once, tells what one holds as a number, and checks it. The
server runs as one is set up by its makers: what it acknowledges is on the disk.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Integer, create_engine, select, text
from sqlalchemy.exc import OperationalError

from scheduler.errors import InputError
from service import audit
from service.database import check
from store import tables as t
from store.address import url_of
from store.database import Database
from tests.postgres_server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Connection

KINDS = ("sqlite", "postgresql")
SETTLE_S = 60.0
SIDES = ("", "-wal", "-shm", "-journal")
SETTINGS = {  # a server as it comes, but for the writes it acknowledges: ours must ask for these
    "fsync": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
    "synchronous_commit": "off",
    "max_connections": "100",
}
ALIKE = (  # each link holds a number that nobody can guess, and so do the hashes from there on
    "DROP TRIGGER link_update",
    "DROP TRIGGER anchor_update",
    "UPDATE log_link SET account = '', previous = '', hash = ''",
    "UPDATE log_anchor SET hash = ''",
)
NUMBERED = re.compile(r"'(entry|import)/\d+'")  # what changed names these by their numbers
BY_CHANCE = {"log_link": {"account", "previous", "hash"}, "log_anchor": {"hash"}}


def faults(url: str) -> str:
    """Return what a check of a database and of its log finds; empty: nothing."""
    for verify in (check, audit.verify):
        try:
            verify(url)
        except InputError as error:
            return str(error)
    return ""


class Files:
    """Databases that are SQLite files."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, name: str) -> str:
        return url_of(str(self.folder / f"{name}.db"))

    def make(self, name: str) -> str:
        """Return the address of a database that will be made when it is opened."""
        return self.url(name)

    def copy(self, name: str, to: str) -> str:
        """Put a copy of a database that nobody uses in the place of another; return its address."""
        for ending in SIDES:
            Path(f"{self.folder / to}.db{ending}").unlink(missing_ok=True)
        shutil.copy(self.folder / f"{name}.db", self.folder / f"{to}.db")
        return self.url(to)

    def digest(self, name: str) -> str:
        """Return a number for all a database holds, read from a copy so that its logs stay."""
        return file_digest(self.folder / f"{name}.db", self.folder / "look.db")


def file_digest(path: Path, aside: Path) -> str:
    """Return a number for all that a file holds, its logs with it; what is wrong, where it is."""
    for ending in ("", "-wal", "-journal"):
        if Path(f"{path}{ending}").exists():
            shutil.copy(f"{path}{ending}", f"{aside}{ending}")
    with closing(sqlite3.connect(aside)) as connection:
        (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
        loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    tampered = faults(url_of(str(aside)))
    with closing(sqlite3.connect(aside)) as connection:
        for statement in ALIKE:
            connection.execute(statement)
        told = "\n".join(connection.iterdump())
    for ending in SIDES:
        Path(f"{aside}{ending}").unlink(missing_ok=True)
    if sound != "ok" or loose or tampered:
        return f"damaged: {sound} {loose} {tampered}"
    return hashlib.sha256(told.encode()).hexdigest()


def _lines(connection: Connection) -> Iterator[str]:
    """
    Yield a line for each row, its number replaced by its place among those of its table.

    A server gives no number twice, not even one that was taken back with its transaction.
    """
    tables = sorted(t.metadata.tables.values(), key=lambda one: one.name)
    places = {
        table.name: {
            number: at
            for at, number in enumerate(connection.scalars(select(table.c.id).order_by("id")))
        }
        for table in tables
        if "id" in table.c and isinstance(table.c.id.type, Integer)
    }
    for table in tables:
        left_out = BY_CHANCE.get(table.name, set())
        columns = [one for one in table.columns if one.name not in left_out]
        told = [places.get(_numbered(column), {}) for column in columns]
        rows = connection.execute(select(*columns))
        lines = (
            NUMBERED.sub(r"'\1/#'", repr([e.get(c, c) for e, c in zip(told, row, strict=True)]))
            for row in rows
        )
        yield table.name
        yield from sorted(lines)


def _numbered(column: Column[object]) -> str:
    """Return the table whose rows a column numbers; empty: none."""
    for key in column.foreign_keys:
        if key.column.name == "id":
            return key.column.table.name
    return column.table.name if column.name == "id" else ""


class Served:
    """Databases on a server."""

    name = "postgresql"

    def __init__(self) -> None:
        self.server = Server(**SETTINGS)

    def url(self, name: str) -> str:
        return url_of(self.server.url(name))

    def make(self, name: str) -> str:
        """Make an empty database; return its address."""
        self.server.execute(f"CREATE DATABASE {name} TEMPLATE template0 OWNER paiban")
        return self.url(name)

    def copy(self, name: str, to: str) -> str:
        """Put a copy of a database that nobody uses in the place of another; return its address."""
        self.server.execute(f"DROP DATABASE IF EXISTS {to} WITH (FORCE)")
        self.server.execute(f"CREATE DATABASE {to} TEMPLATE {name} OWNER paiban")
        return self.url(to)

    def digest(self, name: str) -> str:
        """Return a number for all rows of a database; what is wrong with it, where anything is."""
        self._settle(name)
        url = self.url(name)
        wrong = faults(url)
        if wrong:
            return f"damaged: {wrong}"
        with closing(Database(url, to_read=True)) as database, database.read() as unit:
            return hashlib.sha256("\n".join(_lines(unit.connection)).encode()).hexdigest()

    def _settle(self, name: str) -> None:
        """Wait until the server is up and has seen that nobody is there any more."""
        query = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name")
        until = time.monotonic() + SETTLE_S
        while time.monotonic() < until:
            engine = create_engine(self.url("postgres"))
            with suppress(OperationalError), engine.connect() as connection:
                if connection.scalar(query, {"name": name}) == 0:
                    engine.dispose()
                    return
            engine.dispose()
            time.sleep(0.05)
        raise TimeoutError(f"somebody is still at {name} after {SETTLE_S:g} s")

    def kill_backend(self, name: str) -> bool:
        """Kill the server's process for one of a database's clients; False: there was none."""
        query = text(
            "SELECT pid FROM pg_stat_activity WHERE datname = :name AND backend_type ="
            " 'client backend' ORDER BY state = 'idle', xact_start LIMIT 1"
        )
        engine = create_engine(self.url("postgres"), pool_pre_ping=True)
        with engine.connect() as connection:
            pid = connection.scalar(query, {"name": name})
        engine.dispose()
        if pid is None:
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return True


@contextmanager
def place_of(kind: str, folder: Path) -> Iterator[Files | Served]:
    """Hand out a place of a kind; a server is gone in the end."""
    if kind == "sqlite":
        yield Files(folder)
        return
    served = Served()
    try:
        yield served
    finally:
        served.server.remove()
