"""Who joins or leaves within a month is paid for the days employed, worked out by hand."""

import datetime as dt
from decimal import Decimal

import pytest

from kpi.facts.facts import merge
from kpi.month import Month
from kpi.pay.extras import PayExtras, RewardCase
from kpi.pay.pay_part import CaseReward, FullAttendance, ScorePay
from kpi.pay.pay_scheme import PayScheme
from kpi.pay.paying import pay_month
from kpi.pay.payout import Overtime, OvertimeKind, PayMethod, Pays, Unpaid
from kpi.scheme.targets import Level, Target, shared_out
from kpi.score.scoring import score_month
from scheduler.agent import Employment
from scheduler.errors import InputError
from tests.kpi.making import facts
from tests.kpi.pay.test_paying import LAW, SCHEMES, plan

OCTOBER = Month(2026, 10)  # 22 weekdays, 11 of them until the 15th
DATE = dt.date(2026, 10, 12)
HALF = Employment(None, dt.date(2026, 10, 15))
WITH_ALL = PayScheme(
    "X", 1, "X", "X", dt.date(2026, 1, 1),
    (ScorePay(PayMethod.SCORE), FullAttendance(Decimal(200)), CaseReward("kept", Decimal(50))),
)  # fmt: skip
ATTENDED = {"late_shifts": 0, "early_shifts": 0, "absent_shifts": 0}


def pay(*plans, employed=HALF, month=OCTOBER, date=DATE, **more):
    known = merge([facts(date=date, shifts=1, replied=80, received=100, **ATTENDED)])
    employment = {} if employed is None else {"A": employed}
    scores = score_month(known, SCHEMES, month, employment=employment)
    (found,) = pay_month(
        scores, plans or [plan("4000")], SCHEMES, month,
        law=LAW, facts=known, employment=employment, **more,
    )  # fmt: skip
    return found


def test_the_plan_of_a_leaver_ends_on_the_last_day():
    found = pay(plan("4000", minimum_wage=Decimal(2360)))
    assert found.amount(Pays.BASE) == Decimal("2000.00")  # 4000 x 11 / 22
    assert found.amount(Pays.PERFORMANCE) == Decimal("400.00")  # 1000 x 80 % x 11 / 22
    # normal pay 2400 is held against 2360 x 11 / 22 = 1180, not against the whole 2360


def test_an_amount_that_no_row_changes_stays_one_line_to_the_last_day():
    rows = plan("4000"), plan("4000", performance="900", start=dt.date(2026, 10, 8))
    found = pay(*rows)
    bases = [line for line in found.lines if line.pays is Pays.BASE]
    assert [line.amount for line in bases] == [Decimal("2000.00")]
    # 1 to 7 October 5 of 22 weekdays by 1000, 8 to 15 October 6 of 22 by 900
    paid = [line.amount for line in found.lines if line.pays is Pays.PERFORMANCE]
    assert paid == [Decimal("181.82"), Decimal("196.36")]


def test_a_plan_of_before_is_paid_from_the_first_day_on():
    joined = Employment(dt.date(2026, 10, 16), None)  # the other 11 weekdays
    assert pay(employed=joined, date=dt.date(2026, 10, 20)).amount(Pays.BASE) == Decimal("2000.00")


def test_both_days_in_one_month_are_paid_between_them():
    few = Employment(dt.date(2026, 10, 12), dt.date(2026, 10, 13))
    assert pay(employed=few).amount(Pays.BASE) == Decimal("363.64")  # 4000 x 2 / 22 = 363.636


def test_nobody_without_a_date_is_paid_otherwise():
    assert pay(employed=None).amount(Pays.BASE) == Decimal("4000.00")


def test_who_left_before_the_month_is_paid_nothing_by_plan_and_it_is_told():
    gone = Employment(None, dt.date(2026, 9, 30))
    found = pay(employed=gone)
    assert (found.lines, found.unpaid) == ((), (Unpaid.NOT_EMPLOYED,))


def test_commission_that_who_left_owes_is_carried_on():
    gone = Employment(None, dt.date(2026, 9, 30))
    found = pay(employed=gone, extras=PayExtras(owed={"A": Decimal("75.50")}))
    assert (found.total, found.owed) == (0, Decimal("75.50"))


def test_who_is_employed_and_has_no_plan_is_still_asked_for():
    with pytest.raises(InputError) as told:
        pay(plan(start=dt.date(2026, 10, 16)))  # begins after the last day
    assert [fault.code for fault in told.value.faults] == ["pay_plan_missing"]


@pytest.mark.parametrize(
    ("employed", "paid", "noted"),
    [
        (HALF, 0, True),
        (Employment(dt.date(2026, 10, 2), None), 0, True),
        (Employment(dt.date(2026, 10, 1), dt.date(2026, 10, 31)), 200, False),
        (None, 200, False),
    ],
)
def test_full_attendance_is_for_who_is_employed_all_month(employed, paid, noted):
    found = pay(plan("4000", scheme="X"), employed=employed, pay_schemes=[WITH_ALL])
    assert found.amount(Pays.FULL_ATTENDANCE) == paid
    assert (Unpaid.PART_OF_MONTH in found.unpaid) is noted


def test_cases_before_the_last_day_are_rewarded():
    case = RewardCase("A", DATE, "kept", "b1", "p1")
    found = pay(plan("4000", scheme="X"), pay_schemes=[WITH_ALL], extras=PayExtras(rewards=(case,)))
    assert found.amount(Pays.CASE) == 50


def test_overtime_of_a_day_employed_is_paid_by_the_whole_base():
    one = Overtime("A", DATE, OvertimeKind.WORKDAY, 120, "B")
    found = pay(overtime=[one])
    assert found.amount(Pays.OVERTIME_WORKDAY) == Decimal("68.97")  # 4000 / 21.75 / 8 x 1.5 x 2


def test_what_is_known_of_days_not_employed_is_told_in_the_payout():
    found = pay(extras=PayExtras(outside_employment=("A",)))
    assert Unpaid.OUTSIDE_EMPLOYMENT in found.unpaid


def test_an_own_target_is_for_the_days_employed_and_nobody_gets_the_rest():
    targets = [
        Target(OCTOBER, "presales", Level.SHOP, "", "sales_fen", Decimal(300)),
        Target(OCTOBER, "presales", Level.AGENT, "A", "sales_fen", Decimal(100)),
    ]
    found = shared_out(
        targets,
        [("A", "presales"), ("B", "presales")],
        scheduled_min=[480.0, 960.0],
        excused_min=[0.0, 0.0],
        teams={},
        employed={"A": 0.5},
    )
    assert found["sales_fen"].tolist() == [50, 200]
