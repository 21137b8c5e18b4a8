import datetime as dt

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.simulate.customers import Customers, draw_customers
from scheduler.simulate.params import SimulationParams
from tests.scheduler.simulate.weeks import customers, forecast, horizon, post

DAY = horizon()


def drawn(per_interval, replication=0, posts=None, over=DAY, **params):
    given = posts or [post()]
    volume = forecast(per_interval, over, [each.id for each in given])
    knobs = SimulationParams(**{"warm_up_min": 0, **params})
    return draw_customers(given, volume, knobs, replication=replication)


def test_same_seed_brings_the_same_customers():
    one, other = drawn(5.0), drawn(5.0)
    np.testing.assert_array_equal(one.arrived_s, other.arrived_s)
    np.testing.assert_array_equal(one.handling_s, other.handling_s)
    np.testing.assert_array_equal(one.patience_s, other.patience_s)


def test_replications_and_seeds_differ():
    first = drawn(5.0).arrived_s[0]
    assert drawn(5.0, replication=1).arrived_s[0] != first
    assert drawn(5.0, seed=2).arrived_s[0] != first


def test_more_volume_brings_the_same_customers_and_some_more():
    few, many = drawn(5.0), drawn(6.0)
    assert len(many) > len(few)
    np.testing.assert_array_equal(many.handling_s[: len(few)], few.handling_s)
    np.testing.assert_array_equal(many.patience_s[: len(few)], few.patience_s)
    np.testing.assert_allclose(many.arrived_s[: len(few)] * 1.2, few.arrived_s)


def test_a_post_more_changes_no_customer_of_the_others():
    alone = drawn(5.0)
    both = drawn(5.0, posts=[post(), post("aftersales", handle_s=900)])
    np.testing.assert_array_equal(both.arrived_s[both.post == 0], alone.arrived_s)
    np.testing.assert_array_equal(both.handling_s[both.post == 0], alone.handling_s)


def test_longer_handling_time_stretches_each_chat():
    slow, fast = drawn(5.0, posts=[post(handle_s=900)]), drawn(5.0, posts=[post(handle_s=300)])
    np.testing.assert_allclose(slow.handling_s, 3 * fast.handling_s)


def test_closed_intervals_bring_nobody():
    rate = np.full(DAY.intervals, 4.0)
    rate[:16] = rate[40:] = np.nan
    found = drawn(rate).arrived_s
    assert found.min() >= 8 * 3600
    assert found.max() < 20 * 3600


def test_arrivals_have_the_forecasts_mean_and_a_poisson_spread():
    rate = np.linspace(0.0, 6.0, DAY.intervals)
    counts = np.array(
        [
            np.histogram(drawn(rate, number).arrived_s, DAY.intervals, (0, 86400))[0]
            for number in range(400)
        ]
    )
    assert np.abs(counts.mean(axis=0) - rate).max() < 4.5 * np.sqrt(6.0 / 400)
    totals = counts.sum(axis=1)
    assert totals.mean() == pytest.approx(rate.sum(), abs=3 * np.sqrt(rate.sum() / 400))
    assert totals.var(ddof=1) == pytest.approx(rate.sum(), rel=3 * np.sqrt(2 / 400))


def test_day_factor_spreads_days_and_keeps_the_mean():
    counts = np.array([len(drawn(10.0, number, day_cv=0.2)) for number in range(400)])
    expected = 480 + (0.2 * 480) ** 2
    assert counts.mean() == pytest.approx(480, abs=3 * np.sqrt(expected / 400))
    assert counts.var(ddof=1) == pytest.approx(expected, rel=0.3)


def test_handling_is_exponential_or_as_variable_as_asked():
    plain = drawn(2000.0, posts=[post(handle_s=100)]).handling_s
    wild = drawn(2000.0, posts=[post(handle_s=100)], handling_scv=1.51).handling_s
    same = drawn(20.0, posts=[post(handle_s=100)], handling_scv=0.0).handling_s
    assert plain.mean() == pytest.approx(100, rel=0.01)
    assert (plain.std() / plain.mean()) ** 2 == pytest.approx(1, rel=0.03)
    assert wild.mean() == pytest.approx(100, rel=0.02)
    assert (wild.std() / wild.mean()) ** 2 == pytest.approx(1.51, rel=0.1)
    np.testing.assert_allclose(same, 100)


def test_warm_up_comes_before_the_horizon_and_changes_nothing_in_it():
    cold, warm = drawn(60.0), drawn(60.0, warm_up_min=120)
    early = warm.arrived_s < 0
    np.testing.assert_array_equal(warm.arrived_s[~early], cold.arrived_s)
    np.testing.assert_array_equal(warm.handling_s[~early], cold.handling_s)
    assert warm.arrived_s.min() >= -7200
    assert early.sum() == pytest.approx(240, abs=4 * 240**0.5)


def test_days_of_daylight_saving_bring_customers_for_their_own_hours():
    spring = horizon(start=dt.date(2026, 3, 29), timezone="Europe/Berlin")
    found = drawn(100.0, over=spring).arrived_s
    assert spring.intervals == 46
    assert found.max() < 23 * 3600
    assert len(found) == pytest.approx(4600, abs=4 * 4600**0.5)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([(0, -1.0, 10.0)], "negative"),  # handling below 0
        ([(0, 1.0, -10.0)], "negative"),  # patience below 0
        ([(0, 1.0, np.inf)], "not_finite"),  # would wait for ever
    ],
)
def test_impossible_customers_are_refused(rows, code):
    with pytest.raises(InputError, match=code):
        customers(*rows)


def test_customers_out_of_order_are_refused():
    with pytest.raises(InputError, match="starts_not_ascending"):
        Customers(np.zeros(2), np.array([2.0, 1.0]), np.ones(2), np.ones(2))
