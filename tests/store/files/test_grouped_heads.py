"""Heads of two rows: titles over names of columns, and groups that are rows of their own."""

import datetime as dt

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.kpi_facts import read_facts
from store.files.kpi_tables import PAY_PLANS, read_attendance
from store.files.told import NamesTold, as_told
from store.files.volume_export import read_volume_export
from tests.store.files.layouts import table

CLOCK = Clock("Asia/Shanghai")
TITLE = ["考勤明细 2026年11月"]


def at(day, clock):
    hour, minute = map(int, clock.split(":"))
    return CLOCK.at(dt.date(2026, 11, day), hour * 60 + minute)


def presences(folder, *rows, **kinds):
    found = read_attendance(table("", rows, **kinds).write(folder), CLOCK)
    return sorted((one.agent_id, one.start_min, one.end_min) for one in found)


@pytest.mark.parametrize("is_book", [True, False])
def test_a_title_over_two_columns_says_nothing_beside_them(tmp_path, is_book):
    rows = [
        TITLE,
        ["工号", "姓名", "日期", "11月打卡", "", "备注"],
        ["", "", "", "上班", "下班", ""],
        ["K1", "小桃", "2026-11-03", "08:48", "18:04", ""],
    ]
    merged = ("A2:A3", "B2:B3", "C2:C3", "D2:E2") if is_book else ()
    found = presences(tmp_path, *rows, is_book=is_book, merged=merged)
    assert found == [("K1", at(3, "8:48"), at(3, "18:04"))]


@pytest.mark.parametrize("days", [("11月3日", "11月4日"), ("2026-11-03", "2026/11/4")])
def test_days_over_both_punches_are_a_row_each(tmp_path, days):
    rows = [
        TITLE,
        ["工号", "姓名", days[0], "", days[1], "", "合计", ""],
        ["", "", "上班", "下班", "上班", "下班", "天数", "小时"],
        ["K1", "小桃", "08:48", "18:04", "", "", 1, 9],
        ["K2", "王明", "16:00", "00:31", "08:50", "18:00", 2, 18],
    ]
    assert presences(tmp_path, *rows, is_book=True) == [
        ("K1", at(3, "8:48"), at(3, "18:04")),
        ("K2", at(3, "16:00"), at(4, "0:31")),
        ("K2", at(4, "8:50"), at(4, "18:00")),
    ]


def test_a_row_of_weekdays_may_stand_between(tmp_path):
    rows = [
        TITLE,
        ["工号", "11月3日", "", "11月4日", ""],
        ["", "二", "", "三", ""],
        ["", "上班", "下班", "上班", "下班"],
        ["K1", "08:48", "18:04", "08:50", "18:00"],
    ]
    assert len(presences(tmp_path, *rows)) == 2


def test_days_without_a_year_anywhere_are_refused(tmp_path):
    rows = [["工号", "11月3日", ""], ["", "上班", "下班"], ["K1", "08:48", "18:04"]]
    rows = [[*row, *row[1:]] for row in rows]
    rows[0][3] = "11月4日"
    with pytest.raises(InputError) as caught:
        presences(tmp_path, *rows)
    assert {one.code for one in caught.value.faults} <= {"time_unreadable", "date_unreadable"}


def test_posts_over_the_same_counts_are_a_row_each(tmp_path):
    rows = [
        ["客服", "日期", "售前", "", "售后", ""],
        ["", "", "接待人数", "满意数", "接待人数", "满意数"],
        ["K1", "2026-11-03", 100, 90, 20, 18],
        ["K2", "2026-11-03", "", "", 30, 29],
    ]
    with as_told(NamesTold(posts={"售前": "presales", "售后": "aftersales"})):
        found = read_facts(table("", rows, is_book=True).write(tmp_path))
    held = {
        (found.agents[found.agent[row]], found.posts[found.post[row]]): (
            *(found["received"][row], found["satisfied"][row]),
        )
        for row in range(len(found.agent))
    }
    assert held == {
        ("K1", "presales"): (100, 90),
        ("K1", "aftersales"): (20, 18),
        ("K2", "aftersales"): (30, 29),
    }
    assert np.all(found.date == np.datetime64("2026-11-03"))


def test_groups_of_different_names_are_one_row(tmp_path):
    rows = [
        ["工号", "工资", "", "", "生效日期"],
        ["", "基本工资", "绩效工资", "", ""],
        ["K1", 3600, 1200, "", "2026-11-01"],
    ]
    (plan,) = PAY_PLANS.read(table("", rows).write(tmp_path), CLOCK)
    assert (plan.base, plan.performance, plan.valid_from) == (3600, 1200, dt.date(2026, 11, 1))


def test_a_head_of_one_row_stays_whatever_stands_below_it(tmp_path):
    rows = [
        ["工号", "日期", "上班", "下班", "备注"],
        ["K1", "2026-11-03", "08:48", "18:04", "日期"],
    ]
    assert presences(tmp_path, *rows) == [("K1", at(3, "8:48"), at(3, "18:04"))]


@pytest.mark.parametrize("is_book", [True, False])
def test_posts_over_chats_and_handling_time_are_volumes(tmp_path, is_book):
    rows = [
        ["日期", "时段", "售前", "", "售后", ""],
        ["", "", "咨询量", "平均处理时长", "咨询量", "平均处理时长"],
        ["2026-11-02", "09:00", 12, 300, 3, 400],
        ["2026-11-02", "09:30", 14, 320, 5, 400],
    ]
    with as_told(NamesTold(posts={"售前": "presales", "售后": "aftersales"})):
        export = read_volume_export(table("", rows, is_book=is_book).write(tmp_path), CLOCK)
    volumes = export.volumes
    held = {post: volumes.counts[row].tolist() for row, post in enumerate(volumes.posts)}
    assert held == {"presales": [12, 14], "aftersales": [3, 5]}
    assert export.handle_s == {"presales": pytest.approx(8080 / 26), "aftersales": 400}
