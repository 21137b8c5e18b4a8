"""Numbers hardly anybody means: asked about with their place, in every table of months and pay."""

from decimal import Decimal
from importlib import resources

import pytest

from kpi.pay.pay_part import CommissionPay, RankedPay
from scheduler.errors import InputError, UnusualError
from scheduler.horizon import Clock
from store.files.chat_log import read_chat_log
from store.files.kpi_export import read_export
from store.files.kpi_facts import read_facts
from store.files.kpi_pay_scheme import pay_scheme_of_text, pay_scheme_presets
from store.files.kpi_scheme import scheme_of_text, scheme_presets
from store.files.kpi_tables import (
    DEDUCTIONS,
    EARLIER_PAY,
    EXCEPTIONS,
    OVERTIME,
    PAY_PLANS,
    REFUNDS,
    REWARDS,
    read_orders,
)
from store.files.special_days import SPECIAL_DAYS
from store.looked import noting_unusual

CLOCK = Clock("Asia/Shanghai")
PLAN = "agent_id,valid_from,base,performance,coefficient,minimum_wage\n"
OVER = "agent_id,start,end,kind,approved_by\n"
AWAY = "agent_id,kind,reason,start,end,registered_at,registered_by\n"
REWARD = "agent_id,date,case,buyer,proof,price,compensation\n"
FACTS = "agent_id,post,date,{}\nA1,presales,{},{}\n"


def written(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def asked(tmp_path, read, text):
    """Return what is asked about a table: line, column and value of each question."""
    with noting_unusual() as look:
        read(written(tmp_path, text))
    return [(one.line, one.column, one.value) for one in look.found]


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("A1,2026-01-01,4000,1500,110,", "coefficient", "110"),  # meant 110 %
        ("A1,2026-01-01,4000,1500,3.01,", "coefficient", "3.01"),
        ("A1,2026-01-01,500000,1500,1,", "base", "500000"),
        ("A1,2026-01-01,5.2,1500,1,", "base", "5.2"),  # thousands of yuan
        ("A1,2026-01-01,4000,1500000,1,", "performance", "1500000"),
        ("A1,2026-01-01,4000,1500,1,22.5", "minimum_wage", "22.5"),  # an hour's
    ],
)
def test_a_plan_nobody_means_is_asked_about(tmp_path, row, column, value):
    found = asked(tmp_path, lambda path: PAY_PLANS.read(path, CLOCK), PLAN + row + "\n")
    assert found == [(2, column, value)]


@pytest.mark.parametrize(
    "row",
    ["A1,2026-01-01,60000,60000,3,5000", "A1,2026-01-01,0,0,0,-", "A1,2026-01-01,500,10,0.1,1000"],
)
def test_what_can_be_meant_is_not_asked_about(tmp_path, row):
    assert not asked(tmp_path, lambda path: PAY_PLANS.read(path, CLOCK), PLAN + row + "\n")


@pytest.mark.parametrize(
    ("text", "value"), [("110%", "1.10"), ("９０％", "0.90"), ("87.5 %", "0.875"), ("1.1", "1.1")]
)
def test_a_factor_may_be_written_in_percent(tmp_path, text, value):
    path = written(tmp_path, f"{PLAN}A1,2026-01-01,4000,1500,{text},\n")
    (plan,) = PAY_PLANS.read(path, CLOCK)
    assert plan.coefficient == Decimal(value)


def test_the_factor_of_a_special_day_may_be_written_in_percent(tmp_path):
    text = "date,kind,name,factor\n2026-11-11,promotion,双十一,250%\n"
    (day,) = SPECIAL_DAYS.read(written(tmp_path, text))
    assert day.factor == 2.5


def test_an_amount_is_never_a_percentage(tmp_path):
    with pytest.raises(InputError) as caught:
        PAY_PLANS.read(written(tmp_path, f"{PLAN}A1,2026-01-01,110%,1500,1,\n"), CLOCK)
    assert [fault.code for fault in caught.value.faults] == ["not_number"]


def test_all_questions_of_a_table_come_at_once_and_behind_its_faults(tmp_path):
    text = f"{PLAN}A1,2026-01-01,500000,1500,110,\nA2,2026-01-01,4000,1500000,1,\n"
    with pytest.raises(UnusualError) as caught:
        PAY_PLANS.read(written(tmp_path, text), CLOCK)
    assert [(one.line, one.column) for one in caught.value.faults] == [
        *((2, "base"), (2, "coefficient")),
        (3, "performance"),
    ]
    with pytest.raises(InputError) as caught:
        PAY_PLANS.read(written(tmp_path, text + "A3,2026-01-01,x,1,1,\n"), CLOCK)
    assert not isinstance(caught.value, UnusualError)
    assert caught.value.faults[0].code == "not_number"
    assert len(caught.value.faults) == 4


@pytest.mark.parametrize(
    ("read", "text", "found"),
    [
        (
            REWARDS.read,
            f"{REWARD}A1,2026-10-02,kept,b1,p,80,800\nA1,2026-10-02,kept,b2,p,-,5\n",
            [(2, "compensation", "800")],  # above the price, where there is one
        ),
        (
            DEDUCTIONS.read,
            "agent_id,date,kind,amount,reason,clause\nA1,2026-10-02,damage,50000,x,5\n",
            [(2, "amount", "50000")],
        ),
        (
            REFUNDS.read,
            "agent_id,date,month,refunded\nA1,2026-10-02,2026-09,800000\n",
            [(2, "refunded", "800000")],
        ),
        (
            read_orders,
            "order,buyer,post,placed,paid,amount\n1,b,presales,2026-10-02 10:00,-,1234567\n",
            [(2, "amount", "1234567")],
        ),
        (
            OVERTIME.read,
            f"{OVER}A1,2026-10-02 18:00,2026-10-03 10:01,workday,B\n"
            "A1,2026-10-05 18:00,2026-10-06 10:00,workday,B\n",
            [(2, "end", "961")],
        ),
        (
            EXCEPTIONS.read,
            f"{AWAY}A1,disruption,x,2026-10-02 09:00,2026-10-12 09:00,2026-10-02 09:00,B\n",
            [(2, "end", "14400")],
        ),
        (
            EARLIER_PAY.read,
            "agent_id,month,pay,share\nA1,2026-09,400000,50%\n",
            [(2, "pay", "400000")],
        ),
    ],
    ids=["rewards", "deductions", "refunds", "orders", "overtime", "exceptions", "earlier_pay"],
)
def test_every_table_of_pay_asks(tmp_path, read, text, found):
    assert asked(tmp_path, lambda path: read(path, CLOCK), text) == found


@pytest.mark.parametrize(
    ("columns", "counts", "column"),
    [
        ("consulted,paid", "5,12", "paid"),
        ("inquired,consulted", "6,5", "inquired"),
        ("sales_yuan,refunded_yuan", "100,100.01", "refunded_yuan"),
        ("scheduled_min", "1441", "scheduled_min"),
        ("first_replies,first_reply_s", "2,200000", "first_reply_s"),  # milliseconds
        ("paid,sales_yuan", "1,200001", "sales_yuan"),
        ("shifts,late_shifts", "1,2", "late_shifts"),
        ("consulted", "20001", "consulted"),
        ("sales_yuan", "1000001", "sales_yuan"),
    ],
)
def test_counts_are_asked_about_against_each_other(tmp_path, columns, counts, column):
    found = asked(tmp_path, read_facts, FACTS.format(columns, "2026-10-02", counts))
    assert [(line, name) for line, name, _ in found] == [(2, column)]


@pytest.mark.parametrize(
    ("columns", "date", "counts"),
    [
        ("consulted,paid", "2026-10-02", "12,12"),
        ("consulted,paid", "2026-10-02", "-,12"),  # nothing is known of the whole
        ("scheduled_min", "2026-10-02", "1440"),
        ("scheduled_min,consulted", "2026-10-31", "10560,25000"),  # a row for the whole month
    ],
)
def test_counts_that_can_be_are_not_asked_about(tmp_path, columns, date, counts):
    assert not asked(tmp_path, read_facts, FACTS.format(columns, date, counts))


def test_sales_credited_to_nobody_need_nobody_who_wrote(tmp_path):
    text = "agent_id,post,date,consulted,paid\n,presales,2026-10-02,0,12\n"
    assert not asked(tmp_path, read_facts, text)


def test_impossible_counts_are_faults_at_their_rows_all_at_once(tmp_path):
    text = (
        "agent_id,post,date,received,replied,rated,stars\n"
        "A1,presales,2026-10-02,5,6,1,4\nA2,presales,2026-10-02,5,5,2,11\n"
    )
    with pytest.raises(InputError) as caught:
        read_facts(written(tmp_path, text))
    assert not isinstance(caught.value, UnusualError)
    told = [(one.code, one.line, one.column, one.value) for one in caught.value.faults]
    assert told == [
        ("part_above_whole", 2, "replied", "6"),
        ("part_above_whole", 3, "stars", "11"),
    ]


def test_a_grade_of_110_is_asked_about_at_its_key():
    text = resources.files("data").joinpath("schemes/T-02.toml").read_text(encoding="utf-8")
    text = text.replace("coefficient = 1.1\n", "coefficient = 110\n")
    with noting_unusual() as look:
        scheme_of_text(text, "own.toml")
    (question,) = look.found
    assert (question.column, question.value) == ("grade.1.coefficient", "110")
    assert text.splitlines()[question.line - 1] == "coefficient = 110"


PAY = """
id = "X"
version = 1
title_zh = "甲"
title_en = "x"
valid_from = 2026-01-01

[[part]]
kind = "commission"
tiers = [{{ sales = 0, rate = {} }}]
"""


def test_a_commission_of_half_the_sales_is_asked_about():
    with noting_unusual() as look:
        pay_scheme_of_text(PAY.format("0.5"), "x.toml")
    assert [(one.column, one.value) for one in look.found] == [("part.1.tiers.1.rate", "0.5")]


def test_rates_of_a_document_may_be_written_in_percent():
    part = pay_scheme_of_text(PAY.format('"1.5%"'), "x.toml").part(CommissionPay)
    assert part.rates.tiers[0].rate == Decimal("0.015")


def test_nothing_that_ships_is_asked_about():
    pay_scheme_presets.cache_clear()
    scheme_presets.cache_clear()
    with noting_unusual() as look:
        assert any(one.part(RankedPay) for one in pay_scheme_presets())
        assert scheme_presets()
    assert not look.found


@pytest.mark.parametrize(
    ("column", "value", "odd"),
    [("sales_fen", "20000001", True), ("replies", "5001", True), ("sales_fen", "20000000", False)],
)
def test_what_came_of_a_chat_is_asked_about_at_its_line(tmp_path, column, value, odd):
    text = (
        f"post,agent_id,assigned_to,arrived,replied,ended,{column}\n"
        f"presales,A,A,2026-11-02T10:00:00,2026-11-02T10:00:20,2026-11-02T10:05:00,1\n"
        f"presales,A,A,2026-11-02T09:00:00,2026-11-02T09:00:20,2026-11-02T09:05:00,{value}\n"
    )
    found = asked(tmp_path, lambda path: read_chat_log(path, CLOCK), text)
    assert found == ([(3, column, value)] if odd else [])


@pytest.mark.parametrize(
    ("rate", "code"), [("110%", "share_above_whole"), ("45", "rate_as_percent"), ("45%", None)]
)
def test_a_share_of_more_than_the_whole_is_no_share_in_percent(tmp_path, rate, code):
    path = written(tmp_path, f"客服,日期,接待,回复率\nA1,2026-10-02,100,{rate}\n")
    mapping = {"agent_id": "客服", "date": "日期", "received": "接待", "replied": "回复率 * 接待"}
    if code is None:
        found = read_export(path, mapping, fixed={"post": "presales"})
        assert found["replied"].tolist() == [45]
        return
    with pytest.raises(InputError) as caught:
        read_export(path, mapping, fixed={"post": "presales"})
    (fault,) = caught.value.faults
    assert (fault.code, fault.line, fault.column, fault.value) == (code, 2, "回复率", rate)
