import datetime as dt
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from scheduler.errors import InputError, StoreError
from store import copies
from store.address import url_of
from store.database import open_database, upgrade
from store.shops import Shop

pytestmark = pytest.mark.sqlite
NOW = dt.datetime(2026, 11, 29, 1, 2, 3, 4, tzinfo=dt.UTC)
LEFT = "paiban-replaced-20261129-010203-000004.db"
HOLD = """
import sys, sqlite3
kept = sqlite3.connect(sys.argv[1])
kept.execute("select * from shop").fetchall()
print("open", flush=True)
sys.stdin.read()
"""


def rows(path):
    """Return all a database holds, read from a copy so that nothing beside it counts."""
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as connection:
        return list(connection.iterdump())


def with_shops(path, *names):
    database = open_database(str(path))
    for name in names:
        with database.write() as unit:
            unit.shops.save(Shop(name, "", "Asia/Shanghai"))
    return database


def shops(path):
    database = open_database(str(path))
    with database.read() as unit:
        found = tuple(shop.id for shop in unit.shops.all())
    database.close()
    return found


def restore(path, target, **options):
    return copies.restore(path, url_of(str(target)), **{"replace": False, "now": NOW} | options)


def codes(call, *args, **options):
    with pytest.raises((InputError, StoreError)) as caught:
        call(*args, **options)
    error = caught.value
    return [f.code for f in (error.faults if isinstance(error, InputError) else (error.fault,))]


@pytest.fixture
def target(tmp_path):
    return tmp_path / "paiban.db"


@pytest.fixture
def backup(tmp_path):
    made = with_shops(tmp_path / "made.db", "yesterday")
    copies.back_up(made.url, tmp_path / "copy.db")
    made.close()
    return tmp_path / "copy.db"


@pytest.fixture
def in_use():
    """Return a function by which another process opens a database, idle, until the test ends."""
    children = []

    def hold(path):
        child = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert child.stdout.readline() == b"open\n"
        children.append(child)

    yield hold
    for child in children:
        child.communicate()


def leave_log(target):
    """Leave the log of a later day beside a database that is gone, as a crash does."""
    other = target.with_name("crashed.db")
    database = with_shops(other, "yesterday", "today")
    for ending in ("-wal", "-shm"):
        shutil.copy(f"{other}{ending}", f"{target}{ending}")
    database.close()


def test_a_backup_is_a_whole_database(target, tmp_path):
    database = with_shops(target, "main")
    copies.back_up(database.url, tmp_path / "copies" / "copy.db")
    assert shops(tmp_path / "copies" / "copy.db") == ("main",)
    database.close()


def test_a_backup_needs_nothing_beside_it(backup):
    assert [each.name for each in backup.parent.glob("copy.db*")] == ["copy.db"]
    assert any("'yesterday'" in row for row in rows(backup))


@pytest.mark.parametrize("name", ["copy.db", "copy.db-wal"])
def test_a_backup_never_overwrites(target, tmp_path, name):
    database = with_shops(target, "main")
    (tmp_path / name).write_text("mine")
    assert codes(copies.back_up, database.url, tmp_path / "copy.db") == ["file_exists"]
    assert (tmp_path / name).read_text() == "mine"
    database.close()


def test_the_newest_backups_are_kept_and_others_left_alone(tmp_path):
    path = tmp_path / "shop.db"
    made = [copies.stamped(path, NOW + dt.timedelta(hours=hour)) for hour in range(4)]
    others = [
        tmp_path / "shop.db",
        tmp_path / "shop-old.db",
        tmp_path / "other-20261129-010203-1.db",
    ]
    for each in (*made, *others):
        each.write_text("")
    assert copies.drop_old(path, 3) == (made[0],)
    assert sorted(tmp_path.iterdir()) == sorted([*made[1:], *others])


def test_a_restored_database_is_the_backup_beside_a_left_over_log(backup, target):
    leave_log(target)
    log = target.with_name("paiban.db-wal").read_bytes()
    moved = restore(backup, target)
    assert shops(target) == ("yesterday",)
    assert [one.new.name for one in moved] == [f"{LEFT}-wal", f"{LEFT}-shm"]
    assert target.with_name(f"{LEFT}-wal").read_bytes() == log


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_left_over_log_of_any_kind_is_moved_aside(backup, target, ending):
    target.with_name(target.name + ending).write_bytes(b"\xd9\xd5\x05\xf9" * 256)
    restore(backup, target)
    assert rows(target) == rows(backup)
    assert target.with_name(LEFT + ending).exists()


def test_a_log_beside_a_backup_is_not_read_into_it(backup, target):
    leave_log(backup)
    restore(backup, target)
    assert shops(target) == ("yesterday",)


def test_a_plain_copy_with_its_log_is_not_taken_for_a_backup(target, tmp_path):
    database = with_shops(tmp_path / "live.db", "main")
    for ending in ("", "-wal", "-shm"):
        shutil.copy(tmp_path / f"live.db{ending}", tmp_path / f"copied.db{ending}")
    assert codes(restore, tmp_path / "copied.db", target) == ["backup_with_log"]
    copies.back_up(url_of(str(tmp_path / "copied.db")), tmp_path / "whole.db")  # the remedy told
    restore(tmp_path / "whole.db", target)
    assert shops(target) == ("main",)
    database.close()


def test_a_backup_made_before_this_version_is_restored(target, tmp_path):
    database = with_shops(tmp_path / "live.db", "main")
    with (  # as it was written then: in write-ahead mode, with no log
        closing(sqlite3.connect(tmp_path / "live.db")) as live,
        closing(sqlite3.connect(tmp_path / "copy.db")) as copy,
    ):
        live.backup(copy)
    restore(tmp_path / "copy.db", target)
    assert shops(target) == ("main",)
    database.close()


def test_a_backup_of_an_older_step_is_brought_up_to_date(target, tmp_path):
    upgrade(url_of(str(tmp_path / "old.db")), "0002")
    restore(tmp_path / "old.db", target)
    assert shops(target) == ()


def flip(path):
    page = bytearray(path.read_bytes())
    page[4096:8192] = bytes(4096)
    path.write_bytes(page)


def cut(path):
    path.write_bytes(path.read_bytes()[:-8192])


def loosen(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("insert into post values ('nowhere', 'p', 0, '{}')")
        connection.commit()


def unguard(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("drop trigger shift_update")


def make_newer(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()


def empty(path):
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("drop table alembic_version", "vacuum"):
            connection.execute(statement)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (flip, "database_damaged"),
        (cut, "database_damaged"),
        (loosen, "database_loose"),
        (unguard, "database_unguarded"),
        (make_newer, "database_newer"),
        (empty, "backup_unreadable"),
    ],
)
def test_a_spoilt_backup_is_refused_and_nothing_is_touched(backup, target, spoil, code):
    spoil(backup)
    leave_log(target)
    before = {each: each.read_bytes() for each in target.parent.iterdir()}
    assert set(codes(restore, backup, target)) == {code}
    assert {each: each.read_bytes() for each in target.parent.iterdir()} == before


def test_a_database_that_is_there_is_replaced_only_when_asked(backup, target):
    with_shops(target, "mistake").close()
    assert codes(restore, backup, target) == ["restore_exists"]
    restore(backup, target, replace=True)
    assert shops(target) == ("yesterday",)
    assert shops(target.with_name(LEFT)) == ("mistake",)


def test_what_was_not_in_the_main_file_yet_is_kept_with_what_is_replaced(backup, target):
    database = with_shops(target.with_name("live.db"), "mistake")
    for ending in ("", "-wal"):
        shutil.copy(f"{target.with_name('live.db')}{ending}", f"{target}{ending}")
    database.close()
    restore(backup, target, replace=True)
    assert shops(target.with_name(LEFT)) == ("mistake",)


def test_a_database_somebody_has_open_is_not_replaced(backup, target, in_use):
    with_shops(target, "main").close()
    in_use(target)
    assert codes(restore, backup, target, replace=True) == ["restore_in_use"]
    assert shops(target) == ("main",)


def test_a_database_that_was_deleted_under_somebody_is_not_restored(backup, target, in_use):
    with_shops(target, "main").close()
    in_use(target)
    target.unlink()
    assert codes(restore, backup, target) == ["restore_in_use"]
    assert not target.exists()
