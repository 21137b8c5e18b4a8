import sqlite3

import pytest

from tests.ui.test_cli_week import BAD, broken
from tests.ui.weeks import written
from ui.cli.database import without_password

WEEK = "2026-W49"


@pytest.fixture
def db(tmp_path):
    return tmp_path / "paiban.db"


def contents(db):
    """Return every row of every table, so that any change would show."""
    with sqlite3.connect(db) as connection:
        return list(connection.iterdump())


def test_a_week_goes_in_and_comes_out_as_it_was(paiban, tmp_path, db):
    folder, roster = written(tmp_path / "week")
    assert paiban("import", "week", folder, "--db", db, "--by", "组长").code == 0
    taken = paiban("import", "roster", WEEK, roster, "--db", db, "--json", "-")
    assert (taken.code, taken.report["version"]) == (0, 1)
    out = tmp_path / "out"
    assert paiban("export", "week", WEEK, "--out", out, "--db", db).code == 0
    assert paiban("export", "roster", WEEK, "--out", out / "roster.csv", "--db", db).code == 0
    before = paiban("verify", folder, roster, "--json", "-").report
    assert paiban("verify", out, out / "roster.csv", "--json", "-").report == before


@pytest.mark.parametrize("bad", BAD, ids=[code for _, _, code, *_ in BAD])
def test_bad_input_leaves_the_database_untouched(paiban, tmp_path, db, bad):
    folder, _ = written(tmp_path / "week")
    assert paiban("import", "week", folder, "--db", db).code == 0
    before = contents(db)
    name, change, code, *_ = bad
    broken(folder, name, change)
    ran = paiban("import", "week", folder, "--db", db, "--json", "-")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == [code]
    assert contents(db) == before


def test_a_roster_for_another_week_leaves_the_database_untouched(paiban, tmp_path, db):
    folder, roster = written(tmp_path / "week")
    paiban("import", "week", folder, "--db", db)
    before = contents(db)
    roster.write_text(roster.read_text(encoding="utf-8").replace("2026-1", "2027-1"), "utf-8")
    ran = paiban("import", "roster", WEEK, roster, "--db", db, "--json", "-")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == ["roster_other_week"]
    assert contents(db) == before


def test_volumes_are_merged_into_the_shops_history(paiban, tmp_path, db):
    folder, _ = written(tmp_path / "week")
    paiban("import", "week", folder, "--db", db)
    volumes = tmp_path / "volumes.csv"
    volumes.write_text(
        "time,n\n2026-11-02 08:00,4\n2026-11-02 08:15,3\n2026-11-02 08:30,5\n2026-11-02 08:45,6\n",
        "utf-8",
    )
    named = ("--map", "start=time,volume=n", "--post", "presales")
    ran = paiban("import", "volumes", volumes, *named, "--db", db)
    assert ran.code == 0
    assert "4" in ran.out


def test_a_backup_is_restored_into_a_new_database_only(paiban, tmp_path, db):
    folder, _ = written(tmp_path / "week")
    paiban("import", "week", folder, "--db", db)
    copy, other = tmp_path / "copy.bak", tmp_path / "other.db"
    assert paiban("db", "backup", copy, "--db", db).code == 0
    assert paiban("db", "restore", copy, "--db", other).code == 0
    assert contents(other) == contents(db)
    assert paiban("db", "restore", copy, "--db", db).code == 2


def test_the_database_is_found_by_the_environment(paiban, tmp_path, db, monkeypatch):
    monkeypatch.setenv("PAIBAN_DB", str(db))
    folder, _ = written(tmp_path / "week")
    assert paiban("import", "week", folder).code == 0
    assert db.exists()


def test_a_password_is_never_shown():

    shown = without_password("postgresql+psycopg://shop:secret@host/paiban")
    assert shown == "postgresql+psycopg://shop:…@host/paiban"


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "week", "2026-W01", "--out", "x"],  # no such week
        ["db", "upgrade", "--db", "nonsense://x"],  # no such kind of database
        ["import", "week", "nowhere"],  # no such folder
    ],
)
def test_a_wrong_call_ends_with_2_and_a_sentence(paiban, arguments, db, monkeypatch):
    monkeypatch.setenv("PAIBAN_DB", str(db))
    ran = paiban(*arguments)
    assert ran.code == 2
    assert ran.err.strip()
    assert "Traceback" not in ran.err
