"""
The second lock behind ``store.sight``, on a PostgreSQL server: policies on every table.

Each transaction of the program says what of the rows may be seen (``paiban.sight``): everything
where nobody's sight is laid on the connection, else what that sight holds, with the ids of the
people it reaches. The policies ask that, whatever statement reads, also one that ``store.sight``
never saw. Who says nothing sees nothing, and only who sees everything writes. The policies are no
step of their own: they are laid anew over the tables there are after every upgrade.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from store.tables.columns import metadata
from store.tables.vendors import OF_VENDORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Table

SETTING = "paiban.sight"
EVERYTHING = '{"everything":true}'  # without a blank: it stands in libpq's options, too
SEE_EVERYTHING = f"SET LOCAL {SETTING} = '{EVERYTHING}'"
FUNCTIONS = {  # parameters, what comes back, and the query for it
    "told_sight": (
        "",
        "jsonb",
        f"SELECT coalesce(nullif(current_setting('{SETTING}', true), ''), '{{}}')::jsonb",
    ),
    "sees_everything": ("", "boolean", "SELECT coalesce(told_sight() ? 'everything', false)"),
    "reach_of": (
        "name text",
        "jsonb",
        "SELECT coalesce(told_sight()->'apart'->name, told_sight()->'reached', '{}'::jsonb)",
    ),
    "reaches_all": ("name text", "boolean", "SELECT coalesce(reach_of(name) ? 'whole', false)"),
    "reaches_any": (
        "name text",
        "boolean",
        "SELECT coalesce(told_sight() ? 'reached' AND (NOT told_sight()->'apart' ? name"
        " OR reach_of(name) ? 'whole' OR jsonb_array_length(reach_of(name)->'people') > 0), false)",
    ),
    "people_of": (
        "name text",
        "text[]",
        "SELECT ARRAY(SELECT jsonb_array_elements_text(reach_of(name)->'people'))",
    ),
    "vendors_of": (
        "name text",
        "text[]",
        "SELECT ARRAY(SELECT jsonb_array_elements_text(reach_of(name)->'vendors'))",
    ),
    "shops_seen": (
        "",
        "text[]",
        "SELECT ARRAY(SELECT jsonb_array_elements_text(nullif(told_sight()->'shops', 'null')))",
    ),
    "sees_all_shops": (
        "",
        "boolean",
        "SELECT coalesce(told_sight()->'shops' = 'null'::jsonb, false)",
    ),
    "told_list": (
        "name text",
        "text[]",
        "SELECT ARRAY(SELECT jsonb_array_elements_text(told_sight()->name))",
    ),
    "kinds_of": (  # of register entries: those of which everybody's, or somebody's, may be seen
        "whole boolean",
        "text[]",
        "SELECT ARRAY(SELECT key FROM jsonb_each(told_sight()->'apart')"
        " WHERE (value ? 'whole') = whole)",
    ),
}
IN_SHOP = "((SELECT sees_all_shops()) OR {column} = ANY ((SELECT shops_seen())::text[]))"
OF_ALL = frozenset({"session", "pay_look"})
"""Tables whose rows without an agent are about all: a team's meeting, a look at a whole list."""
ADDED_TO = frozenset({"witness"})  # by triggers, also for whoever says nothing of a sight


@contextmanager
def seeing_on_server(connection: Connection, told: dict[str, Any] | None) -> Iterator[None]:
    """
    Have a server's policies know a sight for a while; None: nothing is narrowed.

    What they knew before stands at the connection: each transaction begins with everything seen
    (``store.postgresql``).
    """
    if told is None or connection.dialect.name != "postgresql":
        yield
        return
    before = connection.info[SETTING] if connection.in_transaction() else EVERYTHING
    _say(connection, json.dumps(told, ensure_ascii=False))
    try:
        yield
    finally:
        if _goes_on(connection):
            _say(connection, before)


def _say(connection: Connection, text: str) -> None:
    connection.exec_driver_sql("SELECT set_config(%s, %s, true)", (SETTING, text))
    connection.info[SETTING] = text  # so that nobody has to ask the server


def _goes_on(connection: Connection) -> bool:
    """Return whether a transaction is under way that no error has ended."""
    driven: Any = connection.connection.dbapi_connection
    return bool(driven.info.transaction_status.name == "INTRANS")


def lay(connection: Connection, there: Sequence[str]) -> None:
    """Lay functions and policies over the tables that are there."""
    for name, (given, back, query) in FUNCTIONS.items():
        connection.exec_driver_sql(
            f"CREATE FUNCTION {name}({given}) RETURNS {back} STABLE LANGUAGE sql"
            f" BEGIN ATOMIC {query}; END"  # bound to what it names: dumps know no search path
        )
    for table in locked_tables():
        if table.name in there:
            connection.exec_driver_sql(_policies(table, _sees(table, there)))


def take_away(connection: Connection, there: Sequence[str]) -> None:
    """Take functions and policies away, so that tables can be changed."""
    for name in reversed(FUNCTIONS):
        given = ", ".join(part.split()[1] for part in FUNCTIONS[name][0].split(", ") if part)
        connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}({given}) CASCADE")
    for table in there:
        connection.exec_driver_sql(
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY"
        )


def locked_tables() -> list[Table]:
    """Return the tables that have policies."""
    return list(metadata.sorted_tables)


def _policies(table: Table, sees: str) -> str:
    name = table.name
    adds = "true" if name in ADDED_TO else "(SELECT sees_everything())"
    return f"""
        CREATE POLICY everything ON {name} USING ((SELECT sees_everything()))
            WITH CHECK ({adds});
        CREATE POLICY sight ON {name} FOR SELECT USING ({sees});
        ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY
    """


def _sees(table: Table, there: Sequence[str]) -> str:
    """Return which rows of a table may be seen: of a shop, and about people, that are reached."""
    shop, who = _of_shop(table, there), _about(table)
    return " AND ".join(f"({part})" for part in (shop, who) if part)


def _of_shop(table: Table, there: Sequence[str]) -> str:
    """Return which rows are of a shop that may be seen, by themselves or by what they belong to."""
    if table.name == "shop":
        return IN_SHOP.format(column="shop.id")
    if (
        table.name == "role_grant" and "company" in there
    ):  # of every shop, of a shop, or of the company of one
        mine = IN_SHOP.format(column="role_grant.shop_id")
        theirs = "EXISTS (SELECT 1 FROM shop WHERE role_grant.names::jsonb ? shop.company_id)"
        return f"{mine} OR scope = 'all' OR (scope = 'company' AND {theirs})"
    if table.name == "company":
        return "EXISTS (SELECT 1 FROM shop WHERE shop.company_id = company.id)"
    if "shop_id" in table.c:
        mine = IN_SHOP.format(column=f"{table.name}.shop_id")
        free = table.c.shop_id.nullable
        return f"{table.name}.shop_id IS NULL OR {mine}" if free else mine
    for key in sorted(table.foreign_keys, key=lambda one: one.parent.name):
        parent = key.column
        if not key.parent.nullable and parent.table is not table:
            return (
                f"EXISTS (SELECT 1 FROM {parent.table.name}"
                f" WHERE {parent.table.name}.{parent.name} = {table.name}.{key.parent.name})"
            )
    return ""


def _about(table: Table) -> str:
    """Return which rows are about people who are reached; of other tables, whether any are open."""
    name = table.name
    if name == "register_entry":
        return (
            "kind = ANY ((SELECT kinds_of(true))::text[])"
            " OR (kind = ANY ((SELECT kinds_of(false))::text[])"
            " AND subject = ANY (people_of(kind)))"
            " OR (kind <> ALL ((SELECT kinds_of(true) || kinds_of(false))::text[])"
            " AND ((SELECT reaches_all('')) OR kind = ANY ((SELECT told_list('shared'))::text[])"
            " OR subject = ANY ((SELECT people_of(''))::text[])))"
        )
    if name == "action":
        return (
            f"(SELECT reaches_any('{name}')) AND name <> ALL ((SELECT told_list('untold'))::text[])"
        )
    if name in OF_VENDORS:
        mine = f"{name}.vendor = ANY ((SELECT vendors_of('{name}'))::text[])"
        return f"(SELECT reaches_all('{name}')) OR {mine}"
    column = "id" if name == "agent" else "agent_id"
    if column != "id" and column not in table.c:
        return f"(SELECT reaches_any('{name}'))"
    everybody = f" OR {name}.{column} = ''" if name in OF_ALL else ""
    return (
        f"(SELECT reaches_all('{name}'))"
        f" OR {name}.{column} = ANY ((SELECT people_of('{name}'))::text[]){everybody}"
    )
