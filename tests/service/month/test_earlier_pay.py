"""Hours paid by the months before: from runs the database holds, else from what HR took in."""

import datetime as dt
from decimal import Decimal

import pytest

from kpi.month import Month
from kpi.pay.hour_pay import HourBase, HourRules, MonthPay
from kpi.pay.pay_scheme import FIRM, PayScheme
from kpi.pay.payout import Overtime, OvertimeKind, Pays
from kpi.scheme.line import Line, Scoring
from kpi.scheme.scheme import Grade, PostKind, Scheme
from service.month import kpi_intake, kpi_plans, months
from service.month.earlier_pay import earlier_pay, import_earlier_pay
from service.pay import overtime, pay_inputs
from service.roster import intake
from tests.desks import at_desk
from tests.service import small_shop as s

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
WHO = {"by": "人事", "now": s.NOW}
D = Decimal
LAST_MONTH = PayScheme(
    *(FIRM, 1, "本店", "firm", dt.date(2026, 1, 1), ()), hours=HourRules(HourBase.LAST_MONTH)
)


@pytest.fixture
def desk(tmp_path):
    """A shop with facts of October and November and a pay plan of 4,350 and 870 for A1."""
    opened = s.database(tmp_path)
    mine = at_desk(opened, **WHO)
    intake.keep_week(mine, s.week())
    grades = (Grade("all", "全部", "all", D(0), D(1)),)
    lines = (Line("reply_rate", D(100), Scoring.TARGET, target=D(1)),)
    start = dt.date(2026, 1, 1)
    kpi_plans.save_scheme(mine, Scheme("S", 1, "方", "s", PostKind.PRESALES, start, lines, grades))
    path = tmp_path / "pay_plan.csv"
    path.write_text("agent_id,valid_from,base,performance\nA1,2026-01-01,4350,870\n")
    kpi_plans.import_pay_plans(mine, path)
    path = tmp_path / "facts.csv"
    path.write_text(
        "agent_id,post,date,received,replied\n"
        "A1,presales,2026-10-01,4,4\nA1,presales,2026-11-01,4,4\n"
    )
    kpi_intake.import_facts(mine, path)
    worked = Overtime("A1", dt.date(2026, 11, 4), OvertimeKind.WORKDAY, 120, "主管")
    overtime.enter_overtime(mine, worked)
    yield mine
    opened.close()


def taken_in(desk, tmp_path, pay="6090"):
    path = tmp_path / "earlier_pay.csv"
    path.write_text(f"agent_id,month,pay\nA1,2026-10,{pay}\n")
    return import_earlier_pay(desk, path)


def line(run):
    (found,) = [one for one in run.payouts[0].lines if one.pays is Pays.OVERTIME_WORKDAY]
    return found


def test_a_run_of_last_month_goes_before_what_was_taken_in(desk, tmp_path):
    pay_inputs.save_pay_scheme(desk, LAST_MONTH)
    taken_in(desk, tmp_path)
    assert line(months.score(desk, NOVEMBER)).amount == 105  # 6,090: 35 an hour, 2 h, 150 %
    months.score(desk, OCTOBER)  # pays 4,350 and 870
    run = months.score(desk, NOVEMBER)
    assert line(run).amount == 90
    assert run.inputs.hours.earlier == (MonthPay("A1", OCTOBER, D("5220.00"), D(1)),)


def test_a_run_recomputes_whatever_becomes_of_the_months_before(desk, tmp_path):
    pay_inputs.save_pay_scheme(desk, LAST_MONTH)
    taken_in(desk, tmp_path)
    months.score(desk, NOVEMBER)
    taken_in(desk, tmp_path, pay="9000")
    kept = months.month_run(desk, NOVEMBER)
    assert months.recomputes(kept)
    assert line(kept).amount == 105


def test_what_was_taken_in_twice_is_what_was_said_last(desk, tmp_path):
    taken_in(desk, tmp_path)
    taken_in(desk, tmp_path, pay="5000")
    with desk.read() as unit:
        found = earlier_pay(unit, "main", NOVEMBER, [LAST_MONTH])
        assert found == (MonthPay("A1", OCTOBER, D(5000)),)
        assert earlier_pay(unit, "main", NOVEMBER, []) == ()  # nobody asks for it
