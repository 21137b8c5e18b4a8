"""Rows of tables: cells that the rest of their column leaves open, and cells that say nothing."""

from decimal import Decimal

import pytest

from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.chat_log import read_chat_log
from store.files.kpi_export import mapping_of, read_export
from store.files.kpi_facts import read_facts
from store.files.kpi_tables import EXCEPTIONS, read_orders

CLOCK = Clock("Asia/Shanghai")


def written(tmp_path, *rows):
    path = tmp_path / "t.csv"
    path.write_text("\n".join(rows), "utf-8")
    return path


def faults(read, *arguments, **more):
    with pytest.raises(InputError) as caught:
        read(*arguments, **more)
    return [(fault.code, fault.line, fault.column, fault.value) for fault in caught.value.faults]


def test_a_number_that_decimal_commas_beside_it_leave_open_is_a_fault(tmp_path):
    rows = ('A,p,2026-11-02,"7,5"', 'B,p,2026-11-02,"2,048"', "C,p,2026-11-02,2.048")
    path = written(tmp_path, "agent_id,post,date,first_reply_s", *rows)
    assert faults(read_facts, path) == [
        ("comma_unclear", 3, "first_reply_s", "2,048"),
        ("comma_unclear", 4, "first_reply_s", "2.048"),
    ]


def test_thousands_of_one_column_do_not_hang_on_another(tmp_path):
    path = written(
        tmp_path, "agent_id,post,date,paid,sales_yuan", 'A,p,2026-11-02,"2,048","54321,70"'
    )
    facts = read_facts(path)
    assert (facts["paid"].tolist(), facts["sales_fen"].tolist()) == ([2048], [5_432_170])


def test_a_factor_that_is_left_open_is_a_fault_in_the_files_own_words(tmp_path):
    path = written(
        tmp_path, "客服,日期,首响,人数", 'A,2026-11-02,"7,5",1', 'B,2026-11-02,"2,048",1'
    )
    how = mapping_of("agent_id=客服,date=日期,first_reply_s=首响 * 人数")
    assert faults(read_export, path, how, fixed={"post": "p"}) == [
        ("comma_unclear", 3, "首响", "2,048")
    ]


def test_a_number_of_a_log_that_is_left_open_is_a_fault(tmp_path):
    at = "2026-11-02T09:00:00"
    rows = [f'p,A,A,{at},{at},{at},"{spent}"' for spent in ("7,5", "2,048")]
    path = written(tmp_path, "post,agent_id,assigned_to,arrived,replied,ended,reply_s", *rows)
    assert faults(read_chat_log, path, CLOCK) == [("comma_unclear", 3, "reply_s", "2,048")]


def test_money_that_is_no_whole_fen_is_a_fault(tmp_path):
    path = written(tmp_path, "agent_id,post,date,sales_yuan", 'A,p,2026-11-02,"89,905"')
    assert read_facts(path)["sales_fen"].tolist() == [8_990_500]
    path = written(tmp_path, "agent_id,post,date,sales_yuan", 'A,p,2026-11-02,"0,905"')
    assert faults(read_facts, path) == [("not_whole_fen", 2, "sales_yuan", "0,905")]


def test_a_dash_says_nothing_in_any_optional_column(tmp_path):
    path = written(
        tmp_path,
        "agent_id,kind,reason,start,end,registered_at,registered_by,approved_by,second_approval",
        "A,抽调,x,2026/11/3 9:30,2026/11/3 10:00,2026/11/3 9:00,B,-,—",
    )
    (found,) = EXCEPTIONS.read(path, CLOCK)
    assert (found.approved_by, found.second_approval) == ("", "")
    path = written(
        tmp_path,
        "order,buyer,post,placed,paid,amount,refunded",
        '1,b,p,2026/11/3 9:30,-,"¥1,204.50",-',
    )
    (order,) = read_orders(path, CLOCK)
    assert (order.paid_min, order.amount, order.refunded) == (None, Decimal("1204.50"), 0)


def test_a_dash_is_no_name(tmp_path):
    path = written(tmp_path, "order,buyer,post,placed,paid,amount", "1,-,p,2026/11/3 9:30,-,12")
    assert faults(read_orders, path, CLOCK) == [("empty", 2, "buyer", None)]
