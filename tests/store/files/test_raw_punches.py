"""Logs with one punch in each row: shifts, nights, lone punches, and what cannot be told."""

import datetime as dt

import pytest

from scheduler.dispatch import Presence, Punch
from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.kpi_tables import read_attendance
from store.files.taken import noting_rows
from tests.store.files.layouts import table

CLOCK = Clock("Asia/Shanghai")


def at(day, clock):
    hour, minute = map(int, clock.split(":"))
    return CLOCK.at(dt.date(2026, 10, day), hour * 60 + minute)


def stay(start, end, agent="K1"):
    return Presence(agent, at(*start), at(*end))


def lone(moment, missing, agent="K1"):
    return Presence(agent, at(*moment), at(*moment), "", missing)


def read(folder, *rows, **kinds):
    with noting_rows() as files:
        found = read_attendance(table("", rows, **kinds).write(folder), CLOCK)
    return found, next(iter(files.values()))


def log(*moments, agent="K1"):
    """Return the rows of a log: who, and date and time in one."""
    return [["工号", "打卡时间"], *([agent, f"2026-10-{day:02d} {time}"] for day, time in moments)]


def test_the_first_and_the_last_punch_of_a_shift_hold(tmp_path):
    rows = log((3, "08:48"), (3, "12:01"), (3, "13:02"), (3, "18:04"), (4, "08:51"), (4, "18:00"))
    found, told = read(tmp_path, *rows)
    assert found == (stay((3, "8:48"), (3, "18:04")), stay((4, "8:51"), (4, "18:00")))
    assert told.assumed == {"between_punches": 2}


def test_a_shift_goes_on_across_midnight(tmp_path):
    rows = log((3, "15:50"), (4, "00:31"), (4, "08:55"), (4, "18:00"), (5, "23:30"), (6, "08:31"))
    found, told = read(tmp_path, *rows)
    assert found == (
        stay((3, "15:50"), (4, "0:31")),
        stay((4, "8:55"), (4, "18:00")),
        stay((5, "23:30"), (6, "8:31")),
    )
    assert told.assumed == {}


def test_two_punches_at_once_are_one(tmp_path):
    found, _ = read(tmp_path, *log((3, "08:48"), (3, "08:49"), (3, "18:04"), (3, "18:05")))
    assert found == (stay((3, "8:48"), (3, "18:05")),)


def test_a_lone_punch_is_what_is_nearer_to_the_persons_times_and_is_told(tmp_path):
    whole = [(3, "08:48"), (3, "18:04"), (4, "08:50"), (4, "18:02")]
    found, told = read(tmp_path, *log(*whole, (5, "17:40"), (6, "09:10")))
    assert lone((5, "17:40"), Punch.START) in found
    assert lone((6, "9:10"), Punch.END) in found
    assert told.assumed == {"lone_punches": 2}


def test_an_end_without_its_beginning_is_not_the_beginning_of_a_night(tmp_path):
    whole = [(3, "13:50"), (3, "22:02"), (4, "08:50"), (4, "18:02")]
    found, told = read(tmp_path, *log(*whole, (5, "22:05"), (6, "08:48"), (6, "18:01")))
    assert found[2:] == (lone((5, "22:05"), Punch.START), stay((6, "8:48"), (6, "18:01")))
    assert told.assumed == {"lone_punches": 1}


def test_rows_of_any_order_and_several_people_are_told_apart(tmp_path):
    rows = [*log((3, "18:04"), (3, "08:48")), *log((3, "09:10"), (3, "17:30"), agent="K2")[1:]]
    found, _ = read(tmp_path, rows[0], rows[3], rows[1], rows[4], rows[2], is_book=True)
    assert found == (stay((3, "8:48"), (3, "18:04")), stay((3, "9:10"), (3, "17:30"), "K2"))


DINGTALK = [
    ["原始记录表 统计日期：2026-10-03 至 2026-10-04"],
    ["姓名", "工号", "考勤日期", "考勤时间", "打卡时间", "打卡结果", "打卡地址"],
    ["小桃", "K1", "2026-10-03", "16:00", "15:52", "正常", "公司"],
    ["小桃", "K1", "2026-10-03", "00:30", "00:31", "正常", "公司"],
    ["小桃", "K1", "2026-10-04", "16:00", "15:58", "正常", "公司"],
    ["小桃", "K1", "2026-10-04", "00:30", "00:33", "正常", "公司"],
    ["王明", "K2", "2026-10-03", "09:00", "08:55", "正常", "公司"],
    ["王明", "K2", "2026-10-03", "18:00", "18:20", "正常", "公司"],
    ["王明", "K2", "2026-10-04", "09:00", "", "未打卡", ""],
    ["王明", "K2", "2026-10-04", "18:00", "18:05", "正常", "公司"],
]


def test_the_raw_records_of_dingtalk_are_read_with_the_date_of_the_shift(tmp_path):
    found, told = read(tmp_path, *DINGTALK, is_book=True)
    assert found == (
        stay((3, "15:52"), (4, "0:31")),
        stay((4, "15:58"), (5, "0:33")),
        stay((3, "8:55"), (3, "18:20"), "K2"),
        lone((4, "18:05"), Punch.START, "K2"),
    )
    assert told.left_out == {"no_punch": 1}
    assert told.assumed["next_day"] == 2


def test_early_times_stay_on_their_date_where_that_leaves_fewer_alone(tmp_path):
    rows = [
        ["工号", "考勤日期", "打卡时间"],
        ["K1", "2026-10-03", "15:52"],
        ["K1", "2026-10-04", "00:31"],
        ["K1", "2026-10-04", "15:58"],
        ["K1", "2026-10-05", "00:33"],
    ]
    found, told = read(tmp_path, *rows)
    assert found == (stay((3, "15:52"), (4, "0:31")), stay((4, "15:58"), (5, "0:33")))
    assert "next_day" not in told.assumed


def test_early_times_that_may_be_of_either_day_are_asked_about(tmp_path):
    rows = [["工号", "考勤日期", "打卡时间"], ["K1", "2026-10-03", "00:31"]]
    with pytest.raises(InputError) as caught:
        read(tmp_path, *rows)
    (fault,) = caught.value.faults
    assert (fault.code, fault.line, fault.value) == ("punches_unclear", 2, "2026-10-03 00:31")


def test_what_a_punch_is_said_to_be_holds(tmp_path):
    rows = [
        ["工号", "打卡时间", "考勤类型"],
        ["K1", "2026-10-03 08:48", "上班"],
        ["K1", "2026-10-03 18:04", "下班"],
        ["K1", "2026-10-03 18:40", "下班"],
        ["K1", "2026-10-04 09:10", "下班"],
        ["K1", "2026-10-04 20:00", "上班"],
        ["K1", "2026-10-05 17:59", "下班"],
    ]
    found, told = read(tmp_path, *rows)
    assert found == (
        stay((3, "8:48"), (3, "18:40")),
        lone((4, "9:10"), Punch.START),
        lone((4, "20:00"), Punch.END),
        lone((5, "17:59"), Punch.START),
    )
    assert "lone_punches" not in told.assumed


def test_times_that_are_none_are_told_with_their_rows(tmp_path):
    with pytest.raises(InputError) as caught:
        read(tmp_path, *log((3, "08:48"), (3, "25:99")))
    assert [(one.code, one.line) for one in caught.value.faults] == [("time_unreadable", 3)]
