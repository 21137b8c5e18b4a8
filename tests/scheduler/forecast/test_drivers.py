"""What is known by day beside chats: found, used where it helps, harmless where it tells none."""

import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Volumes
from scheduler.errors import InputError
from scheduler.forecast.backtest import backtest
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.forecast.drivers import (
    DriverDay,
    DriverKind,
    chats_of_posts,
    drivers_of,
    lag_of,
)
from scheduler.forecast.model import forecast
from scheduler.forecast.models import Model
from scheduler.forecast.params import ForecastParams
from scheduler.forecast.series import Series, all_series
from tests.scheduler.forecast.volumes import MONDAY, usual, volumes, week_after

DAYS = 112


def swings(seed, days=DAYS + 7, spread=0.3):
    return np.exp(np.random.default_rng(seed).normal(0, spread, days))


def history(factors, seed=1):
    return np.random.default_rng(seed).poisson(usual(len(factors), factors=factors)).astype(float)


def told(kind, amounts):
    days = (MONDAY + dt.timedelta(days=number) for number in range(len(amounts)))
    return drivers_of(
        DriverDay(day, kind, float(amount)) for day, amount in zip(days, amounts, strict=True)
    )


def details(found, code):
    return [dict(each.details) for each in found.caveats if each.code == code]


def days_of(found):
    return found.mean[0].reshape(7, 48).sum(axis=1)


def test_a_plan_that_chats_follow_is_learnt_used_and_told():
    plan = swings(3)
    chats = history(plan[:DAYS] ** 0.7)
    drivers = told(DriverKind.SALES_PLAN, 1000 * plan)
    found = forecast(volumes(chats), week_after(chats), drivers=drivers)
    assert found.models == (Model.DRIVEN,)
    expected = usual(7, factors=plan[DAYS:] ** 0.7).sum(axis=1)
    np.testing.assert_allclose(days_of(found), expected, rtol=0.1)
    (one,) = details(found, "driver_found")
    assert (one["driver"], one["lag"]) == ("sales_plan", 0)
    assert one["percent"] == pytest.approx(7.0, abs=0.7)
    (gain,) = details(found, "drivers_used")
    assert gain["with"] < 0.85 * gain["without"]


def test_a_plan_of_a_first_promotion_carries_it():
    plan = np.exp(np.random.default_rng(3).normal(0, 0.1, DAYS + 7))
    plan[DAYS + 3] = 3.0
    chats = history(plan[:DAYS])
    drivers = told(DriverKind.VISITORS_PLAN, 1000 * plan)
    found = forecast(volumes(chats), week_after(chats), drivers=drivers)
    assert days_of(found)[3] == pytest.approx(3 * usual(7)[3].sum(), rel=0.25)


def test_a_plan_that_tells_nothing_changes_nothing_and_is_told():
    chats = history(swings(5, DAYS, 0.05))
    drivers = told(DriverKind.SALES_PLAN, swings(6))
    found = forecast(volumes(chats), week_after(chats), drivers=drivers)
    np.testing.assert_array_equal(found.mean, forecast(volumes(chats), week_after(chats)).mean)
    assert details(found, "driver_tells_nothing") == [{"driver": "sales_plan"}]
    assert not details(found, "driver_found")


@pytest.mark.parametrize("seed", range(4))
def test_drivers_that_tell_nothing_harm_no_back_test(seed):
    chats = volumes(history(swings(seed, DAYS, 0.1), seed))
    drivers = (*told(DriverKind.SALES_PLAN, swings(90 + seed)), *told(DriverKind.ORDERS, swings(9)))
    alone, both = (
        backtest(chats, interval_min=30, folds=6, drivers=each)[0].chosen.wape
        for each in ((), drivers)
    )
    assert both <= alone * 1.02


def test_orders_are_followed_days_later_and_nothing_after_the_history_is_looked_at():
    orders = swings(7)
    later = np.concatenate([np.ones(2), orders[:-2]]) ** 0.6
    chats = history(later[:DAYS])
    (driver,) = told(DriverKind.ORDERS, 500 * orders)
    lag = lag_of(driver, Series(MONDAY, chats), DAYS)
    assert lag.columns == (2,)
    assert lag.correlation > 0.9
    found = forecast(volumes(chats), week_after(chats), drivers=(driver,))
    expected = usual(7, factors=later[DAYS:]).sum(axis=1)
    np.testing.assert_allclose(days_of(found)[:2], expected[:2], rtol=0.1)
    orders[DAYS:] = 100.0
    again = forecast(
        volumes(chats), week_after(chats), drivers=told(DriverKind.ORDERS, 500 * orders)
    )
    np.testing.assert_array_equal(found.mean, again.mean)


def test_chats_of_a_post_that_lead_those_of_another_are_found():
    first = swings(8, DAYS)
    chats = np.array([history(first), history(np.concatenate([[1.0], first[:-1]]), 2)])
    starts = volumes(chats[0]).start_min
    both = Volumes(volumes(chats[0]).clock, 30, ("pre", "after"), starts, chats.reshape(2, -1))
    drivers = chats_of_posts(all_series(both, 30, ()))
    found = forecast(both, week_after(chats[0]), drivers=drivers)
    (one,) = details(found, "driver_found")
    assert (one["driver"], one["of_post"], one["lag"]) == ("chats", "pre", 1)
    assert [each.post for each in found.caveats if each.code == "drivers_used"] == ["after"]


def test_a_driver_of_one_post_is_no_driver_of_another():
    (driver,) = drivers_of([DriverDay(MONDAY, DriverKind.ORDERS, 1.0, ("after",))])
    assert driver.may_move("after")
    assert not driver.may_move("pre")


def test_a_forecast_by_drivers_needs_some():
    chats = history(np.ones(DAYS))
    with pytest.raises(InputError, match="model_needs_drivers"):
        forecast(volumes(chats), week_after(chats), params=ForecastParams(model=Model.DRIVEN))


RUN_UP = {-3: 1.2, -2: 1.4, -1: 1.6, 0: 0.5, 1: 1.5, 2: 1.3, 3: 1.1}


def holiday(number):
    return SpecialDay(MONDAY + dt.timedelta(days=number), DayKind.HOLIDAY, "holiday")


def around_holidays(moves):
    factors = np.ones(DAYS)
    for centre in (25, 53, 82):
        for away, factor in RUN_UP.items():
            factors[centre + away] = factor if moves or not away else 1.0
    chats = history(factors)
    days = [holiday(number) for number in (25, 53, 82, DAYS + 3)]
    found = forecast(volumes(chats), week_after(chats), special_days=days)
    return days_of(found) / usual(7).sum(axis=1)


def test_days_before_and_after_holidays_follow_those_of_earlier_ones():
    np.testing.assert_allclose(around_holidays(moves=True), list(RUN_UP.values()), rtol=0.15)


def test_chance_around_a_holiday_moves_little():
    found = around_holidays(moves=False)
    np.testing.assert_allclose(np.delete(found, 3), 1.0, atol=0.08)
