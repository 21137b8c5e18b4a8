"""Backups of a server: dumped, proven by restoring them aside, restored, and refused when newer."""

import datetime as dt
from contextlib import closing

import pytest
from sqlalchemy import create_engine

from scheduler.errors import InputError, StoreError
from service import database as databases
from service.backups import BackupPlan, take
from store.address import url_of
from store.database import open_database
from store.dumps import dump, restored_aside
from tests.postgres_server import Server
from tests.service import small_shop as s

pytestmark = pytest.mark.server
NOW = dt.datetime(2026, 11, 30, 3, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def server():
    made = Server()
    yield made
    made.remove()


@pytest.fixture(scope="module")
def url(server):
    server.execute("create database shop owner paiban")
    url = url_of(server.url("shop"))
    with closing(open_database(url)) as opened:
        s.with_week()(opened)
    return url


def databases_of(url):
    engine = create_engine(url)
    with closing(engine.raw_connection()) as connection:
        rows = connection.execute("select datname from pg_database where not datistemplate")
        found = {name for (name,) in rows.fetchall()}
    engine.dispose()
    return found


def test_a_dump_is_restored_aside_proven_and_leaves_nothing_on_the_server(url, tmp_path):
    done = take(url, BackupPlan(tmp_path / "backups"), NOW)
    assert (done.path.suffix, done.proof.lines) == (".dump", 1)
    assert databases_of(url) == {"postgres", "shop"}


def test_a_dump_fills_an_empty_database_and_no_other(server, url, tmp_path):
    databases.backup(url, tmp_path / "shop.dump")
    server.execute("create database other owner paiban")
    other = url_of(server.url("other"))
    done = databases.restore(tmp_path / "shop.dump", other, now=NOW)
    assert done.contents.weeks == (s.LABEL,)
    assert databases.check(other) == databases.check(url)
    with pytest.raises(InputError) as told:
        databases.restore(tmp_path / "shop.dump", other, now=NOW)
    assert [one.code for one in told.value.faults] == ["restore_not_empty"]


def test_a_dump_of_a_newer_program_or_a_broken_one_is_refused(server, url, tmp_path):
    server.execute("create database newer template shop")
    server.execute("update alembic_version set version_num = '9999'", "newer")
    dump(url_of(server.url("newer")), tmp_path / "newer.dump")
    with pytest.raises(StoreError) as told, restored_aside(tmp_path / "newer.dump", url):
        pass
    assert told.value.fault.code == "database_newer"
    whole = (tmp_path / "newer.dump").read_bytes()
    (tmp_path / "broken.dump").write_bytes(whole[: len(whole) // 3])
    with pytest.raises(InputError) as told, restored_aside(tmp_path / "broken.dump", url):
        pass
    assert [one.code for one in told.value.faults] == ["backup_unreadable"]
