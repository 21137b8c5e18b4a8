"""What happens to the disk and the clock: told clearly, nothing lost, and on it goes afterwards."""

import datetime as dt
import sqlite3
import threading
from contextlib import closing

import pytest

from scheduler.errors import StoreError
from service import audit
from service.roster import requests
from store import engines
from store.database import Database
from store.sqlite_file import file_of
from tests.desks import NOW, at_desk
from tests.service import small_shop as s

pytestmark = pytest.mark.sqlite
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def enter(database, now=NOW):
    return requests.enter_wish(at_desk(database, now=now), s.week().wishes[0])


def told(database):
    with pytest.raises(StoreError) as error:
        enter(database)
    return error.value.fault.code


def wishes(database):
    with database.read() as unit:
        return len(unit.staff.wishes("main", s.MONDAY, s.MONDAY + dt.timedelta(days=6)))


def pages(database, most):
    """Let the database's file grow by so many pages; -1: as it will."""
    with database.write() as unit:
        now = unit.connection.exec_driver_sql("PRAGMA page_count").scalar()
        unit.connection.exec_driver_sql(
            f"PRAGMA max_page_count = {most + now if most >= 0 else 2**30}"
        )


def test_a_full_database_says_so_loses_nothing_and_goes_on(database):
    before = audit.verify(database.url).end
    pages(database, 0)
    codes = set()
    for _ in range(200):  # what is left in its last pages is filled first
        try:
            enter(database)
        except StoreError as error:
            codes.add(error.fault.code)
            break
    assert codes == {"database_full"}
    kept = audit.verify(database.url).end
    assert kept.links >= before.links
    pages(database, -1)
    enter(database)
    assert audit.verify(database.url).end.links == kept.links + 1


def test_a_database_that_may_only_be_read_says_so_and_goes_on(database, monkeypatch):
    path = file_of(database.url)
    monkeypatch.setattr("store.sqlite_file.os.access", lambda *_, **__: False)
    assert told(database) == "database_read_only"
    monkeypatch.undo()
    enter(database)
    assert path.exists()


def test_a_database_somebody_holds_says_so_and_goes_on(database, monkeypatch):
    monkeypatch.setattr(engines, "BUSY_S", 0.1)
    with (
        closing(Database(database.url)) as opened,
        closing(sqlite3.connect(file_of(database.url), isolation_level=None)) as holder,
    ):
        holder.execute("BEGIN IMMEDIATE")
        assert told(opened) == "database_busy"
        holder.execute("ROLLBACK")
        enter(opened)


def test_a_write_waits_for_one_who_holds_the_database_for_a_while(database):
    holder = sqlite3.connect(file_of(database.url), isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    freed = threading.Timer(0.5, holder.rollback)
    freed.start()
    enter(database)
    freed.join()
    holder.close()
    assert audit.verify(database.url).end.links == 2


def test_a_clock_set_back_an_hour_changes_no_order_and_nothing_is_lost(database):
    enter(database)
    enter(database, now=NOW - HOUR)
    enter(database)
    assert audit.verify(database.url).end.links == 4
    with database.read() as unit:
        at = [one.done.done.at for one in unit.log_lines.of("main", audit.LogAsked())]
    assert at == [NOW, NOW - HOUR, NOW, NOW]  # in the order it was done, as the clock stood
