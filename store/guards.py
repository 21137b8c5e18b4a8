"""The triggers by which a database itself keeps what is published or locked, out of the way."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

IN_FILE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
ON_SERVER = (
    "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger JOIN pg_class"
    " ON pg_class.oid = tgrelid WHERE NOT tgisinternal AND pg_table_is_visible(pg_class.oid)"
)


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Let rows be laid as they were, in this transaction; the guards stand again afterwards."""
    if connection.dialect.name == "sqlite":
        guards = connection.exec_driver_sql(IN_FILE).all()
        away = [f"DROP TRIGGER {name}" for name, _ in guards]
        back = [sql for _, sql in guards]
    else:
        tables = connection.exec_driver_sql(ON_SERVER).scalars().all()
        away = [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in tables]
        back = [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables]
    for statement in away:
        connection.exec_driver_sql(statement)
    yield
    for statement in back:
        connection.exec_driver_sql(statement)
