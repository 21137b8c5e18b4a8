"""Days of leave and allowances are paid right to the fen, worked out by hand."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.facts.facts import merge
from kpi.facts.leave_days import LeaveDay, LeaveKind
from kpi.facts.presences import attendance_of
from kpi.facts.scheduled import Rostered, in_force
from kpi.month import Month
from kpi.pay.allowances import allowances_earned
from kpi.pay.extras import PayExtras
from kpi.pay.hour_pay import HourGround, MonthPay
from kpi.pay.leave import UnusedLeave
from kpi.pay.pay_part import (
    Allowance,
    AllowancePer,
    FullAttendance,
    LeavePay,
    ScorePay,
    UnusedLeavePay,
)
from kpi.pay.pay_scheme import FIRM, PayScheme
from kpi.pay.paying import pay_month
from kpi.pay.payout import PayMethod, Pays, Unpaid
from kpi.score.scoring import score_month
from scheduler.dispatch import Presence
from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from store.files.kpi_law import leave_law_in
from tests.kpi.making import CLOCK, DAY, NOVEMBER, at, facts, shift, version
from tests.kpi.pay.test_paying import LAW, SCHEMES, plan

LEAVE_LAWS = leave_law_in(NOVEMBER)
START = dt.date(2026, 1, 1)
SICK = LeavePay(LeaveKind.SICK, Decimal("0.6"))
PERSONAL = LeavePay(LeaveKind.PERSONAL, Decimal(0))


def scheme(*parts, name="X"):
    return PayScheme(name, 1, name, name, START, (ScorePay(PayMethod.SCORE), *parts))


def firm(*parts):
    return PayScheme(FIRM, 1, FIRM, FIRM, START, parts)


def days(kind, *numbers, minutes=480):
    return tuple(LeaveDay("A", dt.date(2026, 11, n), kind, minutes, 480) for n in numbers)


def pay(*parts, leave=(), plans=(), others=(), hours=None, **more):
    """Pay A 4,000 and 1,000 x 80 % in a month of 21 weekdays."""
    known = merge([facts(date=DAY, shifts=1, replied=80, received=100,
                         late_shifts=0, early_shifts=0, absent_shifts=0)])  # fmt: skip
    scores = score_month(known, SCHEMES, NOVEMBER)
    extras = PayExtras(leave=leave, leave_laws=LEAVE_LAWS, **more)
    (found,) = pay_month(
        scores, plans or [plan("4000", scheme="X")], SCHEMES, NOVEMBER,
        law=LAW, facts=known, pay_schemes=[scheme(*parts), *others], extras=extras, hours=hours,
    )  # fmt: skip
    return found


def taken(payout):
    return [(line.name, line.amount) for line in payout.lines if line.pays is Pays.LEAVE]


def test_by_default_no_day_of_leave_takes_anything():
    found = pay(leave=days("personal", 2, 3))
    assert (taken(found), found.total) == ([], Decimal("4800.00"))


def test_what_a_day_is_not_paid_is_taken_by_kind():
    found = pay(SICK, PERSONAL, leave=(*days("personal", 2), *days("sick", 3, 4)))
    # 4000 x 1/21 = 190.476; 4000 x 2/21 x 0.4 = 152.381
    assert taken(found) == [("sick", Decimal("-152.38")), ("personal", Decimal("-190.48"))]
    assert found.total == Decimal("4457.14")


def test_half_a_day_takes_half():
    assert taken(pay(PERSONAL, leave=days("personal", 2, minutes=240))) == [
        ("personal", Decimal("-95.24"))  # 4000 x 0.5 / 21 = 95.238
    ]


def test_a_month_of_unpaid_leave_takes_the_whole_base_and_no_more():
    dates = [day for day in range(1, 31)]
    found = pay(PERSONAL, leave=days("personal", *dates))
    assert taken(found) == [("personal", Decimal("-4000.00"))]


def test_sick_pay_is_never_below_the_share_of_the_minimum_wage():
    plans = [plan("2500", scheme="X", minimum_wage=Decimal(2360))]
    # 60 % of 2500 is 1500, 80 % of 2360 is 1888: (2500 - 1888) x 3 / 21 = 87.43 is taken
    found = pay(SICK, leave=days("sick", 2, 3, 4), plans=plans)
    assert taken(found) == [("sick", Decimal("-87.43"))]
    higher = [plan("4000", scheme="X", minimum_wage=Decimal(2360))]  # 60 % are 2400 already
    assert taken(pay(SICK, leave=days("sick", 2, 3, 4), plans=higher)) == [
        ("sick", Decimal("-228.57"))
    ]


def test_sick_pay_takes_nothing_where_the_base_is_below_its_least():
    plans = [plan("1800", "1000", scheme="X", minimum_wage=Decimal(2360))]
    assert taken(pay(SICK, leave=days("sick", 2), plans=plans)) == [("sick", Decimal("0.00"))]


def test_without_a_minimum_wage_sick_pay_is_told_to_be_unchecked():
    assert Unpaid.SICK_PAY_UNCHECKED in pay(SICK, leave=days("sick", 2)).unpaid
    assert Unpaid.SICK_PAY_UNCHECKED not in pay(PERSONAL, leave=days("personal", 2)).unpaid


def test_the_minimum_wage_is_owed_for_days_at_work_and_in_part_for_sick_ones():
    plans = [plan("2360", "0", scheme="X", minimum_wage=Decimal(2360))]
    # 2360 x 19/21 = 2135.24 are paid, and owed
    assert pay(PERSONAL, leave=days("personal", 2, 3), plans=plans).total == Decimal("2135.24")
    # 2360 x (21 - 2 x 0.2) / 21 = 2315.05
    assert pay(SICK, leave=days("sick", 2, 3), plans=plans).total == Decimal("2315.05")


def test_of_a_plan_that_changes_each_day_goes_by_its_own_base():
    plans = [plan("4000", scheme="X"), plan("4200", scheme="X", start=dt.date(2026, 11, 16))]
    found = pay(PERSONAL, leave=days("personal", 2, 16), plans=plans)
    assert taken(found) == [("personal", Decimal("-190.48")), ("personal", Decimal("-200.00"))]


def test_days_paid_in_full_are_shown_and_take_nothing():
    annual = LeavePay(LeaveKind.ANNUAL, Decimal(1))
    found = pay(annual, leave=days("annual", 2))
    assert (taken(found), found.total) == ([("annual", Decimal("0.00"))], Decimal("4800.00"))


def test_leave_of_a_kind_nobody_knows_is_paid_and_told():
    found = pay(PERSONAL, leave=days("探亲假", 2))
    assert (taken(found), found.unpaid) == ([], (Unpaid.LEAVE_UNKNOWN,))
    assert pay(leave=days("探亲假", 2)).unpaid == ()  # nothing is paid apart


def test_the_firms_scheme_holds_where_the_own_one_says_nothing():
    generous = LeavePay(LeaveKind.SICK, Decimal(1))
    others = [firm(generous, PERSONAL)]
    found = pay(SICK, leave=(*days("sick", 3), *days("personal", 2)), others=others)
    assert taken(found) == [("sick", Decimal("-76.19")), ("personal", Decimal("-190.48"))]
    bare = pay(leave=days("personal", 2), plans=[plan("4000")], others=others)
    assert taken(bare) == [("personal", Decimal("-190.48"))]


@pytest.mark.parametrize(
    ("part", "codes"),
    [
        (LeavePay(LeaveKind.ANNUAL, Decimal("0.99")), ["leave_below_law"]),
        (LeavePay(LeaveKind.MARRIAGE, Decimal(0)), ["leave_below_law"]),
        (LeavePay(LeaveKind.MATERNITY, Decimal(0)), ["leave_below_law"]),
        (LeavePay(LeaveKind.MATERNITY, Decimal(0), is_insured=True), []),
        (LeavePay(LeaveKind.ANNUAL, Decimal(0), is_insured=True), ["leave_not_insurable"]),
        (PERSONAL, []),
        (LeavePay(LeaveKind.SICK, Decimal("0.4")), []),  # its least is paid day by day
    ],
)
def test_leave_is_never_paid_below_the_law(part, codes):
    if not codes:
        pay(part)
        return
    with pytest.raises(InputError) as told:
        pay(part)
    assert [fault.code for fault in told.value.faults] == codes


def test_leave_takes_the_full_attendance_only_where_the_scheme_says_so():
    full = FullAttendance(Decimal(200))
    kept = pay(PERSONAL, full, leave=days("personal", 2))
    assert kept.amount(Pays.FULL_ATTENDANCE) == 200
    lost = pay(replace(PERSONAL, breaks_attendance=True), full, leave=days("personal", 2))
    assert lost.amount(Pays.FULL_ATTENDANCE) == 0
    assert Unpaid.LEAVE_BREAKS_ATTENDANCE in lost.unpaid


NIGHT = Allowance(
    "夜班", Decimal(30), window=ClockSpan.parse("22:00-06:00"), least_hours=Decimal(2)
)
HOURS = Allowance("夜间", Decimal("4.50"), AllowancePer.HOUR, ClockSpan.parse("22:00-06:00"))
PROMOTION = Allowance("大促", Decimal(50), first=dt.date(2026, 11, 10), last=dt.date(2026, 11, 11))


def earned(*allowances, shifts, there, days=None):
    scheduled = in_force([[version(1, shifts, "2026-10-30T12:00")]])
    presences = [Presence("A", at(start), at(end)) for start, end in there]
    rostered = None if days is None else Rostered.of(days, scheduled, CLOCK)
    known = attendance_of(presences)
    return allowances_earned(allowances, scheduled, known, NOVEMBER, rostered=rostered, clock=CLOCK)


LATE = shift(start="2026-11-02T16:00", end="2026-11-03T00:30")  # 2.5 h from 22:00 on
DARK = shift(start="2026-11-10T20:00", end="2026-11-11T05:00",
             meal=("2026-11-11T00:00", "2026-11-11T01:00"))  # fmt: skip  # 6 h of it at night


def test_an_allowance_a_shift_counts_shifts_with_enough_hours_at_its_times():
    there = [("2026-11-02T16:00", "2026-11-03T00:30"), ("2026-11-10T20:00", "2026-11-11T05:00")]
    night, hours, promotion = earned(NIGHT, HOURS, PROMOTION, shifts=[LATE, DARK], there=there)
    assert (night.shifts, night.unproven) == (2, 0)
    assert hours.minutes == 150 + 360  # the meal is no work
    assert promotion.shifts == 1  # of the 10th; the one of the 2nd is no promotion


def test_only_presence_that_is_proven_counts():
    left_early = [
        ("2026-11-02T16:00", "2026-11-02T23:59"),
        ("2026-11-10T20:00", "2026-11-11T05:00"),
    ]
    night, hours = earned(NIGHT, HOURS, shifts=[LATE, DARK], there=left_early)
    assert night.shifts == 1  # 1 h 59 of the 2 h at night that are asked
    assert hours.minutes == 119 + 360
    (nobody,) = earned(NIGHT, shifts=[LATE], there=[])
    assert (nobody.shifts, nobody.unproven) == (0, 1)
    for_ever = [("2026-11-02T16:00", "2026-11-04T09:00")]
    (doubted,) = earned(NIGHT, shifts=[LATE], there=for_ever)
    assert (doubted.shifts, doubted.unproven) == (0, 1)


def test_allowances_are_lines_rounded_once():
    there = [("2026-11-02T16:00", "2026-11-03T00:30"), ("2026-11-10T20:00", "2026-11-11T04:50")]
    found = pay(NIGHT, HOURS, allowances=earned(NIGHT, HOURS, shifts=[LATE, DARK], there=there))
    lines = [(one.name, one.amount) for one in found.lines if one.pays is Pays.ALLOWANCE]
    # 2 x 30; (150 + 350) min x 4.50 / 60 = 37.50
    assert lines == [("夜班", Decimal("60.00")), ("夜间", Decimal("37.50"))]
    assert found.total == Decimal("4897.50")


def test_unproven_shifts_are_told_and_not_paid():
    found = pay(NIGHT, allowances=earned(NIGHT, shifts=[LATE], there=[]))
    assert found.amount(Pays.ALLOWANCE) == 0
    assert Unpaid.ALLOWANCE_UNPROVEN in found.unpaid


def test_an_allowance_nobody_named_in_the_scheme_is_not_paid():
    there = [("2026-11-02T16:00", "2026-11-03T00:30")]
    found = pay(allowances=earned(NIGHT, shifts=[LATE], there=there))
    assert found.amount(Pays.ALLOWANCE) == 0


UNUSED = (UnusedLeave("A", 3, Decimal(3)),)


def test_annual_leave_not_taken_is_told_where_no_scheme_pays_it():
    found = pay(unused_leave=UNUSED)
    assert (found.total, found.unpaid) == (Decimal("4800.00"), (Unpaid.LEAVE_UNUSED,))


def test_annual_leave_not_taken_pays_twice_a_day_beyond_the_day_itself():
    months = [MonthPay("A", Month(2026, n), Decimal(4000 + 50 * n)) for n in range(1, 11)]
    months += [MonthPay("A", Month(2025, n), Decimal(4000)) for n in (11, 12)]
    found = pay(UnusedLeavePay(), unused_leave=UNUSED, hours=HourGround(tuple(months)))
    # (10 x 4000 + 50 x 55 + 8000) / 12 = 4229.1667; / 21.75 = 194.4444 a day; x 2 x 3
    assert found.amount(Pays.UNUSED_LEAVE) == Decimal("1166.67")
    assert found.normal == Decimal("4800.00")  # it does not count towards the minimum wage


def test_without_earlier_pay_the_plan_stands_in_and_it_is_told():
    found = pay(UnusedLeavePay(), unused_leave=UNUSED, hours=HourGround())
    # (4000 + 1000) / 21.75 x 2 x 3
    assert found.amount(Pays.UNUSED_LEAVE) == Decimal("1379.31")
    assert Unpaid.HOUR_PAY_BY_PLAN in found.unpaid


def test_a_night_without_a_roster_is_told_as_unproven():
    there = [("2026-11-02T16:00", "2026-11-03T00:30"), ("2026-11-10T20:00", "2026-11-11T05:00")]
    (night,) = earned(NIGHT, shifts=[LATE], there=there, days=[])
    assert (night.shifts, night.unproven) == (1, 1)  # of the 10th nobody knows what was planned
    assert earned(NIGHT, shifts=[LATE], there=there, days=[dt.date(2026, 11, 10)])[0].unproven == 0
    by_day = [("2026-11-04T09:00", "2026-11-04T18:00")]
    assert earned(NIGHT, shifts=[], there=by_day, days=[]) == ()
    (alone,) = earned(NIGHT, shifts=[], there=there, days=[])
    assert (alone.shifts, alone.unproven) == (0, 2)
