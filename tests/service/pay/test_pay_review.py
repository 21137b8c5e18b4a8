import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.facts.facts import merge
from kpi.month import Month
from kpi.pay.commission import Rates, Tier
from kpi.pay.extras import RewardCase
from kpi.pay.pay_part import CaseReward, CommissionPay, ScorePay
from kpi.pay.pay_scheme import PayScheme
from kpi.pay.payout import PayMethod, PayPlan, Pays
from kpi.scheme.scheme import Grade
from scheduler.errors import InputError
from service.database import backup, restore
from service.month import kpi_intake, kpi_plans, months
from service.month.month_extras import extras_of
from service.pay import pay_inputs, pay_review
from service.pay.pay_inputs import Repaid
from store.database import Database
from store.files.kpi_facts import write_facts
from store.files.kpi_tables import PAY_PLANS
from store.looked import looked_at
from store.run_steps import RunState
from tests.databases import empty_url
from tests.desks import at_desk
from tests.kpi.making import bands, line, scheme
from tests.kpi.making import facts as row
from tests.service import small_shop as s

NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)
HR = {"by": "人事", "now": s.NOW}
BOSS = {"by": "店长", "now": s.NOW}
D = Decimal
STEPS = bands(*((n / 100, None if n == 100 else (n + 1) / 100, n) for n in range(101)))


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path, s.with_week(**HR))
    kpi_plans.save_scheme(at_desk(opened, **HR), scheme(line(bands=STEPS)))
    plans = [
        PayPlan(name, dt.date(2026, 1, 1), D(3000), D(1000), scheme="mine") for name in ("A1", "A2")
    ]
    PAY_PLANS.write(plans, tmp_path / "pay_plan.csv")
    kpi_plans.import_pay_plans(at_desk(opened, **HR), tmp_path / "pay_plan.csv")
    pay_inputs.save_pay_scheme(at_desk(opened, **HR), PAY)
    take_in(opened, tmp_path, 11, {"A1": 90, "A2": 80})
    yield opened
    opened.close()


PAY = PayScheme(
    "mine",
    1,
    "方案",
    "scheme",
    dt.date(2026, 1, 1),
    (
        ScorePay(PayMethod.SCORE),
        CommissionPay(Rates((Tier(D(0), D("0.01")),))),
        CaseReward("kept", D(10)),
    ),
)


def take_in(database, folder, month, replied, yuan=10_000):
    rows = [
        row(
            agent=name,
            date=dt.date(2026, month, 3),
            replied=count,
            received=100,
            sales_fen=yuan * 100,
        )
        for name, count in replied.items()
    ]
    write_facts(merge(rows), folder / f"facts{month}.csv")
    kpi_intake.import_facts(at_desk(database, **HR), folder / f"facts{month}.csv")


def codes(call, *args, **more):
    with pytest.raises(InputError) as caught:
        call(*args, **more)
    return [fault.code for fault in caught.value.faults]


def lock(database, month=NOVEMBER):
    months.score(at_desk(database, **HR), month)
    pay_review.send_to_review(at_desk(database, **HR), month)
    pay_review.approve_month(at_desk(database, **BOSS), month)
    return pay_review.lock_month(at_desk(database, **BOSS), month)


def test_a_month_goes_through_its_states(database):
    assert lock(database).state is RunState.LOCKED
    state = pay_review.review_state(at_desk(database), NOVEMBER)
    assert [step.state.value for step in state.steps] == ["review", "approved", "locked"]
    run = months.month_run(at_desk(database), NOVEMBER)
    assert {one.agent_id: one.total for one in run.payouts} == {"A1": 4000, "A2": 3900}


def test_no_state_is_passed_over(database):
    approve, send = pay_review.approve_month, pay_review.send_to_review
    assert codes(send, at_desk(database, **HR), NOVEMBER) == ["month_not_scored"]
    months.score(at_desk(database, **HR), NOVEMBER)
    assert codes(approve, at_desk(database, **BOSS), NOVEMBER) == ["run_state_wrong"]
    send(at_desk(database, **HR), NOVEMBER)
    assert codes(pay_review.lock_month, at_desk(database, **BOSS), NOVEMBER) == ["run_state_wrong"]


def test_who_calculated_does_not_approve(database):
    months.score(at_desk(database, **HR), NOVEMBER)
    pay_review.send_to_review(at_desk(database, **HR), NOVEMBER)
    found = codes(pay_review.approve_month, at_desk(database, **HR), NOVEMBER)
    assert found == ["approved_by_oneself"]


def objected(database):
    return pay_review.raise_objection(
        at_desk(database, by="A2", now=s.NOW),
        NOVEMBER,
        agent_id="A2",
        about="reply_rate",
        text="3 日系统故障",
    )


def test_an_open_objection_keeps_a_month_from_being_approved(database):
    months.score(at_desk(database, **HR), NOVEMBER)
    with pytest.raises(InputError, match="run_state_wrong"):
        objected(database)
    pay_review.send_to_review(at_desk(database, **HR), NOVEMBER)
    number = objected(database)
    assert pay_review.review_state(at_desk(database), NOVEMBER).open_objections == 1
    found = codes(pay_review.approve_month, at_desk(database, **BOSS), NOVEMBER)
    assert found == ["objections_open"]
    answer = {"answer": "当日无故障记录", "is_accepted": False}
    own = codes(pay_review.answer_objection, at_desk(database, by="A2"), number, **answer)
    assert own == ["approved_by_oneself"]
    pay_review.answer_objection(at_desk(database, **HR), number, **answer)
    twice = codes(pay_review.answer_objection, at_desk(database, **HR), number, **answer)
    assert twice == ["already_answered"]
    assert pay_review.approve_month(at_desk(database, **BOSS), NOVEMBER).state is RunState.APPROVED


def test_an_accepted_objection_asks_for_a_new_run(database, tmp_path):
    months.score(at_desk(database, **HR), NOVEMBER)
    pay_review.send_to_review(at_desk(database, **HR), NOVEMBER)
    number = objected(database)
    pay_review.answer_objection(at_desk(database, **HR), number, answer="属实", is_accepted=True)
    found = codes(pay_review.approve_month, at_desk(database, **BOSS), NOVEMBER)
    assert found == ["objections_accepted"]
    take_in(database, tmp_path, 11, {"A1": 90, "A2": 85})
    assert lock(database).number == 2


def test_a_locked_month_is_not_scored_again(database):
    lock(database)
    assert codes(months.score, at_desk(database, **HR), NOVEMBER) == ["month_locked"]
    assert len(months.month_runs(at_desk(database))) == 1


def test_a_correction_is_a_new_run_that_shows_the_difference(database, tmp_path):
    correct = pay_review.correct_month
    missing = codes(correct, at_desk(database, **HR), NOVEMBER, reason="补录")
    assert missing == ["month_not_locked"]
    lock(database)
    take_in(database, tmp_path, 11, {"A1": 90, "A2": 85})
    run, found = correct(at_desk(database, **HR), NOVEMBER, reason="补录评价")
    assert run.number == 2
    (one,) = found
    assert (one.agent_id, one.score_before, one.score_after, one.paid) == ("A2", 80, 85, 50)
    state = pay_review.review_state(at_desk(database), NOVEMBER)
    assert (state.number, state.state) == (2, RunState.CALCULATED)


def test_a_locked_month_recomputes_to_the_fen_also_in_an_empty_database(database, tmp_path):
    lock(database)
    kept = months.month_run(at_desk(database), NOVEMBER)
    assert months.recomputes(kept)
    backup(database.url, tmp_path / "copy.db")
    url = empty_url(tmp_path)
    restore(tmp_path / "copy.db", url, now=s.NOW)
    other = Database(url)
    again = months.month_run(at_desk(other), NOVEMBER)
    other.close()
    assert months.recomputes(again)
    assert again.payouts == kept.payouts


def test_refunds_of_a_paid_month_take_its_commission_back(database, tmp_path):
    lock(database)
    repaid = Repaid("A1", NOVEMBER, D(2000))
    pay_inputs.enter_refund(at_desk(database, **HR), repaid, date=dt.date(2026, 12, 5))
    take_in(database, tmp_path, 12, {"A1": 90, "A2": 80}, yuan=0)
    run = months.score(at_desk(database, **HR), DECEMBER)
    (mine,) = (one for one in run.payouts if one.agent_id == "A1")
    assert mine.amount(Pays.CLAW_BACK) == -20  # 1 % of 2,000
    assert mine.total == 3000 + 900 - 20
    assert months.recomputes(months.month_run(at_desk(database), DECEMBER))


def test_refunds_of_later_months_find_the_first_ones_taken_back(database):
    lock(database)
    for month, day, yuan in ((12, 5, 2000), (1, 6, 3000)):
        date = dt.date(2026 if month == 12 else 2027, month, day)
        pay_inputs.enter_refund(at_desk(database, **HR), Repaid("A1", NOVEMBER, D(yuan)), date=date)
    with database.read() as unit:
        extras = [extras_of(unit, "main", each) for each in (DECEMBER, DECEMBER.after)]
    found = [(one.refunded, one.refunded_before) for each in extras for one in each.refunds]
    assert found == [(2000, 0), (3000, 2000)]


def test_a_refund_needs_a_commission_that_was_paid(database):
    repaid = Repaid("A1", Month(2026, 10), D(2000))
    pay_inputs.enter_refund(at_desk(database, **HR), repaid, date=dt.date(2026, 11, 5))
    assert codes(months.score, at_desk(database, **HR), NOVEMBER) == ["no_commission_paid"]
    same = Repaid("A1", NOVEMBER, D(1))
    found = codes(pay_inputs.enter_refund, at_desk(database, **HR), same, date=dt.date(2026, 11, 5))
    assert found == ["refund_of_same_month"]


def test_a_proven_case_is_rewarded_once(database):
    case = RewardCase("A1", dt.date(2026, 11, 3), "kept", "buyer", "chat 17")
    pay_inputs.enter_reward(at_desk(database, **HR), case)
    assert codes(pay_inputs.enter_reward, at_desk(database, **HR), case) == ["reward_twice"]
    run = months.score(at_desk(database, **HR), NOVEMBER)
    assert run.payouts[0].amount(Pays.CASE) == 10


def test_months_running_are_counted_back_from_the_month_before(database, tmp_path):
    grade = Grade("A", "A", "A", D(85))
    graded = scheme(line(bands=STEPS), grades=(grade, Grade("B", "B", "B", D(0))), version=2)
    with looked_at("a scheme as of January"):
        kpi_plans.save_scheme(at_desk(database, **HR), graded)
    take_in(database, tmp_path, 10, {"A1": 90, "A2": 90})
    for month in (NOVEMBER.before, NOVEMBER):
        months.score(at_desk(database, **HR), month)
    with database.read() as unit:
        found = extras_of(unit, "main", DECEMBER).months_running
    assert found == {"A1": {"A": 2}, "A2": {"B": 1}}


def test_a_version_of_a_pay_scheme_is_never_replaced(database):
    found = codes(pay_inputs.save_pay_scheme, at_desk(database, **HR), PAY)
    assert found == ["scheme_version_exists"]
    pay_inputs.save_pay_scheme(at_desk(database, **HR), replace(PAY, version=2))
    own = [one for one in pay_inputs.pay_schemes(at_desk(database)) if one.id == "mine"]
    assert [one.version for one in own] == [1, 2]
