"""Which model forecasts a post."""

import dataclasses

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.forecast import challengers
from scheduler.forecast.backtest import backtest
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.forecast.contest import Contest, Errors
from scheduler.forecast.model import forecast
from scheduler.forecast.models import CHALLENGERS, Model
from scheduler.forecast.params import DEFAULTS, ForecastParams
from scheduler.forecast.series import Series
from tests.scheduler.forecast.test_model import day, promotion
from tests.scheduler.forecast.volumes import MONDAY, noisy, usual, volumes, week_after


def contest(history, special=(), **knobs):
    return Contest(Series(MONDAY, history), tuple(special), dataclasses.replace(DEFAULTS, **knobs))


def test_the_last_week_wins_where_every_week_copies_the_one_before():
    chance = np.random.default_rng(2)
    weeks = np.exp(np.cumsum(chance.normal(0, 0.4, 40)))
    shapes = np.exp(np.cumsum(chance.normal(0, 0.8, (40, 7, 48)), axis=0))
    found = contest((shapes * weeks[:, None, None]).reshape(280, 48))
    assert found.chosen(280) is Model.LAST_WEEK
    weights = found.weights(280, Errors.POINT)
    assert max(weights, key=weights.get) is Model.LAST_WEEK


def test_without_evidence_the_middle_way_is_taken():
    assert contest(noisy(15, seed=1)).chosen(15) is Model.BLEND


def test_a_short_history_has_one_model():
    assert contest(noisy(10, seed=1)).chosen(10) is Model.PROFILE


def test_weeks_to_come_do_not_touch_the_choice():
    history = noisy(140, seed=2)
    changed = history.copy()
    changed[112:] *= 7
    assert contest(history).scores(112) == contest(changed).scores(112)


@pytest.mark.parametrize("model", [Model.LAST_WEEK, Model.MEDIAN_ALL, Model.PROFILE])
def test_the_planner_can_overrule_the_choice(model):
    history = noisy(98, seed=3)
    params = ForecastParams(model=model)
    found = forecast(volumes(history), week_after(history), params=params)
    assert found.models == (model.value,)
    if model is Model.LAST_WEEK:
        np.testing.assert_allclose(found.mean[0], history[-7:].ravel())
    [test] = backtest(volumes(history), interval_min=30, folds=3, params=params)
    assert set(test.models) == {model}


def test_a_promotion_moves_whatever_model_is_chosen():
    history = usual(84, factors=np.where(np.arange(84) == 30, 3.0, 1.0))
    days = [promotion(30), promotion(86)]
    params = ForecastParams(model=Model.MEDIAN_8_WEEKS)
    found = forecast(volumes(history), week_after(history), special_days=days, params=params)
    assert 2.5 < (found.mean[0].reshape(7, 48) / usual(7))[2].mean() < 3.0


def test_closed_days_stay_closed_whatever_model_is_chosen():
    history = usual(84)
    shut = [SpecialDay(day(85), DayKind.CLOSED, "stocktaking")]
    for model in (Model.BLEND, Model.LAST_WEEK):
        params = ForecastParams(model=model)
        found = forecast(volumes(history), week_after(history), special_days=shut, params=params)
        closed = np.isnan(found.mean[0].reshape(7, 48)).all(axis=1)
        assert closed.tolist() == [number == 1 for number in range(7)]


def test_months_ahead_a_median_repeats_by_weekday():
    history = usual(84)
    params = ForecastParams(model=Model.MEDIAN_8_WEEKS)
    found = forecast(volumes(history), week_after(history, days=31), params=params)
    np.testing.assert_allclose(found.mean[0], usual(31).ravel())


def test_a_challenger_that_is_not_installed_is_one_clear_error(monkeypatch):
    monkeypatch.setattr(challengers, "installed", tuple)
    history = noisy(84, seed=4)
    params = ForecastParams(model=Model.MSTL)
    with pytest.raises(InputError, match="models_not_installed"):
        forecast(volumes(history), week_after(history), params=params)


@pytest.mark.models
@pytest.mark.parametrize("model", CHALLENGERS)
def test_challengers_forecast_a_week_that_repeats(model):
    for library in ("statsforecast", "lightgbm"):
        pytest.importorskip(library, reason="the extra `models` is not installed")
    history = noisy(70, seed=5, day_spread=0.02)
    found = challengers.challenge(model, Series(MONDAY, history), usual(7))
    assert np.abs(found - usual(7)).sum() / usual(7).sum() < 0.2


def test_days_after_a_hole_keep_their_weekdays():
    history = usual(84)
    found = contest(history, model=Model.LAST_WEEK).entry(87, 7).expected.mean
    np.testing.assert_allclose(found, usual(94)[87:])
