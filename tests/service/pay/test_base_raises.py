import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.month import Month
from kpi.pay.pay_part import BaseRaise, ScorePay
from kpi.pay.pay_scheme import PayScheme
from kpi.pay.payout import PayMethod, PayPlan, Pays, Unpaid
from kpi.scheme.scheme import Grade
from scheduler.errors import InputError
from service.month import kpi_intake, kpi_plans, months
from service.pay import base_raises, pay_inputs, pay_review
from service.roster import intake
from store.files.kpi_facts import write_facts
from store.files.kpi_pay_scheme import pay_scheme_presets
from store.files.kpi_tables import PAY_PLANS
from tests.desks import at_desk
from tests.kpi.making import bands, line, scheme
from tests.kpi.making import facts as row
from tests.service import small_shop as s

HR = {"by": "人事", "now": s.NOW}
BOSS = {"by": "店长", "now": s.NOW}
D = Decimal
GRADES = (Grade("A", "金牌", "gold", D(90)), Grade("B", "其他", "other", D(0)))
STEPS = bands((None, 0.9, 50), (0.9, None, 100))
PAY = PayScheme(
    "mine",
    1,
    "方案",
    "scheme",
    dt.date(2026, 1, 1),
    (ScorePay(PayMethod.SCORE), BaseRaise("A", 3, D(200))),
)


def rising(desk, folder):
    """Fill a shop whose A1 is gold in each month from July to October."""
    intake.keep_week(desk, s.week())
    kpi_plans.save_scheme(desk, scheme(line(bands=STEPS), grades=GRADES))
    plan = PayPlan("A1", dt.date(2026, 1, 1), D(3000), D(1000), scheme="mine")
    PAY_PLANS.write([plan], folder / "pay_plan.csv")
    kpi_plans.import_pay_plans(desk, folder / "pay_plan.csv")
    pay_inputs.save_pay_scheme(desk, PAY)
    for number in (7, 8, 9, 10):
        facts = row(agent="A1", date=dt.date(2026, number, 3), received=100, replied=95)
        path = folder / f"facts{number}.csv"
        write_facts(facts, path)
        kpi_intake.import_facts(desk, path)
        months.score(desk, Month(2026, number))


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    rising(at_desk(opened, **HR), tmp_path)
    yield opened
    opened.close()


def lock(database, month, shop="main"):
    pay_review.send_to_review(at_desk(database, shop, **HR), month)
    pay_review.approve_month(at_desk(database, shop, **BOSS), month)
    pay_review.lock_month(at_desk(database, shop, **BOSS), month)


def test_the_third_month_running_makes_a_raise_due_once(database):
    due = [base_raises.raises_due(at_desk(database), Month(2026, n)) for n in (7, 8, 9, 10)]
    assert [len(one) for one in due] == [0, 0, 1, 0]
    (found,) = due[2]
    assert (found.old_base, found.new_base) == (3000, 3200)
    assert (found.valid_from, found.is_granted) == (dt.date(2026, 10, 1), False)
    (payout,) = months.month_run(at_desk(database), Month(2026, 9)).payouts
    assert payout.unpaid == (Unpaid.BASE_RAISE_DUE,)
    assert payout.amount(Pays.BASE) == 3000  # the month itself is paid by the old base


def test_granted_it_is_paid_from_the_next_month_on(database):
    september = Month(2026, 9)
    with pytest.raises(InputError) as error:
        base_raises.grant_raise(at_desk(database, **HR), september, "A1")
    assert error.value.faults[0].code == "raise_before_lock"
    lock(database, september)
    base_raises.grant_raise(at_desk(database, **HR), september, "A1")
    assert base_raises.raises_due(at_desk(database), september)[0].is_granted
    run = months.score(at_desk(database, **HR), september.after)
    assert run.payouts[0].amount(Pays.BASE) == 3200
    for agent in ("A1", "A2"):
        with pytest.raises(InputError) as error:
            base_raises.grant_raise(at_desk(database, **HR), september, agent)
        assert error.value.faults[0].code == "raise_not_due"


def test_a_later_pay_plan_is_not_undone(database, tmp_path):
    september = Month(2026, 9)
    lock(database, september)
    later = PayPlan("A1", dt.date(2026, 11, 1), D(3100), D(1000), scheme="mine")
    PAY_PLANS.write([later], tmp_path / "later.csv")
    kpi_plans.import_pay_plans(at_desk(database, **HR), tmp_path / "later.csv")
    with pytest.raises(InputError) as error:
        base_raises.grant_raise(at_desk(database, **HR), september, "A1")
    assert error.value.faults[0].code == "pay_plan_later"


def test_the_printed_scheme_promises_it_and_a_faulty_one_is_refused():
    (printed,) = (one for one in pay_scheme_presets() if one.id == "B")
    part = printed.part(BaseRaise)
    assert (part.grade, part.months, part.amount) == ("A", 3, 200)
    with pytest.raises(InputError) as error:
        replace(PAY, parts=(BaseRaise("A", 0, D(-1)),))
    assert {fault.code for fault in error.value.faults} == {"not_positive", "negative"}
