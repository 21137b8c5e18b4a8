"""Overtime by consent, averaged hours and promised hours."""

import datetime as dt
from dataclasses import replace

import pytest

from scheduler.overtime import OvertimeOn, overtime_by_day
from scheduler.ruleset import Weights
from scheduler.shift import ShiftShape
from scheduler.verify.cost import cost
from tests.builders import FULL, MONDAY, agent, at, horizon, problem, roster, rules, shift
from tests.scheduler.verify.broken import breaches, rules_broken

ELEVEN = ShiftShape(660, 60, 180, 300)
OVERTIME = {
    "max_overtime_min_per_day": 180,
    "shapes": (FULL, ELEVEN, ShiftShape(720, 60, 180, 300)),
}
LONG_DAY = ["hours_per_day"]
WILLING = [agent(overtime_consent=True)]


def broken(*shifts, agents=WILLING, history=(), week=None, **hours):
    asked = {} if week is None else {"week": week}
    ruleset = rules(**OVERTIME | hours)
    return rules_broken(*shifts, agents=agents, ruleset=ruleset, history=history, **asked)


def test_by_day_what_is_above_the_day_comes_first_then_what_passes_the_week():
    # 8 h a day, 40 h a week: 10 h on Monday are 2 h; Tuesday to Friday 32 h make 40 with Monday's
    # eight; Saturday's 8 h pass the week.
    work = {0: 600, 1: 480, 2: 480, 3: 480, 4: 480, 5: 480}
    assert overtime_by_day(work, 480, 2400, 7) == {0: 120, 5: 480}


def test_by_day_each_week_counts_from_the_horizons_start_both_ways():
    assert overtime_by_day({-1: 480, 0: 480}, 480, 480, 7) == {}
    assert overtime_by_day({-7: 480, -1: 480}, 480, 480, 7) == {-1: 480}
    assert overtime_by_day({0: 480, 7: 480}, 480, 480, 7) == {}


def test_a_contract_below_full_time_is_the_weeks_limit():
    assert overtime_by_day({0: 480, 1: 480}, 480, 600.0, 7) == {1: 360.0}


def test_without_consent_the_limits_stay():
    unwilling = [agent()]
    assert broken(shift(work=660), agents=unwilling) == ["hours_per_day"]
    six = [shift(day=day) for day in range(6)]
    assert broken(*six, agents=unwilling) == ["hours_per_week"]


def test_without_overtime_consent_changes_nothing():
    assert broken(shift(work=660), max_overtime_min_per_day=0) == ["hours_per_day"]


def test_three_hours_a_day_and_no_more():
    assert broken(shift(work=660)) == []
    assert broken(shift(work=720)) == ["overtime_per_day"]
    ruleset = rules(**OVERTIME)
    (found,) = breaches(shift(work=720), agents=WILLING, ruleset=ruleset)
    assert (found.measured, found.limit) == (240, 180)


def test_a_sixth_day_is_overtime_of_the_month_not_of_the_day():
    six = [shift(day=day) for day in range(6)]
    assert broken(*six) == []
    assert broken(*six, max_overtime_min_per_month=479) == ["overtime_per_month"]
    assert broken(*six, max_overtime_min_per_month=480) == []


def test_overtime_counts_by_the_calendar_month_with_the_past():
    past = [shift(day=-3, work=660)]  # 27 November: 3 h
    limit = {"max_overtime_min_per_month": 300, "history": past}
    assert broken(shift(day=0, work=660), **limit) == ["overtime_per_month"]  # 30 November
    assert broken(shift(day=1, work=660), **limit) == []  # 1 December


def test_a_past_above_the_months_limit_is_no_breach_unless_the_week_adds_to_it():
    limit = {"max_overtime_min_per_month": 100, "history": [shift(day=-3, work=660)]}
    assert broken(shift(day=0), **limit) == []
    assert broken(shift(day=0, work=660), **limit) == ["overtime_per_month"]


def test_the_day_on_which_the_months_limit_is_passed_is_named():
    ruleset = rules(**OVERTIME, max_overtime_min_per_month=200)
    shifts = [shift(day=day, work=660) for day in (1, 2)]
    (found,) = breaches(*shifts, agents=WILLING, ruleset=ruleset)
    assert (found.at_min, found.measured, found.limit) == (at(2), 360, 200)


def test_overtime_has_its_price():
    priced = rules(**OVERTIME, weights=Weights(overtime_per_hour=5))
    asked = problem(agents=WILLING, ruleset=priced, history=[shift(day=-1, work=660)])
    found = cost(asked, roster(shift(day=1, work=660), shift(day=2, work=600)))
    assert found.overtime_hours == 5.0  # the past has been paid for
    assert found.total == pytest.approx(2 * found.surplus_hours + 25)


def test_averaged_hours_bind_the_whole_horizon_only():
    fortnight = horizon(days=14)
    uneven = [shift(day=day) for day in (0, 1, 2, 3, 4, 5, 7, 8, 9, 10)]  # 48 h, then 32 h
    averaged = {"agents": [agent()], "week": fortnight, "is_averaged": True}
    assert broken(*uneven, **averaged) == []
    assert broken(*uneven, shift(day=11), **averaged) == ["hours_per_horizon"]
    assert broken(*uneven, agents=[agent()], week=fortnight) == ["hours_per_week"]


def test_averaged_overtime_is_what_passes_the_average():
    fortnight = horizon(days=14)
    uneven = [shift(day=day) for day in (0, 1, 2, 3, 4, 5, 7, 8, 9, 10)]
    none = {"week": fortnight, "is_averaged": True, "max_overtime_min_per_month": 0}
    assert broken(*uneven, **none) == []
    assert broken(*uneven, shift(day=11), **none) == ["overtime_per_month"]


def test_promised_hours_count_over_the_horizon():
    promised = [agent(min_hours=16)]
    two = shift(day=0), shift(day=1)
    assert broken(*two, agents=promised) == []
    assert broken(two[0], agents=promised) == ["min_hours"]
    assert broken(*two, agents=[agent(min_hours=16.5)]) == ["min_hours"]  # half an hour short
    assert broken(*two, agents=promised, week=horizon(days=14)) == ["min_hours"]
    assert broken(*two, agents=promised, week=horizon(days=3)) == []  # 6.9 of 16 h


def test_no_hours_are_owed_for_days_on_which_nobody_is_employed():
    leaver = agent(min_hours=28, leaves=horizon().date(3))  # 4 of 7 days: 16 h
    assert broken(shift(day=0), shift(day=1), agents=[leaver]) == []
    assert broken(shift(day=0), agents=[leaver]) == ["min_hours"]


def test_who_is_given_nothing_at_all_misses_the_promise():
    (found,) = breaches(agents=[agent(min_hours=20)], ruleset=rules())
    assert (found.rule, found.measured, found.limit) == ("min_hours", 0, 1200)


def on(first, last, **changes):
    """Return overtime on days of the week, counted from its first."""
    days = MONDAY + dt.timedelta(days=first), MONDAY + dt.timedelta(days=last)
    return (OvertimeOn(*days, **changes),)


def with_days(*shifts, agents=(agent(),), overtime_on=(), **hours):  # noqa: B008 - frozen
    ruleset = replace(rules(**OVERTIME | hours), overtime_on=overtime_on)
    return rules_broken(*shifts, agents=agents, ruleset=ruleset)


@pytest.mark.parametrize(
    ("day", "found"), [(1, ["hours_per_day"]), (2, []), (3, []), (4, ["hours_per_day"])]
)
def test_who_agreed_for_some_days_works_overtime_on_them_alone(day, found):
    agreed = on(2, 3, agreed=("A1",))
    assert with_days(shift(day=day, work=660), overtime_on=agreed) == found
    assert with_days(shift(day=2, work=660), overtime_on=on(2, 3, agreed=("A9",))) == [
        "hours_per_day"
    ]


@pytest.mark.parametrize(("first", "found"), [(0, ["overtime_per_day"]), (5, [])])
def test_a_sixth_day_passes_the_week_only_where_that_was_agreed(first, found):
    six = [shift(day=day) for day in range(6)]
    assert with_days(*six, overtime_on=on(first, first + 1, agreed=("A1",))) == found


def test_the_days_own_limits_hold_for_all_who_agreed():
    less = on(2, 2, max_min_per_day=60)
    for day, found in ((2, ["overtime_per_day"]), (3, [])):
        assert with_days(shift(day=day, work=660), agents=WILLING, overtime_on=less) == found
    site = on(2, 2, max_min_per_day=180)
    free = {"max_overtime_min_per_day": 0}
    for day, found in ((2, []), (3, LONG_DAY)):
        assert (
            with_days(shift(day=day, work=660), agents=WILLING, overtime_on=site, **free) == found
        )


def test_a_months_limit_is_the_days_that_lie_in_it():
    long = [shift(day=day, work=660) for day in (1, 2)]  # 1 and 2 December
    assert with_days(*long, agents=WILLING, overtime_on=on(5, 5, max_min_per_month=300)) == [
        "overtime_per_month"
    ]
    assert with_days(*long, agents=WILLING, overtime_on=on(0, 0, max_min_per_month=300)) == []
