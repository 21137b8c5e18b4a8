import pytest

from store.files.week import read_roster, read_week
from tests.ui.weeks import tired_roster, written

WORK = ("--time-limit", "0", "--work-limit", "60")
BOTH_ILL = ("--absent", "A1=2026-11-30", "--absent", "A2=2026-11-30T00:00/2026-12-01T00:00")


def test_repair_finds_who_comes_and_leaves_the_others_alone(paiban, tmp_path):
    folder, roster = written(tmp_path)
    out = tmp_path / "mended.csv"
    ran = paiban("repair", folder, roster, *BOTH_ILL, *WORK, "--out", out, "--json", "-")
    assert ran.code == 0
    assert [lost["agent_id"] for lost in ran.report["lost_shifts"]] == ["A1", "A2"]
    assert (ran.report["changed_days"], ran.report["changed_people"]) == (1, 1)
    (taken,) = [change for change in ran.report["changes"] if change["now"]]
    assert (taken["agent_id"], taken["date"], taken["was"]) == ("A3", "2026-11-30", [])
    assert ran.report["without_repair"]["cost"] > ran.report["cost"]
    problem = read_week(folder).problem()
    assert len(read_roster(out, problem).shifts) == 3


def test_repair_speaks_to_people_in_both_languages(paiban, tmp_path):
    folder, roster = written(tmp_path)
    asked = ("repair", folder, roster, *BOTH_ILL, *WORK, "--out", tmp_path / "mended.csv")
    assert "Hours changed besides: 1 days of 1 people" in paiban(*asked).out
    assert "另外改动上班时间：1 人共 1 天" in paiban(*asked, lang="zh").out


def test_a_change_must_be_worth_what_is_said(paiban, tmp_path):
    folder, roster = written(tmp_path)
    out = tmp_path / "mended.csv"
    asked = ("repair", folder, roster, *BOTH_ILL, *WORK, "--out", out, "--json", "-")
    ran = paiban(*asked, "--worth", "12")  # the day needs 9 h
    assert ran.report["changed_days"] == 0


def test_nothing_before_the_time_given_changes(paiban, tmp_path):
    folder, roster = written(tmp_path)
    out = tmp_path / "mended.csv"
    asked = ("repair", folder, roster, *BOTH_ILL, *WORK, "--out", out, "--json", "-")
    ran = paiban(*asked, "--from", "2026-12-01T00:00")
    assert [change for change in ran.report["changes"] if change["now"]] == []


@pytest.mark.parametrize(
    ("option", "code"),
    [
        (("--absent", "A1"), "pairs_unreadable"),  # no date
        (("--absent", "A9=2026-11-30"), "unknown_agent"),
        (("--absent", "A1=yesterday"), "time_unreadable"),
        (("--absent", "A1=2026-12-24"), "absence_outside"),
        (("--absent", "A1=2026-12-01/2026-11-30"), "ends_before_start"),
        (("--from", "soon"), "time_unreadable"),
    ],
)
def test_a_wrong_absence_is_one_clear_error(paiban, tmp_path, option, code):
    folder, roster = written(tmp_path)
    out = tmp_path / "mended.csv"
    ran = paiban("repair", folder, roster, *option, "--out", out, "--json", "-")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == [code]
    assert not out.exists()


def test_explain_says_where_everybody_is(paiban, tmp_path):
    folder, roster = written(tmp_path)
    ran = paiban("explain", folder, roster, "--json", "-")
    assert ran.code == 0  # nobody is missing below the minimum
    lunch, _ = ran.report["explanations"]  # one each day
    assert (lunch["start"], lunch["at_work"]) == ("2026-11-30T12:00", 0)
    assert lunch["by_standing"] == {"pause": 2, "free": 1}
    assert lunch["ways"][0]["broken"] == []
    text = paiban("explain", folder, roster).out
    assert "On it but at a meal, a break or in training, 2: " in text


def test_explain_names_the_rules_in_one_persons_way(paiban, tmp_path):
    folder, roster = written(tmp_path, roster=tired_roster())
    place = ("--post", "presales", "--at", "2026-12-01T16:30", "--agent", "A1")
    ran = paiban("explain", folder, roster, *place, "--json", "-")
    (found,) = ran.report["explanations"]
    assert [person["agent_id"] for person in found["people"]] == ["A1"]


def test_explain_without_a_roster_finds_what_conflicts(paiban, tmp_path):
    folder, _ = written(tmp_path)
    assert paiban("explain", folder).code == 0
    pins = "agent_id,post,start,end,meal\n"
    pins += "A1,presales,2026-11-30T15:00,2026-12-01T00:00,\n"
    pins += "A1,presales,2026-12-01T07:00,2026-12-01T16:00,\n"
    (folder / "pins.csv").write_text(pins, encoding="utf-8")
    ran = paiban("explain", folder)
    assert ran.code == 3
    assert "A1" in ran.out


def test_half_a_place_is_one_clear_error(paiban, tmp_path):
    folder, roster = written(tmp_path)
    ran = paiban("explain", folder, roster, "--post", "presales", "--json", "-")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == ["place_incomplete"]
