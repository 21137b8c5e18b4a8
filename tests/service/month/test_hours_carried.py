"""Hours accounts are carried from run to run, and taken in where no month was paid here."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.month import Month
from kpi.pay.hour_pay import HourRules
from kpi.pay.pay_scheme import FIRM, PayScheme
from kpi.pay.payout import Overtime, OvertimeKind, Payout, Pays, Unpaid
from kpi.pay.time_off import TimeOff
from service.month import kpi_intake, kpi_plans, months
from service.month.hours_carried import import_time_off
from service.pay import overtime, pay_inputs
from store.documents import from_document, to_document
from store.months import RunInputs
from tests.service.month.test_earlier_pay import desk  # noqa: F401 - a shop paid in two months

OCTOBER, NOVEMBER, DECEMBER = (Month(2026, number) for number in (10, 11, 12))


def taken_in(desk, tmp_path, take, text):  # noqa: F811 - the desk of the test
    path = tmp_path / "file.csv"
    path.write_text(text)
    return take(desk, path)


@pytest.fixture
def quarter(desk, tmp_path):  # noqa: F811 - the desk itself
    """A1's hours are added up: 170 in October, 170 and 2 of overtime in November, 160 then."""
    plans = "agent_id,valid_from,base,performance,hours_system\nA1,2026-01-01,4350,0,综合工时\n"
    taken_in(desk, tmp_path, kpi_plans.import_pay_plans, plans)
    rows = "".join(
        f"A1,presales,2026-{month}-{day:02d},4,4,600,600\n"
        for month, days in (("10", 17), ("11", 17), ("12", 16))  # of ten hours
        for day in range(2, days + 2)
    )
    head = "agent_id,post,date,received,replied,scheduled_min,adherent_min\n"
    taken_in(desk, tmp_path, kpi_intake.import_facts, head + rows)
    return desk


def test_the_last_month_of_a_quarter_pays_what_the_runs_before_it_hold(quarter):
    assert [line.pays for line in months.score(quarter, OCTOBER).payouts[0].lines] == [
        Pays.BASE,
        Pays.PERFORMANCE,
    ]
    assert months.score(quarter, NOVEMBER).payouts[0].amount(Pays.OVERTIME_WORKDAY) == 0
    run = months.score(quarter, DECEMBER)
    # 170 + 170 + 2 + 160 = 502 hours: 6 beyond 496, at 25 an hour and half as much again
    assert run.payouts[0].amount(Pays.QUARTER_BEYOND) == 225
    assert [one.month for one in run.inputs.hours.quarter] == [OCTOBER, NOVEMBER]
    months.score(quarter, OCTOBER)
    assert months.recomputes(months.month_run(quarter, DECEMBER))


def test_a_month_that_was_never_paid_is_told(quarter):
    months.score(quarter, NOVEMBER)
    assert Unpaid.QUARTER_MONTHS_MISSING in months.score(quarter, DECEMBER).payouts[0].unpaid


def test_time_off_goes_from_month_to_month_and_ends(desk, tmp_path):  # noqa: F811
    start, rules = dt.date(2026, 1, 1), HourRules(time_off_months=1)
    scheme = PayScheme(FIRM, 1, "本店", "firm", start, (), hours=rules)
    pay_inputs.save_pay_scheme(desk, scheme)
    sunday = Overtime("A1", dt.date(2026, 11, 8), OvertimeKind.REST_DAY, 240, "主管", time_off=True)
    overtime.enter_overtime(desk, sunday)
    left = "agent_id,date,hours\nA1,2026-10-11,3.5\nA1,2026-11-01,9\n"
    assert taken_in(desk, tmp_path, import_time_off, left) == 2
    found = months.score(desk, NOVEMBER).payouts[0]
    # 3.5 hours of October end with November, at 25 twice; what is of November is no carried hour
    assert found.amount(Pays.TIME_OFF_ENDED) == 175
    assert found.time_off == (TimeOff("A1", dt.date(2026, 11, 8), 240),)
    facts = "agent_id,post,date,received,replied\nA1,presales,2026-12-02,4,4\n"
    taken_in(desk, tmp_path, kpi_intake.import_facts, facts)
    december = months.score(desk, DECEMBER)
    assert december.inputs.hours.time_off == found.time_off
    assert december.payouts[0].amount(Pays.TIME_OFF_ENDED) == 200
    assert december.payouts[0].time_off == ()
    assert months.recomputes(months.month_run(desk, DECEMBER))


def test_time_off_of_somebody_who_was_not_paid_in_a_month_is_not_lost(desk, tmp_path):  # noqa: F811
    left = "agent_id,date,hours\nA1,2026-09-13,3.5\nA3,2026-09-13,2\n"
    taken_in(desk, tmp_path, import_time_off, left)
    months.score(desk, OCTOBER)  # A3 has no facts, is not scored and gets no payout
    held = months.score(desk, NOVEMBER).inputs.hours.time_off
    assert [(one.agent_id, one.minutes) for one in held] == [("A1", 210), ("A3", 120)]


def test_nobody_knows_what_was_left_before_the_first_month(desk):  # noqa: F811
    sunday = Overtime("A1", dt.date(2026, 11, 8), OvertimeKind.REST_DAY, 240, "主管", time_off=True)
    overtime.enter_overtime(desk, sunday)
    first = months.score(desk, NOVEMBER).payouts[0]
    assert Unpaid.TIME_OFF_CARRIED_UNKNOWN in first.unpaid


def test_a_run_from_before_there_were_choices_recomputes_to_the_fen(desk):  # noqa: F811
    rules = HourRules(least_wage=Decimal(50))
    start = dt.date(2026, 1, 1)
    pay_inputs.save_pay_scheme(desk, PayScheme(FIRM, 1, "本店", "firm", start, (), hours=rules))
    run = months.score(desk, NOVEMBER)
    assert run.payouts[0].amount(Pays.OVERTIME_WORKDAY) == 150  # 2 hours at the least wage
    _, paid = months.computed(NOVEMBER, replace(run.inputs, hours=None), run.facts, pay=True)
    kept = json.loads(to_document(run.inputs))
    del kept["hours"]
    told = [json.loads(to_document(payout)) for payout in paid]
    for payout in told:
        del payout["time_off"], payout["notes"]
        for line in payout["lines"]:
            del line["rests_on"], line["notes"], line["name"]
    older = replace(
        run,
        inputs=from_document(RunInputs, json.dumps(kept)),
        payouts=tuple(from_document(Payout, json.dumps(payout)) for payout in told),
    )
    assert older.payouts[0].amount(Pays.OVERTIME_WORKDAY) == 75  # by the base alone
    assert months.recomputes(older)
