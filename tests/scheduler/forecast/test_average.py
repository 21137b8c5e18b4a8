"""The mean beside the median: unbiased where few chats come, unmoved by storms."""

import numpy as np
import pytest

from scheduler.forecast.average import average_week
from scheduler.forecast.contest import Contest, Errors
from scheduler.forecast.model import forecast
from scheduler.forecast.models import Model
from scheduler.forecast.params import DEFAULTS, ForecastParams
from scheduler.forecast.series import Series
from tests.scheduler.forecast.volumes import MONDAY, noisy, usual, volumes, week_after

DAYS = 196


def few(level, seed, days=DAYS):
    """Return counts of so many chats an interval on average."""
    rates = usual(days) * level / usual(7).mean()
    return np.random.default_rng(seed).poisson(rates).astype(float), rates[:7]


def average(history, weights=None):
    weekdays = np.arange(len(history)) % 7
    return average_week(history, weekdays, np.ones(len(history)) if weights is None else weights)


@pytest.mark.parametrize("level", [0.2, 0.5, 1.0, 4.0, 20.0])
def test_the_mean_of_few_chats_adds_up_though_their_median_does_not(level):
    sums = []
    for seed in range(6):
        history, rates = few(level, seed)
        found = forecast(volumes(history), week_after(history))
        sums.append((found.mean.sum() / rates.sum(), found.scored.sum() / rates.sum()))
    mean, point = np.mean(sums, axis=0)
    assert mean == pytest.approx(1, abs=0.05)
    if level <= 1:
        assert point < 0.9


def test_intervals_of_many_chats_have_one_middle():
    history, _ = few(400.0, 1)
    found = forecast(volumes(history), week_after(history))
    np.testing.assert_allclose(found.mean, found.scored, rtol=0.08)
    assert found.mean.sum() == pytest.approx(found.scored.sum(), rel=0.01)


def test_a_week_that_repeats_has_its_own_mean():
    np.testing.assert_allclose(average(usual(70)), usual(7))


@pytest.mark.parametrize("factor", [0.2, 4.0])
def test_storms_do_not_move_the_mean(factor):
    history, _ = few(2.0, 3)
    calm = average(history)
    for row in (100, 101, 130, 171):
        history[row] *= factor
    assert average(history).sum() == pytest.approx(calm.sum(), rel=0.02)


def test_one_wild_slot_does_not_move_its_mean():
    history, _ = few(5.0, 4)
    calm = average(history)
    history[140, 20] = 400.0  # the fault of a line, on a Monday
    assert average(history)[0, 20] == pytest.approx(calm[0, 20], rel=0.1)


def test_a_lasting_step_is_taken_out_before_the_mean_is_taken():
    factors = np.repeat([1.0, 2.0], [84, 112])
    found = average(usual(DAYS, factors=factors))
    np.testing.assert_allclose(found, 2 * usual(7), rtol=1e-3)  # the level most days have


def test_a_slot_with_one_record_keeps_it():
    history = usual(56)
    history[:, 3] = np.nan
    history[20, 3] = 9.0
    found = average(history)
    assert found[20 % 7, 3] == 9.0
    assert np.isnan(np.delete(found[:, 3], 20 % 7)).all()


def test_few_chats_do_not_have_their_mean_from_whoever_says_none():
    """With 0.2 chats an interval the median of all weeks errs least by saying 0."""
    growing, _ = few(0.2, 5)
    growing *= np.random.default_rng(5).poisson(np.linspace(0.5, 3, DAYS))[:, None] > 0
    contest = Contest(Series(MONDAY, growing), (), DEFAULTS)
    entry = contest.entry(DAYS, 7)
    last = growing[-28:].sum() / 4
    assert entry.expected.mean.sum() == pytest.approx(last, rel=0.25)
    assert contest.scores(DAYS, Errors.MEAN) != contest.scores(DAYS)


def test_an_overruled_model_gives_the_mean_too():
    history = noisy(84, seed=6)
    params = ForecastParams(model=Model.MEDIAN_8_WEEKS)
    found = forecast(volumes(history), week_after(history), params=params)
    np.testing.assert_allclose(found.mean[0].reshape(7, 48), average(history[-56:]))


def test_a_forecast_times_a_factor_keeps_its_shape():
    history = noisy(84, seed=7)
    found = forecast(volumes(history), week_after(history))
    twice = found.times(np.array([[2.0]]))
    for name in ("mean", "scored", "quantiles"):
        np.testing.assert_allclose(getattr(twice, name), 2 * getattr(found, name))
