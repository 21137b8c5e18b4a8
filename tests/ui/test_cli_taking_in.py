"""``paiban import KIND FILE``: one command for every table, with a dry run."""

from contextlib import closing

import pytest

from store.database import open_database
from store.kept_job import JobState
from tests.service import small_shop as s
from tests.ui.test_cli_database import contents
from tests.workers import do_next

HEAD = "客服,接待人数,首次响应(秒),评价数,满意数,好感\n"
REPORT = HEAD + "A1,100,30,10,9,x\nA3,50,20,-,-,y\n合计,150,25,10,9,\n"
OF_ALL = "date=2026-11-30,post=presales"


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "绩效.csv"
    path.write_text(REPORT, "utf-8")
    return path


def test_a_dry_run_shows_what_would_come_and_keeps_nothing(paiban, db, report):
    before = contents(db)
    ran = paiban("import", "facts", report, "--set", OF_ALL, "--dry-run", "--db", db, "--json", "-")
    assert ran.code == 0, ran.err
    assert contents(db) == before
    assert (ran.report["kept"], ran.report["people"]) == (False, ["A1", "A3"])
    told = paiban("import", "facts", report, "--set", OF_ALL, "--dry-run", "--db", db, lang="zh")
    assert "提到 2 人" in told.out
    assert "没有保存" in told.out
    assert "好感" in told.err  # a column nothing is read from
    assert "首次响应秒数 = 首次响应(秒) × 首次响应次数" in told.err


def test_any_kind_is_taken_in_by_its_name_alone(paiban, db, report):
    ran = paiban("import", "facts", report, "--set", OF_ALL, "--db", db)
    assert ran.code == 0, ran.err
    listed = paiban("kpi", "imports", "--db", db, "--json", "-").report["imports"]
    assert [(one["kind"], one["rows"], one["people"]) for one in listed] == [("facts", 2, 2)]
    same = paiban("import", "table", "facts", report, "--set", OF_ALL, "--db", db, lang="zh")
    assert (same.code, "绩效.csv" in same.err) == (2, True)


def test_a_dry_run_asks_about_what_is_unusual_without_a_reason(paiban, db, report):
    paiban("import", "facts", report, "--set", OF_ALL, "--db", db)
    ran = paiban("import", "facts", report, "--set", OF_ALL, "--dry-run", "--db", db, "--json", "-")
    assert (ran.code, ran.report["unusual"]) == (0, ["file_taken_before"])


def test_a_dry_run_of_a_week_or_roster_keeps_nothing_either(paiban, db, tmp_path):
    from store.files.week import write_roster  # noqa: PLC0415 - of this test alone

    write_roster(s.roster(), tmp_path / "roster.csv", s.CLOCK)
    before = contents(db)
    ran = paiban("import", "roster", s.LABEL, tmp_path / "roster.csv", "--dry-run", "--db", db)
    assert (ran.code, contents(db)) == (0, before), ran.err
    assert paiban("import", "roster", s.LABEL, tmp_path / "roster.csv", "--db", db).code == 0


def test_a_name_that_is_no_kind_is_told_with_those_there_are(paiban, db, report):
    ran = paiban("import", "smiles", report, "--db", db)
    assert ran.code == 2
    assert "'attendance'" in ran.err


ODD = "客服,接待量多少,好评\n旗舰店:小桃,100,9\nA3,50,4\n"
MAPPED = ("--map", "received=接待量多少,satisfied=-", "--who", "旗舰店:小桃=A1")


def test_names_nobody_knows_are_told_once_in_a_dry_run(paiban, db, tmp_path):
    path = tmp_path / "绩效.csv"
    path.write_text(ODD + "旗舰店:小桃,7,1\n", "utf-8")
    ran = paiban("import", "facts", path, "--set", OF_ALL, "--dry-run", "--db", db, lang="zh")
    assert ran.code == 2
    assert "1 个名字不在人员名单里：旗舰店:小桃" in ran.err


def test_columns_and_names_are_told_by_hand_and_remembered(paiban, db, tmp_path):
    path = tmp_path / "绩效.csv"
    path.write_text(ODD, "utf-8")
    asked = ("import", "facts", path, "--set", OF_ALL, "--db", db)
    ran = paiban(*asked, *MAPPED, "--remember", "--dry-run", "--json", "-")
    assert (ran.code, ran.report["sums"]) == (0, {"chats": "150.0"}), ran.err
    assert paiban(*asked, "--dry-run").code == 2  # a dry run remembers nothing
    assert paiban(*asked, *MAPPED, "--remember").code == 0
    path.write_text(ODD.replace("50", "60"), "utf-8")
    again = paiban("import", "facts", path, "--set", "date=2026-10-31", "--db", db, lang="zh")
    assert again.code == 0, again.err  # the post is remembered too, the date is not


def test_what_was_told_of_a_refused_file_is_remembered(paiban, db, tmp_path):
    path = tmp_path / "绩效.csv"
    path.write_text(ODD + "谁,7,1\n", "utf-8")
    asked = ("import", "facts", path, "--set", OF_ALL, "--db", db)
    ran = paiban(*asked, *MAPPED, "--remember")
    assert (ran.code, "Already kept" in ran.err) == (2, True)
    path.write_text(ODD, "utf-8")
    assert paiban(*asked).code == 0


def test_where_nothing_was_told_nothing_is_remembered(paiban, db, tmp_path):
    ran = paiban("import", "facts", tmp_path / "none.csv", "--remember", "--db", db)
    assert (ran.code, "Already kept" in ran.err) == (2, False)


def test_a_column_that_is_told_and_not_there_is_a_fault(paiban, db, report):
    told = ("--set", OF_ALL, "--map", "received=笑容", "--db", db)
    ran = paiban("import", "facts", report, *told, lang="zh")
    assert (ran.code, "笑容" in ran.err) == (2, True)


def test_a_file_can_be_left_to_a_worker_with_all_that_was_said_of_it(paiban, db, report):
    said = ("--set", OF_ALL, "--map", "satisfaction_score=-", "--later", "--db", db)
    ran = paiban("import", "table", "facts", report, *said, "--json", "-")
    assert (ran.code, ran.report["job"]) == (0, 1), ran.err
    assert paiban("kpi", "imports", "--db", db, "--json", "-").report["imports"] == []
    with closing(open_database(str(db))) as database:
        do_next(database)
        with database.read() as unit:
            assert unit.jobs.get(1).state is JobState.DONE
    listed = paiban("kpi", "imports", "--db", db, "--json", "-").report["imports"]
    assert [(one["kind"], one["rows"]) for one in listed] == [("facts", 2)]


def test_a_file_that_would_be_refused_is_refused_before_a_worker_is_asked(paiban, db, report):
    assert paiban("import", "table", "facts", report, "--later", "--db", db).code == 2
    said = ("--set", OF_ALL, "--db", db)
    paiban("import", "table", "facts", report, *said)
    assert paiban("import", "table", "facts", report, *said, "--later").code == 2
    with closing(open_database(str(db))) as database, database.read() as unit:
        assert unit.jobs.of_shop("main", 9) == ()
