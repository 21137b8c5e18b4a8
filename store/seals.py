"""
What a PostgreSQL server itself holds against whoever goes past the program.

Row security (``store.row_security``) and the witness (``store.witness``) are laid over the tables
there are after every step up or down, and taken away before: steps then change any table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import row_security, witness

if TYPE_CHECKING:
    from sqlalchemy import Connection

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
SECURED = (
    "SELECT relname FROM pg_class JOIN pg_policy ON pg_policy.polrelid = pg_class.oid"
    " WHERE relrowsecurity AND relforcerowsecurity AND pg_table_is_visible(pg_class.oid)"
    " GROUP BY relname HAVING count(*) = 2"
)
STRONGER = (
    "SELECT CASE WHEN rolsuper THEN 'SUPERUSER' WHEN rolbypassrls THEN 'BYPASSRLS' ELSE '' END"
    " FROM pg_roles WHERE rolname = current_user"
)


def lay(connection: Connection) -> None:
    """Lay what a server holds, where its tables know of it; a file holds nothing of it."""
    there = _there(connection)
    if witness.TABLE in there:
        row_security.lay(connection, there)
        witness.lay(connection, there)


def take_away(connection: Connection) -> None:
    """Take it away, so that any table can be changed."""
    there = _there(connection)
    if witness.TABLE in there:
        row_security.take_away(connection, there)
        witness.take_away(connection)


def _there(connection: Connection) -> list[str]:
    if connection.dialect.name != "postgresql":
        return []
    return list(connection.exec_driver_sql(TABLES).scalars())


def unsecured(connection: Connection) -> list[str]:
    """Return the tables whose rows a server does not hold back, as it should."""
    found = set(connection.exec_driver_sql(SECURED).scalars())
    return sorted(table.name for table in row_security.locked_tables() if table.name not in found)


def bypassing_right(connection: Connection) -> str:
    """Return the right by which the role that came is held back by no policy; empty: none."""
    if connection.dialect.name != "postgresql":
        return ""
    return str(connection.exec_driver_sql(STRONGER).scalar())
