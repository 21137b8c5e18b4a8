"""The hires of least cost, counted by hand."""

import dataclasses
import datetime as dt
from decimal import Decimal

from scheduler.capacity.hiring import cheapest_hires
from scheduler.capacity.outcome import Capacity, CapacityWeek
from scheduler.capacity.params import CapacityParams
from scheduler.hours_rules import HoursRules
from tests import builders as b

AT_ONCE = CapacityParams(lead_weeks=1, ramp_weeks=0)
MONDAY = dt.date(2026, 11, 30)
NOBODY = {"presales": 0.0}
WORKER = dataclasses.replace(
    b.agent(), contract=dataclasses.replace(b.agent().contract, hourly_cost=Decimal(30))
)


def weeks(*short):
    rows = tuple(
        CapacityWeek(
            MONDAY + dt.timedelta(7 * number),
            NOBODY,
            {"presales": hours},
            {"presales": 0},
            NOBODY,
            {"presales": hours},
            NOBODY,
            {"presales": hours},
        )
        for number, hours in enumerate(short)
    )
    return Capacity(rows, (), {"presales": 40.0})


def hired(found, params=AT_ONCE):
    return cheapest_hires(found, [WORKER], HoursRules(), params)


def test_people_are_hired_for_as_long_as_their_wages_are_below_overtime():
    plan = hired(weeks(0, 40, 40, 40))  # 3 x 1,200 yuan of wages against 3 x 1,800 of overtime
    assert [(hire.people, hire.first_day) for hire in plan.hires] == [(1, dt.date(2026, 12, 7))]
    assert (plan.wages, plan.missing_cost, plan.people) == (Decimal("3600.00"), Decimal("0.00"), 1)
    assert plan.hires[0].decide_by == MONDAY
    assert Decimal("3599.9") < plan.bound <= plan.cost


def test_a_short_peak_is_worked_as_overtime():
    plan = hired(weeks(0, 40, 0, 0))  # 1,800 of overtime against 3,600 of wages
    assert (plan.people, plan.missing_hours, plan.cost) == (0, 40.0, Decimal("1800.00"))


def test_nobody_comes_before_a_decision_can_bring_them():
    plan = hired(weeks(40, 40), dataclasses.replace(AT_ONCE, lead_weeks=2))
    assert (plan.people, plan.missing_hours) == (0, 80.0)


def test_who_is_worked_in_slowly_comes_earlier():
    slow = dataclasses.replace(AT_ONCE, ramp_weeks=1, ramp_start=0.5, lead_weeks=0)
    plan = hired(weeks(0, 40, 40, 40, 40, 40, 40), slow)
    assert plan.hires[0].first_day == dt.date(2026, 12, 7)  # half a week of overtime is cheaper
    assert plan.missing_hours == 20.0


def test_nothing_is_proven_where_what_an_hour_costs_is_not_known():
    free = dataclasses.replace(
        WORKER, contract=dataclasses.replace(WORKER.contract, hourly_cost=Decimal(0))
    )
    assert cheapest_hires(weeks(0, 40), [free], HoursRules(), AT_ONCE) is None
