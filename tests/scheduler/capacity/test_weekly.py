"""The plan week by week, counted by hand."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from scheduler.agent import Absence
from scheduler.capacity.outcome import Capacity, CapacityWeek, Hire
from scheduler.capacity.params import CapacityParams
from scheduler.capacity.supply import StaffSupply
from scheduler.capacity.weekly import by_week, plan_lines
from scheduler.hours_rules import HoursRules
from tests import builders as b

MONDAY = dt.date(2026, 11, 30)
POST = "presales"
WORKER = dataclasses.replace(
    b.agent(), contract=dataclasses.replace(b.agent().contract, hourly_cost=Decimal(30))
)
SLOW = CapacityParams(lead_weeks=0, ramp_weeks=2, ramp_start=0.5)


def week(number, short, cost="1200"):
    nothing = {POST: 0.0}
    return CapacityWeek(
        MONDAY + dt.timedelta(7 * number),
        nothing,
        {POST: 40.0 + short},
        {POST: 1},
        {POST: 40.0},
        {POST: short},
        nothing,
        {POST: short},
        {POST: 2.0},
        {POST: 0.25},
        {POST: Decimal(cost)},
    )


def lines(*short, hires=(), agents=(WORKER,)):
    weeks = tuple(week(number, hours) for number, hours in enumerate(short))
    found = Capacity(weeks, (), {POST: 40.0}, {POST: 40.0})
    return plan_lines(found, hires, agents, SLOW)


def hire(people=1, number=0):
    first = MONDAY + dt.timedelta(7 * number)
    return Hire(POST, people, first, first, is_late=False)


def test_hires_close_the_gap_as_they_learn_and_their_learning_is_told():
    first, second, third = lines(40, 40, 40, hires=[hire()])
    assert [each.gap_hours for each in (first, second, third)] == [20, 10, 0]
    assert [each.training_hours for each in (first, second, third)] == [20, 10, 0]
    assert [each.joining for each in (first, second, third)] == [1, 0, 0]


def test_people_asked_for_and_there_are_counted_in_new_peoples_weeks():
    (only,) = lines(20)
    assert (only.required_people, only.people) == (1.5, 0.75)
    assert (only.left_people, only.away_hours) == (0.25, 2.0)


def test_cost_is_wages_of_all_and_the_gap_at_overtimes_price():
    (only,) = lines(40, hires=[hire()])
    assert only.cost == Decimal("1200") + 40 * 30 + Decimal(20 * 30) * Decimal("1.5")


def test_cost_is_not_known_without_wages_and_then_nor_is_the_weeks():
    unpaid = dataclasses.replace(WORKER, contract=b.agent().contract)
    (only,) = lines(40, agents=(unpaid,))
    assert only.cost is None
    assert by_week((only,))[0].cost is None


def test_weeks_are_the_sums_of_their_posts():
    (only,) = lines(40)
    (both,) = by_week((only, dataclasses.replace(only, post="aftersales")))
    assert (both.gap_hours, both.cost) == (2 * only.gap_hours, 2 * only.cost)


def test_leave_and_leaving_are_counted_apart():
    clock = b.horizon().clock
    start = clock.at(MONDAY)
    away = Absence(WORKER.id, start, start + 7 * 1440)  # the whole week
    params = CapacityParams(leaving_per_year=0.5)
    dates = [MONDAY + dt.timedelta(day) for day in range(7)]
    supply = StaffSupply(clock, [WORKER], [away], HoursRules(), params)
    now, year = supply.in_week(dates, 0), supply.in_week(dates, 52)
    assert (now.hours["presales"], now.away_hours["presales"]) == (0, 40)
    assert (now.left_people["presales"], year.left_people["presales"]) == (0, 0.5)
    assert now.cost["presales"] == 40 * Decimal(30)
    assert year.cost["presales"] == pytest.approx(20 * Decimal(30))
