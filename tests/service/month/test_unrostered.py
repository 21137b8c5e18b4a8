"""A month without rosters: attendance and facts tell what they can, on both roads alike."""

import datetime as dt
from decimal import Decimal

import pytest

from kpi.month import Month
from kpi.pay.payout import Pays, Unpaid
from kpi.scheme.line import Line, Scoring, StepsShort
from kpi.scheme.scheme import Grade, PostKind, Scheme
from kpi.score.scorecard import LineLeftOut
from service.month import kpi_intake, kpi_plans, months
from service.month.file_names import MonthFiles
from service.month.kpi_files import score_files
from service.pay import overtime
from service.roster import intake
from store.files.kpi_scheme import scheme_text
from store.files.kpi_tables import OVERTIME
from tests.desks import at_desk
from tests.service import small_shop as s

OCTOBER = Month(2026, 10)
WHO = {"by": "人事", "now": s.NOW}
D = Decimal


def scheme():
    lines = (
        Line("reply_rate", D(40), Scoring.TARGET, target=D(1)),
        Line("adherence", D(30), Scoring.TARGET, target=D(1)),
        Line("attendance", D(30), Scoring.DEDUCT, deduction=StepsShort(D(0), D(1), D(10))),
    )
    grades = (Grade("all", "全部", "all", D(0), D(1)),)
    return Scheme("S", 1, "方", "s", PostKind.PRESALES, dt.date(2026, 1, 1), lines, grades)


FACTS = """agent_id,post,date,received,replied,scheduled_min
A1,presales,2026-10-01,40,40,480
A1,presales,2026-10-12,50,50,480
A1,presales,2026-10-13,50,50,480
A2,presales,2026-10-01,40,40,
A2,presales,2026-10-12,50,50,
"""
ATTENDED = """agent_id,start,end
A1,2026-10-01T09:00,2026-10-01T18:00
A1,2026-10-12T09:00,2026-10-12T20:00
A1,2026-10-17T09:00,2026-10-17T13:00
A2,2026-10-01T09:00,2026-10-01T18:00
A2,2026-10-12T09:00,2026-10-12T20:00
A2,2026-10-17T09:00,2026-10-17T13:00
A2,2026-10-03T09:00,2026-10-03T11:00
"""
APPROVED = """agent_id,start,end,kind,approved_by
A1,2026-10-12T18:00,2026-10-12T21:00,workday,主管
A1,2026-10-17T09:00,2026-10-17T13:00,rest_day,主管
A2,2026-10-12T18:00,2026-10-12T21:00,workday,主管
A2,2026-10-17T09:00,2026-10-17T13:00,rest_day,主管
A2,2026-10-03T09:00,2026-10-03T12:00,holiday,主管
"""
PLANS = """agent_id,valid_from,base,performance
A1,2026-01-01,4350,1000
A2,2026-01-01,4350,1000
"""


@pytest.fixture
def folder(tmp_path):
    for name, text in (
        ("facts", FACTS),
        ("attendance", ATTENDED),
        ("overtime", APPROVED),
        ("pay_plan", PLANS),
    ):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    (tmp_path / "S.toml").write_text(scheme_text(scheme()), "utf-8")
    return tmp_path


def from_files(folder):
    names = ("facts", "attendance", "overtime", "pay_plan")
    named = {name: folder / f"{name}.csv" for name in names}
    found = score_files(MonthFiles(**named, schemes=(folder / "S.toml",)), OCTOBER)
    return found.scores, found.payouts


def from_database(folder):
    database = s.database(folder)
    desk = at_desk(database, **WHO)
    intake.keep_week(desk, s.week(dt.date(2026, 10, 12), absences=(), wishes=()))
    kpi_intake.import_facts(desk, folder / "facts.csv")
    kpi_intake.import_attendance(desk, folder / "attendance.csv")
    kpi_plans.import_pay_plans(desk, folder / "pay_plan.csv")
    kpi_plans.save_scheme(desk, scheme())
    for one in OVERTIME.read(folder / "overtime.csv", s.CLOCK):
        overtime.approve_overtime(desk, one)
    run = months.score(desk, OCTOBER)
    assert months.recomputes(months.month_run(desk, OCTOBER))
    database.close()
    return run.scores, run.payouts


@pytest.fixture(params=[from_files, from_database])
def month(request, folder):
    scores, payouts = request.param(folder)
    return {one.agent_id: one for one in scores}, {one.agent_id: one for one in payouts}


def test_both_roads_lead_to_the_same(folder):
    assert from_files(folder) == from_database(folder)


def test_with_a_plan_hours_and_holiday_pay_are_known(month):
    scores, payouts = month
    card = scores["A1"].cards[0]
    # the day without a presence was missed: 960 of 1440 minutes
    assert (card.line("adherence").numerator, card.line("adherence").denominator) == (960, 1440)
    paid = payouts["A1"]
    assert paid.amount(Pays.HOLIDAY) == 8 * 25 * 3
    assert paid.amount(Pays.OVERTIME_WORKDAY) == 2 * 25 * D("1.5")
    assert paid.amount(Pays.OVERTIME_REST_DAY) == 4 * 25 * 2
    waits = {Unpaid.NO_PLAN_ON_OVERTIME, Unpaid.NO_PLAN_ON_HOLIDAY}
    assert waits.isdisjoint(paid.unpaid)


def test_without_a_plan_what_attendance_cannot_prove_waits_and_is_told(month):
    _, payouts = month
    paid = payouts["A2"]
    assert paid.amount(Pays.OVERTIME_WORKDAY) == 0
    assert paid.amount(Pays.OVERTIME_REST_DAY) == 4 * 25 * 2  # nothing was planned by its approver
    assert paid.amount(Pays.HOLIDAY) == 2 * 25 * 3  # approved on the 3rd; of the 1st nobody knows
    assert {Unpaid.NO_PLAN_ON_OVERTIME, Unpaid.NO_PLAN_ON_HOLIDAY} <= set(paid.unpaid)


def test_no_line_says_there_was_no_attendance(month):
    scores, _ = month
    card = scores["A2"].cards[0]
    for indicator in ("adherence", "attendance"):
        assert card.line(indicator).left_out is LineLeftOut.NO_ROSTER
    assert scores["A1"].cards[0].line("attendance").left_out is LineLeftOut.NO_ROSTER
