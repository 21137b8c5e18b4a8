import datetime as dt
from dataclasses import replace

import pytest

from kpi.pay.law import Topic
from kpi.pay.payout import Overtime, OvertimeKind, Unpaid
from scheduler.errors import Fault
from service.month import months
from service.pay.law_checks import HeldToLaw, law_checks
from service.roster import intake
from store.files.kpi_pay_scheme import legal_limits
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, fill
from ui.words.sentences import fault_sentence


@pytest.fixture
def run(tmp_path):
    database = s.database(tmp_path)
    intake.keep_week(at_desk(database, **WHO), s.week(FIRST, absences=(), wishes=()))
    fill(database, tmp_path / "in")
    yield months.score(at_desk(database, **WHO), NOVEMBER)
    database.close()


def by_topic(run):
    return {check.topic: check for check in law_checks(run)}


def test_every_limit_is_named_with_its_article(run):
    checks = law_checks(run)
    assert [check.topic for check in checks] == list(Topic)
    assert all(check.article for check in checks)


def test_plan_without_a_minimum_wage_is_not_called_lawful(run):
    found = by_topic(run)[Topic.MINIMUM_WAGE]
    assert (found.held, found.count, found.names) == (HeldToLaw.UNKNOWN, 0, ("A1", "A2"))


def test_minimum_wage_is_kept_where_every_plan_has_one(run):
    plans = tuple(replace(plan, minimum_wage=plan.base) for plan in run.inputs.plans)
    known = replace(run, inputs=replace(run.inputs, plans=plans))
    assert by_topic(known)[Topic.MINIMUM_WAGE].held is HeldToLaw.KEPT


def test_overtime_above_the_limit_names_the_agent(run):
    worked = Overtime("A1", dt.date(2026, 11, 3), OvertimeKind.WORKDAY, 240, "店长")
    payouts = (replace(run.payouts[0], unpaid=(Unpaid.OVERTIME_ABOVE_LIMIT,)), *run.payouts[1:])
    above = replace(run, payouts=payouts, inputs=replace(run.inputs, overtime=(worked,)))
    found = by_topic(above)[Topic.OVERTIME_DAY]
    assert (found.held, found.names) == (HeldToLaw.BROKEN, ("A1",))


def test_run_without_overtime_has_nothing_to_hold_against_the_limit(run):
    assert by_topic(run)[Topic.OVERTIME_MONTH].held is HeldToLaw.ABSENT


def test_an_article_is_named_in_the_readers_language():
    fault = Fault("fine_unlawful", value="迟到", details={"amount": "50", **fine().named})
    assert "工资支付暂行规定第十五条" in fault_sentence(fault, "zh")
    assert "Provisional Rules on Wage Payment, Art. 15" in fault_sentence(fault, "en")


def test_an_article_known_in_chinese_only_is_told_as_it_is():
    assert replace(fine(), article_en="").named["article_en"] == "工资支付暂行规定第十五条"


def fine():
    return next(one for one in legal_limits() if one.topic is Topic.FINE)
