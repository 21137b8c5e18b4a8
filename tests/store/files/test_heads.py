"""Tables as shops have them: names of columns in two languages, titles above, totals below."""

import dataclasses

import openpyxl
import pytest

from kpi.facts.outcomes import OUTCOMES
from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files import kpi_tables, volume_export
from store.files.agents_file import PHONE, read_agents
from store.files.chat_log import outcome_record
from store.files.every_table import TABLES
from store.files.fault_log import FaultLog
from store.files.heads import NO_NAMES, head_names, tables_named
from store.files.kinds import Known
from store.files.messages_file import MessageRecord
from store.files.raw_chats import ChatColumns
from store.files.raw_punches import LOG
from store.files.source import open_table
from store.files.table import csv_table
from store.files.taken import noting_rows
from store.files.told import NamesTold, as_told
from store.files.week_columns import AGENTS

CLOCK = Clock("Asia/Shanghai")
OTHERS = {
    "chats": {one.name for one in dataclasses.fields(ChatColumns)},
    "attendance": {*TABLES["attendance"].model_fields, *LOG.columns.record.model_fields},
    "messages": {*MessageRecord.model_fields},
    "chat_log": {*outcome_record(OUTCOMES).model_fields},
    "agents": {*AGENTS.record.model_fields, PHONE},
}
STAFF = "合同工时,时薪,不上夜班,岗位,班组,姓名,工号\n40,30,否,chat,一组,甲,K1\n"
TIME_OFF = "工号,日期,小时,有效期至\nK1,2026-10-03,4,\nK2,2026-10-04,5,\n"
PUNCHES = "工号,日期,上班打卡,下班打卡\nK1,2026/10/3,8:48,18:04\nK2,10月3日,16:00,0:30\n"


def table(text, name):
    return csv_table(text, f"{name}.csv", head_names(name))


def codes(error):
    return [(fault.code, fault.line, fault.column) for fault in error.value.faults]


@pytest.mark.parametrize("name", tables_named())
def test_each_name_is_of_one_column_that_the_table_has(name):
    names = head_names(name)
    taken = [names.ours(each) for theirs in names.names.values() for each in theirs]
    told = [ours for ours, theirs in names.names.items() for _ in theirs]
    assert taken == told
    assert set(names.names) <= {*(OTHERS.get(name) or TABLES[name].model_fields), "date"}
    assert all(names.ours(ours) == ours for ours in names.names)


@pytest.mark.parametrize("ours", ["agent_id", "name", "team", "post", "date", "start", "end"])
def test_common_columns_have_a_dozen_names_in_both_languages(ours):
    names = next(found for t in tables_named() if ours in (found := head_names(t).names))[ours]
    assert len(names) >= 12
    assert {name.isascii() for name in names} == {True, False}


@pytest.mark.parametrize(
    "cell", ["工号", " 工號", "员工编号*", "Agent ID", "ＡＧＥＮＴ＿ＩＤ", "employee_no"]
)
def test_a_name_is_known_however_it_is_written(cell):
    assert head_names("attendance").ours(cell) == "agent_id"


def test_a_unit_in_brackets_is_no_part_of_a_name_but_other_words_are():
    names = head_names("orders")
    assert names.ours("实付金额(元)") == names.ours("实付金额（必填）") == "amount"
    assert names.ours("订单金额(退款)") is None


def test_columns_are_read_in_any_order_by_the_names_of_a_shop():
    found = table(STAFF, "agents")
    agent = AGENTS.read(found, Known(CLOCK), FaultLog())
    assert [(one.id, one.team, one.contract.hours_week) for one in agent] == [("K1", "一组", 40)]


def test_a_title_may_stand_above_the_head_and_is_told():
    with noting_rows() as files:
        found = table("客服部员工名单,,,,,,\n\n制表：甲,,,,,,\n" + STAFF, "agents")
    assert [(row.line, row.cells["agent_id"]) for row in found.rows] == [(5, "K1")]
    assert found.head == 4
    assert files["agents.csv"].assumed == {"above_head": 2}


def test_a_file_with_our_own_names_reads_as_it_stands():
    text = "agent_id,date,start,end,工号\nK1,x,2026-10-03T08:48,2026-10-03T18:04,K9\n"
    found = table(text, "attendance")
    assert found.rows[0].cells == {
        **{"agent_id": "K1", "date": "x", "工号": "K9"},
        **{"start": "2026-10-03T08:48", "end": "2026-10-03T18:04"},
    }
    assert found.called == {}


def test_two_columns_that_say_the_same_are_asked_about():
    with pytest.raises(InputError) as error:
        table("工号,员工编号,开始,结束,类型\n", "absences")
    assert codes(error) == [("columns_alike", 1, "员工编号")]


def test_clock_times_have_the_date_of_their_row_and_may_end_on_the_next_day():
    with noting_rows() as files:
        found = table(PUNCHES.replace("10月3日", "2026年10月3日"), "attendance")
    shown = [(row.cells["start"], row.cells["end"]) for row in found.rows]
    assert shown == [
        ("2026-10-03 8:48", "2026-10-03 18:04"),
        ("2026-10-03 16:00", "2026-10-04 0:30"),
    ]
    assert files["attendance.csv"].assumed == {"next_day": 1}


def test_a_date_that_is_none_is_told_at_the_column_of_the_time(tmp_path):
    path = tmp_path / "考勤.csv"
    path.write_text(PUNCHES, encoding="gbk")
    with pytest.raises(InputError) as error:
        kpi_tables.read_attendance(path, CLOCK)
    assert codes(error) == [("time_unreadable", 3, "上班打卡"), ("time_unreadable", 3, "下班打卡")]


@pytest.mark.parametrize(
    ("cells", "starts"),
    [
        (("8:30", "09:00"), ["2026-11-03 8:30", "2026-11-03 09:00"]),
        (("08:30-09:00", "09:00～09:30"), ["2026-11-03 08:30", "2026-11-03 09:00"]),
        (("8", "9"), ["2026-11-03 8:00", "2026-11-03 9:00"]),
        (("上午8点", "下午1点"), ["2026-11-03 上午8点", "2026-11-03 下午1点"]),
    ],
)
def test_intervals_stand_in_many_forms_beside_their_date(cells, starts):
    rows = "".join(f"2026-11-03,{cell},chat,{n}\n" for n, cell in enumerate(cells))
    found = table(f"日期,时段,岗位,咨询量\n{rows}", "volumes")
    assert [row.cells["start"] for row in found.rows] == starts


def test_volumes_name_their_columns_as_the_file_or_as_here(tmp_path):
    path = tmp_path / "v.csv"
    path.write_text(
        "日期,时段,岗位,咨询量\n2026-11-03,08:00,chat,4\n2026-11-03,08:30,chat,5\n合计,,,9\n",
        encoding="utf-8",
    )
    for columns in (
        volume_export.ExportColumns(),
        volume_export.ExportColumns("时段", "咨询量", "岗位"),
    ):
        read = volume_export.read_volume_export(path, CLOCK, columns)
        assert (read.volumes.posts, read.volumes.counts.sum()) == (("chat",), 9)


def test_volumes_whose_length_is_unclear_are_told_at_the_files_own_column(tmp_path):
    path = tmp_path / "v.csv"
    path.write_text("日期,时段,岗位,咨询量\n2026-11-03,08:00,chat,4\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        volume_export.read_volume_export(path, CLOCK)
    assert [(fault.code, fault.column) for fault in error.value.faults] == [
        ("interval_unclear", "时段")
    ]


@pytest.mark.parametrize("last", ["合计,,9,", "平均值,,4.5,", " TOTAL ,,9,-", ",,9,", ",,4.50,"])
def test_rows_of_sums_and_means_are_left_out_and_counted(last):
    with noting_rows() as files:
        found = table(f"{TIME_OFF}{last}\n", "time_off")
    assert [row.cells["agent_id"] for row in found.rows] == ["K1", "K2"]
    assert files["time_off.csv"].left_out == {"totals": 1}


def test_totals_that_are_left_out_in_two_places_are_counted_together(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(
        "订单号,买家,岗位,下单时间,付款时间,实付金额\n"
        "1,甲,chat,2026-10-03 09:00,2026-10-03 09:05,20\n"
        "合计,,,,,20\n汇总,一位买家,,,,20\n",
        encoding="utf-8",
    )
    with noting_rows() as files:
        orders = kpi_tables.read_orders(path, CLOCK)
    assert [order.id for order in orders] == ["1"]
    assert files["orders.csv"].left_out == {"totals": 2}


@pytest.mark.parametrize("last", ["合计,2026-10-05,9,", ",,8,", "K3,2026-10-05,9,"])
def test_other_rows_are_no_sums(last):
    found = table(f"{TIME_OFF}{last}\n", "time_off")
    assert len(found.rows) == 3


def test_a_table_without_names_keeps_its_rows_of_sums():
    text = "工号,小时\nK1,4\n合计,4\n"
    assert len(csv_table(text, "x.csv", NO_NAMES).rows) == 2


def book(path, **sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def test_a_sheet_is_known_by_its_head_whatever_it_is_called(tmp_path):
    staff = [line.split(",") for line in STAFF.splitlines()]
    path = book(tmp_path / "名单.xlsx", 说明=[["请勿外传"]], 员工=staff)
    assert [agent.id for agent in read_agents(path, None)] == ["K1"]
    two = book(tmp_path / "两份.xlsx", 一=staff, 二=staff)
    with pytest.raises(InputError) as error:
        open_table(two, "agents")
    assert [fault.code for fault in error.value.faults] == ["missing_file"]


def test_a_missing_column_names_what_files_call_it_and_may_be_said_of_all_rows(tmp_path):
    path = tmp_path / "agents.csv"
    path.write_text("工号,姓名,班组,岗位,时薪,不上夜班\nK1,甲,一组,chat,30,否\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_agents(path, None)
    (fault,) = error.value.faults
    assert (fault.code, fault.column) == ("missing_column", "contract_hours_week")
    assert fault.details["also"].startswith("合同工时 / ")
    assert fault.details["also_en"].startswith("contract hours / ")
    with as_told(NamesTold(constants={"contract_hours_week": "36"})), noting_rows() as files:
        (agent,) = read_agents(path, None)
    assert agent.contract.hours_week == 36
    assert files["agents.csv"].assumed == {"said": 1}


@pytest.mark.parametrize(("column", "code"), [("name", "said_twice"), ("wage", "said_unknown")])
def test_what_is_said_of_all_rows_must_be_a_column_the_file_lacks(column, code):
    with as_told(NamesTold(constants={column: "1"})), pytest.raises(InputError) as error:
        table(STAFF, "agents")
    assert [fault.code for fault in error.value.faults] == [code]
