"""What is wrong with an SQLite database, without changing it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from scheduler.errors import Fault
from store import seals, witness
from store.steps import known_steps

if TYPE_CHECKING:
    from sqlalchemy import Connection

SHOWN = 20  # a page that is broken breaks many rows
STEP = "SELECT version_num FROM alembic_version"
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
GUARDS = frozenset(
    {
        *("version_insert", "version_update", "version_delete"),
        *("shift_insert", "shift_update", "shift_delete", "shift_replace", "shift_move"),
        *("run_insert", "run_update", "run_delete"),
        *("scorecard_insert", "scorecard_update", "scorecard_delete"),
        *("payout_insert", "payout_update", "payout_delete"),
        *("run_step_insert", "run_step_update", "run_step_delete", "run_step_replace"),
        *("scheme_insert", "scheme_update", "scheme_delete"),
        *("entry_insert", "entry_update", "entry_delete"),
        *("action_insert", "action_update", "action_delete"),
        *("link_insert", "link_update", "link_delete"),
        *("change_insert", "change_update", "change_delete"),
        *("anchor_insert", "anchor_update", "anchor_delete"),
        *("fact_source_insert", "fact_source_update", "fact_source_kept"),
        *("chat_source_insert", "chat_source_update", "chat_source_kept"),
        *("message_source_insert", "message_source_update", "message_source_kept"),
        *("order_source_insert", "order_source_update", "order_source_kept"),
        *("replaced_source_insert", "replaced_source_update", "replaced_source_delete"),
    }
)
"""Triggers by which the database itself keeps what is published or locked as it is."""

REPLACING = frozenset(  # against ``INSERT OR REPLACE``, which only SQLite knows
    {
        *("version_insert", "shift_replace", "run_insert", "run_step_replace", "scheme_insert"),
        *("action_insert", "fact_source_insert", "chat_source_insert", "message_source_insert"),
        *("order_source_insert", "replaced_source_insert", "link_insert"),
    }
)
EMPTYING = frozenset(  # against ``TRUNCATE``, which only servers know
    f"{table}_truncate"
    for table in (
        *("roster_version", "roster_shift", "month_run", "scorecard", "payout", "run_step"),
        *("scheme", "register_entry", "action", "change", "log_link", "log_anchor"),
        *("replaced_source", "fact_source", "chat_source", "message_source", "order_source"),
    )
)
SERVER_GUARDS = GUARDS - REPLACING | EMPTYING
SERVER_TRIGGERS = (
    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE NOT tgisinternal AND tgenabled <> 'D' AND pg_table_is_visible(pg_class.oid)"
)


def damage(connection: sqlite3.Connection, where: str) -> tuple[Fault, ...]:
    """
    Return what is wrong with a database's pages, keys, steps and guards.

    Parameters
    ----------
    connection
        To the database.
    where
        How it is named in the faults.
    """
    try:
        broken = connection.execute(f"PRAGMA integrity_check({SHOWN})").fetchall()
        if broken != [("ok",)]:
            return tuple(_damaged(where, str(text)) for (text,) in broken)
        loose = connection.execute("PRAGMA foreign_key_check").fetchmany(SHOWN)
        faults = [_loose(where, table, row, parent) for table, row, parent, _ in loose]
        return (*faults, *_wrong_tables(connection, where))
    except sqlite3.OperationalError:
        raise  # busy, full, not to be opened: nothing is known of the pages
    except sqlite3.DatabaseError as error:
        return (_damaged(where, str(error)),)


def is_newest(connection: sqlite3.Connection) -> bool:
    """Return whether a database has taken every step there is."""
    return connection.execute(STEP).fetchall() == [(known_steps()[0],)]


def server_damage(connection: Connection, where: str) -> tuple[Fault, ...]:
    """Return what a database on a server should hold itself and does not, as ``damage``."""
    guards = SERVER_GUARDS | witness.guards()
    missing = guards - set(connection.exec_driver_sql(SERVER_TRIGGERS).scalars())
    told = (("database_unguarded", sorted(missing)), ("database_bare", seals.unsecured(connection)))
    return tuple(
        Fault(code, value=where, details={"left": ", ".join(names)})
        for code, names in told
        if names
    )


def _wrong_tables(connection: sqlite3.Connection, where: str) -> tuple[Fault, ...]:
    try:
        steps = [step for (step,) in connection.execute(STEP)]
    except sqlite3.OperationalError:
        return (Fault("backup_unreadable", value=where),)
    newer = [step for step in steps if step not in known_steps()]
    if newer:
        details = {"step": newer[0], "known": known_steps()[0]}
        return (Fault("database_newer", value=where, details=details),)
    missing = GUARDS - {name for (name,) in connection.execute(TRIGGERS)}
    if steps != [known_steps()[0]] or not missing:
        return ()
    return (Fault("database_unguarded", value=where, details={"left": ", ".join(sorted(missing))}),)


def _damaged(where: str, text: str) -> Fault:
    return Fault("database_damaged", value=where, details={"cause": text})


def _loose(where: str, table: str, row: int | None, parent: str) -> Fault:
    details = {"table": table, "row": row, "parent": parent}
    return Fault("database_loose", value=where, details=details)
