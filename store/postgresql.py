"""A database on a PostgreSQL server: how it is reached, its transactions, what its errors mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Text, create_engine, event
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.ext.compiler import compiles

from scheduler.errors import Fault, StoreError, require
from store.row_security import EVERYTHING, SEE_EVERYTHING, SETTING
from store.turns import BUSY_S, LAYS, WRITES
from store.witness import MARK

if TYPE_CHECKING:
    from sqlalchemy import URL
    from sqlalchemy.exc import DBAPIError

OLDEST = 15
LAYING = 7_263_190_415_882_003
"""Number of the lock under which tables are laid; any will do that nobody else takes."""

CONNECTING: dict[str, Any] = {
    "connect_timeout": 10,
    "application_name": "paiban",
    "client_encoding": "utf8",
    "keepalives_idle": 30,  # a server that vanished is noticed within a minute, not in hours
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
SESSION = (  # the server, too, lets go of a client that vanished: it might hold the writers' turn
    "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;"
    f" SET idle_in_transaction_session_timeout = '5min'; SET lock_timeout = '{BUSY_S}s';"
    # what a server that puts writes off has acknowledged is gone when one of its processes dies
    " SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)
TURN = "LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE"
TURN_IF_LAID = (
    f"DO $$ BEGIN IF to_regclass('alembic_version') IS NOT NULL THEN {TURN}; END IF; END $$"
)
FROZEN = "PB001"
"""What our own triggers raise."""

SENTENCES = {  # by the five characters of the state, or its first two
    FROZEN: "database_frozen",
    "55P03": "database_busy",
    "40": "database_conflict",
    "25006": "database_read_only",
    "42501": "database_read_only",
    "53100": "database_full",
    "53300": "database_crowded",
    "58": "database_disk",
    "XX001": "database_damaged",
    "XX002": "database_damaged",
    "22": "database_value",
    "42P01": "database_unlaid",
    "28": "database_sign_in",
    "3D000": "database_not_made",
    "08": "database_unreachable",
    "57P": "database_unreachable",
    "25P03": "database_unreachable",
}
NO_ENTRY = ("no password", "authentication failed", "pg_hba.conf", 'FATAL: role "')
NOT_MADE = '" does not exist'


@compiles(Text, "postgresql")
def _by_bytes(_type: Text, _compiler: object, **_: object) -> str:
    """
    Lay columns of text so that they are compared and sorted by their bytes.

    SQLite does it so. A server's own way depends on the language in which it was set up: the same
    list would stand in another order here, and ``draft/`` might not lie before ``draft0``.
    """
    return 'TEXT COLLATE "C"'


def server_engine(url: URL) -> Engine:
    """Return the engine for a server; connects to nothing yet."""
    told = {name: value for name, value in CONNECTING.items() if name not in url.query}
    engine = create_engine(
        url,
        isolation_level="REPEATABLE READ",
        pool_pre_ping=True,  # the server may have been away since the connection was last used
        # a pooler between may hand the next statement to another session, which has not seen it
        connect_args={**told, "prepare_threshold": None},
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    version = connection.info.server_version // 10_000
    encoding = connection.info.parameter_status("server_encoding")
    require(version >= OLDEST, "database_old_server", value=version, least=OLDEST)
    require(encoding == "UTF8", "database_encoding", value=encoding)
    with connection.cursor() as cursor:
        cursor.execute(SESSION)
    connection.commit()


def _begin(connection: Connection) -> None:
    """
    Take one's turn where writing is meant, before anything is read (``store.turns``).

    The server is told that the program sees everything (``store.sight`` narrows that for whoever
    looks), and that what is written is its own doing.
    """
    options = connection.get_execution_options()
    connection.info[SETTING] = EVERYTHING
    if options.get(LAYS, False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LAYING})")
        connection.exec_driver_sql(f"{TURN_IF_LAID}; {SEE_EVERYTHING}; {MARK}")
    elif options.get(WRITES, False):
        connection.exec_driver_sql(f"{TURN}; {SEE_EVERYTHING}; {MARK}")
    else:
        connection.exec_driver_sql(SEE_EVERYTHING)


def told(error: DBAPIError, where: str) -> StoreError:
    """Return the error that says what the server, or its absence, did not allow."""
    state, cause = getattr(error.orig, "sqlstate", None) or "", _cause(error.orig)
    found = (SENTENCES.get(state[:length]) for length in (5, 3, 2))
    name = next(filter(None, found), None) or _unspoken(error, state, cause)
    return StoreError(Fault(name, value=where, details={"cause": cause}))


def _unspoken(error: DBAPIError, state: str, cause: str) -> str:
    """Return the code of an error that has no state, as those before there is a connection."""
    if isinstance(error, DataError):
        return "database_value"
    if state or not isinstance(error, (OperationalError, InterfaceError)):
        return "database_refused"
    if any(words in cause for words in NO_ENTRY):
        return "database_sign_in"
    return "database_not_made" if NOT_MADE in cause else "database_unreachable"


def _cause(error: BaseException | None) -> str:
    """Return the server's own words in one line; without the rows it shows, which name people."""
    said = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
    return " ".join(said.split())
