from decimal import Decimal

import pytest

from service.month import kpi_plans, months
from service.pay import pay_review
from service.pay.corrections import correction
from service.roster import intake
from store.files.kpi_tables import write_pay_plans
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, fill

BOSS = {"by": "店长", "now": s.NOW}
HERE = "main", NOVEMBER


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    intake.keep_week(opened, s.week(FIRST, absences=(), wishes=()), **WHO)
    fill(opened, tmp_path / "in")
    months.score(opened, *HERE, **WHO)
    yield opened
    opened.close()


def lock(database):
    pay_review.send_to_review(database, *HERE, **WHO)
    pay_review.approve_month(database, *HERE, **BOSS)
    pay_review.lock_month(database, *HERE, **BOSS)


def test_month_that_was_never_locked_has_no_correction(database):
    months.score(database, *HERE, **WHO)
    assert correction(database, *HERE) is None


def test_locked_run_itself_is_no_correction(database):
    lock(database)
    assert correction(database, *HERE) is None


def test_correction_tells_reason_and_what_changes(database, tmp_path):
    lock(database)
    plans = kpi_plans.pay_plans(database, "main")
    raised = [plans[0].__class__("A1", plans[0].valid_from, Decimal(3100), Decimal(1000))]
    write_pay_plans(raised, tmp_path / "pay_plan.csv")
    kpi_plans.import_pay_plans(database, "main", tmp_path / "pay_plan.csv", **WHO)
    pay_review.correct_month(database, *HERE, reason="底薪录错", **WHO)
    found = correction(database, *HERE)
    assert (found.before, found.after, found.reason) == (1, 2, "底薪录错")
    assert [one.agent_id for one in found.differences] == ["A1"]
    # before 3,000 + 93.38 % of 1,000; now 3,100 + 1,000 x the grade's 1
    assert found.paid == Decimal("4100.00") - Decimal("3933.80")
