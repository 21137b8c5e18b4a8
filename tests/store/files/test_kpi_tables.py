"""Facts, attendance, exceptions, targets and pay plans are read with every fault in its place."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest

from kpi.facts.facts import Facts
from kpi.month import Month
from kpi.pay.payout import PayMethod, PayPlan
from kpi.scheme.targets import Level, Target
from scheduler.dispatch import Interruption, InterruptionKind, Presence
from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.kpi_facts import read_facts, write_facts
from store.files.kpi_tables import ATTENDANCE, EXCEPTIONS, PAY_PLANS, read_targets, write_targets

CLOCK = Clock("Asia/Shanghai")
NAN = float("nan")
DATES = [dt.date(2026, 11, 30), dt.date(2026, 11, 30), dt.date(2026, 11, 2)]


def file(tmp_path, text, name="facts.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def faults(read, *args, **more):
    with pytest.raises(InputError) as caught:
        read(*args, **more)
    return [(one.code, one.line, one.column, one.value) for one in caught.value.faults]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_facts_come_back_as_written(tmp_path, suffix):
    facts = Facts.of(
        ["A", "A", "客服001"],
        ["presales", "presales", "aftersales"],
        DATES,
        message_dates=[dt.date(2026, 11, 30), dt.date(2026, 12, 1), dt.date(2026, 11, 2)],
        counts={"sales_fen": [123_456, NAN, 0], "first_reply_s": [12.5, 3, NAN]},
    )
    path = tmp_path / f"facts.{suffix}"
    write_facts(facts, path)
    back = read_facts(path)
    assert back.agents == facts.agents
    np.testing.assert_array_equal(back.message_date, facts.message_date)
    for name in facts.counts:
        np.testing.assert_array_equal(back[name], facts[name])


def test_money_of_facts_stands_in_yuan(tmp_path):
    facts = read_facts(file(tmp_path, "agent_id,post,date,sales_yuan\nA,p,2026-11-02,11715.68\n"))
    assert facts["sales_fen"].tolist() == [1_171_568]


def test_a_dash_is_missing_and_not_zero(tmp_path):
    text = "agent_id,post,date,paid,consulted\nA,p,2026-11-02,-,\nB,p,2026-11-02,0,5\n"
    facts = read_facts(file(tmp_path, text))
    assert np.isnan(facts["paid"][0])
    assert np.isnan(facts["consulted"][0])
    assert facts["paid"][1] == 0


@pytest.mark.parametrize("word", ["合计", "总计", "汇总"])
def test_rows_of_totals_are_passed_over(tmp_path, word):
    text = f"agent_id,post,date,paid\nA,p,2026-11-02,3\n{word},,,3\n"
    assert len(read_facts(file(tmp_path, text, encoding="gb18030"))) == 1


def test_every_fault_of_facts_is_told_with_its_place(tmp_path):
    text = (
        "agent_id,post,date,paid,sales_yuan\n"
        "A,p,2026-11-02,many,1\n"
        "A,p,2026-11-02,1,-5\n"
        "B,q,2026-13-02,1,1\n"
    )
    assert faults(read_facts, file(tmp_path, text), posts={"p"}) == [
        ("not_number", 2, "paid", "many"),
        ("negative", 3, "sales_yuan", "-5"),
        ("unknown_post", 4, "post", "q"),
        ("date_unreadable", 4, "date", "2026-13-02"),
        ("fact_twice", 3, "agent_id", "A"),
    ]


def test_a_misspelt_count_is_a_fault(tmp_path):
    path = file(tmp_path, "agent_id,post,date,payed\nA,p,2026-11-02,3\n")
    assert faults(read_facts, path) == [("fact_unknown", 1, "payed", "payed")]


def test_a_part_above_its_whole_is_a_fault(tmp_path):
    path = file(tmp_path, "agent_id,post,date,replied,received\nA,p,2026-11-02,3,2\n")
    assert faults(read_facts, path)[0][0] == "part_above_whole"


def test_attendance_comes_back_as_written(tmp_path):
    presences = (Presence("A", CLOCK.parse("2026-11-02T21:58"), CLOCK.parse("2026-11-03T06:01")),)
    ATTENDANCE.write(presences, tmp_path / "attendance.csv", CLOCK)
    assert ATTENDANCE.read(tmp_path / "attendance.csv", CLOCK) == presences


def test_attendance_faults_are_told(tmp_path):
    text = "agent_id,start,end\nZ,2026-11-02T09:00,2026-11-02T08:00\nA,soon,2026-11-02T08:00\n"
    path = file(tmp_path, text, "attendance.csv")
    assert faults(ATTENDANCE.read, path, CLOCK, agents=["A"]) == [
        ("unknown_agent", 2, "agent_id", "Z"),
        ("time_unreadable", 3, "start", "soon"),
    ]


def interruption(**changes):
    values = {
        "agent_id": "A",
        "kind": InterruptionKind.SECONDMENT,
        "start_min": CLOCK.parse("2026-11-02T10:00"),
        "end_min": CLOCK.parse("2026-11-02T12:00"),
        "reason": "盘点",
        "registered_min": CLOCK.parse("2026-11-02T12:30"),
        "registered_by": "主管",
        "approved_by": "经理",
    }
    return Interruption(**(values | changes))


def test_exceptions_come_back_as_written(tmp_path):
    late = interruption(late_reason="系统停机", second_approval="总监", approved_by="")
    EXCEPTIONS.write((interruption(), late), tmp_path / "exceptions.csv", CLOCK)
    assert EXCEPTIONS.read(tmp_path / "exceptions.csv", CLOCK) == (interruption(), late)


def test_exceptions_may_be_named_in_chinese(tmp_path):
    text = (
        "agent_id,kind,reason,start,end,registered_at,registered_by,approved_by\n"
        "A,抽调,盘点,2026-11-02T10:00,2026-11-02T12:00,2026-11-02T12:30,主管,经理\n"
        "A,非抽调,班车晚点,2026-11-03T09:00,2026-11-03T09:20,2026-11-03T12:30,主管,经理\n"
    )
    read = EXCEPTIONS.read(file(tmp_path, text, "exceptions.csv"), CLOCK)
    assert [one.kind for one in read] == ["secondment", "disruption"]


def test_who_registered_cannot_approve(tmp_path):
    text = (
        "agent_id,kind,reason,start,end,registered_at,registered_by,approved_by\n"
        "A,抽调,盘点,2026-11-02T10:00,2026-11-02T12:00,2026-11-02T12:30,主管,主管\n"
    )
    found = faults(EXCEPTIONS.read, file(tmp_path, text, "exceptions.csv"), CLOCK)
    assert found == [("approved_by_oneself", 2, "approved_by", "主管")]


def test_targets_come_back_as_written(tmp_path):
    month = Month(2026, 11)
    targets = (
        Target(month, "presales", Level.SHOP, "", "sales_fen", Decimal(123_456_789)),
        Target(month, "presales", Level.TEAM, "早班组", "paid", Decimal(300)),
    )
    write_targets(targets, tmp_path / "targets.csv")
    assert read_targets(tmp_path / "targets.csv", CLOCK, posts=["presales"]) == targets


def test_target_faults_are_told(tmp_path):
    text = (
        "month,post,level,name,measure,value\n"
        "2026-11,presales,店铺,,sales_yuan,0\n"
        "2026-11,presales,team,,sales_yuan,5\n"
        "2026-11,presales,city,,sales_fen,5\n"
    )
    found = faults(read_targets, file(tmp_path, text, "targets.csv"), CLOCK)
    assert found == [
        ("not_one_of", 4, "level", "city"),
        ("fact_unknown", 4, "measure", "sales_fen"),
        ("not_positive", 2, "value", "0"),
        ("target_name", 3, "name", ""),
    ]


def test_pay_plans_come_back_as_written(tmp_path):
    plans = (
        PayPlan("A", dt.date(2026, 1, 1), Decimal("4350.50"), Decimal(1000)),
        PayPlan(
            "A",
            dt.date(2026, 11, 1),
            Decimal(4500),
            Decimal(1200),
            PayMethod.SCORE,
            Decimal("1.1"),
            "高级",
            Decimal(2300),
        ),
    )
    PAY_PLANS.write(plans, tmp_path / "pay_plan.csv")
    assert PAY_PLANS.read(tmp_path / "pay_plan.csv", CLOCK, agents=["A"]) == plans


def test_a_plan_given_twice_for_a_date_is_a_fault(tmp_path):
    row = "A,2026-01-01,4000,1000\n"
    text = "agent_id,valid_from,base,performance\n" + row + row
    found = faults(PAY_PLANS.read, file(tmp_path, text, "pay_plan.csv"), CLOCK)
    assert found == [("duplicate_row", 3, "agent_id", "A")]


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+cmd(x)", "-HYPERLINK(x)"])
def test_a_formula_in_a_name_is_a_fault(tmp_path, name):
    path = tmp_path / "facts.csv"
    path.write_text(f"agent_id,post,date,paid\n{name},presales,2026-11-02,1\n", "utf-8")
    with pytest.raises(InputError) as error:
        read_facts(path)
    assert [(fault.code, fault.line) for fault in error.value.faults] == [("formula_in_name", 2)]
    path = tmp_path / "attendance.csv"
    path.write_text(f"agent_id,start,end\n{name},2026-11-02T09:00,2026-11-02T10:00\n", "utf-8")
    with pytest.raises(InputError, match="formula_in_name"):
        ATTENDANCE.read(path, CLOCK)


def test_facts_of_somebody_who_is_not_on_the_staff_list_are_a_fault(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text(
        "agent_id,post,date,paid\n,presales,2026-11-02,1\nX9,presales,2026-11-02,1\n", "utf-8"
    )
    with pytest.raises(InputError) as error:
        read_facts(path, agents={"A1"})  # the shop's own row is none of that
    assert [(fault.code, fault.line) for fault in error.value.faults] == [("unknown_agent", 3)]


def test_ten_megabytes_of_junk_are_one_clear_error_in_every_file(tmp_path):
    path = tmp_path / "junk.csv"
    path.write_bytes(b"\x00\xff\xfe" * 3_500_000)
    for read in (read_facts, lambda one: ATTENDANCE.read(one, CLOCK)):
        with pytest.raises(InputError) as error:
            read(path)
        assert len(error.value.faults) <= 5
