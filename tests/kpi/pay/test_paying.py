"""Payouts are right to the fen, worked out by hand."""

import datetime as dt
from decimal import Decimal

import pytest

from kpi.facts.facts import merge
from kpi.month import Month
from kpi.pay.paying import pay_month
from kpi.pay.payout import (
    Overtime,
    OvertimeKind,
    PayMethod,
    Payout,
    PayoutLine,
    PayPlan,
    Pays,
    Unpaid,
)
from kpi.pay.reckoning import Reckoning
from kpi.scheme.scheme import Grade
from kpi.score.scoring import score_month
from scheduler.errors import InputError
from store.files.kpi_law import overtime_law
from tests.kpi.making import NAN, NOVEMBER, bands, facts, line, scheme

LAW = overtime_law(NOVEMBER)
START = dt.date(2026, 1, 1)


def grade(name, low, coefficient, amount):
    return Grade(name, name, name, Decimal(low), Decimal(coefficient), Decimal(amount))


STEPS = bands(*((n / 100, None if n == 100 else (n + 1) / 100, n) for n in range(101)))
SCHEMES = {
    "presales": scheme(
        line(bands=STEPS),
        grades=(grade("gold", 90, "1.1", 300), grade("silver", 80, 1, 100), grade("none", 0, 0, 0)),
    )
}


def plan(base="3000", performance="1000", method=PayMethod.SCORE, start=START, **more):
    return PayPlan("A", start, Decimal(base), Decimal(performance), method, **more)


def pay(percent=80, *plans, rows=(), overtime=(), month=NOVEMBER, **more):
    """Pay agent A, whose reply rate (and score) is ``percent``."""
    date = month.first + dt.timedelta(days=3)
    counts = {} if percent is None else {"replied": percent, "received": 100}
    known = merge([facts(date=date, shifts=1, **counts), *rows])
    scores = score_month(known, SCHEMES, month)
    (found,) = pay_month(
        scores, plans or [plan()], SCHEMES, month, law=LAW, facts=known, overtime=overtime, **more
    )
    return found


def amounts(payout):
    return {str(line.pays): line.amount for line in payout.lines}


@pytest.mark.parametrize(
    ("percent", "paid"), [(100, "1100"), (90, "1100"), (89, "1000"), (80, "1000"), (79, "0")]
)
def test_by_grade_the_edge_belongs_to_the_better(percent, paid):
    payout = pay(percent, plan(method=PayMethod.GRADE))
    assert payout.amount(Pays.PERFORMANCE) == Decimal(paid)


def test_by_score_the_share_of_the_full_score_is_paid():
    assert amounts(pay(87)) == {"base": 3000, "performance": 870}


def test_by_amount_the_grade_names_the_yuan():
    assert pay(86, plan(base="2800", method=PayMethod.AMOUNT)).total == 2900  # T-01's example


def test_the_personal_factor_multiplies():
    payout = pay(80, plan(method=PayMethod.GRADE, coefficient=Decimal("1.25")))
    assert payout.amount(Pays.PERFORMANCE) == 1250


@pytest.mark.parametrize(
    ("performance", "paid"),
    [("0.05", "0.03"), ("100.01", "50.01"), ("100.03", "50.02")],  # 0.025, 50.005, 50.015
)
def test_half_a_fen_is_rounded_up(performance, paid):
    assert pay(50, plan(performance=performance)).amount(Pays.PERFORMANCE) == Decimal(paid)


def test_the_total_is_the_sum_of_rounded_lines():
    # base 10 / 21 of 100.01 = 47.6238..., 11 / 21 of 100.03 = 52.3966...
    halves = plan("100.01", "0"), plan("100.03", "0", start=dt.date(2026, 11, 16))
    payout = pay(50, *halves)
    assert [line.amount for line in payout.lines if line.pays is Pays.BASE] == [
        Decimal("47.62"),
        Decimal("52.40"),
    ]
    assert payout.total == Decimal("100.02")


def test_an_amount_that_no_row_changes_is_paid_whole():
    starts = (START, dt.date(2026, 11, 9), dt.date(2026, 11, 20))
    rows = [plan("1000", "100", start=day, level=str(n)) for n, day in enumerate(starts)]
    payout = pay(100, *rows)
    assert amounts(payout) == {"base": 1000, "performance": 100}
    parts = pay(100, *rows, reckoning=Reckoning.DECIMAL)  # as months before were paid
    assert len([line for line in parts.lines if line.pays is Pays.BASE]) == 3


def test_a_half_fen_of_an_hour_is_a_half_fen():
    # 71 minutes at 25 yuan and half as much again: 44.375; with 28 digits 44.37499...
    worked = [Overtime("A", dt.date(2026, 11, 4), OvertimeKind.WORKDAY, 71, "lead")]
    assert pay(80, plan("4350"), overtime=worked).amount(Pays.OVERTIME_WORKDAY) == Decimal("44.38")
    older = pay(80, plan("4350"), overtime=worked, reckoning=Reckoning.DECIMAL)
    assert older.amount(Pays.OVERTIME_WORKDAY) == Decimal("44.37")


def test_hours_of_two_plans_with_one_base_are_one_line():
    days = (4, 18)
    worked = [Overtime("A", dt.date(2026, 11, d), OvertimeKind.WORKDAY, 50, "lead") for d in days]
    two = plan("4350"), plan("4350", "1", start=dt.date(2026, 11, 16))
    lines = [one for one in pay(80, *two, overtime=worked).lines if "overtime" in one.pays]
    assert [one.amount for one in lines] == [Decimal("62.50")]  # 100 minutes


def test_hours_that_no_base_pays_are_told():
    worked = [Overtime("A", dt.date(2026, 11, 4), OvertimeKind.WORKDAY, 60, "lead")]
    assert pay(80, plan("0"), overtime=worked).unpaid == (Unpaid.NO_HOUR_PAY,)
    assert pay(80, plan("0")).unpaid == ()
    later = plan("0"), plan("4350", start=dt.date(2026, 11, 3))
    assert pay(80, *later, overtime=worked).unpaid == ()  # by then there is a base


def test_a_plan_from_a_weekend_is_told():
    saturday, monday = dt.date(2026, 11, 14), dt.date(2026, 11, 16)
    first = pay(100, plan("2100", "0", start=saturday))
    assert first.amount(Pays.BASE) == pay(100, plan("2100", "0", start=monday)).amount(Pays.BASE)
    assert first.unpaid == (Unpaid.FROM_A_WEEKEND,)
    assert pay(100, plan("2100", "0", start=monday)).unpaid == ()
    unchanged = plan("2100", "0"), plan("2100", "0", start=saturday, level="2")
    assert pay(100, *unchanged).unpaid == ()
    assert pay(100, plan("2100"), plan("2200", start=saturday)).unpaid == (Unpaid.FROM_A_WEEKEND,)


def test_who_joins_within_the_month_is_paid_by_weekdays():
    # November 2026: 21 weekdays, 11 of them from the 16th
    payout = pay(100, plan("2100", "420", start=dt.date(2026, 11, 16)))
    assert amounts(payout) == {"base": 1100, "performance": 220}


def test_a_later_plan_ends_the_one_before():
    payout = pay(100, plan("2100", "0"), plan("4200", "0", start=dt.date(2026, 11, 16)))
    assert payout.amount(Pays.BASE) == 1000 + 2200
    assert (
        pay(100, plan("2100", "0"), plan("1", start=dt.date(2026, 12, 1))).lines[0].amount == 2100
    )


def overtime(minutes, kind=OvertimeKind.WORKDAY, date=dt.date(2026, 11, 4), agent="A"):
    return Overtime(agent, date, kind, minutes, "lead")


def test_overtime_is_paid_as_the_law_says():
    # base 4,350: 200 a day, 25 an hour; 2 h on a weekday 75; 8 h on a rest day 400
    worked = [overtime(60), overtime(60), overtime(480, OvertimeKind.REST_DAY)]
    payout = pay(100, plan("4350", "0"), overtime=worked)
    assert payout.amount(Pays.OVERTIME_WORKDAY) == 75
    assert payout.amount(Pays.OVERTIME_REST_DAY) == 400


def test_overtime_of_others_and_of_other_months_is_not_paid():
    worked = [overtime(60, agent="B"), overtime(60, date=dt.date(2026, 10, 31))]
    assert pay(100, overtime=worked).amount(Pays.OVERTIME_WORKDAY) == 0


def test_holidays_are_paid_threefold_by_the_clock_in_addition():
    october = Month(2026, 10)
    eight_hours = facts(
        date=dt.date(2026, 10, 1), scheduled_min=480, adherent_min=480, holiday_min=480
    )
    payout = pay(100, plan("4350", "0"), rows=[eight_hours], month=october)
    assert payout.amount(Pays.HOLIDAY) == 600
    assert payout.total == 4950


def test_a_holiday_without_attendance_is_left_to_a_person():
    unknown = facts(date=dt.date(2026, 11, 5), scheduled_min=480, holiday_min=NAN)
    payout = pay(100, rows=[unknown])
    assert payout.amount(Pays.HOLIDAY) == 0
    assert payout.unpaid == (Unpaid.NO_ATTENDANCE_ON_HOLIDAY,)


def test_without_a_score_only_the_base_is_paid_and_it_says_so():
    payout = pay(None)
    assert amounts(payout) == {"base": 3000}
    assert payout.unpaid == (Unpaid.NO_SCORE,)


@pytest.mark.parametrize("method", list(PayMethod))
def test_pay_is_never_below_the_base(method):
    assert pay(0, plan(method=method)).total >= 3000


def test_below_the_minimum_wage_is_refused():
    with pytest.raises(InputError, match="below_minimum_wage"):
        pay(50, plan("2000", "100", minimum_wage=Decimal("2050.01")))
    assert pay(50, plan("2000", "100", minimum_wage=Decimal(2050))).total == 2050


def test_overtime_does_not_make_up_for_a_wage_below_the_minimum():
    with pytest.raises(InputError, match="below_minimum_wage"):
        pay(0, plan("2000", "0", minimum_wage=Decimal(2100)), overtime=[overtime(6000)])


def test_who_has_no_plan_is_named():
    with pytest.raises(InputError, match="pay_plan_missing"):
        pay(80, PayPlan("B", START, Decimal(1), Decimal(1)))
    with pytest.raises(InputError, match="pay_plan_missing"):
        pay(80, plan(start=dt.date(2026, 12, 1)))


def test_nobody_approves_their_own_overtime():
    with pytest.raises(InputError, match="approved_by_oneself"):
        Overtime("A", START, OvertimeKind.WORKDAY, 60, "A")


def test_lines_must_be_whole_fen():
    with pytest.raises(InputError, match="not_whole_fen"):
        PayoutLine(Pays.BASE, Decimal("1.005"))
    assert Payout("A", NOVEMBER, ()).total == 0
