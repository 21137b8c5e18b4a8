"""
Sheets of time clocks and service platforms, made up after their public descriptions.

钉钉 考勤报表: daily, with title and time of making above, 上班1打卡时间 beside 上班1打卡结果, dates
with their weekday, 次日 for after midnight; monthly, with 迟到次数 and such. 企业微信 打卡日报:
最早 and 最晚, `--` for none. Reports of 生意参谋, 京东客服管家 (percent as numbers) and 拼多多.
"""

import datetime as dt

import openpyxl
import pytest

from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.kpi_facts import read_facts
from store.files.kpi_tables import read_attendance
from store.files.taken import noting_rows
from store.files.told import NamesTold, as_told

CLOCK = Clock("Asia/Shanghai")
OF_ALL = NamesTold(constants={"date": "2026-10-31", "post": "presales"})


def cells(*lines):
    """Return the cells of rows that are written with bars between them."""
    return [line.split("|") for line in lines]


DINGTALK = cells(
    "每日统计表 统计日期：2026-10-03 至 2026-10-05",
    "报表生成时间：2026-11-01 09:12",
    "姓名|考勤组|工号|UserId|日期|班次|上班1打卡时间|上班1打卡结果|下班1打卡时间|下班1打卡结果|关联的审批单",
    "小桃|客服组|K1|u1|26-10-03 星期六|早班|08:48|正常|18:04|正常|",
    "小桃|客服组|K1|u1|26-10-04 星期日|休息|||||",
    "小桃|客服组|K1|u1|26-10-05 星期一|晚班|16:02(外勤)|外勤|次日 00:31|正常|",
    "王明|客服组|K2|u2|26-10-03 星期六|早班|缺卡|缺卡|18:20|正常|",
    "王明|客服组|K2|u2|26-10-04 星期日|早班|请假|请假|请假|请假|年假",
)
WECOM = cells(
    "打卡日报 2026/10/03-2026/10/04",
    "时间|姓名|账号|班次|最早|最晚|打卡次数(次)|实际工作时长(小时)|假勤申请|考勤结果",
    "2026/10/03 星期六|小桃|K1|8:30-17:30|08:20|17:45|2|9.4|--|正常",
    "2026/10/04 星期日|小桃|K1|8:30-17:30|--|--|0|--|年假1天|正常",
    "2026/10/04 星期日|王明|K2|8:30-17:30|08:41|未打卡|1|--|--|迟到11分钟,缺卡",
)
MONTHLY = cells(
    "月度汇总 统计日期：2026-10-01 至 2026-10-31",
    "姓名|考勤组|工号|应出勤天数|迟到次数|迟到时长|早退次数|旷工天数",
    "小桃|客服|K1|23|2|31|0|1",
    "王明|客服|K2|22|0|0|1|0",
)
JD = cells(
    "客服账号|咨询量|30秒应答率(%)|咚咚平均响应时长(秒)|评价量|满意率(%)|询单人数|成交人数|成交金额(元)",
    "jd_a|1,000|98.2|21.5|200|91.5|640|301|58,000.50",
    "jd_b|500|96|30|100|88|300|120|21000",
)
PINDUODUO = cells(
    "客服昵称|接待人数|3分钟人工回复率|询单人数|最终成团人数|客服销售额(元)",
    "旗舰店:小桃|400|95.25%|300|120|18,000",
    "旗舰店:王明|200|90.5%|150|50|7,000",
)
TAOBAO = cells(
    "统计日期|客服|接待人数|询单人数|询单转化率|平均响应时长(秒)|客户满意比",
    "2026-10-03|小桃|88|60|45.00%|27.5|92.00%",
    "2026-10-04|小桃|90|61|44.26%|30|90.00%",
    "汇总||178|121|44.63%|28.8|91.00%",
)


def book(folder, rows, name="导出.xlsx"):
    path = folder / name
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def at(day, clock):
    hour, minute = map(int, clock.split(":"))
    return CLOCK.at(dt.date(2026, 10, day), hour * 60 + minute)


def presences(path):
    with noting_rows() as files:
        found = read_attendance(path, CLOCK)
    (told,) = files.values()
    return [(one.agent_id, one.start_min, one.end_min) for one in found], told


def test_a_daily_report_of_dingtalk_is_read_with_its_marks(tmp_path):
    found, told = presences(book(tmp_path, DINGTALK))
    assert found == [
        ("K1", at(3, "8:48"), at(3, "18:04")),
        ("K1", at(5, "16:02"), at(6, "0:31")),
        ("K2", at(3, "18:20"), at(3, "18:20")),  # one punch alone
    ]
    assert told.left_out == {"no_punch": 2}


def test_a_second_stretch_of_a_day_is_a_presence_of_its_own(tmp_path):
    head = ["工号", "日期", "上班1打卡时间", "下班1打卡时间", "上班2打卡时间", "下班2打卡时间"]
    rows = [
        ["K1", "2026-10-03", "09:00", "13:00", "17:00", "21:00"],
        ["K1", "2026-10-04", "09:00", "13:00", "", ""],
    ]
    found, told = presences(book(tmp_path, [head, *rows]))
    assert sorted(found) == [
        ("K1", at(3, "9:00"), at(3, "13:00")),
        ("K1", at(3, "17:00"), at(3, "21:00")),
        ("K1", at(4, "9:00"), at(4, "13:00")),
    ]
    assert (told.rows, told.kept) == (2, 2)


def test_a_daily_report_of_wecom_is_read_with_its_marks(tmp_path):
    found, told = presences(book(tmp_path, WECOM))
    assert found == [
        ("K1", at(3, "8:20"), at(3, "17:45")),
        ("K2", at(4, "8:41"), at(4, "8:41")),
    ]
    assert told.left_out == {"no_punch": 1}


def test_a_report_by_names_alone_is_read_by_names(tmp_path):
    rows = [["姓名", "日期", "上班", "下班"], ["小桃", "2026-10-03", "8:48", "18:04"]]
    with as_told(NamesTold(people={"小桃": "K1"})):
        found, _ = presences(book(tmp_path, rows))
    assert found == [("K1", at(3, "8:48"), at(3, "18:04"))]


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ("26-10-03 星期日", "date_order"),  # a Saturday: whatever order is meant, it is not this
        ("2026-10-03 星期日", "date_weekday"),
        ("10-03-26", "date_order"),
    ],
)
def test_a_date_that_its_weekday_contradicts_is_asked_about(tmp_path, date, code):
    rows = [["工号", "日期", "上班", "下班"], ["K1", date, "8:48", "18:04"]]
    with pytest.raises(InputError) as error:
        presences(book(tmp_path, rows))
    assert {fault.code for fault in error.value.faults} <= {code, "time_unreadable"}


def test_single_punches_row_by_row_are_read_by_the_shift(tmp_path):
    head = ["姓名", "工号", "考勤日期", "考勤时间", "打卡时间", "打卡结果"]
    rows = [
        ["小桃", "K1", "2026-10-03", "09:00", "2026-10-03 08:48", "正常"],
        ["小桃", "K1", "2026-10-03", "18:00", "2026-10-03 18:02", "正常"],
    ]
    found, _ = presences(book(tmp_path, [head, *rows]))
    assert found == [("K1", at(3, "8:48"), at(3, "18:02"))]


def facts(path):
    with noting_rows() as files, as_told(OF_ALL):
        found = read_facts(path)
    (told,) = files.values()
    return {name: column.tolist() for name, column in found.counts.items()}, told


def test_a_monthly_summary_of_a_time_clock_is_facts(tmp_path):
    found, told = facts(book(tmp_path, MONTHLY))
    assert (found["late_shifts"], found["late_min"]) == ([2, 0], [31, 0])
    assert (found["shifts"], found["early_shifts"]) == ([23, 22], [0, 1])
    assert found["absent_shifts"] == [1, 0]
    assert "姓名" in told.unused


def test_a_report_of_jd_tells_rates_in_percent(tmp_path):
    found, told = facts(book(tmp_path, JD))
    assert found["replied_30s"] == [982, 480]
    assert found["satisfied"] == [183, 88]
    assert found["reply_s"] == [21_500, 15_000]
    assert found["sales_fen"] == [5_800_050, 2_100_000]
    assert set(told.percents) == {"30秒应答率(%)", "满意率(%)"}


def test_a_report_of_pinduoduo_tells_shares_as_text(tmp_path):
    found, told = facts(book(tmp_path, PINDUODUO))
    assert found["replied_3min"] == [381, 181]
    assert "最终成团人数" in told.unused  # nothing is guessed


def test_a_report_of_taobao_counts_what_it_counts(tmp_path):
    with noting_rows() as files, as_told(NamesTold(constants={"post": "presales"})):
        found = read_facts(book(tmp_path, TAOBAO))
    (told,) = files.values()
    assert found["received"].tolist() == [88, 90]
    assert found["reply_s"].tolist() == [2_420, 2_700]
    assert told.left_out == {"totals": 1}
    assert "客户满意比" in told.unused  # how many rated is not told
