"""A server that refuses, waits, goes away and comes back: one of its own, started and stopped."""

import threading

import pytest
from sqlalchemy import text

from scheduler.errors import InputError, StoreError
from store import postgresql, turns
from store.address import url_of
from store.database import Database, open_database, open_to_read
from store.shops import Shop
from tests.postgres_server import Server
from ui.words.catalogue import LANGUAGES, has

pytestmark = pytest.mark.server
SHOP = Shop("main", "旗舰店", "Asia/Shanghai")
MINE = (
    "select name from shop where id = 'main'",
    "update shop set name = 'theirs' where id = 'main'",
)


@pytest.fixture(scope="module")
def server():
    made = Server()
    yield made
    made.remove()


@pytest.fixture(scope="module")
def database(server):
    server.execute("create database shop owner paiban")
    opened = open_database(server.url("shop"))
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def kept(database):
    keep(database)


def keep(database, shop=SHOP):
    with database.write() as unit:
        unit.shops.save(shop)


def read(database):
    with database.read() as unit:
        return unit.shops.all()


def code(call, *args):
    with pytest.raises((StoreError, InputError)) as caught:
        call(*args)
    assert "secret" not in str(caught.value)
    fault = caught.value.fault if isinstance(caught.value, StoreError) else caught.value.faults[0]
    assert fault.value is None or "+psycopg" not in fault.value
    return fault.code


def test_a_server_that_goes_away_and_comes_back_is_used_again(server, database):
    assert read(database) == (SHOP,)  # a connection waits in the pool
    server.stop()
    assert code(read, database) == "database_unreachable"
    assert code(keep, database) == "database_unreachable"
    assert code(open_to_read, database.url) == "database_unreachable"
    server.start()
    keep(database, Shop("main", "again", "UTC"))
    assert [shop.name for shop in read(database)] == ["again"]


def test_a_server_killed_during_a_write_leaves_nothing_of_it(server, database):
    def write():
        with database.write() as unit:
            unit.shops.save(Shop("main", "lost", "UTC"))
            server.stop("immediate")

    assert code(write) == "database_unreachable"
    server.start()
    assert read(database) == (SHOP,)


def test_a_backend_killed_between_two_writes_is_not_noticed(server, database):
    server.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'shop'")
    keep(database)
    assert read(database) == (SHOP,)


def test_the_wrong_password_and_the_wrong_name_are_told_apart(server):
    assert code(open_database, server.url("shop", "stranger", "secret")) == "database_sign_in"
    assert code(open_database, server.url("nowhere", password="secret")) == "database_not_made"


def test_who_may_only_read_reads_and_never_writes(server):
    server.execute("create role reader login")
    server.execute("grant select on all tables in schema public to reader", "shop")
    opened = open_to_read(server.url("shop", "reader"))
    assert read(opened) == (SHOP,)
    assert code(keep, opened) == "database_read_only"
    opened.close()
    server.execute("drop owned by reader", "shop")
    server.execute("drop role reader")


def test_a_server_that_was_made_read_only_says_so(server, database):
    server.execute("alter database shop set default_transaction_read_only = on")
    opened = Database(database.url)
    assert code(keep, opened) == "database_read_only"
    assert read(opened) == (SHOP,)
    server.execute("alter database shop reset default_transaction_read_only")
    opened.close()


def test_writers_wait_for_their_turn_and_see_what_the_one_before_wrote(database):
    def add(number):
        with database.write() as unit:
            (shop,) = unit.shops.all()
            unit.shops.save(Shop("main", f"{shop.name}{number}", "UTC"))

    keep(database, Shop("main", "", "UTC"))
    writers = [threading.Thread(target=add, args=[number]) for number in range(8)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    (shop,) = read(database)
    assert sorted(shop.name) == list("01234567")


def test_a_writer_that_does_not_get_its_turn_is_told(database, monkeypatch):
    monkeypatch.setattr(postgresql, "SESSION", "SET lock_timeout = '100ms'")
    other = Database(database.url)
    with database.write():
        assert code(keep, other) == "database_busy"
        assert read(other) == (SHOP,)  # readers wait for nobody
    keep(other)
    other.close()


def test_what_somebody_writes_past_the_program_is_not_lost_in_silence(server, database):
    def write():
        with database.write() as unit:
            assert unit.connection.scalar(text(MINE[0])) == SHOP.name
            server.execute(MINE[1], "shop")
            keep_mine(unit)

    def keep_mine(unit):
        unit.connection.execute(text("update shop set name = 'mine' where id = 'main'"))

    assert code(write) == "database_conflict"
    assert [shop.name for shop in read(database)] == ["theirs"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "nul \x00 in it"),
        ("interval_min", 2**40),
    ],
)
def test_what_a_column_cannot_hold_is_refused_whole(database, column, value):
    def write():
        with database.write() as unit:
            unit.connection.execute(text(f"update shop set {column} = :value"), {"value": value})

    assert code(write) == "database_value"
    assert read(database) == (SHOP,)


def test_a_connection_is_not_waited_for_without_end(database):
    engine = database._engine
    engine.pool._timeout, before = 0.01, engine.pool._timeout
    held = [engine.connect() for _ in range(engine.pool.size() + engine.pool._max_overflow)]
    assert code(read, database) == "database_crowded"
    for one in held:
        one.close()
    engine.pool._timeout = before
    assert read(database) == (SHOP,)


def test_a_full_disk_is_told(database):
    raising = "do $$ begin raise exception 'no space left' using errcode = '53100'; end $$"

    def write():
        with database.write() as unit:
            unit.shops.save(Shop("main", "lost", "UTC"))
            unit.connection.exec_driver_sql(raising)

    assert code(write) == "database_full"
    assert read(database) == (SHOP,)


def test_a_database_that_cannot_hold_every_text_is_refused(server):
    server.execute(
        "create database old owner paiban encoding 'LATIN1' locale 'C' template template0"
    )
    assert code(open_database, server.url("old")) == "database_encoding"


def test_what_the_program_asks_of_a_session_is_set(database):
    with database.read() as unit:
        asked = [
            unit.connection.exec_driver_sql(f"show {name}").scalar()
            for name in ("transaction_isolation", "transaction_read_only", "lock_timeout")
        ]
    assert asked == ["repeatable read", "on", f"{turns.BUSY_S}s"]


def test_two_who_lay_the_tables_at_once_lay_them_once(server):
    server.execute("create database twice owner paiban")
    faults = []

    def lay():
        try:
            open_database(server.url("twice")).close()
        except Exception as error:
            faults.append(error)

    both = [threading.Thread(target=lay) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert faults == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "name", sorted({*postgresql.SENTENCES.values(), "database_refused", "database_crowded"})
)
def test_what_a_server_says_has_a_sentence(name, lang):
    assert has(f"fault.{name}", lang)


def test_the_url_of_a_server_stays_what_it_was(server):
    assert url_of(server.url("shop")).startswith("postgresql+psycopg://paiban@/shop?host=")


def test_what_is_acknowledged_is_written_though_the_server_would_put_it_off(server, database):
    asked = text("show synchronous_commit")
    with database.read() as unit:
        assert unit.connection.scalar(asked) == "on"
    with server._engine.connect() as plain:  # as the server is set up
        assert plain.scalar(asked) == "off"
