from decimal import Decimal

import pytest

from service.month import kpi_plans, months
from service.pay import pay_review
from service.pay.corrections import correction
from store.files.kpi_tables import PAY_PLANS
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import NOVEMBER, WHO, with_month

BOSS = {"by": "店长", "now": s.NOW}
HERE = (NOVEMBER,)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, with_month(is_scored=True))


def lock(database):
    pay_review.send_to_review(at_desk(database, **WHO), *HERE)
    pay_review.approve_month(at_desk(database, **BOSS), *HERE)
    pay_review.lock_month(at_desk(database, **BOSS), *HERE)


def test_month_that_was_never_locked_has_no_correction(database):
    months.score(at_desk(database, **WHO), *HERE)
    assert correction(at_desk(database), *HERE) is None


def test_locked_run_itself_is_no_correction(database):
    lock(database)
    assert correction(at_desk(database), *HERE) is None


def test_correction_tells_reason_and_what_changes(database, tmp_path):
    lock(database)
    plans = kpi_plans.pay_plans(at_desk(database))
    raised = [plans[0].__class__("A1", plans[0].valid_from, Decimal(3100), Decimal(1000))]
    PAY_PLANS.write(raised, tmp_path / "pay_plan.csv")
    kpi_plans.import_pay_plans(at_desk(database, **WHO), tmp_path / "pay_plan.csv")
    pay_review.correct_month(at_desk(database, **WHO), *HERE, reason="底薪录错")
    found = correction(at_desk(database), *HERE)
    assert (found.before, found.after, found.reason) == (1, 2, "底薪录错")
    assert [one.agent_id for one in found.differences] == ["A1"]
    # before 3,000 + 93.38 % of 1,000; now 3,100 + 1,000 x the grade's 1
    assert found.paid == Decimal("4100.00") - Decimal("3933.80")
