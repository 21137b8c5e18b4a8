"""
The second witness, on a PostgreSQL server: a row for every change made past the program.

Each writing transaction of the program carries a mark (``paiban.mark``). Triggers on every table
note what changes without it: table, key, when, and who was connected from where. The rows of the
witness itself can only be added to, as far as triggers reach: who owns the tables can take them
away, which ``paiban db check`` tells.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import Fault
from store import tables as t
from store.documents import to_document
from store.repository import Repository
from store.stamp import moment
from store.tables.columns import metadata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table

TABLE = "witness"
MARK = "SET LOCAL paiban.mark = 'program'"
UNMARKED = "current_setting('paiban.mark', true) IS DISTINCT FROM 'program'"
SHOWN = 20
WITNESSED, EMPTIED, GUARD = "{}_witness", "{}_emptied", "witness_kept"

NOTE = f"""
CREATE FUNCTION note_witness() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    found jsonb := '{{}}';
    held jsonb;
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        held := to_jsonb(CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END);
        SELECT coalesce(jsonb_object_agg(name, held->name), '{{}}') INTO found
            FROM unnest(TG_ARGV) AS name;
    END IF;
    INSERT INTO {TABLE} (table_name, key, verb, at_s, connected_as, came_from) VALUES (
        TG_TABLE_NAME, found::text, lower(TG_OP), extract(epoch FROM clock_timestamp())::bigint,
        session_user, coalesce(host(inet_client_addr()), 'local') || ' '
            || coalesce(current_setting('application_name', true), ''));
    RETURN NULL;
END $$"""
KEEP = """
CREATE FUNCTION keep_witness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was witnessed stays' USING ERRCODE = 'PB001';
END $$"""
FUNCTIONS = ("note_witness", "keep_witness")


@dataclass(frozen=True, slots=True)
class Witnessed:
    """
    A change that was made past the program.

    Parameters
    ----------
    id
        Number of the row that tells it.
    table, key
        The row that was changed; the key as JSON, empty where a whole table was emptied.
    verb
        ``insert``, ``update``, ``delete`` or ``truncate``.
    at
        When.
    connected_as, came_from
        The database's user, from which address and with what program.
    """

    id: int
    table: str
    key: str
    verb: str
    at: dt.datetime
    connected_as: str
    came_from: str


class Witness(Repository):
    """What was changed past the program, on one connection; empty in a file."""

    def all(self) -> tuple[Witnessed, ...]:
        """Return what was noted, the oldest first."""
        rows = self._rows(t.witness, by=[t.witness.c.id])
        return tuple(
            Witnessed(
                *(row.id, row.table_name, row.key, row.verb, moment(row.at_s)),
                *(row.connected_as, row.came_from),
            )
            for row in rows
        )

    def faults(
        self, where: str, explained: tuple[int, str] | None = None
    ) -> tuple[tuple[Fault, ...], int]:
        """
        Return what was changed past the program, as ``check_chain`` tells what it finds.

        Parameters
        ----------
        explained
            Number of the last change the log explains, and ``digest_of`` all up to it then; None:
            it explains none.

        Returns
        -------
        The faults, and how many changes the log explains.
        """
        noted = self.all()
        last, digest = explained or (0, digest_of(()))
        before, found = [x for x in noted if x.id <= last], [x for x in noted if x.id > last]
        if digest_of(before) != digest:
            other = Fault("audit_witness_other", value=str(last), details={"database": where})
            return (other, *self._told(noted, where)), 0
        return self._told(found, where), len(before)

    def _told(self, found: Sequence[Witnessed], where: str) -> tuple[Fault, ...]:
        told = [_told(one, where) for one in found[:SHOWN]]
        more = len(found) - len(told)
        if more > 0:
            told.append(
                Fault("audit_witness_further", value=str(more), details={"database": where})
            )
        return tuple(told)


def digest_of(found: Sequence[Witnessed]) -> str:
    """Return the SHA-256 of changes, so that those explained are these and no others."""
    return hashlib.sha256(to_document(tuple(found)).encode()).hexdigest()


def _told(one: Witnessed, where: str) -> Fault:
    details = {
        "database": where,
        "number": str(one.id),
        "key": one.key,
        "verb": one.verb,
        "at": f"{one.at:%Y-%m-%d %H:%M:%S} UTC",
        "by": one.connected_as,
        "from": one.came_from.strip(),
    }
    return Fault("audit_witnessed", value=one.table, details=details)


def lay(connection: Connection, there: Sequence[str]) -> None:
    """Lay functions and triggers over the tables that are there."""
    connection.exec_driver_sql(NOTE)
    connection.exec_driver_sql(KEEP)
    for table in witnessed_tables():
        if table.name in there:
            connection.exec_driver_sql(_triggers(table))
    connection.exec_driver_sql(
        f"CREATE TRIGGER {GUARD} BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE}"
        " EXECUTE FUNCTION keep_witness()"
    )


def take_away(connection: Connection) -> None:
    """Take functions and triggers away, so that tables can be changed."""
    for name in FUNCTIONS:
        connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}() CASCADE")


def witnessed_tables() -> list[Table]:
    """Return the tables whose changes are noted: all but the witness."""
    return [table for table in metadata.sorted_tables if table.name != TABLE]


def guards() -> frozenset[str]:
    """Return the names of the triggers."""
    names = [table.name for table in witnessed_tables()]
    laid = (form.format(name) for name in names for form in (WITNESSED, EMPTIED))
    return frozenset({*laid, GUARD})


def _triggers(table: Table) -> str:
    keys = ", ".join(f"'{name}'" for name in table.primary_key.columns.keys())  # noqa: SIM118 - iterating over columns gives columns
    name = table.name
    return f"""
        CREATE TRIGGER {WITNESSED.format(name)} AFTER INSERT OR UPDATE OR DELETE ON {name}
            FOR EACH ROW WHEN ({UNMARKED}) EXECUTE FUNCTION note_witness({keys});
        CREATE TRIGGER {EMPTIED.format(name)} AFTER TRUNCATE ON {name}
            WHEN ({UNMARKED}) EXECUTE FUNCTION note_witness()
    """
