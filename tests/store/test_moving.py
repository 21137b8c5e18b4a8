from contextlib import closing

import pytest
from sqlalchemy import text

from scheduler.errors import InputError
from store import moving
from store.address import url_of
from store.chain_check import check_chain
from store.database import Database, open_database
from store.moving import move, table_copies
from store.shops import Shop
from tests.databases import server_url
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.store.test_frozen import database, in_review, locked, refused  # noqa: F401

STEPS_LEFT = ["company", "shop"]
"""Tables in which the steps themselves put a row."""


def faults(call, *args):
    with pytest.raises(InputError) as caught:
        call(*args)
    return [fault.code for fault in caught.value.faults]


def held(url):
    with closing(Database(url)) as opened, opened.read() as unit:
        return table_copies(unit.connection)


def check_same(old, new):
    """Check that a copy holds the same, guards it likewise, and numbers its new rows further on."""
    assert held(new.url) == held(old.url)
    assert refused(new, "update payout set total_fen = total_fen + 1")
    with new.write() as unit:
        newest = unit.changes.newest()
        at = at_desk(new)
        assert check_chain(unit.connection, "").faults == ()
    s.keep_week(at, s.week(s.MONDAY))
    with new.read() as unit:
        assert unit.changes.newest() > newest
        assert check_chain(unit.connection, "").faults == ()


def test_a_locked_month_is_copied_whole_and_stays_locked(locked, tmp_path):  # noqa: F811
    new = tmp_path / "new" / "copy.db"
    found = move(locked.url, str(new))
    assert {one.table for one in found.tables} >= {"payout", "run_step", "log_link", "agent"}
    with closing(open_database(str(new))) as copy:
        check_same(locked, copy)


@pytest.mark.server
def test_it_is_the_same_from_a_file_to_a_server_and_back(locked, tmp_path):  # noqa: F811
    file, there, back = str(tmp_path / "file.db"), server_url(), str(tmp_path / "back.db")
    moves = [move(locked.url, file), move(file, there), move(there, back)]
    assert moves[0] == moves[1] == moves[2]
    for url in (there, back):
        with closing(open_database(url)) as copy:
            check_same(locked, copy)


def test_a_target_that_holds_data_is_refused(locked, tmp_path):  # noqa: F811
    with closing(open_database(str(tmp_path / "mine.db"))) as mine:
        with mine.write() as unit:
            unit.shops.save(Shop("mine", "", "UTC"))
        before = held(mine.url)
        assert faults(move, locked.url, mine.url) == ["move_not_empty"]
        assert held(mine.url) == before


def test_what_is_changed_during_the_copy_is_not_missed(locked, tmp_path, monkeypatch):  # noqa: F811
    number_on = moving._number_on

    def meanwhile(to):
        with locked.write() as unit:
            unit.shops.save(Shop("late", "", "UTC"))
        number_on(to)

    monkeypatch.setattr(moving, "_number_on", meanwhile)
    assert faults(move, locked.url, str(tmp_path / "new.db")) == ["move_unlike"]
    assert not list(tmp_path.glob("new.db*"))


def test_a_copy_that_breaks_off_leaves_nothing(locked, tmp_path, monkeypatch):  # noqa: F811
    def fail(_):
        raise RuntimeError

    monkeypatch.setattr(moving, "_number_on", fail)
    with pytest.raises(RuntimeError):
        move(locked.url, str(tmp_path / "new.db"))
    assert not list(tmp_path.glob("new.db*"))


def test_one_shop_is_copied_without_the_others(locked, tmp_path):  # noqa: F811
    s.keep_week(at_desk(locked, "other"), s.week(s.MONDAY))
    found = move(locked.url, str(tmp_path / "one.db"), "main")
    with closing(open_database(str(tmp_path / "one.db"))) as one:
        with one.read() as unit:
            assert [shop.id for shop in unit.shops.all()] == ["main"]
            assert unit.connection.scalar(text("select count(*) from payout"))
            assert check_chain(unit.connection, "").faults == ()
        with locked.read() as old, one.read() as new:
            assert table_copies(new.connection, "main") == table_copies(old.connection, "main")
    assert found.left == ()
    assert faults(move, locked.url, str(tmp_path / "no.db"), "nowhere") == ["unknown_shop"]


@pytest.mark.server
def test_a_cell_that_does_not_fit_is_named(tmp_path):
    new = server_url()
    with closing(open_database(str(tmp_path / "old.db"))) as old:
        with old.write() as unit:
            unit.shops.save(Shop("main", "nul \0", "UTC"))
        with pytest.raises(InputError) as caught:
            move(old.url, new)
    (fault,) = caught.value.faults
    assert (fault.code, fault.value) == ("move_refused", "shop")
    assert [one.table for one in held(url_of(new)) if one.rows] == STEPS_LEFT


def test_a_database_is_not_copied_onto_itself(locked):  # noqa: F811
    assert faults(move, locked.url, locked.url) == ["move_same"]
