import dataclasses
import datetime as dt
import json
import subprocess
import sys

import pytest
from openpyxl import load_workbook

from scheduler.agent import Absence
from scheduler.roster import Roster
from scheduler.work_plan import WorkPlan
from tests.builders import MONDAY, agent, horizon, rules, shift
from tests.ui.weeks import DAYS, late_week, small_week, tired_roster, written


def test_a_clean_roster_ends_with_0_and_its_cost(paiban, tmp_path):
    ran = paiban("verify", *written(tmp_path), "--json", "-")
    assert ran.code == 0
    # 2 people x 2 days x 8 h, 1 needed x 2 x 9 h; at 12:00-13:00 both eat: 2 h short, 16 over
    assert ran.report["breaches"] == 0
    assert ran.report["shortage_agent_hours"] == pytest.approx(2.0)
    assert ran.report["surplus_agent_hours"] == pytest.approx(16.0)
    assert ran.report["cost"] == pytest.approx(2 * 20 + 16 * 2)


def test_a_breach_ends_with_1_and_a_sentence(paiban, tmp_path):
    folder, roster = written(tmp_path, late_week(), tired_roster())
    ran = paiban("verify", folder, roster)
    assert ran.code == 1
    assert "11" in ran.out
    assert "A1" in ran.out


def test_a_breach_is_told_to_programs_with_its_numbers(paiban, tmp_path):
    folder, roster = written(tmp_path, late_week(), tired_roster())
    report = paiban("verify", folder, roster, "--json", "-").report
    assert report["by_rule"] == {"rest": 1}
    # 17:00 to 24:00 but for a meal, and 07:00 to 08:00
    assert report["hours_outside_opening"] == 0.0
    assert report["hours_outside_opening_allowed"] == 7.0
    (violation,) = report["violations"]
    assert violation == {
        "rule": "rest",
        "agent_id": "A1",
        "post": "presales",
        "at": "2026-12-01T07:00",
        "measured": 420,
        "limit": 660,
        "standing": "house",
        "ground": None,
        "article": None,
        "article_en": None,
        "override": None,
    }
    assert report["by_standing"] == {"house": 1}


def test_each_breach_says_whether_it_is_of_law_or_of_the_house(paiban, tmp_path):
    folder, roster = written(tmp_path, late_week(), tired_roster())
    rows = "agent_id,start,end,kind\nA1,2026-11-30T00:00,2026-12-01T00:00,annual\n"
    (folder / "absences.csv").write_text(rows, encoding="utf-8")
    table = tmp_path / "t.xlsx"
    ran = paiban("verify", folder, roster, "--json", tmp_path / "r.json", "--table", table)
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["by_standing"] == {"law": 1, "house": 1}
    told = {each["rule"]: (each["standing"], each["ground"]) for each in report["violations"]}
    assert told == {"absence": ("law", "leave"), "rest": ("house", None)}
    (of_law,) = [each for each in report["violations"] if each["ground"]]
    assert "第四十五条" in of_law["article"]
    assert "Arts. 45 and 51" in of_law["article_en"]
    assert "Arts. 45 and 51)" in ran.out
    assert "[house] " in ran.out
    sheets = load_workbook(table)
    lines = [cell.value for cell in sheets["Violations"]["A"][1:]]
    assert [line.partition("]")[0] for line in lines] == ["[law", "[house"]
    cells = [cell for row in sheets.worksheets[0] for cell in row if cell.comment]
    assert {cell.comment.text for cell in cells} == set(lines)
    in_chinese = paiban("verify", folder, roster, lang="zh").out
    assert "【法定】" in in_chinese
    assert "【本店】" in in_chinese


def test_a_week_before_any_known_law_is_checked_all_the_same(paiban, tmp_path):
    past = dataclasses.replace(DAYS, start=dt.date(1990, 1, 1))
    week = small_week(past, rules=late_week().rules)
    folder, roster = written(tmp_path, week, tired_roster(past))
    report = paiban("verify", folder, roster, "--json", "-").report
    (violation,) = report["violations"]
    assert (violation["rule"], violation["standing"]) == ("rest", None)
    assert report["by_standing"] == {"unknown": 1}
    assert "the law of that time is not known" in paiban("verify", folder, roster).out


def test_work_while_closed_is_told_as_a_breach_and_in_hours(paiban, tmp_path):
    folder, roster = written(tmp_path, roster=Roster((shift("A1", 0, "10:00", week=DAYS),)))
    ran = paiban("verify", folder, roster, "--json", tmp_path / "report.json")
    assert ran.code == 1
    assert "works 120 min on Pre-sales while it is closed" in ran.out
    assert "Work outside the opening hours: 2 h." in ran.out
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (report["by_rule"]["closed_post"], report["hours_outside_opening"]) == (1, 2.0)


def test_the_table_of_codes_marks_what_is_broken_and_reads_back(paiban, tmp_path):
    folder, roster = written(tmp_path, late_week(), tired_roster())
    table = tmp_path / "班表.xlsx"
    ran = paiban("verify", folder, roster, "--table", table)
    assert "班表.xlsx" in ran.out
    sheet = load_workbook(table).worksheets[0]
    (told,) = {cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert "A1" in told
    again = paiban("verify", folder, table, "--json", "-")
    assert again.report["by_rule"] == {"rest": 1}


def test_a_table_that_is_no_workbook_is_refused_before_anything(paiban, tmp_path):
    ran = paiban("verify", *written(tmp_path), "--table", tmp_path / "t.csv")
    assert ran.code == 2
    assert "t.csv" in ran.err
    assert not (tmp_path / "t.csv").exists()


def test_json_beside_the_table_goes_to_a_file(paiban, tmp_path):
    target = tmp_path / "report.json"
    ran = paiban("verify", *written(tmp_path), "--json", target)
    assert "No hard rule" in ran.out
    assert target.read_text(encoding="utf-8").startswith("{")


def test_the_command_speaks_chinese_too(paiban, tmp_path):
    assert "没有违反硬规则" in paiban("verify", *written(tmp_path), lang="zh").out
    assert "检查班表" in paiban("--help", lang="zh").out


def broken(folder, name, change):
    path = folder / name
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def without_column(text, column):
    rows = [line.split(",") for line in text.splitlines()]
    place = rows[0].index(column)
    return "\n".join(",".join(row[:place] + row[place + 1 :]) for row in rows) + "\n"


BAD = [
    # an empty file
    ("requirement.csv", lambda _: "", "empty_file", None, None),
    # a missing column
    ("agents.csv", lambda text: without_column(text, "posts"), "missing_column", 1, "posts"),
    # a duplicate agent
    ("agents.csv", lambda text: text + text.splitlines()[1], "duplicate_agent", 5, "agent_id"),
    # an unknown post
    (
        "requirement.csv",
        lambda text: text.replace("presales", "nowhere", 1),
        "unknown_post",
        2,
        "post",
    ),
    # a negative volume
    ("forecast.csv", lambda text: text.replace(",6", ",-6", 1), "negative", 2, "volume"),
]


@pytest.mark.parametrize("bad", BAD, ids=[code for _, _, code, *_ in BAD])
def test_bad_input_is_one_clear_error(paiban, tmp_path, bad):
    name, change, code, line, column = bad
    folder, roster = written(tmp_path)
    broken(folder, name, change)
    ran = paiban("verify", folder, roster, "--json", "-")
    assert ran.code == 2
    (fault,) = ran.report["faults"]
    assert (fault["code"], fault["file"]) == (code, name)
    assert (fault["line"], fault["column"]) == (line, column)
    assert ran.err.strip() == fault["sentence"]
    assert name in fault["sentence"]


def test_a_shift_in_the_skipped_hour_is_one_clear_error(paiban, tmp_path):
    spring = horizon(MONDAY.replace(month=3, day=28), days=2, timezone="Europe/Berlin")
    folder, roster = written(tmp_path, small_week(spring))
    rows = roster.read_text(encoding="utf-8")
    roster.write_text(rows.replace("2026-03-29T08:00", "2026-03-29T02:30", 1), encoding="utf-8")
    ran = paiban("verify", folder, roster, "--json", "-")
    assert ran.code == 2
    (fault,) = ran.report["faults"]
    assert (fault["code"], fault["column"]) == ("time_skipped", "start")


def test_a_roster_for_another_week_is_one_clear_error(paiban, tmp_path):
    folder, _ = written(tmp_path / "this")
    later = horizon(MONDAY.replace(month=12, day=14), days=2)
    _, roster = written(tmp_path / "other", small_week(later))
    ran = paiban("verify", folder, roster, "--json", "-")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == ["roster_other_week"]


def test_all_faults_of_all_files_are_told_at_once(paiban, tmp_path):
    folder, roster = written(tmp_path)
    for name, change, *_ in (BAD[0], BAD[4]):
        broken(folder, name, change)
    ran = paiban("verify", folder, roster)
    assert ran.code == 2
    assert ran.err.count("\n") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify"],  # nothing to verify
        ["verify", "nowhere", "roster.csv"],  # no such folder
        ["--lang", "fr", "verify", "a", "b"],  # no such language
        ["fly"],  # no such command
    ],
)
def test_a_wrong_call_ends_with_2_and_no_traceback(paiban, arguments):
    ran = paiban(*arguments)
    assert ran.code == 2
    assert ran.err
    assert "Traceback" not in ran.err


def test_a_report_that_cannot_be_written_is_told(paiban, tmp_path):
    ran = paiban("verify", *written(tmp_path), "--json", tmp_path / "no" / "such" / "report.json")
    assert ran.code == 2
    assert "report.json" in ran.err


def test_staffing_gives_the_hours_of_each_post_and_writes_them(paiban, tmp_path):
    folder, _ = written(tmp_path)
    ran = paiban("staff", folder, "--out", folder / "requirement.csv", "--json", "-")
    assert ran.code == 0
    assert ran.report["posts"]["presales"]["open_hours"] == 18.0
    again = paiban("verify", folder, folder / "roster.csv", "--json", "-")
    assert again.report["required_hours"] == pytest.approx(ran.report["required_hours"])


def test_staffing_without_a_forecast_says_which_file_is_missing(paiban, tmp_path):
    folder, _ = written(tmp_path)
    (folder / "forecast.csv").unlink()
    ran = paiban("staff", folder)
    assert ran.code == 2
    assert "forecast.csv" in ran.err


def test_a_simulation_that_misses_the_target_ends_with_1(paiban, tmp_path):
    folder, roster = written(tmp_path)
    few = paiban("simulate", folder, roster, "--replications", "10", "--json", "-")
    assert few.code == 0  # 6 chats a half-hour are little work for two people
    assert not few.report["posts"]["presales"]["target_missed"]
    broken(folder, "forecast.csv", lambda text: text.replace(",6", ",60"))
    many = paiban("simulate", folder, roster, "--replications", "10", "--json", "-")
    assert many.code == 1
    level = many.report["posts"]["presales"]["service_level"]
    assert level["high"] < many.report["posts"]["presales"]["target"]
    hours, cells = many.report["hours"], many.report["intervals"]
    assert len(cells) == 2 * len(hours) > 0
    assert [each["too_late"] for each in hours] == sorted(
        (each["too_late"] for each in hours), reverse=True
    )
    for part in (hours, cells):
        came, late = (sum(each[name] for each in part) for name in ("offered", "late"))
        assert came == pytest.approx(many.report["total"]["mean_offered"]["mean"])
        assert 1 - late / came == pytest.approx(many.report["total"]["service_level"]["mean"])
    assert hours[0]["missed"]
    told = paiban("simulate", folder, roster, "--replications", "10")
    assert hours[0]["start"].replace("T", " ") in told.out


def test_the_installed_command_runs():
    ran = subprocess.run(
        [sys.executable, "-m", "ui.cli", "--help"], capture_output=True, check=False
    )
    assert ran.returncode == 0


def test_staffing_names_a_post_that_people_could_never_cover(paiban, tmp_path):
    folder, _ = written(tmp_path)
    forecast = folder / "forecast.csv"
    rows = ["start,post,volume"]
    rows += [f"2026-11-30T{9 + n // 2:02d}:{30 * (n % 2):02d},presales,300" for n in range(8)]
    forecast.write_text("\n".join(rows), encoding="utf-8")
    ran = paiban("staff", folder, "--load", "modified_offered", "--json", tmp_path / "need.json")
    assert ran.code == 0
    (found,) = json.loads((tmp_path / "need.json").read_text(encoding="utf-8"))["overloads"]
    assert found["posts"] == ["presales"]
    assert found["short_people"] == pytest.approx(found["peak"] - found["people"])
    assert found["short_people"] > 10
    assert f"{found['short_people']:.1f}" in ran.out


def test_a_roster_can_be_tried_and_asked_again(paiban, tmp_path):
    folder, _ = written(tmp_path)
    out = tmp_path / "loop.csv"
    ran = paiban(
        *("roster", folder, "--out", out, "--close-loop", "2", "--replications", "4"),
        *("--time-limit", "0", "--work-limit", "200", "--json", tmp_path / "loop.json"),
    )
    assert ran.code in (0, 1)
    report = json.loads((tmp_path / "loop.json").read_text(encoding="utf-8"))
    assert 1 <= len(report["rounds"]) <= 2
    assert report["rounds"][0]["asked_hours"] == pytest.approx(18.0)
    assert report["rounds"][report["best_round"] - 1]["cost"] == report["cost"]
    assert paiban("verify", folder, out).code == ran.code


def test_the_loop_says_whether_the_best_roster_holds_what_is_to_count(paiban, tmp_path):
    folder, _ = written(tmp_path)
    asked = ("roster", folder, "--out", tmp_path / "loop.csv", "--close-loop", "1")
    asked += ("--replications", "4", "--time-limit", "0", "--work-limit", "200")
    told = ("--counts", "day_hours", "--least-hours", "0.9", "--json", tmp_path / "loop.json")
    ran = paiban(*asked, *told)
    held = json.loads((tmp_path / "loop.json").read_text(encoding="utf-8"))["held"]["presales"]
    assert (held["counts"], held["least_hours"], held["units"]) == ("day_hours", 0.9, 2)
    assert "of 2 days with at least 90" in ran.out
    assert "hours at target" not in paiban(*asked).out.rsplit("Round", 1)[-1]


@pytest.mark.parametrize("told", [("--counts", "day_hours"), ("--least-hours", "0.9")])
def test_what_counts_without_rounds_is_refused(paiban, tmp_path, told):
    folder, out = written(tmp_path)[0], tmp_path / "none.csv"
    ran = paiban("roster", folder, "--out", out, *told)
    assert ran.code == 2
    assert "add --close-loop" in ran.err
    assert not out.exists()


def odd_week():
    """Return the small week with somebody no shift is for, and somebody away who is owed hours."""
    someone = (agent("A1"), agent("A2"), agent("A3", hours=44), agent("A4", min_hours=28))
    away = Absence("A4", DAYS.start_min, DAYS.end_min, "leave")
    return small_week(agents=someone, absences=(away,))


def test_roster_and_verify_name_who_can_be_given_no_shift(paiban, tmp_path):
    folder, _ = written(tmp_path, odd_week())
    out, told = tmp_path / "out.csv", tmp_path / "told.json"
    asked = ("roster", folder, "--out", out, "--time-limit", "0", "--work-limit", "20")
    made = paiban(*asked, "--json", told)
    report = json.loads(told.read_text(encoding="utf-8"))

    assert made.code == 1
    assert report["left_out"] == [
        {"agent_id": "A3", "cause": "no_shape", "values": ["44", "20-39, 40"]},
        {"agent_id": "A4", "cause": "away", "values": []},
    ]
    assert report["by_rule"] == {"min_hours": 1}
    checked = paiban("verify", folder, out)
    for ran in (made, checked):
        assert "A3: no shift shape is for a contract of 44 h" in ran.out
        assert "A4: away whenever a shift could be" in ran.out
    assert "A4: 8 h are promised, at most 0 h fit" in made.out
    assert "every other rule is obeyed" in made.out


def test_who_share_a_reason_share_its_sentence(paiban, tmp_path):
    someone = (agent("A1"), agent("A2"), agent("A3", hours=44), agent("A4", hours=44))
    folder, roster = written(tmp_path, small_week(agents=someone))
    out = paiban("verify", folder, roster).out
    assert "A3, A4: no shift shape is for a contract of 44 h" in out
    assert out.count("no shift shape is for") == 1


def test_everything_said_of_who_gets_no_shift_is_said_in_chinese_too(paiban, tmp_path):
    folder, roster = written(tmp_path, odd_week())
    out = paiban("verify", folder, roster, lang="zh").out
    assert "有 2 人一个班也排不了" in out
    assert "没有适用于每周 44 小时合同的班型" in out


def test_explain_names_who_has_no_allowed_days_and_nobody_else(paiban, tmp_path):
    folder, _ = written(tmp_path, odd_week())
    ran = paiban("explain", folder, "--json", "-")
    assert [each["names"][0] for each in ran.report["reasons"]] == ["A4"]
    assert ran.code == 1  # a rule is broken, but a roster can be made


def test_verify_names_who_comes_nearest_where_people_are_missing(paiban, tmp_path):
    week = small_week(rules=rules(min_days_off_per_week=0, min_agents=1))
    alone = Roster(tuple(shift("A1", day, week=week.horizon) for day in (0, 1)))
    folder, roster = written(tmp_path, week, alone)
    ran = paiban("verify", folder, roster, "--json", "-")
    first = ran.report["open_intervals"][0]
    assert (first["start"], first["end"], first["missing"]) == (
        "2026-11-30T12:00",
        "2026-11-30T13:00",
        1,
    )
    assert {one["agent_id"] for one in first["nearest"]} == {"A1", "A2", "A3"}
    assert first["nearest"][0]["broken"] == []
    assert "12:00-13:00: 1 too few" in paiban("verify", folder, roster).out


def test_several_weeks_from_one_folder_are_rostered_and_checked(paiban, tmp_path):
    folder, out = written(tmp_path, small_week(horizon(days=7)))[0], tmp_path / "weeks.csv"
    asked = ("roster", folder, "--weeks", "2", "--out", out)
    ran = paiban(*asked, "--time-limit", "0", "--work-limit", "100", "--json", "-")
    assert (ran.code, ran.report["days"], ran.report["alike_weeks"]) == (0, 14, [2])
    assert "2026-12-10" in out.read_text(encoding="utf-8")
    checked = paiban("verify", folder, out, "--weeks", "2", "--json", "-").report
    assert (checked["breaches"], checked["cost"]) == (0, pytest.approx(ran.report["cost"]))
    assert paiban("verify", folder, out).code == 1  # its second week lies outside the first
    assert paiban("roster", folder, "--weeks", "14", "--out", out).code == 2


def test_verify_tells_how_liveable_a_roster_is_beside_the_week_before(paiban, tmp_path):
    past = (shift("A1", -2, "10:00", week=DAYS), shift("A1", -1, "12:00", week=DAYS))
    folder, roster = written(tmp_path, small_week(history=past))
    ran = paiban("verify", folder, roster, "--json", tmp_path / "report.json")
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["liveable"]
    assert found["starts_per_week"] == {"mean": 1.0, "most": 1}
    assert found["jump_hours"] == {"mean": 0.0, "most": 0.0}
    assert found["late_shifts"] is None
    assert [one["hours_given"] for one in found["people"]] == [16, 16, 0]
    before = found["week_before"]
    assert (before["days"], before["unknown"], before["jump_hours"]["most"]) == (2, ["A2", "A3"], 2)
    assert before["hours_owed"] is None
    assert "How liveable it is" in ran.out
    assert "1.0 on average, 1 at most" in ran.out
    assert "32.0 h (none owed)" in ran.out
    assert "No shift of A2, A3 is known in the week before" in ran.out


def test_without_a_history_verify_says_that_there_is_nothing_to_compare_with(paiban, tmp_path):
    ran = paiban("verify", *written(tmp_path), "--json", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["liveable"]["week_before"] is None
    assert "nothing to compare with" in ran.out


def test_who_stands_nowhere_known_in_a_cycle_is_named_and_the_proposal_can_be_taken(
    paiban, tmp_path
):
    plan = WorkPlan("turns", days_week=(1, 2))
    week = small_week(rules=rules(plans=(plan,), work_plan="turns"))
    folder, _ = written(tmp_path, week)
    solving = ("--out", tmp_path / "r.csv", "--time-limit", "0", "--work-limit", "20")

    asked = paiban("roster", folder, *solving)
    taken = paiban("roster", folder, *solving, "--begin-cycles", "--json", tmp_path / "j.json")

    assert asked.code == 2
    for agent_id in ("A1", "A2", "A3"):
        assert f"It is not known where {agent_id} stands" in asked.err
        assert f"The cycle of {agent_id} begins on" in taken.out
    assert taken.code in (0, 1)
    report = json.loads((tmp_path / "j.json").read_text(encoding="utf-8"))
    assert report["cycles_begun"] == {
        "A1": "2026-11-30",
        "A2": "2026-11-23",
        "A3": "2026-11-30",
    }
