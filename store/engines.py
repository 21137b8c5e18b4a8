"""The engine of a database: an SQLite file set up so that it loses nothing, or a server."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from scheduler.errors import Fault, InputError, require
from store.address import shown
from store.postgresql import server_engine
from store.sqlite_file import can_make_side_files, require_no_lone_log, unmade
from store.turns import BUSY_S, LAYS, WRITES

if TYPE_CHECKING:
    from sqlalchemy import URL


def engine_of(url: str, *, to_read: bool = False) -> Engine:
    """
    Return the engine for a database; a file's folder is made unless it will only be read.

    Raises
    ------
    InputError
        When the URL is none, names another kind of database, or its driver is not installed.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            return server_engine(parsed)
        require(parsed.get_backend_name() == "sqlite", "database_kind", value=shown(url))
        return _file_engine(parsed, url, to_read=to_read)
    except (ArgumentError, ValueError):  # their words repeat the URL, with the password in it
        raise InputError(Fault("database_unlike_url", value=shown(url))) from None
    except ImportError as error:
        details = {"cause": str(error)}
        raise InputError(Fault("database_driver", value=shown(url), details=details)) from error
    except OSError as error:
        details = {"cause": str(error)}
        raise InputError(Fault("database_url", value=shown(url), details=details)) from error


def _file_engine(parsed: URL, url: str, *, to_read: bool) -> Engine:
    require(parsed.database not in (None, "", ":memory:"), "database_no_file", value=url)
    path = Path(str(parsed.database))
    if not to_read:
        path.parent.mkdir(parents=True, exist_ok=True)
    require_no_lone_log(path)
    if to_read and not can_make_side_files(path):
        engine = create_engine(parsed, creator=lambda: sqlite3.connect(unmade(path), uri=True))
    else:
        engine = create_engine(parsed, connect_args={"timeout": BUSY_S})
    event.listen(engine, "connect", _set_up_reader if to_read else _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_reader(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.isolation_level = None  # transactions begin where _begin says, not by guess


def _set_up(connection: Any, record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    """Set a connection up so that what it acknowledged outlives a loss of power."""
    _set_up_reader(connection, record)
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "fullfsync=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the write lock at once where writing is meant (``store.turns``)."""
    options = connection.get_execution_options()
    writes = options.get(WRITES, False) or options.get(LAYS, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
