import sqlite3

import pytest

from tests.ui.weeks import written


@pytest.fixture
def db(paiban, tmp_path):
    folder, _ = written(tmp_path / "week")
    path = tmp_path / "paiban.db"
    assert paiban("import", "week", folder, "--db", path, "--by", "组长").code == 0
    return path


def test_a_log_nobody_touched_is_whole_and_says_what_it_cannot_know(paiban, db, tmp_path):
    anchors = tmp_path / "anchors.jsonl"
    kept = paiban("audit", "anchor", "--to", anchors, "--db", db, "--json", "-")
    assert (kept.code, kept.report["links"]) == (0, 1)
    alone = paiban("audit", "verify", "--db", db, lang="zh")
    assert "没有核对外部锚点" in alone.out
    found = paiban("audit", "verify", "--anchors", anchors, "--db", db, lang="en")
    assert "Lines checked: 1" in found.out
    assert "agrees with the anchors" in found.out


def test_a_line_somebody_changed_ends_with_its_place(paiban, db):
    with sqlite3.connect(db) as connection:
        connection.execute("DROP TRIGGER action_update")
        connection.execute("UPDATE action SET done_by = '别人'")
    ran = paiban("audit", "verify", "--db", db, lang="zh")
    assert ran.code == 2
    assert "操作日志第 1 行被改动过（编号 1，别人" in ran.err
    assert paiban("audit", "anchor", "--db", db).code == 2


def test_an_action_says_under_which_account_it_was_done(db):
    with sqlite3.connect(db) as connection:
        ((origin,),) = connection.execute("SELECT origin FROM log_link")
    assert origin.startswith("cli")


def test_explaining_a_change_that_nobody_witnessed_is_refused(paiban, db):
    ran = paiban("audit", "explain", "1", "--reason", "补数", "--db", db, lang="zh")
    assert (ran.code, "没有编号 1" in ran.err) == (2, True)


def test_anchors_are_read_from_a_file_alone(paiban, db):
    for words in (("verify", "--anchors", "/dev/zero"), ("anchor", "--to", "/dev/full")):
        ran = paiban("audit", *words, "--db", db, "--json", "-")
        assert (ran.code, [one["code"] for one in ran.report["faults"]]) == (2, ["not_a_file"])
