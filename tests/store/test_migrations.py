"""The steps, forwards and back, from databases of every earlier step with rows in every table."""

import datetime as dt
import signal
import subprocess
import sys

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Date, LargeBinary, MetaData, inspect, select, text

from store.address import url_of
from store.database import downgrade, open_database, upgrade
from store.documents import pack_arrays
from store.engines import engine_of
from store.steps import known_steps
from store.tables import metadata
from store.turns import WRITES
from tests.databases import empty_url

STEPS = tuple(reversed(known_steps()))
DAY = dt.date(2026, 11, 30)
OF_COLUMN = {
    "id": "main",
    "state": "done",  # of a job or a run, so that its rows may still change
    "document": '{"agent_id": "A1", "名": "周"}',
    "task": '{"params": {"seed": 3}}',
    "name": "周",
}
KILLED = """
import os, signal, sys
from sqlalchemy import Engine, event
from store.database import upgrade
left = int(sys.argv[2])
@event.listens_for(Engine, "before_cursor_execute")
def count(*_):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
upgrade(sys.argv[1])
"""


@pytest.fixture
def url(tmp_path):
    return url_of(empty_url(tmp_path))


def on(url, act):
    """Return what an action does on a connection that may write."""
    engine = engine_of(url)
    try:
        with (
            engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            return act(connection)
    finally:
        engine.dispose()


def fill(connection):
    """Put a row into every table, that refers to the first row of the tables it refers to."""
    there = MetaData()
    there.reflect(connection)
    for table in there.sorted_tables:
        if connection.execute(select(table)).first() is None:
            connection.execute(table.insert().values(row_of(connection, table)))


def row_of(connection, table):
    row = {}
    numbers = "id" if table.name != "log_anchor" and "id" in table.c else ""
    for column in table.columns:
        if column.name == numbers and column.type.python_type is int:
            continue  # the database numbers its rows itself
        (parent, *_) = [key.column for key in column.foreign_keys] or [None]
        if parent is not None and parent.table is not table:
            row[column.name] = connection.scalar(select(parent).order_by(parent))
        elif parent is None:
            row[column.name] = value_of(table.name, column)
    return row


def value_of(table, column):
    if isinstance(column.type, Date):
        return DAY
    if isinstance(column.type, LargeBinary):
        return messages() if table == "message_source" else b"\x00\xff"
    kind = column.type.python_type
    if kind is str:
        return OF_COLUMN.get(column.name, "x")
    return kind(1)


def messages():
    """Return messages packed as they were before platforms, or with them: these take no harm."""
    return pack_arrays(at_s=np.array([0], dtype=np.int64))


def rows(connection):
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return {
        name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"')).mappings()))
        for name in names
    }


@pytest.mark.parametrize("step", STEPS)
def test_what_a_database_of_a_step_holds_is_there_after_the_last_and_when_that_is_taken_back(
    url, step
):
    upgrade(url, step)
    on(url, fill)
    before = on(url, rows)
    upgrade(url)
    after = on(url, rows)
    assert {name for name, held in before.items() if len(after.get(name, ())) < len(held)} <= {
        "overtime"  # its rows are entries of a register since 0015
    }
    downgrade(url, step)
    assert on(url, rows) == before


def test_the_steps_lead_to_the_tables_also_after_they_were_taken_back(url):
    upgrade(url)
    downgrade(url, STEPS[0])
    upgrade(url)
    on(url, lambda connection: compare(connection) == [] or pytest.fail(str(compare(connection))))


def compare(connection):
    return compare_metadata(MigrationContext.configure(connection), metadata)


def test_nothing_is_left_when_all_steps_are_taken_back(url):
    upgrade(url)
    downgrade(url, "base")
    left = set(on(url, lambda connection: inspect(connection).get_table_names()))
    assert left == {"alembic_version"}
    open_database(url).close()


def test_steps_killed_half_way_were_not_taken(url):
    upgrade(url, STEPS[0])
    on(url, fill)
    before = on(url, rows)
    command = [sys.executable, "-c", KILLED, url, "90"]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert on(url, rows) == before
    open_database(url).close()
