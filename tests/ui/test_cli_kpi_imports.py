import pytest

from store.database import open_database
from tests.desks import at_desk

HEAD = "agent_id,start,end\n"
ROWS = "A1,2026-11-03T09:00,2026-11-03T18:00\nA3,2026-11-03T09:00,2026-11-03T17:30\n"


@pytest.fixture
def attendance(tmp_path):
    path = tmp_path / "考勤.csv"
    path.write_text(HEAD + ROWS, "utf-8")
    return path


def presences(db):
    database = open_database(str(db))
    with at_desk(database).read() as unit:
        found = unit.floor.presences("main", 0, 10**9)
    database.close()
    return len(found)


def test_what_was_taken_in_is_listed_and_withdrawn(paiban, db, attendance):
    taken = paiban("kpi", "import", "attendance", attendance, "--by", "人事", "--db", db)
    assert taken.code == 0
    listed = paiban("kpi", "imports", "--month", "2026-11", "--db", db, "--json", "-")
    (one,) = listed.report["imports"]
    assert (one["file"], one["kind"], one["by"]) == ("考勤.csv", "attendance", "人事")
    assert (one["rows"], one["people"], one["sums"]) == (2, 2, {"hours": "17.50"})
    assert "17.50 h" in paiban("kpi", "imports", "--db", db, lang="en").out
    assert "17.50 小时" in paiban("kpi", "imports", "--db", db, lang="zh").out
    assert presences(db) == 2
    gone = paiban("kpi", "withdraw", one["number"], "--by", "人事", "--db", db, "--json", "-")
    assert (gone.code, gone.report["file"]) == (0, "考勤.csv")
    assert presences(db) == 0
    again = paiban("kpi", "withdraw", one["number"], "--db", db, lang="en")
    assert (again.code, "withdrawn already" in again.err) == (2, True)


def test_a_file_is_not_taken_in_twice_unasked(paiban, db, attendance, tmp_path):
    paiban("kpi", "import", "attendance", attendance, "--db", db)
    twin = tmp_path / "副本.csv"
    twin.write_text(HEAD + "".join(reversed(ROWS.splitlines(keepends=True))), "utf-8")
    told = paiban("kpi", "import", "attendance", twin, "--db", db, lang="zh")
    assert told.code == 2
    assert "考勤.csv" in told.err
    assert "--keep-anyway" in told.err
    assert (
        paiban("kpi", "import", "attendance", twin, "--keep-anyway", "补导", "--db", db).code == 0
    )


def test_a_file_somebody_changed_since_is_not_withdrawn_over_an_older_view(paiban, db, attendance):
    seen = paiban("kpi", "imports", "--db", db, "--json", "-").report["version"]
    paiban("kpi", "import", "attendance", attendance, "--by", "人事", "--db", db)
    stale = paiban("kpi", "withdraw", 1, "--expect", seen, "--by", "店长", "--db", db)
    assert stale.code == 2
    assert presences(db) == 2


def test_the_fault_of_a_faulty_file_is_told_and_nothing_listed(paiban, db, attendance):
    attendance.write_text(HEAD + "A9,2026-11-03T09:00,2026-11-03T18:00\n", "utf-8")
    assert paiban("kpi", "import", "attendance", attendance, "--db", db).code == 2
    assert paiban("kpi", "imports", "--db", db, "--json", "-").report["imports"] == []


def test_what_a_file_lacks_is_set_and_what_was_read_is_said_once(paiban, db, tmp_path):
    path = tmp_path / "工资标准.csv"
    path.write_text("薪资\n工号,基本工资,绩效工资\nA1,4000,1500\n", "gb18030")
    lacking = paiban("kpi", "import", "pay_plan", path, "--db", db, lang="zh")
    assert (lacking.code, "生效日期" in lacking.err) == (2, True)
    said = ("--set", "valid_from=2026-01-01")
    taken = paiban("kpi", "import", "pay_plan", path, *said, "--db", db, lang="zh")
    assert taken.code == 0
    told = taken.out + taken.err
    assert told.count("表头上面有 1 行") == 1
    assert told.count("1 行都按你填的值") == 1
