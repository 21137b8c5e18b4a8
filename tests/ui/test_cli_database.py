import sqlite3
from contextlib import closing

import pytest

from service import database as databases
from tests.databases import server_url
from tests.ui.test_cli_week import BAD, broken
from tests.ui.weeks import written

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


def test_a_command_leaves_nothing_of_the_database_beside_its_file(paiban, tmp_path, db):
    folder, roster = written(tmp_path / "week")
    for command in (("week", folder), ("roster", WEEK, roster)):
        assert paiban("import", *command, "--db", db).code == 0
        assert [path.name for path in db.parent.glob("paiban.db*")] == ["paiban.db"]
    assert paiban("export", "roster", WEEK, "--out", tmp_path / "o.csv", "--db", db).code == 0
    assert [path.name for path in db.parent.glob("paiban.db*")] == ["paiban.db"]


def test_a_table_of_codes_of_days_that_are_over_is_put_in_force_with_a_reason(paiban, tmp_path, db):
    folder, _ = written(tmp_path / "week")
    assert paiban("import", "week", folder, "--db", db).code == 0
    people = [line.split(",")[0] for line in (folder / "agents.csv").read_text().splitlines()[1:3]]
    table = tmp_path / "十月.csv"
    head = ",".join(f"10/{day}" for day in range(1, 32))
    rows = "".join(f"{who},早,休,早\n" for who in people)
    table.write_text(f"2026年\n工号,{head}\n{rows}早,08:30-17:30\n", encoding="utf-8")
    command = ("import", "agreed", table, "--db", db, "--json", "-")
    assert paiban(*command).code == 2
    before = contents(db)
    assert [f["code"] for f in paiban(*command, "--reason", " ").report["faults"]] == ["empty"]
    assert contents(db) == before
    ran = paiban(*command, "--reason", "此前用表格排班")
    assert (ran.code, ran.report["week"], ran.report["days"]) == (0, "2026-W40", 31)
    again = paiban(*command, "--reason", "此前用表格排班")
    assert [fault["code"] for fault in again.report["faults"]] == ["weeks_overlap"]


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


def test_what_no_row_means_is_asked_once_and_kept_with_the_shop(paiban, tmp_path, db):
    folder, _ = written(tmp_path / "week")
    paiban("import", "week", folder, "--db", db)
    rows = [
        f"2026-11-{day:02d} {8 + place // 4:02d}:{15 * (place % 4):02d},4"
        for day in range(2, 9)
        for place in range(16)
        if place != 6 or day == 2
    ]
    volumes = tmp_path / "volumes.csv"
    volumes.write_text("\n".join(("time,n", *rows)), "utf-8")
    take = ("import", "volumes", volumes, "--map", "start=time,volume=n", "--post", "presales")
    before = contents(db)
    asked = paiban(*take, "--db", db)
    assert (asked.code, contents(db)) == (2, before)
    assert "--no-row zero" in asked.err
    for more in (("--no-row", "zero"), ()):
        ran = paiban(*take, *more, "--db", db)
        assert ran.code == 0
        assert "6 intervals of open hours have no row: taken as no chat (0)." in ran.out
        assert "All 106 rows of the file were kept." in ran.out


@pytest.fixture
def filled(paiban, tmp_path, db):
    """Return a database with a week in it."""
    folder, _ = written(tmp_path / "week")
    paiban("import", "week", folder, "--db", db, "--by", "组长")
    return db


def test_a_backup_is_restored_and_what_is_in_it_told(paiban, tmp_path, filled):
    copy, other = tmp_path / "copy.bak", tmp_path / "other.db"
    assert paiban("db", "backup", copy, "--db", filled).code == 0
    restored = paiban("db", "restore", copy, "--db", other)
    assert restored.code == 0
    assert f"weeks: 1, {WEEK} to {WEEK}" in restored.out
    assert "by 组长" in restored.out
    assert contents(other) == contents(filled)


def test_a_restore_replaces_a_database_only_when_asked(paiban, tmp_path, filled):
    copy = tmp_path / "copy.bak"
    paiban("db", "backup", copy, "--db", filled)
    assert paiban("db", "restore", copy, "--db", filled).code == 2
    ran = paiban("db", "restore", copy, "--db", filled, "--replace", "--json", "-")
    assert (ran.code, ran.report["weeks"]) == (0, [WEEK])
    (moved,) = [one for one in ran.report["moved"] if one["from"].endswith(".db")]
    assert contents(moved["to"]) == contents(filled)


def test_the_last_backups_are_kept(paiban, tmp_path, filled):
    folder = tmp_path / "backups"
    folder.mkdir()
    ran = [paiban("db", "backup", folder, "--keep", 2, "--db", filled) for _ in range(3)]
    assert [each.code for each in ran] == [0, 0, 0]
    kept = sorted(folder.iterdir())
    assert len(kept) == 2
    assert str(kept[-1]) in ran[-1].out
    assert contents(kept[-1]) == contents(filled)


def test_a_sound_database_is_told_sound(paiban, filled):
    ran = paiban("db", "check", "--db", filled, "--json", "-")
    assert (ran.code, ran.report["weeks"], ran.report["newest"]["by"]) == (0, [WEEK], "组长")


def test_a_damaged_database_is_told_damaged(paiban, filled):
    with sqlite3.connect(filled) as connection:
        connection.execute("pragma foreign_keys = off")
        connection.execute("delete from shop")
    connection.close()
    ran = paiban("db", "check", "--db", filled, "--json", "-")
    assert ran.code == 2
    assert {fault["code"] for fault in ran.report["faults"]} == {"database_loose"}


@pytest.mark.parametrize(
    "command",
    [
        ["export", "week", WEEK, "--out", "x"],
        ["export", "roster", WEEK, "--out", "x.csv"],
        ["export", "month", "2026-10", "--out", "x.zip"],
        ["kpi", "explain", "A1", "--month", "2026-10"],
        ["db", "check"],
        ["db", "backup", "x.db"],
    ],
)
def test_a_reading_command_makes_no_database(paiban, tmp_path, db, command, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = paiban(*command, "--db", db)
    assert ran.code == 2
    assert "There is no database" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_looking_after_an_older_database_does_not_bring_it_up_to_date(paiban, tmp_path, db):
    databases.upgrade(f"sqlite:///{db}", "0007")
    before = contents(db)
    checked = paiban("db", "check", "--db", db, "--json", "-")
    assert (checked.code, checked.report["is_up_to_date"]) == (0, False)
    assert paiban("db", "backup", tmp_path / "copy.db", "--db", db).code == 0
    assert contents(db) == contents(tmp_path / "copy.db") == before


def test_reading_commands_wait_for_no_writer(paiban, tmp_path, filled):
    with sqlite3.connect(filled, isolation_level=None) as other:
        other.execute("begin immediate")
        assert paiban("export", "week", WEEK, "--out", tmp_path / "out", "--db", filled).code == 0
        assert paiban("db", "check", "--db", filled).code == 0
        assert paiban("db", "backup", tmp_path / "copy.db", "--db", filled).code == 0
    other.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_newer_database_is_told_in_a_sentence(paiban, tmp_path, filled, lang):
    with sqlite3.connect(filled) as newer:
        newer.execute("update alembic_version set version_num = '9999'")
    newer.close()
    for command in (["import", "week", tmp_path / "week"], ["export", "week", WEEK, "--out", "x"]):
        ran = paiban(*command, "--db", filled, lang=lang)
        assert ran.code == 2
        assert "9999" in ran.err
        assert "Traceback" not in ran.err


def test_the_database_is_found_by_the_environment(paiban, tmp_path, db, monkeypatch):
    monkeypatch.setenv("PAIBAN_DB", str(db))
    folder, _ = written(tmp_path / "week")
    assert paiban("import", "week", folder).code == 0
    assert db.exists()


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


@pytest.mark.parametrize("words", [("check",), ("backup", "copy.db"), ("upgrade",)])
@pytest.mark.parametrize("where", [".", "", "/"])  # "" is the folder one stands in
def test_a_folder_is_no_database(paiban, tmp_path, monkeypatch, words, where):
    monkeypatch.chdir(tmp_path)
    ran = paiban("db", *words, "--db", where)
    assert ran.code == 2
    assert "cannot be opened" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_version_no_database_can_number_is_refused(paiban, tmp_path, filled):
    out = ("--out", tmp_path / "r.csv", "--db", filled)
    ran = paiban("export", "roster", WEEK, "--version", "2" * 40, *out)
    assert ran.code == 2
    assert "--version" in ran.err


@pytest.mark.parametrize("where", ["here", "/"])
def test_no_folder_is_replaced_by_a_backup(paiban, tmp_path, filled, where):
    folder = tmp_path / where  # an absolute path stands for itself
    folder.mkdir(exist_ok=True)
    assert paiban("db", "backup", tmp_path / "copy.bak", "--db", filled).code == 0
    ran = paiban("db", "restore", tmp_path / "copy.bak", "--db", folder, "--replace")
    assert ran.code == 2
    assert "is a folder" in ran.err
    assert folder.is_dir()


def test_a_scheduled_backup_says_what_it_proved(paiban, tmp_path, db, monkeypatch):
    folder, _ = written(tmp_path / "week")
    assert paiban("import", "week", folder, "--db", db).code == 0
    assert "backup_folder" in paiban("db", "backup", "--db", db, lang="zh").err
    monkeypatch.setenv("PAIBAN_BACKUP_FOLDER", str(tmp_path / "backups"))
    ran = paiban("db", "backup", "--db", db, lang="zh")
    assert (ran.code, "已恢复到一旁验证" in ran.out) == (0, True)
    assert len(list((tmp_path / "backups").iterdir())) == 1
    assert paiban("db", "backup", "--keep", 3, "--db", db).code == 2


def test_a_check_says_what_it_checked(paiban, tmp_path, db):
    folder, _ = written(tmp_path / "week")
    assert paiban("import", "week", folder, "--db", db).code == 0
    ran = paiban("db", "check", "--db", db, lang="en")
    assert "Checked: every page" in ran.out
    assert "Checked: the chain of the log. Lines: 1" in ran.out
    with sqlite3.connect(db) as connection:
        connection.execute("DROP TRIGGER link_update")
        connection.execute("UPDATE log_link SET origin = 'x'")
        connection.execute(
            "CREATE TRIGGER link_update BEFORE UPDATE ON log_link WHEN 1 "
            "BEGIN SELECT RAISE(ABORT, 'x'); END"
        )
    assert "Line 1 of the log was changed" in paiban("db", "check", "--db", db, lang="en").err


def test_a_database_is_moved_and_named_as_what_comes_next(paiban, tmp_path, filled):
    ran = paiban("db", "move", filled, tmp_path / "new.db", "--json", "-")
    assert (ran.code, ran.report["left"]) == (0, [])
    assert ran.report["tables"]["week"]["rows"] == 1
    assert paiban("db", "check", "--db", tmp_path / "new.db").code == 0
    again = paiban("db", "move", filled, tmp_path / "new.db")
    assert again.code == 2
    assert "holds data already" in again.err


def test_steps_are_taken_back_for_an_earlier_version(paiban, filled):
    assert paiban("db", "downgrade", "0017", "--db", filled).code == 0
    assert paiban("db", "check", "--db", filled, "--json", "-").report["is_up_to_date"] is False
    wrong = paiban("db", "downgrade", "17", "--db", filled)
    assert wrong.code == 2
    assert "no step 17" in wrong.err
    later = paiban("db", "downgrade", "0018", "--db", filled)  # it was taken back already
    assert later.code == 2
    assert "no step 0018" in later.err
    assert paiban("db", "upgrade", "--db", filled).code == 0


def test_no_database_is_made_to_take_steps_back_in(paiban, tmp_path):
    ran = paiban("db", "downgrade", "0017", "--db", tmp_path / "none.db")
    assert "Traceback" not in ran.err
    assert "none.db" in ran.err
    assert (ran.code, list(tmp_path.glob("none*"))) == (2, [])


@pytest.mark.server
def test_a_server_is_moved_to_checked_and_never_shows_its_password(paiban, filled):
    there = server_url().replace("paiban@", "paiban:secret@")
    for command in (["db", "move", filled, there], ["db", "check", "--db", there]):
        ran = paiban(*command)
        assert ran.code == 0
        assert "secret" not in ran.out + ran.err
    with closing(databases.open_database(there)) as opened, opened.write() as unit:
        unit.connection.exec_driver_sql("ALTER TABLE payout DISABLE TRIGGER payout_update")
    ran = paiban("db", "check", "--db", there)
    assert ran.code == 2
    assert "payout_update" in ran.err
    assert "secret" not in ran.out + ran.err
