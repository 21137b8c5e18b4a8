import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from scheduler.errors import StoreError
from store.address import url_of
from store.database import Database, open_database, open_to_read, upgrade
from store.shops import Shop
from store.sqlite_file import SENTENCES
from ui.words.catalogue import LANGUAGES, has

pytestmark = pytest.mark.sqlite
SHOP = Shop("main", "旗舰店", "Asia/Shanghai")
NOBODY = 65534


@pytest.fixture
def path(tmp_path):
    return tmp_path / "paiban.db"


@pytest.fixture
def database(path):
    opened = open_database(str(path))
    keep(opened, SHOP)
    yield opened
    opened.close()


def keep(database, shop):
    with database.write() as unit:
        unit.shops.save(shop)


def read(database):
    with database.read() as unit:
        return unit.shops.all()


def code(call, *args):
    with pytest.raises(StoreError) as caught:
        call(*args)
    return caught.value.fault.code


@contextmanager
def locked(path):
    """Hold the write lock, as a long import does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        yield


@contextmanager
def powerless():
    """Give up the rights of the superuser, for whom nothing is read-only."""
    if os.name != "posix":
        pytest.skip("rights are told otherwise here")
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder():
    """Return a folder into which everybody may look."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("act", [read, lambda database: keep(database, SHOP)])
class TestTheOpenDatabase:
    def test_that_was_deleted_is_noticed(self, database, path, act):
        path.unlink()
        assert code(act, database) == "database_gone"
        assert not path.exists()

    def test_that_was_replaced_is_noticed(self, database, path, act):
        shutil.copy(path, path.with_name("copy.db"))
        path.with_name("copy.db").replace(path)
        assert code(act, database) == "database_replaced"

    def test_that_a_newer_program_upgraded_is_noticed(self, database, path, act):
        with closing(sqlite3.connect(path)) as newer:
            newer.execute("update alembic_version set version_num = '9999'")
            newer.commit()
        assert code(act, database) == "database_newer"


def test_a_database_put_back_goes_on(database, path):
    path.rename(path.with_name("away.db"))
    assert code(read, database) == "database_gone"
    path.with_name("away.db").rename(path)
    assert read(database) == (SHOP,)


def test_a_database_deleted_during_a_write_is_not_acknowledged(database, path):
    def write():
        with database.write() as unit:
            unit.shops.save(SHOP)
            path.unlink()

    assert code(write) == "database_gone"


@pytest.mark.parametrize("opened_as", [open_database, open_to_read])
def test_a_newer_database_is_left_alone(path, opened_as):
    open_database(str(path)).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("update alembic_version set version_num = '9999'")
        newer.commit()
    before = path.read_bytes()
    assert code(opened_as, str(path)) == "database_newer"
    assert path.read_bytes() == before


def test_reading_makes_no_database(path):
    assert code(open_to_read, str(path)) == "database_missing"
    assert not path.exists()


def test_reading_waits_for_no_writer(path):
    open_database(str(path)).close()
    with locked(path):
        opened = open_to_read(str(path))
        assert read(opened) == ()
        opened.close()


def test_opening_an_up_to_date_database_waits_for_no_writer(database, path):
    with locked(path):
        upgrade(database.url)


def test_reading_an_older_database_brings_it_up_to_date(path):
    upgrade(url_of(str(path)), "0002")
    opened = open_to_read(str(path))
    assert read(opened) == ()
    opened.close()


def test_a_file_that_may_only_be_read_is_read_and_never_written(open_folder):
    path = open_folder / "paiban.db"
    made = open_database(str(path))
    keep(made, SHOP)
    made.close()
    path.chmod(0o444)
    open_folder.chmod(0o555)
    with powerless():
        for_reading = open_to_read(str(path))
        assert read(for_reading) == (SHOP,)
        for_reading.close()
        assert code(lambda: keep(Database(url_of(str(path))), SHOP)) == "database_read_only"


def test_changes_in_a_log_that_cannot_be_read_are_not_left_out_in_silence(open_folder):
    made = open_database(str(open_folder / "live.db"))
    keep(made, SHOP)
    for ending in ("", "-wal"):
        shutil.copy(open_folder / f"live.db{ending}", open_folder / f"paiban.db{ending}")
    open_folder.chmod(0o555)
    with powerless():
        assert code(open_to_read, str(open_folder / "paiban.db")) == "database_log_unread"
    made.close()


def test_a_database_made_read_only_while_it_is_open_is_noticed(open_folder):
    path = open_folder / "paiban.db"
    made = open_database(str(path))
    keep(made, SHOP)
    path.chmod(0o444)
    with powerless():
        assert code(keep, made, SHOP) == "database_read_only"
    path.chmod(0o644)
    keep(made, SHOP)
    made.close()


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
@pytest.mark.parametrize("opened_as", [open_database, open_to_read])
def test_a_lone_log_is_not_deleted_by_opening(path, ending, opened_as):
    log = path.with_name(path.name + ending)
    log.write_text("somebody's")
    assert code(opened_as, str(path)) == "database_left_over"
    assert log.read_text() == "somebody's"
    assert not path.exists()


def test_a_log_beside_an_empty_file_is_not_deleted_by_opening(path):
    path.touch()
    log = path.with_name("paiban.db-wal")
    log.write_text("somebody's")
    assert code(open_database, str(path)) == "database_left_over"
    assert log.read_text() == "somebody's"


def test_what_is_no_database_says_so(path):
    path.write_text("hello " * 100)
    assert code(open_database, str(path)) == "database_damaged"


def test_what_was_acknowledged_is_on_the_disk(database):
    with database.read() as unit:
        assert unit.connection.exec_driver_sql("pragma synchronous").scalar() == 2  # full


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted({*SENTENCES.values(), "database_frozen"}))
def test_what_sqlite_says_has_a_sentence(name, lang):
    assert has(f"fault.{name}", lang)
