"""What a forecast errs the same way week after week is put right; what chance errs is left."""

import math

import numpy as np
import pytest

from scheduler.forecast.contest import Contest, Errors
from scheduler.forecast.lag import FEWEST_WEEKS, Lags, lag
from scheduler.forecast.model import forecast
from scheduler.forecast.models import Model
from scheduler.forecast.params import DEFAULTS, ForecastParams
from scheduler.forecast.series import Series
from tests.scheduler.forecast.volumes import MONDAY, noisy, usual, volumes, week_after

TOLD = np.full(12, 1000.0)


def test_the_same_error_every_week_is_a_lag():
    assert lag(TOLD * 1.04, TOLD) == pytest.approx(math.log(1.04), rel=1e-3)


def test_a_lag_within_three_standard_errors_counts_for_nothing_and_beyond_little():
    swings = np.where(np.arange(12) % 2, 0.1, -0.1)
    error = float(swings.std(ddof=1)) / math.sqrt(12)
    assert lag(TOLD * np.exp(2.9 * error + swings), TOLD) == 0.0
    beyond = lag(TOLD * np.exp(6.0 * error + swings), TOLD)
    assert beyond == pytest.approx(6.0 * error * (1 - 9 / 36), rel=0.02)
    assert lag(TOLD * np.exp(-6.0 * error - swings), TOLD) == pytest.approx(-beyond, rel=0.02)


def test_one_week_after_a_step_and_few_weeks_are_no_lag():
    stepped = TOLD * np.where(np.arange(12), 1.0, 1.5)
    assert lag(stepped, TOLD) == 0.0
    few = FEWEST_WEEKS - 1
    assert lag(TOLD[:few] * 1.04, TOLD[:few]) == 0.0


def growing(seed):
    return np.round(noisy(140, seed=seed, day_spread=0.05) * 1.04 ** (np.arange(140) / 7)[:, None])


def test_growth_of_four_per_cent_a_week_is_met_within_two():
    truth = usual(7).sum() * 1.04 ** (np.arange(140, 147) / 7).mean()
    found = [forecast(volumes(growing(seed)), week_after(growing(seed))) for seed in range(3)]
    bias = np.mean([each.mean.sum() / truth - 1 for each in found])
    assert abs(bias) <= 0.02
    told = [
        each.details["times"] for one in found for each in one.caveats if each.code == "level_lags"
    ]
    assert told
    assert all(1.0 < times < 1.1 for times in told)


def test_a_model_asked_for_by_name_is_left_as_it_is():
    history = growing(1)
    params = ForecastParams(model=Model.PROFILE)
    asked = Contest(Series(MONDAY, history), (), params)
    free = Contest(Series(MONDAY, history), (), DEFAULTS)
    assert free.lags(140, Model.PROFILE, 7).min() > 0.01
    assert not asked.lags(140, Model.PROFILE, 21).any()
    found = forecast(volumes(history), week_after(history), params=params)
    assert "level_lags" not in {each.code for each in found.caveats}


def test_days_as_ever_are_forecast_as_before():
    free = Contest(Series(MONDAY, noisy(140, seed=2)), (), DEFAULTS)
    assert not free.lags(140, free.chosen(140, Errors.MEAN), 28).any()


def test_weeks_to_come_do_not_touch_the_lag():
    history = growing(3)
    changed = history.copy()
    changed[112:] *= 7
    before, after = (Contest(Series(MONDAY, each), (), DEFAULTS) for each in (history, changed))
    lags = [each.lags(112, Model.PROFILE, 21) for each in (before, after)]
    assert (lags[0] == lags[1]).all()
    assert lags[0].min() > 0


@pytest.mark.parametrize(
    ("growth", "error", "expected"),
    [(0.04, 0.0, (0.056, 0.095, 0.134)), (0.0, 0.05, (0.05, 0.05, 0.05)), (0.0, 0.0, (0, 0, 0))],
)
def test_weeks_farther_ahead_trail_growth_by_more_and_a_lasting_error_by_the_same(
    growth, error, expected
):
    level = np.exp(math.log1p(growth) * np.arange(147) / 7)
    scatter = np.exp(error + np.random.default_rng(4).normal(0, 0.01, 140))
    lags = Lags(
        Series(MONDAY, 500.0 * (level[:140] * scatter)[:, None]),
        lambda row, _model, _week: np.full((7, 1), 500.0 * level[row - 7]),
        lambda row: range(row - 7, 13, -7)[:12],
    )
    found = lags.by_day(140, Model.PROFILE, 18)
    assert found.shape == (18, 1)
    assert (found[:7] == found[0]).all()
    assert found[[0, 7, 14], 0] == pytest.approx(expected, abs=0.01)


def test_three_weeks_ahead_growth_is_met_better_than_by_the_lag_of_one():
    truth = usual(21) * 1.04 ** (np.arange(140, 161) / 7)[:, None]
    histories = [growing(seed) for seed in range(3)]
    found = [forecast(volumes(each), week_after(each, days=21)) for each in histories]
    put_right, as_week_one = [], []
    for each in found:
        last = float(each.mean[0].reshape(21, 48)[14:].sum() / truth[14:].sum())
        told = [one.details for one in each.caveats if one.code == "level_lags_more"]
        put_right.append(last - 1)
        as_week_one.append(last * (told[0]["times"] / told[0]["last"] if told else 1.0) - 1)
    assert np.mean(as_week_one) + 0.005 < np.mean(put_right) < 0
