"""Rosters as tables of codes, as people keep them."""

import datetime as dt

import openpyxl
import pytest

from scheduler.errors import InputError
from scheduler.roster import Roster
from scheduler.shift_type import ShiftType
from store.files.code_table import read_code_table
from store.files.taken import noting_rows
from store.files.week import read_roster
from tests.builders import FULL, WEEK, agent, at, problem, roster, rules, shift
from ui.words.reading import files_lines

PEOPLE = (agent("A1"), agent("A2"))
RULES = rules(shapes=(FULL,))
LEGEND = [["A", "早班 08:30-17:30"], ["N", "夜班 23:30-次日08:30"], ["休", "休息"]]


def book(path, *sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def days(first=WEEK.start, count=7):
    return [first + dt.timedelta(day) for day in range(count)]


def read(path, people=PEOPLE, ruleset=RULES, near=WEEK.start):
    return read_code_table(path, people, ruleset, WEEK.clock, near)


def table(*rows, head=None, legend=LEGEND):
    return [["客服部排班表"], ["工号", "姓名", *(head or days())], *rows, [], *legend]


def starts(found):
    return {(one.agent_id, WEEK.clock.format(one.start_min)) for one in found.shifts}


def faults(call, *arguments, **others):
    with pytest.raises(InputError) as caught:
        call(*arguments, **others)
    return [(fault.code, fault.line, fault.value) for fault in caught.value.faults]


def test_a_workbook_of_codes_with_its_legend_below_gives_the_shifts(tmp_path):
    rows = (["A1", "甲", "A", "休", "N", "", "年假"], [None, "Agent A2", "", "A"])
    found = read(book(tmp_path / "班表.xlsx", table(*rows)))
    assert starts(found) == {
        ("A1", "2026-11-30T08:30"),
        ("A1", "2026-12-02T23:30"),
        ("A2", "2026-12-01T08:30"),
    }
    assert {one.end_min - one.start_min for one in found.shifts} == {540}
    assert found.dates == tuple(days())


@pytest.mark.parametrize(
    "head",
    [
        [f"{day.month}/{day.day}" for day in days()],
        [f"{day.month}月{day.day}日" for day in days()],
        [f"{day.month}/{day.day} 周{w}" for day, w in zip(days(), "一二三四五六日", strict=True)],
        [
            f"{day.month}.{day.day}（星期{w}）"
            for day, w in zip(days(), "一二三四五六日", strict=True)
        ],
        [str(46356 + day) for day in range(7)],
        [day.strftime("%Y年%m月%d日") for day in days()],
        [f"{day.day}日" for day in days()],
        [day.strftime("%m-%d") + f" {day:%a}" for day in days()],
    ],
    ids=lambda head: head[0],
)
def test_the_dates_may_stand_in_any_usual_form(tmp_path, head):
    found = read(book(tmp_path / "t.xlsx", table(["A1", "", "A"], head=head)))
    assert found.dates == tuple(days())
    assert starts(found) == {("A1", "2026-11-30T08:30")}


def test_plain_numbers_are_days_of_the_month_that_a_title_names(tmp_path):
    rows = [["2026年10月排班表"], ["姓名", *range(1, 32)], ["A2", *["A"] * 31], *LEGEND]
    found = read(book(tmp_path / "t.xlsx", rows))
    assert (found.dates[0], found.dates[-1]) == (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert len(found.shifts) == 31


def test_a_csv_with_its_legend_in_one_cell_is_read_too(tmp_path):
    path = tmp_path / "班表.csv"
    head = ",".join(map(str, days()))
    text = (
        f"工号,{head}\nA1,早,晚,休,/,早,,\nA2,09:00-18:00\n图例：早=08:30-17:30；晚：16:00-01:00\n"
    )
    path.write_text(text, encoding="gbk")
    found = read(path)
    assert starts(found) == {
        *(("A1", f"2026-{day}") for day in ("11-30T08:30", "12-01T16:00", "12-04T08:30")),
        ("A2", "2026-11-30T09:00"),
    }


def test_without_a_legend_codes_are_the_shift_types(tmp_path):
    types = (ShiftType("早", 510, 480, meal_min=60), ShiftType("夜", 1410, 480))
    typed = rules(shapes=(), types=types)
    found = read(book(tmp_path / "t.xlsx", table(["A1", "", "早", "夜"], legend=[])), ruleset=typed)
    lengths = [(one.end_min - one.start_min, one.work_min) for one in found.shifts]
    assert lengths == [(540, 480), (480, 480)]


LENGTHS = ShiftType("早", 510, (540, 360), contract_hours=((40, 40), (10, 39)))


def lengths(path, kind):
    people = (agent("A1"), agent("A2", hours=20))
    found = read(path, people=people, ruleset=rules(shapes=(), types=(kind,)))
    return [one.end_min - one.start_min for one in found.shifts]


def test_a_code_with_two_lengths_is_read_by_the_contract_or_by_the_hours_beside_it(tmp_path):
    rows = (["A1", "", "早", "早 08:30-14:30"], ["A2", "", "早", "早 08:30"])
    path = book(tmp_path / "t.xlsx", table(*rows, legend=[]))
    assert lengths(path, LENGTHS) == [540, 360, 360, 360]


def test_a_legend_with_a_row_for_each_length_of_a_type_is_no_contradiction(tmp_path):
    rows = (["A1", "", "早"], ["A2", "", "早"])
    both = [["早", "早班", "08:30-17:30"], ["早", "早班", "08:30-14:30"]]
    assert lengths(book(tmp_path / "t.xlsx", table(*rows, legend=both)), LENGTHS) == [540, 360]
    one = book(tmp_path / "u.xlsx", table(*rows, legend=both[:1]))
    assert lengths(one, LENGTHS) == [540, 540]  # the table knows one length alone
    other = book(tmp_path / "v.xlsx", table(*rows, legend=[both[0], ["早", "08:30-13:30"]]))
    assert faults(lengths, other, LENGTHS) == [("code_two_meanings", None, "早")]


def test_a_code_whose_length_no_contract_says_is_told_with_what_it_may_be(tmp_path):
    kind = ShiftType("早", 510, (540, 360), contract_hours=((30, 40), (30, 40)))
    path = book(tmp_path / "t.xlsx", table(["A1", "", "早"], ["A2", "", "早"], legend=[]))
    with pytest.raises(InputError) as caught:
        lengths(path, kind)
    told = [(fault.code, fault.details["lengths"]) for fault in caught.value.faults]
    assert told == [("code_length_open", "08:30-17:30、08:30-14:30")] * 2


def test_the_legend_may_stand_on_a_sheet_of_its_own_and_say_the_meal(tmp_path):
    legend = [["代码", "时间"], ["A", "08:30-17:30（用餐 12:00-12:30）"]]
    path = book(tmp_path / "t.xlsx", table(["A1", "", "A"], legend=[]), legend)
    (only,) = read(path).shifts
    assert only.meal.start_min == at(0, "12:00")
    assert only.work_min == 510


def test_a_meal_that_the_table_does_not_say_lies_in_the_middle_of_its_window(tmp_path):
    (only,) = read(book(tmp_path / "t.xlsx", table(["A1", "", "A"]))).shifts
    assert only.meal.start_min == at(0, "12:30")  # FULL eats 3 to 5 hours after the start
    assert only.work_min == 480


def test_every_cell_that_is_no_code_is_told_with_its_line(tmp_path):
    path = book(tmp_path / "t.xlsx", table(["A1", "", "A", "A/B"], ["A2", "", "??", "A"]))
    assert faults(read, path) == [("code_unknown", 3, "A/B"), ("code_unknown", 4, "??")]


def test_a_row_of_somebody_who_is_not_known_is_told(tmp_path):
    path = book(tmp_path / "t.xlsx", table(["A1", "", "A"], ["Z9", "丁", "A", "休", "A"]))
    assert faults(read, path) == [("code_row_of_nobody", 4, "Z9")]


def test_two_meanings_of_a_code_and_two_rows_that_differ_are_told(tmp_path):
    legend = [["A", "08:30-17:30"], ["A", "09:00-18:00"]]
    path = book(tmp_path / "t.xlsx", table(["A1", "", "A"], ["A1", "", "休"], legend=legend))
    assert faults(read, path) == [("code_two_meanings", None, "A"), ("code_twice", 4, "休")]


def test_a_row_of_counts_and_a_row_of_weekdays_are_nobodys(tmp_path):
    rows = (["", "", *"一二三四五六日"], ["A1", "", "A"], ["合计", "", 1, 0, 0, 0, 0, 0, 0])
    assert len(read(book(tmp_path / "t.xlsx", table(*rows))).shifts) == 1


def test_a_list_of_shifts_is_no_table_of_codes(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(
        "agent_id,post,start,end,meal\nA1,presales,2026-11-30T00:00,2026-12-01T00:00,\n", "utf-8"
    )
    assert read(path) is None


def test_a_week_takes_its_days_of_a_table_that_covers_more(tmp_path):
    asked = problem(agents=PEOPLE, ruleset=RULES)
    head = days(WEEK.start - dt.timedelta(3), 14)
    cells = ["A"] * 3 + ["", "A"] + [""] * 9
    path = book(tmp_path / "t.xlsx", table(["A1", "", *cells], head=head))
    assert read_roster(path, asked) == Roster((shift(day=1, start="08:30"),))


def test_a_table_of_another_week_is_refused_as_such(tmp_path):
    asked = problem(agents=PEOPLE, ruleset=RULES)
    path = book(tmp_path / "t.xlsx", table(["A1", "", "A"], head=days(dt.date(2026, 10, 5))))
    assert faults(read_roster, path, asked)[0][0] == "roster_other_week"
    assert roster() == Roster(())


def test_posts_and_meals_that_the_table_does_not_say_are_told(tmp_path):
    people = (agent("A1", ("presales", "aftersales")), agent("A2"))
    legend = [["A", "08:30-17:30"], ["B", "09:00-18:00（用餐 12:00-13:00）"]]
    path = book(tmp_path / "t.xlsx", table(["A1", "", "A", "B"], ["A2", "", "A"], legend=legend))
    with noting_rows() as files:
        read(path, people)
    (one,) = files.values()
    assert (one.kept, one.assumed) == (2, {"post": 2, "meal": 2})
    assert len([*files_lines(files.values(), "zh")]) == 3
