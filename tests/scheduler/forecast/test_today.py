"""The rest of a day from what has arrived so far."""

import numpy as np
import pytest

from scheduler.demand import Forecast
from scheduler.errors import InputError
from scheduler.forecast.dispersion import dispersion
from scheduler.forecast.model import forecast
from scheduler.forecast.today import update_today
from scheduler.horizon import Horizon
from tests.scheduler.forecast.volumes import noisy, usual, volumes, week_after

NOON = 24


def so_far(history, factor):
    """Return the history and the coming week as it would arrive, times a factor."""
    return volumes(np.vstack((history, usual(7) * factor)))


@pytest.fixture(scope="module")
def history():
    return noisy(140, seed=1, day_spread=0.2)


def updated(history, factor, slot=NOON):
    found = forecast(volumes(history), week_after(history))
    now = found.horizon.minute(slot)
    return found, update_today(found, so_far(history, factor), now)


def test_a_busy_morning_raises_the_rest_of_the_day_and_nothing_else(history):
    before, after = updated(history, 2.0)
    rest = slice(NOON, 48)
    assert (after.mean[0, rest] > 1.2 * before.mean[0, rest]).all()
    assert (after.mean[0, rest] < 2.0 * before.mean[0, rest]).all()
    np.testing.assert_array_equal(after.mean[0, :NOON], before.mean[0, :NOON])
    np.testing.assert_array_equal(after.mean[0, 48:], before.mean[0, 48:])
    np.testing.assert_array_equal(after.quantiles[0, :, 48:], before.quantiles[0, :, 48:])


def test_a_morning_as_expected_only_narrows(history):
    before, after = updated(history, before_over_usual(history))
    rest = slice(NOON, 48)
    np.testing.assert_allclose(after.mean[0, rest], before.mean[0, rest], rtol=0.03)
    width = [(each.at(0.9) - each.at(0.1))[0, rest].sum() for each in (before, after)]
    assert width[1] < width[0]


def before_over_usual(history):
    found = forecast(volumes(history), week_after(history))
    return found.mean[0, :NOON].sum() / usual(1)[0, :NOON].sum()


def test_the_longer_the_day_the_more_it_says(history):
    early, late = (updated(history, 2.0, slot)[1] for slot in (12, 30))
    assert early.mean[0, 47] < late.mean[0, 47]


def test_calm_days_say_nothing():
    history = noisy(140, seed=2, day_spread=0.0)
    before, after = updated(history, 1.2)
    np.testing.assert_allclose(after.mean, before.mean, rtol=0.05)


def test_before_the_first_interval_nothing_changes(history):
    before, after = updated(history, 3.0, slot=0)
    np.testing.assert_array_equal(after.mean, before.mean)


def test_quantiles_say_how_far_intervals_scatter(history):
    found = forecast(volumes(history), week_after(history))
    assert dispersion(found, "presales").cv == pytest.approx(0.2, abs=0.06)
    assert found.day_cv[0] == pytest.approx(0.2, abs=0.06)


def test_another_interval_or_a_moment_outside_is_refused(history):
    found = forecast(volumes(history), week_after(history))
    with pytest.raises(InputError, match="now_outside"):
        update_today(found, volumes(history), found.horizon.start_min - 1)
    hours = Horizon(found.horizon.clock, found.horizon.start, 7, 60)
    coarse = Forecast(hours, ("presales",), np.ones((1, 168)))
    with pytest.raises(InputError, match="interval_differs"):
        update_today(coarse, volumes(history), hours.start_min)
