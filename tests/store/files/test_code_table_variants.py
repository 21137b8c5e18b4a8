"""Tables of codes in the forms in which people keep them."""

import datetime as dt

import openpyxl
import pytest

from scheduler.roster import Roster
from scheduler.shift_type import ShiftType
from store.files.taken import noting_rows
from store.files.week import read_roster
from tests.builders import WEEK, agent, problem, rules
from tests.store.files.test_code_table import LEGEND, book, days, faults, read, starts, table

NAMED = (agent("A1"), agent("A2"))


def assumed(call, *arguments):
    with noting_rows() as files:
        found = call(*arguments)
    return found, {what: n for each in files.values() for what, n in each.assumed.items()}


def test_each_row_of_dates_begins_a_block_of_its_own(tmp_path):
    first, second = days(WEEK.start - dt.timedelta(7)), days()
    rows = [["工号", *first], ["A1", "A", "N"], [], ["工号", *second], ["A1", "N", "休", "A"]]
    found = read(book(tmp_path / "t.xlsx", [*rows, [], *LEGEND]))
    assert {start for _, start in starts(found)} == {
        "2026-11-23T08:30",
        "2026-11-24T23:30",
        "2026-11-30T23:30",
        "2026-12-02T08:30",
    }
    assert len(found.dates) == 14


def test_two_weeks_side_by_side_name_their_people_each(tmp_path):
    head = ["姓名", *days(WEEK.start - dt.timedelta(7)), "", "姓名", *days()]
    one = ["Agent A1", *["A"] * 7, "", "Agent A2", *["N"] * 7]
    two = ["Agent A2", *["休"] * 7, "", "Agent A1", *["A"] + ["休"] * 6]
    found = read(book(tmp_path / "t.xlsx", [head, one, two, [], *LEGEND]))
    nights = {who for who, start in starts(found) if start.endswith("23:30")}
    assert nights == {"A2"}
    assert len(found.shifts) == 7 + 7 + 1


def test_a_sum_between_two_weeks_names_nobody(tmp_path):
    head = ["姓名", *days(WEEK.start - dt.timedelta(7)), "合计", *days()]
    row = ["Agent A1", *["A"] * 7, 40, "N", *["休"] * 6]
    found = read(book(tmp_path / "t.xlsx", [head, row, [], *LEGEND]))
    assert len(found.shifts) == 8


@pytest.mark.parametrize(
    ("title", "date"),
    [
        ("客服部 2026年11月30日—12月6日", "2026-11-30"),
        ("11月30日-12月6日排班", "2026-11-30"),
        ("第50周班表", "2026-12-07"),
    ],
)
def test_weekdays_alone_are_the_week_that_a_title_says(tmp_path, title, date):
    head = ["工号", *(f"周{day}" for day in "一二三四五六日")]
    path = book(tmp_path / "t.xlsx", [[title], head, ["A1", "A"], [], *LEGEND])
    found, told = assumed(read, path)
    assert found.dates[0].isoformat() == date
    assert told == {"meal": 1}


def test_weekdays_without_a_word_of_the_week_are_told_as_a_guess(tmp_path):
    head = ["工号", "日", "一", "二", "三", "四", "五", "六"]
    found, told = assumed(read, book(tmp_path / "t.xlsx", [head, ["A1", "", "A"], [], *LEGEND]))
    assert starts(found) == {("A1", "2026-11-30T08:30")}
    assert told["week"] == 1


def test_days_below_their_month_are_found(tmp_path):
    head = ["工号", *(day.day for day in days())]
    rows = [["", "11月", "12月"], head, ["A1", "A"], [], *LEGEND]
    assert read(book(tmp_path / "t.xlsx", rows)).dates == tuple(days())


def test_weekends_may_be_left_out(tmp_path):
    dates = [day for day in days(count=12) if day.weekday() < 5]
    rows = [["工号", *(f"{day.month}/{day.day}" for day in dates)], ["A1", *["A"] * 10], *LEGEND]
    found = read(book(tmp_path / "t.xlsx", rows))
    assert found.dates == tuple(dates)


@pytest.mark.parametrize("text", ["ａ", " a ", "Ａ", "!A", "◆A", "※◆A"])
def test_a_code_is_known_in_any_width_and_case(tmp_path, text):
    found = read(book(tmp_path / "t.xlsx", table(["A1", "", text])))
    assert starts(found) == {("A1", "2026-11-30T08:30")}


def test_codes_that_differ_in_case_alone_stay_apart(tmp_path):
    legend = [["A", "08:30-17:30"], ["a", "12:00-21:00"]]
    path = book(tmp_path / "t.xlsx", table(["A1", "", "A", "a", "ａ"], legend=legend))
    assert faults(read, path) == [("code_unknown", 3, "ａ")]


@pytest.mark.parametrize(
    "names",
    [
        ["1", "KF 001", "王伟"],
        ["9", "", "王 伟"],
        ["", "", "KF001 王伟"],
        ["", "", "3.王伟"],
        ["", "", "王伟（KF001）"],
        ["", "ＫＦ００１", ""],
        ["", "kf001", ""],
    ],
    ids="|".join,
)
def test_people_are_known_as_they_are_written(tmp_path, names):
    people = (agent("KF001"), agent("KF002"))
    people = tuple(
        type(one)(one.id, name, one.team, one.certificates, one.contract)
        for one, name in zip(people, ("王伟", "李娜"), strict=True)
    )
    rows = [["序号", "工号", "姓名", *days()], [*names, "A"], [], *LEGEND]
    found = read(book(tmp_path / "t.xlsx", rows), people)
    assert starts(found) == {("KF001", "2026-11-30T08:30")}


def test_a_spreadsheet_may_have_dropped_the_zeros_of_an_id(tmp_path):
    found = read(book(tmp_path / "t.xlsx", [["工号", *days()], [7, "A"], *LEGEND]), (agent("007"),))
    assert starts(found) == {("007", "2026-11-30T08:30")}


def test_an_id_and_a_name_of_two_people_are_told(tmp_path):
    path = book(tmp_path / "t.xlsx", table(["A1", "Agent A2", "A", "休", "A"]))
    assert faults(read, path) == [("code_row_of_several", 3, "A1")]


def test_a_row_of_codes_without_a_name_is_told(tmp_path):
    path = book(tmp_path / "t.xlsx", table(["A1", "", "A"], ["", "", "A", "休", "A"]))
    assert faults(read, path) == [("code_row_without_name", 4, "A")]


def test_sums_counts_and_signatures_are_nobodys(tmp_path):
    rows = (
        ["A1", "", "1", "2"],
        ["1", "", 1, 2, 1, 1, 1, 1, 1],
        ["合计", "", 1, 2, 1, 2, 1, 2, 1],
        ["审核：", "Agent A1", "同意", "", "制表", "Agent A2"],
    )
    legend = [["1", "早班", "08:30-17:30"], ["2", "晚班", "12:00-21:00"]]
    found = read(book(tmp_path / "t.xlsx", table(*rows, legend=legend)))
    assert len(found.shifts) == 2


def test_a_code_merged_over_days_is_each_days(tmp_path):
    path = book(tmp_path / "t.xlsx", table(["A1", "", "A"], ["A2", "", "年假"]))
    made = openpyxl.load_workbook(path)
    made.active.merge_cells("C3:E3")
    made.active.merge_cells("C4:G4")
    made.save(path)
    assert len(read(path).shifts) == 3


def test_hidden_rows_are_read_and_told_and_hidden_sheets_are_not(tmp_path):
    path = book(tmp_path / "t.xlsx", table(["A1", "", "A"]), table(["A1", "", "N"]))
    made = openpyxl.load_workbook(path)
    made.worksheets[0].row_dimensions[3].hidden = True
    made.worksheets[1].sheet_state = "hidden"
    made.save(path)
    found, told = assumed(read, path)
    assert starts(found) == {("A1", "2026-11-30T08:30")}
    assert told["hidden"] == 1


def test_two_shifts_of_a_day_and_a_split_one_are_read(tmp_path):
    legend = [["A", "08:30-12:30"], ["N", "18:00-22:00"], ["两", "两头班 09:00-13:00 17:00-21:00"]]
    found = read(book(tmp_path / "t.xlsx", table(["A1", "", "A+N", "两"], legend=legend)))
    lengths = [(one.end_min - one.start_min, one.work_min) for one in found.shifts]
    assert lengths == [(240, 240), (240, 240), (720, 480)]


def test_a_gap_of_more_than_five_hours_is_no_single_shift(tmp_path):
    legend = [["两", "06:00-10:00 18:00-22:00"]]
    path = book(tmp_path / "t.xlsx", table(["A1", "", "两"], legend=legend))
    assert faults(read, path) == [("code_unknown", 3, "两")]


def test_a_type_with_a_window_may_say_its_start(tmp_path):
    typed = rules(shapes=(), types=(ShiftType("早", 480, 480, latest_start_clock=600),))
    path = book(tmp_path / "t.xlsx", table(["A1", "", "早 09:30", "早"], legend=[]))
    found = read(path, ruleset=typed)
    assert {start for _, start in starts(found)} == {"2026-11-30T09:30", "2026-12-01T08:00"}


def test_a_type_may_be_called_as_others_call_a_day_off(tmp_path):
    typed = rules(shapes=(), types=(ShiftType("X", 480, 480),))
    found = read(book(tmp_path / "t.xlsx", table(["A1", "", "X"], legend=[])), ruleset=typed)
    assert len(found.shifts) == 1


def test_remarks_below_a_code_are_told(tmp_path):
    found, told = assumed(read, book(tmp_path / "t.xlsx", table(["A1", "", "A\n代李娜"])))
    assert starts(found) == {("A1", "2026-11-30T08:30")}
    assert told["remark"] == 1


def test_a_table_of_last_week_is_one_clear_sentence(tmp_path):
    asked = problem(agents=NAMED, ruleset=rules())
    path = book(tmp_path / "t.xlsx", table(["A1", "", "A"], head=days(dt.date(2026, 11, 23))))
    (fault,) = faults(read_roster, path, asked)
    assert fault[0] == "roster_other_week"


def test_a_table_of_last_week_with_nobody_at_work_is_of_another_week_too(tmp_path):
    asked = problem(agents=NAMED, ruleset=rules())
    path = book(tmp_path / "t.xlsx", table(["A1", "", "休"], head=days(dt.date(2026, 11, 23))))
    assert faults(read_roster, path, asked)[0][0] == "roster_other_week"
    empty = book(tmp_path / "u.xlsx", table(["A1", "", "休"]))
    assert read_roster(empty, asked) == Roster(())


def test_a_table_of_another_team_alone_is_told(tmp_path):
    path = book(tmp_path / "t.xlsx", table(["Z1", "", "A", "休"], ["Z2", "", "休", "A"]))
    assert [code for code, _, _ in faults(read, path)] == ["code_row_of_nobody"] * 2
    path = book(tmp_path / "u.xlsx", table(["Z1", "", "?"], legend=[]))
    assert [code for code, _, _ in faults(read, path)] == ["code_table_without_people"]
