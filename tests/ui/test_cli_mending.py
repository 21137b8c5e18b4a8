import pytest

from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift
from scheduler.shift_type import ShiftType
from store.files.week import read_roster, read_week, write_roster, write_week
from tests.builders import shift
from tests.service import small_shop as s
from tests.ui.weeks import DAYS, late_week, tired_roster, written

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


def test_who_stands_by_is_named_before_plans_change(paiban, tmp_path):
    kinds = ShiftType("机", 540, 480, is_standby=True), ShiftType("早", 480, 480)
    rules = RuleSet((), types=kinds, may_start_before_min=60)
    folder, out = tmp_path / "week", tmp_path / "mended.csv"
    write_week(s.week(rules=rules, absences=()), folder)
    start = s.at(0, 9)
    standing, gone = (
        Shift(name, begins, begins + 480, "aftersales")
        for name, begins in (("A3", start), ("A4", start - 60))
    )
    write_roster(Roster((standing, gone)), tmp_path / "roster.csv", s.CLOCK)
    asked = ("repair", folder, tmp_path / "roster.csv", "--absent", "A4=2026-11-30", *WORK)
    ran = paiban(*asked, "--out", out, "--json", "-")
    call = {"agent_id": "A3", "from": "2026-11-30T09:00", "post": "aftersales"}
    assert ran.report["standby_calls"] == [call]
    told = paiban(*asked, "--out", out, lang="zh").out
    assert "客服003（A3） 正在机动待命：可先叫去售后，11月30日周一 09:00 起" in told


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
    folder, roster = written(tmp_path, late_week(), tired_roster())
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


def rows_of(path):
    return [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()[1:]]


SAID = ("--absent", "A1=2026-12-01T08:00/2026-12-01T10:00")
MORNING = (*SAID, "--reason", "she asked for it")


def test_an_absence_of_a_morning_never_throws_the_afternoon_away(paiban, tmp_path):
    folder, roster = written(tmp_path)
    out = tmp_path / "mended.csv"
    ran = paiban("repair", folder, roster, *MORNING, *WORK, "--out", out, "--json", "-")
    mine = [row for row in rows_of(out) if row[0] == "A1" and row[2].startswith("2026-12-01")]
    assert [row[2:4] for row in mine] == [["2026-12-01T10:00", "2026-12-01T17:00"]]
    assert ran.report["lost_shifts"] == []
    assert ran.report["changed_days"] == 0
    assert ran.code == 1  # no shape has these hours, and that is said
    (cut,) = ran.report["cut_shifts"]
    assert [(each["cut"], each["taken"]) for each in cut["choices"]] == [
        ("keep", True),
        ("drop", False),
    ]
    kept, gone = cut["choices"]
    assert (kept["by_rule"], gone["by_rule"]) == ({"shape": 1}, {})
    assert kept["cost_change"] < 0


def test_a_house_rule_is_broken_by_a_repair_only_with_a_reason(paiban, tmp_path):
    folder, roster = written(tmp_path)
    out = tmp_path / "mended.csv"
    asked = ("repair", folder, roster, *SAID, *WORK, "--out", out)
    ran = paiban(*asked, "--save-absences", "--reason", "  ", "--json", "-")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == ["repair_reason_missing"]
    assert not out.exists()
    assert read_week(folder).absences == ()
    assert "--cut drop" in paiban(*asked).err
    assert paiban(*asked, "--cut", "drop").code == 0  # breaks none
    told = paiban(*asked, "--reason", "she asked for it", "--json", "-").report["overrides"]
    assert [(each["rule"], each["agent_id"], each["price"]) for each in told] == [
        ("shape", "A1", 10)
    ]
    assert told[0]["reason"] == "she asked for it"
    said = paiban(*asked, "--reason", "she asked for it").out
    assert "Breaks 1 house rules, worth 10 points. Reason: she asked for it" in said
    assert "[house] " in said
    checked = paiban("verify", folder, out, "--json", "-")  # both travel with the roster
    found = {each["rule"]: each["override"] for each in checked.report["violations"]}
    assert found["shape"] == {"price": 10, "reason": "she asked for it"}
    assert "broken by hand: she asked for it" in checked.err + paiban("verify", folder, out).out
    again = paiban("repair", folder, out, *WORK, "--out", out, "--json", "-")
    assert [(each["rule"], each["reason"]) for each in again.report["overrides"]] == [
        ("shape", "she asked for it")
    ]
    (tmp_path / "mended.overrides.csv").unlink()
    bare = paiban("verify", folder, out, "--json", "-").report["violations"]
    assert [each["override"] for each in bare if each["rule"] == "shape"] == [None]


def test_what_is_over_and_broke_a_rule_is_repaired_around(paiban, tmp_path):
    folder, roster = written(tmp_path, late_week(), tired_roster())
    out = tmp_path / "mended.csv"
    gone = ("--absent", "A3=2026-12-01T14:00/2026-12-01T16:00", "--from", "2026-12-01T13:00")
    ran = paiban("repair", folder, roster, *gone, *WORK, "--out", out, "--json", "-")
    assert ran.report["status"] != "infeasible"
    assert ran.report["by_rule"]["rest"] == 1  # as it was, and no reason to refuse the rest
    kept = read_roster(out, read_week(folder).problem())
    assert set(tired_roster().shifts) <= set(kept.shifts)


def test_a_repair_that_keeps_what_the_law_forbids_is_refused(paiban, tmp_path):
    """Fourteen hours announced, of which the absence leaves thirteen: nobody may work them."""
    long = shift("A1", 1, "08:00", work=14 * 60, meal=None, week=DAYS)
    folder, roster = written(tmp_path, roster=Roster((shift("A2", 0, week=DAYS), long)))
    out = tmp_path / "mended.csv"
    gone = ("--absent", "A1=2026-12-01T08:00/2026-12-01T09:00")
    asked = ("repair", folder, roster, *gone, *WORK, "--out", out)
    ran = paiban(*asked, "--reason", "nobody else", "--json", "-")
    assert ran.code == 2
    assert {fault["code"] for fault in ran.report["faults"]} == {"breaks_law"}
    assert not out.exists()


def test_the_choice_of_what_is_left_is_told_with_its_price(paiban, tmp_path):
    folder, roster = written(tmp_path)
    asked = ("repair", folder, roster, *MORNING, *WORK, "--out", tmp_path / "mended.csv")
    said = paiban(*asked).out
    assert "Sick 08:00-10:00" in said
    assert "--cut keep: " in said
    assert "(taken)" in said
    assert "obeys all hard rules" not in said
    assert "of 1 shifts has no allowed shape" in said
    assert "其余时间照上" in paiban(*asked, lang="zh").out
    assert "what is left is let go" in paiban(*asked, "--cut", "drop").out


def test_who_is_lent_for_some_hours_works_the_others(paiban, tmp_path):
    folder, roster = written(tmp_path)
    out = tmp_path / "mended.csv"
    lent = ("--lent", "A1=2026-11-30T14:00/2026-11-30T17:00", "--reason", "agreed")
    paiban("repair", folder, roster, *lent, *WORK, "--out", out)
    mine = [row for row in rows_of(out) if row[0] == "A1" and row[2].startswith("2026-11-30")]
    assert [row[2:4] for row in mine] == [["2026-11-30T08:00", "2026-11-30T14:00"]]
    (kept,) = rows_of(tmp_path / "mended.absences.csv")
    assert kept == ["A1", "2026-11-30T14:00", "2026-11-30T17:00", "secondment"]


@pytest.mark.parametrize("name", ["mended.csv", "mended.xlsx"])
def test_a_repair_keeps_the_absences_beside_the_roster_and_explain_counts_them(
    paiban, tmp_path, name
):
    folder, roster = written(tmp_path)
    out = tmp_path / name
    paiban("repair", folder, roster, *BOTH_ILL, *WORK, "--worth", "12", "--out", out)
    place = ("--post", "presales", "--at", "2026-11-30T09:00", "--json", "-")
    found = paiban("explain", folder, out, *place).report["explanations"][0]
    standing = {person["agent_id"]: person["standing"] for person in found["people"]}
    assert (standing["A1"], standing["A2"]) == ("away", "away")
    assert {way["agent_id"] for way in found["ways"]} == {"A3"}
    assert "2 absences written beside the roster are counted" in paiban("verify", folder, out).out


def test_a_later_repair_without_absences_leaves_none_beside(paiban, tmp_path):
    folder, roster = written(tmp_path)
    out = tmp_path / "mended.csv"
    paiban("repair", folder, roster, *BOTH_ILL, *WORK, "--out", out)
    assert (tmp_path / "mended.absences.csv").exists()
    paiban("repair", folder, roster, *WORK, "--out", out)
    assert not (tmp_path / "mended.absences.csv").exists()


def test_absences_are_saved_into_the_week_only_when_asked(paiban, tmp_path):
    folder, roster = written(tmp_path)
    asked = ("repair", folder, roster, *BOTH_ILL, *WORK, "--out", tmp_path / "mended.csv")
    before = (folder / "absences.csv").read_text(encoding="utf-8")
    paiban(*asked)
    assert (folder / "absences.csv").read_text(encoding="utf-8") == before
    paiban(*asked, "--save-absences")
    paiban(*asked, "--save-absences")
    assert [row.agent_id for row in read_week(folder).absences] == ["A1", "A2"]


def test_explain_takes_absences_and_ranks_nobody_who_was_just_reported(paiban, tmp_path):
    folder, roster = written(tmp_path)
    place = ("--post", "presales", "--at", "2026-11-30T09:00", "--json", "-")
    ran = paiban("explain", folder, roster, *BOTH_ILL, *place)
    (found,) = ran.report["explanations"]
    assert found["at_work"] == 0
    assert found["by_standing"] == {"away": 2, "free": 1}
    assert [way["agent_id"] for way in found["ways"]] == ["A3"]
    assert found["ways"][0]["cost_change"] < 0


def test_a_roster_of_who_is_away_is_told_with_the_hours_really_missing(paiban, tmp_path):
    folder, roster = written(tmp_path)
    before = paiban("verify", folder, roster, "--json", "-").report
    rows = "agent_id,start,end,kind\n"
    rows += "A1,2026-11-30T00:00,2026-12-01T00:00,sick\nA2,2026-11-30T00:00,2026-12-01T00:00,sick\n"
    (folder / "absences.csv").write_text(rows, encoding="utf-8")
    ran = paiban("verify", folder, roster, "--json", "-")
    assert ran.report["cost"] == before["cost"]
    assert ran.report["shortage_agent_hours"] == before["shortage_agent_hours"] + 8.0
    assert (ran.report["away_people"], ran.report["away_hours"]) == (2, 16.0)
    assert "16.0 h of this roster's work fall into absences of 2 people" in (
        paiban("verify", folder, roster).out
    )
    assert "2 人共 16.0 小时" in paiban("verify", folder, roster, lang="zh").out


def test_a_pin_that_an_absence_takes_is_no_breach_of_the_mended_roster(paiban, tmp_path):
    folder, roster = written(tmp_path)
    pins = "agent_id,post,start,end,meal\n"
    pins += "A1,presales,2026-11-30T08:00,2026-11-30T17:00,2026-11-30T12:00/2026-11-30T13:00\n"
    (folder / "pins.csv").write_text(pins, encoding="utf-8")
    out = tmp_path / "mended.csv"
    ran = paiban("repair", folder, roster, *BOTH_ILL, *WORK, "--out", out, "--json", "-")
    assert (ran.code, ran.report["by_rule"]) == (0, {})


def test_explain_names_the_smallest_conflict_and_priced_ways_out(paiban, tmp_path):
    folder, _ = written(tmp_path)
    pins = "agent_id,post,start,end,meal\n"
    pins += "A1,presales,2026-11-30T08:00,2026-11-30T17:00,2026-11-30T12:00/2026-11-30T13:00\n"
    (folder / "pins.csv").write_text(pins, encoding="utf-8")
    away = ("--absent", "A1=2026-11-30")
    ran = paiban("explain", folder, *away, "--json", "-")
    assert ran.code == 3
    (found,) = ran.report["unsolvable"]["conflicts"]
    assert found["minimal"]
    assert [one["kind"] for one in found["causes"]] == ["pin", "absence"]
    assert [way["causes"][0]["kind"] for way in found["ways"]] == ["pin"]  # illness cannot be moved
    assert "互相矛盾" in paiban("explain", folder, *away, lang="zh").out
    assert "Release the fixed shift of" in paiban("explain", folder, *away).out


def test_explain_ranks_who_can_cover_a_stretch(paiban, tmp_path):
    folder, roster = written(tmp_path)
    place = ("--post", "presales", "--at", "2026-11-30T12:00", "--until", "2026-11-30T13:00")
    ran = paiban("explain", folder, roster, *place, "--json", "-")
    (first,) = ran.report["covering"]["offers"]
    assert (first["agent_id"], first["standing"], first["covered_min"]) == ("A3", "free", 60)
    assert "先问的在前" in paiban("explain", folder, roster, *place, lang="zh").out
    backwards = (*place[:4], "--until", "2026-11-30T11:00")
    assert paiban("explain", folder, roster, *backwards).code == 2
    assert paiban("explain", folder, roster, "--until", "2026-11-30T13:00").code == 2


def test_explain_says_why_one_has_a_shift_and_another_not(paiban, tmp_path):
    folder, roster = written(tmp_path)
    place = ("--post", "presales", "--at", "2026-11-30T12:00")
    asked = ("explain", folder, roster, *place, "--agent", "A3", "--instead-of", "A1")
    pair = paiban(*asked, "--json", "-").report["pair"]
    assert set(pair["agents"]) == {"A1", "A3"}
    assert pair["anew"]["status"] in {"optimal", "feasible"}
    assert "A1" in paiban(*asked, lang="zh").out
    nobody = (*place[:3], "2026-11-30T03:00", *asked[-4:])
    for wrong in ((*asked[:-1], "X"), ("explain", folder, roster, *nobody), asked[:3] + asked[-2:]):
        assert paiban(*wrong).code == 2
