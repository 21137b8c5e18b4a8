"""What an hour is paid by: the firm's choice, worked out by hand."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from kpi.facts.facts import merge
from kpi.month import Month
from kpi.pay.hour_pay import HourBase, HourGround, HourRules, MonthPay, hour_pay, month_pay
from kpi.pay.pay_part import ScorePay
from kpi.pay.pay_scheme import FIRM, PayScheme, firm_scheme
from kpi.pay.paying import pay_month
from kpi.pay.payout import Overtime, OvertimeKind, PayMethod, PayPlan, Pays, Unpaid
from kpi.score.scoring import score_month
from scheduler.errors import InputError
from store.documents import from_document, to_document
from store.files.kpi_law import overtime_law
from store.months import RunInputs
from tests.kpi.making import NOVEMBER, bands, facts, line, scheme

D = Decimal
LAW = overtime_law(NOVEMBER)
SCHEMES = {"presales": scheme(line(bands=bands((None, None, 100))))}
START = dt.date(2026, 1, 1)
FOURTH = dt.date(2026, 11, 4)


def plan(agent="A", base="4350", performance="870", start=START, **more):
    return PayPlan(agent, start, D(base), D(performance), PayMethod.SCORE, **more)


def firm(base=HourBase.BASE, least=None, *, start=START, version=1, **more):
    rules = HourRules(base, None if least is None else D(least))
    return PayScheme(more.pop("id", FIRM), version, "本店", "firm", start, (), hours=rules, **more)


def earned(month, pay, share="1", agent="A"):
    return MonthPay(agent, Month.parse(month), D(pay), D(share))


def hours(agent="A", date=FOURTH, kind=OvertimeKind.WORKDAY, minutes=120, **more):
    return Overtime(agent, date, kind, minutes, "lead", **more)


WORKED = (hours(),)


def pay(*plans, overtime=WORKED, schemes=(), earlier=(), rests=True, counts=None):
    agents = sorted({one.agent_id for one in plans})
    known = merge([facts(agent=agent, replied=1, received=1, **(counts or {})) for agent in agents])
    return pay_month(
        score_month(known, SCHEMES, NOVEMBER),
        plans,
        SCHEMES,
        NOVEMBER,
        law=LAW,
        facts=known,
        overtime=overtime,
        pay_schemes=schemes,
        hours=HourGround(tuple(earlier)) if rests else None,
    )


def workday(payouts):
    (found,) = [one for one in payouts[0].lines if one.pays is Pays.OVERTIME_WORKDAY]
    return found


@pytest.mark.parametrize(
    ("base", "paid"),
    [
        (HourBase.BASE, "75.00"),  # 4,350 / 21.75 / 8 = 25 an hour, x 2 x 1.5
        (HourBase.BASE_AND_PERFORMANCE, "90.00"),  # 5,220: 30 an hour
        (HourBase.LAST_MONTH, "105.00"),  # 6,090: 35 an hour
        (HourBase.TWELVE_MONTHS, "97.50"),  # (6,090 + 5,220) / 2 = 5,655: 32.50 an hour
    ],
)
def test_an_hour_is_paid_by_the_base_the_firm_chose(base, paid):
    earlier = earned("2026-10", "6090"), earned("2026-09", "5220"), earned("2025-10", "99999")
    assert workday(pay(plan(), schemes=[firm(base)], earlier=earlier)).amount == D(paid)


def test_without_a_choice_an_hour_is_paid_by_the_base_as_before():
    before, now = (workday(pay(plan(), rests=rests)) for rests in (False, True))
    assert (before.amount, before.details) == (now.amount, now.details)
    assert before.rests_on == {}
    assert now.rests_on == {"hour_base_base": 4350, "days_a_month": D("21.75"), "hours_a_day": 8}


def test_a_part_of_a_month_counts_for_as_much_of_the_mean():
    # 2,610 in half of September and 5,220 in October: 7,830 in a month and a half, 5,220 a month
    earlier = earned("2026-09", "2610", "0.5"), earned("2026-10", "5220")
    found = workday(pay(plan(), schemes=[firm(HourBase.TWELVE_MONTHS)], earlier=earlier))
    assert found.amount == 90
    assert found.rests_on["months_known"] == 2


@pytest.mark.parametrize(
    ("earlier", "told"),
    [
        ((), Unpaid.HOUR_PAY_BY_PLAN),
        ([earned("2026-10", "6090")], Unpaid.HOUR_PAY_OF_FEWER_MONTHS),
        ([earned(f"2026-{n:02d}", "6090") for n in range(1, 11)], Unpaid.HOUR_PAY_OF_FEWER_MONTHS),
    ],
)
def test_what_the_mean_of_months_lacks_is_told(earlier, told):
    (found,) = pay(plan(), schemes=[firm(HourBase.TWELVE_MONTHS)], earlier=earlier)
    assert found.unpaid == (told,)


def test_twelve_months_are_all_and_nothing_is_told():
    earlier = [earned(f"2026-{n:02d}", "6090") for n in range(1, 11)]
    earlier += [earned("2025-11", "6090"), earned("2025-12", "6090")]
    (found,) = pay(plan(), schemes=[firm(HourBase.TWELVE_MONTHS)], earlier=earlier)
    assert found.unpaid == ()
    assert pay(plan(), overtime=(), schemes=[firm(HourBase.TWELVE_MONTHS)])[0].unpaid == ()


def test_an_hour_is_never_below_the_least_wage():
    found = workday(pay(plan(base="3000"), schemes=[firm(least="24.5")]))  # 17.24 an hour
    assert found.amount == D("73.50")  # 2 x 24.50 x 1.5
    assert found.rests_on["least_hour_wage"] == D("24.5")
    above = workday(pay(plan(), schemes=[firm(least="24.5")]))
    assert above.amount == 75
    assert "least_hour_wage" not in above.rests_on


def test_the_scheme_of_a_plan_says_more_than_the_firms():
    own = firm(HourBase.BASE_AND_PERFORMANCE, id="X")
    assert workday(pay(plan(scheme="X"), schemes=[own, firm(least="28")])).amount == 90
    silent = replace(own, hours=None, parts=(ScorePay(PayMethod.SCORE),))
    assert workday(pay(plan(scheme="X"), schemes=[silent, firm(least="28")])).amount == 84


def test_the_choice_is_dated():
    later = firm(least="99", version=2, start=dt.date(2026, 12, 1))
    assert workday(pay(plan(), schemes=[firm(least="28"), later])).amount == 84
    assert firm_scheme([later], NOVEMBER) is None


def test_hours_that_nothing_pays_are_a_fault_of_everybody_at_once():
    joined = plan("C", start=dt.date(2026, 11, 10))
    worked = [hours("A"), hours("B"), hours("C"), hours("C", dt.date(2026, 11, 11))]
    with pytest.raises(InputError) as error:
        pay(plan("A", base="0"), plan("B"), joined, overtime=worked)
    told = [(one.code, one.value, one.details) for one in error.value.faults]
    assert told == [
        ("no_hour_pay", "A", {"dates": "2026-11-04"}),
        ("no_hour_pay", "C", {"dates": "2026-11-04"}),  # before the plan began
    ]


def test_no_base_is_no_fault_where_no_hour_is_paid_by_it():
    free = hours(kind=OvertimeKind.REST_DAY, time_off=True)
    (found,) = pay(plan(base="0"), overtime=[free])
    assert found.unpaid == (Unpaid.TIME_OFF_CARRIED_UNKNOWN,)
    lifted = workday(pay(plan(base="0"), schemes=[firm(least="20")]))
    assert lifted.amount == 60


def test_hours_on_a_holiday_are_paid_by_the_same_base():
    rows = {"scheduled_min": 480, "holiday_min": 480}
    (found,) = pay(plan(), overtime=(), schemes=[firm(least="30")], counts=rows)
    assert found.amount(Pays.HOLIDAY) == 8 * 30 * 3


def test_what_was_paid_for_normal_hours_is_all_but_overtime_and_holidays():
    (found,) = pay(plan(start=dt.date(2026, 11, 16)), overtime=[hours(date=dt.date(2026, 11, 17))])
    half = month_pay(found)  # 11 of 21 weekdays of base, and of performance
    assert half.pay == D("2278.57") + D("455.71")
    assert half.share == pytest.approx(D(11) / D(21))
    worth = hour_pay(plan(), HourRules(HourBase.LAST_MONTH), [half], month=Month(2026, 12), law=LAW)
    assert float(worth.yuan) == pytest.approx(5220 / 21.75 / 8, abs=1e-4)
    assert isinstance(worth.yuan, Fraction)


@pytest.mark.parametrize("least", ["0", "-1"])
def test_a_least_wage_is_above_0(least):
    with pytest.raises(InputError) as error:
        firm(least=least)
    assert error.value.faults[0].code == "not_positive"


def test_a_run_keeps_what_its_hours_rested_on_and_older_ones_have_nothing_of_it():
    kept = RunInputs({}, (), {}, (), (), LAW, {}, hours=HourGround((earned("2026-10", "6090"),)))
    text = to_document(kept)
    assert from_document(RunInputs, text) == kept
    older = text.replace(to_document(kept.hours), "null")
    assert older != text
    assert from_document(RunInputs, older).hours is None
