"""
Copies of a PostgreSQL database: dumped, restored, and restored aside to be looked at.

The server's own programs do it (``pg_dump``, ``pg_restore``); a password goes to them through the
environment, where other people on the computer do not see it.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from scheduler.errors import Fault, InputError, StoreError, require
from store.address import shown
from store.row_security import EVERYTHING, SETTING
from store.steps import require_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection

HEAD = b"PGDMP"
SUFFIX = ".dump"
DEBIAN = Path("/usr/lib/postgresql")
STEP = re.compile(r"^COPY public\.alembic_version .*\n(\S+)$", re.MULTILINE)
DUMPED = ("--format=custom", "--no-owner", "--enable-row-security")
ANY_TABLE = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


def dump(url: str, path: Path) -> None:
    """
    Write a whole copy of a server's database to a new file, while others go on working.

    Raises
    ------
    InputError
        When there is something at the path, or the server's programs are not installed.
    StoreError
        When the server refuses.
    """
    require(not path.exists(), "file_exists", value=path)
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        _run(url, "pg_dump", *DUMPED, f"--file={making}")
        making.rename(path)
    finally:
        making.unlink(missing_ok=True)


def restore_dump(path: Path, url: str) -> None:
    """
    Fill an empty database of a server from a dump.

    Raises
    ------
    InputError
        When the file is no dump, or the database is not empty.
    StoreError
        When a newer program made the dump, or the server refuses.
    """
    require_dump(path)
    require_known(_step(path), str(path))
    with _connected(make_url(url), url) as connection:
        tables = connection.exec_driver_sql(ANY_TABLE).scalar()
    require(not tables, "restore_not_empty", value=shown(url))
    _restore(path, url)


@contextmanager
def restored_aside(path: Path, url: str) -> Iterator[str]:
    """
    Hand out the URL of a new database beside another, filled from a dump and gone in the end.

    Raises
    ------
    StoreError
        When the server does not let this account make a database, or refuses.
    """
    require_dump(path)
    require_known(_step(path), str(path))
    name = f"paiban_proof_{secrets.token_hex(6)}"
    home = make_url(url)
    aside = home.set(database=name).render_as_string(hide_password=False)
    with _connected(home, url) as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        _restore(path, aside)
        yield aside
    finally:
        with _connected(home, url) as connection:
            connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def database_name(url: str) -> str:
    """Return the name of a database on its server."""
    return str(make_url(url).database)


def is_dump(path: Path) -> bool:
    """Return whether a file begins like a dump."""
    with path.open("rb") as file:
        return file.read(len(HEAD)) == HEAD


def require_dump(path: Path) -> None:
    """Raise InputError where a file is not there, or no dump."""
    require(path.is_file(), "file_missing", value=path)
    require(is_dump(path), "backup_unreadable", value=path)


def _step(path: Path) -> str | None:
    """Return the last step of the tables that a dump holds."""
    asked = ("--data-only", "--table=alembic_version", "--file=-", str(path))
    try:
        found = STEP.search(_pg("pg_restore", *asked))
    except subprocess.CalledProcessError:  # it is cut off, or damaged
        found = None
    require(found is not None, "backup_unreadable", value=path)
    return None if found is None else found[1]


def _restore(path: Path, url: str) -> None:
    asked = ("--no-owner", "--exit-on-error", "--single-transaction")
    _run(url, "pg_restore", *asked, str(path))


def _run(url: str, program: str, *arguments: str) -> None:
    """Run a program on a database; the password is not on its command line."""
    parsed = make_url(url)
    secret = {} if parsed.password is None else {"PGPASSWORD": str(parsed.password)}
    address = _address(parsed)
    try:
        _pg(program, f"--dbname={address}", *arguments, secret=secret)
    except subprocess.CalledProcessError as error:
        cause = " ".join(str(error.stderr).split())[:400]
        details = {"cause": cause}
        raise StoreError(Fault("database_refused", value=shown(url), details=details)) from None


def _address(parsed: URL) -> str:
    """Return an address as libpq reads it, at which policies hold nothing back: a copy is whole."""
    told = [parsed.query.get("options"), f"-c{SETTING}={EVERYTHING}"]
    options = " ".join(part for part in told if isinstance(part, str))
    seeing = parsed.set(drivername="postgresql", password=None).update_query_dict(
        {"options": options}
    )
    place, _, query = seeing.render_as_string(hide_password=False).partition("?")
    return f"{place}?{query.replace('+', '%20')}"  # libpq knows no plus for a blank


def _pg(program: str, *arguments: str, secret: dict[str, str] | None = None) -> str:
    """Return what one of the server's programs prints."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **(secret or {})}
    command = [str(_place(program)), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return ran.stdout


def _place(program: str) -> Path:
    """Return where a program of the server lies, the newest; raises InputError without one."""
    newest = sorted(DEBIAN.glob(f"*/bin/{program}"), key=lambda each: each.parts[-3].zfill(3))
    found = newest[-1] if newest else shutil.which(program)
    if found is None:
        raise InputError(Fault("backup_no_program", value=program))
    return Path(found)


@contextmanager
def _connected(parsed: URL, url: str) -> Iterator[Connection]:
    engine = create_engine(parsed, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        details = {"cause": " ".join(str(error.orig).split())}
        raise StoreError(Fault("database_refused", value=shown(url), details=details)) from None
    finally:
        engine.dispose()
