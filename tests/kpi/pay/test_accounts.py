"""Hours accounts, worked out by hand: hours over a quarter (综合工时) and time off (调休)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from kpi.facts.facts import merge
from kpi.facts.leave_days import LeaveDay, LeaveKind
from kpi.month import Month
from kpi.pay.extras import PayExtras
from kpi.pay.hour_pay import HourGround, HourRules
from kpi.pay.pay_scheme import FIRM, PayScheme
from kpi.pay.paying import pay_month
from kpi.pay.payout import HoursSystem, Overtime, OvertimeKind, PayMethod, PayPlan, Pays, Unpaid
from kpi.pay.quarter_hours import QuarterHours, account_of, everybodys_hours, months_of_quarter
from kpi.pay.time_off import TimeOff, TimeOffPromise, time_off_in
from kpi.score.scoring import score_month
from scheduler.agent import Employment
from scheduler.errors import InputError
from store.files.kpi_law import overtime_law, overtime_laws
from tests.kpi.making import NAN, bands, facts, line, scheme

D = Decimal
SCHEMES = {"presales": scheme(line(bands=bands((None, None, 100))))}
OCTOBER, NOVEMBER, DECEMBER = (Month(2026, number) for number in (10, 11, 12))
WEEKDAYS = {OCTOBER: 22, NOVEMBER: 21, DECEMBER: 23}  # 66 in the quarter
START = dt.date(2026, 1, 1)


def plan(system=HoursSystem.QUARTER, start=START, base="4350", **more):
    return PayPlan("A", start, D(base), D(0), PayMethod.SCORE, hours_system=system, **more)


def days(month, hours, **more):
    """A month with so many hours of attendance on its second day, and so on statutory holidays."""
    minutes = NAN if hours is None else hours * 60
    planned = 480 if hours is None else minutes
    counts = {"adherent_min": minutes, "scheduled_min": planned, "shifts": 1, "holiday_min": 0}
    return facts(date=month.first + dt.timedelta(days=1), replied=1, received=1, **counts | more)


def overtime(month, hours, kind=OvertimeKind.WORKDAY, day=3, **more):
    return Overtime("A", dt.date(month.year, month.number, day), kind, hours * 60, "lead", **more)


def earlier(month, hours, **more):
    return QuarterHours("A", month, D(hours * 60), WEEKDAYS[month], **more)


def pay(
    month,
    *plans,
    known=None,
    worked=(),
    quarter=(),
    left=(),
    leave=(),
    months=None,
    promised=(),
    **more,
):
    known = days(month, 160) if known is None else known
    rules = HourRules(time_off_months=months)
    firm = PayScheme(FIRM, 1, "本店", "firm", START, (), hours=rules)
    (found,) = pay_month(
        score_month(known, SCHEMES, month),
        plans or [plan()],
        SCHEMES,
        month,
        law=overtime_law(month),
        facts=known,
        overtime=worked,
        pay_schemes=[firm],
        extras=PayExtras(leave=tuple(leave)),
        hours=HourGround((), tuple(quarter), left, tuple(promised)),
        **more,
    )
    return found


def amounts(payout):
    plain = Pays.BASE, Pays.PERFORMANCE
    return {str(line.pays): line.amount for line in payout.lines if line.pays not in plain}


@pytest.mark.parametrize(("year", "hours"), [(2024, 500), (2026, 496)])
def test_statutory_hours_of_a_quarter_are_those_of_the_notice_in_force(year, hours):
    law = overtime_law(Month(year, 3))
    of_year = [QuarterHours("A", Month(year, n), D(0), 1) for n in (1, 2, 3)]
    whole = [replace(one, weekdays=days_in(one.month)) for one in of_year]
    assert account_of(whole, law).due_hours == hours


def days_in(month):
    dates = (month.first + dt.timedelta(days=n) for n in range((month.last - month.first).days + 1))
    return sum(date.weekday() < 5 for date in dates)


def test_overtime_is_added_up_and_nothing_of_it_is_paid_before_the_quarter_ends():
    worked = overtime(NOVEMBER, 3), overtime(NOVEMBER, 4, OvertimeKind.REST_DAY, day=7)
    found = pay(NOVEMBER, worked=worked, quarter=[earlier(OCTOBER, 170)])
    assert amounts(found) == {}
    (account,) = [one for one in found.notes if one.code == "quarter_account"]
    # 170 in October; 160, 3 and 4 in November; due so far 496 x 43 / 66
    assert account.numbers["worked"] == 337
    assert float(account.numbers["due"]) == pytest.approx(496 * 43 / 66)
    assert found.unpaid == ()


def test_overtime_entered_for_time_off_is_added_up_too_and_told():
    found = pay(OCTOBER, worked=[rest(OCTOBER, 6)], left=())
    assert found.unpaid == (Unpaid.TIME_OFF_IN_QUARTER,)
    assert found.time_off == ()
    assert next(one for one in found.notes if one.code == "quarter_month").numbers["worked"] == 166


def test_what_is_beyond_the_quarters_hours_is_paid_in_its_last_month():
    before = [earlier(OCTOBER, 170), earlier(NOVEMBER, 167)]
    found = pay(DECEMBER, worked=[overtime(DECEMBER, 9)], quarter=before)
    # 170 + 167 + 160 + 9 = 506 hours, 10 beyond 496, at 25 an hour and half as much again
    assert amounts(found) == {"quarter_beyond": D("375.00")}
    assert found.normal == 4350
    at_most = pay(DECEMBER, quarter=[earlier(OCTOBER, 170), earlier(NOVEMBER, 166)])
    assert amounts(at_most) == {}  # 496 hours, none beyond


def test_hours_on_statutory_holidays_are_paid_at_once_and_not_added_up():
    known = days(OCTOBER, 168, holiday_min=480)
    worked = [overtime(OCTOBER, 2, OvertimeKind.HOLIDAY, day=1)]
    found = pay(OCTOBER, known=known, worked=worked)
    assert amounts(found) == {"holiday": D("750.00")}  # 10 hours at 25, three times
    (hours,) = [one for one in found.notes if one.code == "quarter_month"]
    assert hours.numbers["worked"] == 160


def test_leave_counts_as_worked_but_for_personal_leave():
    def away(kind):
        return LeaveDay("A", dt.date(2026, 12, 7), kind, 480, 480)

    before = [earlier(OCTOBER, 170), earlier(NOVEMBER, 166)]
    for kind, paid in ((LeaveKind.ANNUAL, "300.00"), (LeaveKind.PERSONAL, None)):
        found = pay(DECEMBER, quarter=before, leave=[away(kind)])
        assert amounts(found).get("quarter_beyond") == (paid and D(paid))  # 8 hours x 25 x 1.5


def test_months_that_are_not_known_are_left_out_and_told():
    found = pay(DECEMBER, quarter=[earlier(NOVEMBER, 200)])
    assert found.unpaid == (Unpaid.QUARTER_MONTHS_MISSING,)
    # 200 + 160 of 496 x 44 / 66 = 330.666…: 29.333… hours x 25 x 1.5
    assert amounts(found) == {"quarter_beyond": D("1100.00")}
    paid = next(one for one in found.lines if one.pays is Pays.QUARTER_BEYOND)
    assert [one.texts for one in paid.notes if one.code == "quarter_missing"] == [
        {"months": "2026-10"}
    ]
    (account,) = [one.numbers for one in paid.notes if one.code == "quarter_account"]
    assert (account["days"], account["hours"], account["weekdays"], account["of"]) == (
        62,
        8,
        44,
        66,
    )


def test_shifts_nobody_knows_of_are_told():
    found = pay(NOVEMBER, known=days(NOVEMBER, None), quarter=[earlier(OCTOBER, 170)])
    assert Unpaid.QUARTER_SHIFTS_UNKNOWN in found.unpaid
    nothing = pay(NOVEMBER, known=facts(date=NOVEMBER.first, replied=1, received=1))
    assert Unpaid.QUARTER_MONTHS_MISSING in nothing.unpaid  # October as well as November


@pytest.mark.parametrize("is_plan", [True, False])
def test_hours_are_settled_when_the_plan_or_the_employment_ends_within_the_quarter(is_plan):
    # October and 1 to 15 November: 32 of 66 weekdays, 240.4848… hours due of 270
    after = [plan(HoursSystem.STANDARD, start=dt.date(2026, 11, 16))] if is_plan else []
    employed = {} if is_plan else {"A": Employment(None, dt.date(2026, 11, 15))}
    found = pay(
        NOVEMBER,
        plan(),
        *after,
        known=days(NOVEMBER, 100),
        quarter=[earlier(OCTOBER, 170)],
        employment=employed,
    )
    beyond = 270 - Fraction(496 * 32, 66)
    assert amounts(found)["quarter_beyond"] == round(D(float(beyond * 25 * 3 / 2)), 2)


def test_a_plan_that_ends_with_a_month_is_settled_in_it():
    after = plan(HoursSystem.STANDARD, start=DECEMBER.first)
    found = pay(NOVEMBER, plan(), after, quarter=[earlier(OCTOBER, 170)])
    # 330 hours, 496 x 43 / 66 = 323.1515… due
    assert amounts(found)["quarter_beyond"] == D("256.82")
    goes_on = plan(start=DECEMBER.first, base="5000")
    assert amounts(pay(NOVEMBER, plan(), goes_on, quarter=[earlier(OCTOBER, 170)])) == {}


def test_overtime_on_standard_days_of_the_month_is_paid_by_the_hour():
    later = plan(start=dt.date(2026, 11, 16))
    worked = overtime(NOVEMBER, 2, day=4), overtime(NOVEMBER, 3, day=18)
    found = pay(NOVEMBER, plan(HoursSystem.STANDARD), later, worked=worked)
    assert amounts(found) == {"overtime_workday": D("75.00")}  # 2 x 25 x 1.5


def test_hours_that_no_base_pays_are_a_fault_in_the_month_they_are_paid():
    before = [earlier(OCTOBER, 170), earlier(NOVEMBER, 190)]
    with pytest.raises(InputError) as error:
        pay(DECEMBER, plan(base="0"), quarter=before)
    assert [fault.code for fault in error.value.faults] == ["no_hour_pay"]
    assert pay(NOVEMBER, plan(base="0"), quarter=before[:1]).lines


def test_what_a_month_was_can_be_said_again_from_its_facts():
    worked = [overtime(NOVEMBER, 3), overtime(NOVEMBER, 2, OvertimeKind.HOLIDAY)]
    found = everybodys_hours(
        NOVEMBER,
        [plan(), replace(plan(HoursSystem.STANDARD), agent_id="B")],
        employment={},
        facts=merge([days(NOVEMBER, 160), facts(agent="B", adherent_min=60)]),
        overtime=worked,
        leave=[],
    )
    assert found == (QuarterHours("A", NOVEMBER, D(163 * 60), 21),)
    assert months_of_quarter(NOVEMBER) == (OCTOBER, NOVEMBER, DECEMBER)


def test_law_from_before_days_of_a_quarter_were_known_settles_nothing():
    law = replace(overtime_laws()[-1], days_a_quarter=None)
    assert account_of([earlier(OCTOBER, 170)], law) is None


REST = OvertimeKind.REST_DAY
STANDARD = plan(HoursSystem.STANDARD)


def rest(month, hours, day=7):
    return overtime(month, hours, REST, day, time_off=True)


def lot(month, hours, day=7):
    return TimeOff("A", dt.date(month.year, month.number, day), hours * 60)


def taken(month, hours, day=20):
    date = dt.date(month.year, month.number, day)
    return LeaveDay("A", date, LeaveKind.COMPENSATORY, hours * 60, 480)


def test_time_off_is_earned_taken_from_the_oldest_and_goes_into_the_next_month():
    found = pay(
        NOVEMBER,
        STANDARD,
        worked=[rest(NOVEMBER, 6)],
        left=[lot(OCTOBER, 3, day=10), lot(OCTOBER, 4)],
        leave=[taken(NOVEMBER, 5)],
        months=6,
    )
    # 4 hours of the 7th and 1 of the 3 of the 10th October are taken
    assert found.time_off == (lot(OCTOBER, 2, day=10), lot(NOVEMBER, 6))
    assert amounts(found) == {}
    assert found.unpaid == ()
    sums = next(one.numbers for one in found.notes if one.code == "time_off")
    assert sums == {"carried": 7, "earned": 6, "taken": 5, "ended": 0, "left": 8, "short": 0}
    until = [one.texts["last"] for one in found.notes if one.code == "time_off_until"]
    assert until == ["2027-04-30", "2027-05-31"]


@pytest.mark.parametrize(("months", "paid"), [(1, "200.00"), (2, None), (None, None)])
def test_what_is_not_taken_in_time_is_paid_twice(months, paid):
    found = pay(NOVEMBER, STANDARD, left=[lot(OCTOBER, 4)], months=months)
    assert amounts(found).get("time_off_ended") == (paid and D(paid))  # 4 x 25 x 2
    assert bool(found.time_off) is (paid is None)


def test_who_leaves_is_paid_what_is_left():
    employed = {"A": Employment(None, dt.date(2026, 11, 20))}
    found = pay(NOVEMBER, STANDARD, left=[lot(OCTOBER, 4)], months=6, employment=employed)
    assert amounts(found) == {"time_off_ended": D("200.00")}
    assert found.time_off == ()


def test_more_taken_than_earned_is_told():
    found = pay(NOVEMBER, STANDARD, left=[lot(OCTOBER, 4)], leave=[taken(NOVEMBER, 6)])
    assert found.unpaid == (Unpaid.TIME_OFF_SHORT,)
    assert found.time_off == ()


def test_what_nobody_knows_of_the_month_before_is_told_where_it_matters():
    known = {"worked": [rest(NOVEMBER, 6)], "left": None}
    assert pay(NOVEMBER, STANDARD, **known).unpaid == (Unpaid.TIME_OFF_CARRIED_UNKNOWN,)
    assert pay(NOVEMBER, STANDARD, left=None).unpaid == ()


def test_taken_time_never_exceeds_what_there_is():
    month = time_off_in(NOVEMBER, [lot(OCTOBER, 1)], [lot(NOVEMBER, 2)], 600, months=None)
    assert (month.short_min, month.left, month.ended) == (420, (), ())


def test_time_off_that_was_promised_for_later_ends_then():
    until = dt.date(2027, 2, 10)
    promised = [TimeOffPromise(dt.date(2026, 11, 7), dt.date(2026, 11, 12), until)]
    worked = rest(NOVEMBER, 4, day=7), rest(NOVEMBER, 3, day=14)
    found = pay(NOVEMBER, STANDARD, worked=worked, left=(), months=1, promised=promised)
    assert [one.until for one in found.time_off] == [until, None]
    told = [one.texts["last"] for one in found.notes if one.code == "time_off_until"]
    assert told == [str(until), str(DECEMBER.last)]
    later = pay(DECEMBER, STANDARD, left=found.time_off, months=1)
    assert [one.minutes for one in later.time_off] == [240]  # of no campaign: paid in December
    last = pay(Month(2027, 2), STANDARD, left=later.time_off, months=1)
    assert last.time_off == ()
    assert "time_off_ended" in amounts(last)
