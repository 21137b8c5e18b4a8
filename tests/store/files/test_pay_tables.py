import datetime as dt
from decimal import Decimal

import pytest

from kpi.month import Month
from kpi.pay.extras import DeductionKind, Repaid
from kpi.pay.payout import OvertimeKind
from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files import kpi_tables

CLOCK = Clock("Asia/Shanghai")
READ = {
    "overtime": kpi_tables.OVERTIME.read,
    "rewards": kpi_tables.REWARDS.read,
    "deductions": kpi_tables.DEDUCTIONS.read,
    "refunds": kpi_tables.REFUNDS.read,
}
HEADS = {
    "overtime": "agent_id,start,end,kind,approved_by,time_off",
    "rewards": "agent_id,date,case,buyer,proof,price,compensation",
    "deductions": "agent_id,date,kind,amount,reason,clause",
    "refunds": "agent_id,date,month,refunded",
}


def read(folder, name, *rows, agents=("A1",)):
    path = folder / f"{name}.csv"
    path.write_text("\n".join((HEADS[name], *rows)) + "\n", "utf-8")
    return READ[name](path, CLOCK, agents=agents)


def test_approved_overtime_is_read(tmp_path):
    row = "A1,2026-11-07T09:00,2026-11-07T12:00,休息日,主管,是"
    (one,) = read(tmp_path, "overtime", row)
    assert (one.kind, one.end_min - one.start_min) == (OvertimeKind.REST_DAY, 180)
    assert one.time_off


def test_a_rewarded_case_is_read(tmp_path):
    (one,) = read(tmp_path, "rewards", "A1,2026-11-07,kept,b1,chat 12,139.90,5")
    assert (one.name, one.price, one.compensation) == ("kept", Decimal("139.90"), 5)


def test_a_deduction_is_read(tmp_path):
    (one,) = read(tmp_path, "deductions", "A1,2026-11-07,赔偿,50,摔坏耳机,合同第8条")
    assert (one.kind, one.amount) == (DeductionKind.DAMAGE, 50)


def test_a_refund_is_read_with_its_date(tmp_path):
    (one,) = read(tmp_path, "refunds", "A1,2026-11-07,2026-10,2000")
    assert one.repaid == Repaid("A1", Month(2026, 10), Decimal(2000))
    assert one.date == dt.date(2026, 11, 7)


@pytest.mark.parametrize(
    ("name", "row", "code"),
    [
        ("overtime", "A9,2026-11-07T09:00,2026-11-07T12:00,workday,lead,", "unknown_agent"),
        ("overtime", "A1,2026-11-07T09:00,2026-11-07T08:00,workday,lead,", "ends_before_start"),
        ("overtime", "A1,2026-11-07T09:00,2026-11-07T12:00,workday,A1,", "approved_by_oneself"),
        ("overtime", "A1,2026-11-07T09:00,2026-11-07T12:00,sunday,lead,", "not_one_of"),
        ("rewards", "A1,2026-11-07,kept,,chat,1,0", "empty"),  # no buyer
        ("rewards", "A1,2026-11-07,kept,b1,chat,-1,0", "negative"),
        ("deductions", "A1,2026-11-07,damage,50,broken,", "clause_missing"),
        ("deductions", "A1,2026-11-07,damage,0,broken,8", "not_positive"),
        ("refunds", "A1,2026-11-07,October,5", "month_unreadable"),
        ("refunds", "A1,2026-11-07,2026-10,0", "not_positive"),
    ],
)
def test_a_faulty_row_is_named(tmp_path, name, row, code):
    with pytest.raises(InputError) as error:
        read(tmp_path, name, row)
    assert [(fault.code, fault.line) for fault in error.value.faults] == [(code, 2)]
