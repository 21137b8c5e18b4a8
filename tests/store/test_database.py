import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, text

from kpi.facts.messages import Messages
from kpi.month import Month
from kpi.scheme.scheme import PostKind
from scheduler.errors import StoreError
from store.address import url_of
from store.database import Database, open_database, upgrade
from store.documents import pack_arrays, unpack_arrays
from store.messages import pack_messages
from store.shops import Shop
from store.tables import message_source, metadata
from tests.databases import empty_url, new_url

SHOP = Shop("main", "旗舰店", "Asia/Shanghai")
IN_A_SHOP = "insert into shop values ('main', '旗舰店', 'Asia/Shanghai', 30)"
"""As the first steps kept a shop."""


@pytest.fixture
def database(tmp_path):
    opened = open_database(new_url(tmp_path))
    yield opened
    opened.close()


def test_the_steps_lead_to_the_tables(database):
    with database.read() as unit:
        context = MigrationContext.configure(unit.connection)
        assert compare_metadata(context, metadata) == []


def test_upgrading_twice_changes_nothing(database):
    with database.write() as unit:
        unit.shops.save(SHOP)
    upgrade(database.url)
    with database.read() as unit:
        assert unit.shops.all() == (SHOP,)


def test_what_was_kept_at_an_earlier_step_is_there_after_the_last(tmp_path):
    url = url_of(empty_url(tmp_path))
    upgrade(url, "0002")
    old = Database(url)
    with old.write() as unit:
        for statement in (
            IN_A_SHOP,
            "insert into week values"
            " (1, 'main', '2026-W49', '2026-11-30', 7, 30, '{}', '[]', null, null, 'x', 0)",
            "insert into job (id, shop_id, week_id, state, task, phase, seconds, stop_asked,"
            " beat_s, started_by, started_s) values (5, 'main', 1, 'done',"
            " '{\"params\": {\"seed\": 3}}', 'search', 1.5, false, 0, 'x', 0)",
        ):
            unit.connection.execute(text(statement))
    old.close()
    new = open_database(url)
    with new.read() as unit:
        job = unit.jobs.get(5)
    new.close()
    assert (job.week_id, job.scenario_id, job.task.params.seed) == (1, None, 3)


def test_messages_kept_before_platforms_name_none(tmp_path):
    url = url_of(empty_url(tmp_path))
    upgrade(url, "0005")
    messages = Messages.of([("presales", "u", "", 0, True, False)])
    arrays = unpack_arrays(pack_messages(messages))
    del arrays["platforms"], arrays["platform"]
    old = Database(url)
    with old.write() as unit:
        unit.connection.execute(text(IN_A_SHOP))
        values = {"shop_id": "main", "month": "1970-01", "source": "m.csv", "entered_by": "x"}
        packed = pack_arrays(**arrays)
        statement = insert(message_source).values(**values, arrays=packed, entered_s=0)
        unit.connection.execute(statement)
    old.close()
    new = open_database(url)
    with new.read() as unit:
        (kept,) = unit.messages.of("main", Month(1970, 1))
    new.close()
    assert (kept.users, kept.by_platform) == (("u",), {"": 1})


def test_a_write_that_fails_leaves_nothing(database):
    def fail():
        with database.write() as unit:
            unit.shops.save(SHOP)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.read() as unit:
        assert unit.shops.all() == ()


def test_a_reader_sees_one_moment_while_another_writes(database):
    with database.read() as reader:
        assert reader.shops.all() == ()
        with database.write() as writer:
            writer.shops.save(SHOP)
        assert reader.shops.all() == ()
    with database.read() as reader:
        assert reader.shops.all() == (SHOP,)


def test_two_connections_write_one_after_the_other(database):
    other = Database(database.url)
    for number, writer in enumerate((database, other, database)):
        with writer.write() as unit:
            unit.shops.save(Shop(f"s{number}", "", "UTC"))
    other.close()
    with database.read() as unit:
        assert len(unit.shops.all()) == 3


def test_foreign_keys_hold(database):
    def write():
        with database.write() as unit:
            unit.shops.save_posts("nowhere", ())
            unit.connection.execute(
                text("insert into post (shop_id, id, position, document) values ('x','p',0,'{}')")
            )

    with pytest.raises(StoreError):
        write()


@pytest.mark.sqlite
def test_write_ahead_logging_is_on(database):
    with sqlite3.connect(database.url.removeprefix("sqlite:///")) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    connection.close()


@pytest.mark.sqlite
def test_its_folder_is_made(tmp_path):
    open_database(str(tmp_path / "deep" / "paiban.db")).close()
    assert (tmp_path / "deep" / "paiban.db").exists()


def test_text_is_sorted_by_its_bytes_on_either_kind(database):
    names = ["周", "b", "B", "_", "a/1", "a0", "陈", "é", "Z"]
    with database.write() as unit:
        for name in names:
            unit.shops.save(Shop(name, "", "UTC"))
        assert [shop.id for shop in unit.shops.all()] == sorted(names, key=str.encode)


def test_rows_are_in_the_order_of_their_keys_also_after_changes(database):
    with database.write() as unit:
        unit.shops.save(SHOP)
        for post in ("c", "a", "b"):
            unit.schemes.set_kind("main", post, PostKind.PRESALES)
        unit.schemes.set_kind("main", "a", PostKind.AFTERSALES)
        assert list(unit.schemes.kinds("main")) == ["a", "b", "c"]
