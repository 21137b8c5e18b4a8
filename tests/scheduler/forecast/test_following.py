"""A level that moves: steps that stay, growth that goes on, and swings that are neither."""

import datetime as dt

import numpy as np
import pytest

from scheduler.forecast.backtest import backtest
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.forecast.contest import Contest
from scheduler.forecast.following import followed, last_step
from scheduler.forecast.model import forecast
from scheduler.forecast.models import ELIGIBLE, Model
from scheduler.forecast.params import DEFAULTS
from scheduler.forecast.series import Series
from tests.scheduler.forecast.volumes import MONDAY, noisy, usual, volumes, week_after

SCALE = 0.06
KNOWN = np.ones(140, dtype=bool)


def day(number):
    return MONDAY + dt.timedelta(days=number)


def calm(days, seed=0):
    return np.random.default_rng(seed).normal(0.0, SCALE, days)


@pytest.mark.parametrize("since", [6, 7, 14, 28])
@pytest.mark.parametrize("by", [0.4, -0.5])
def test_a_step_is_dated_and_measured(since, by):
    ratios = calm(140)
    ratios[140 - since :] += by
    found = last_step(ratios, KNOWN, scale=SCALE)
    assert abs(found.row - (140 - since)) <= 2
    assert found.by == pytest.approx(by, abs=0.1)


def test_five_days_are_not_enough():
    """A promotion nobody marked, or a storm, would be taken for a level."""
    ratios = calm(140)
    ratios[-5:] += 0.4
    assert last_step(ratios, KNOWN, scale=SCALE) is None


def test_days_as_usual_and_days_that_swing_by_themselves_have_no_step():
    swings = np.cumsum(calm(140, 3)) * 0.7
    for ratios in (calm(140, 1), calm(140, 2), swings):
        assert last_step(ratios, KNOWN, scale=SCALE) is None


def test_a_few_wild_days_and_special_days_are_no_step():
    wild = calm(140)
    wild[-6::2] += 0.8  # every other day
    assert last_step(wild, KNOWN, scale=SCALE) is None
    marked, known = calm(140), KNOWN.copy()
    marked[-7:] += 0.8
    known[-7:] = False
    assert last_step(marked, known, scale=SCALE) is None


def test_growth_goes_on():
    ahead = np.arange(1.0, 8.0)
    growing = 0.04 / 7 * np.arange(140) + calm(140)
    found = followed(growing, KNOWN, ahead, scale=SCALE)
    np.testing.assert_allclose(found, 0.04 / 7 * (139 + ahead), atol=0.06)
    flat = followed(calm(140), KNOWN, ahead, scale=SCALE)
    np.testing.assert_allclose(flat, 0.0, atol=0.06)


@pytest.mark.parametrize(("since", "bias"), [(7, 0.1), (14, 0.05)])  # few days, much chance
@pytest.mark.parametrize("to", [1.5, 0.6])
def test_a_step_is_forecast_a_week_later_whatever_model_did_best_before(since, bias, to):
    history = noisy(140 + since, seed=4, day_spread=0.05)
    history[140:] = np.round(history[140:] * to)
    found = forecast(volumes(history), week_after(history))
    truth = to * usual(7).sum()
    assert found.mean.sum() == pytest.approx(truth, rel=bias)
    [caveat] = [each for each in found.caveats if each.code == "level_moved"]
    assert caveat.details["since"] == day(140).isoformat()
    assert caveat.details["times"] == pytest.approx(to, rel=0.08)


def test_a_marked_promotion_is_no_new_level():
    history = noisy(147, seed=4)
    history[140:] *= 2
    marked = [SpecialDay(day(n), DayKind.PROMOTION, "anniversary") for n in range(140, 147)]
    found = forecast(volumes(history), week_after(history), special_days=marked)
    assert not [each for each in found.caveats if each.code == "level_moved"]
    assert found.mean.sum() == pytest.approx(usual(7).sum(), rel=0.12)


def test_growth_of_four_per_cent_a_week_is_seen():
    history = noisy(140, seed=7, day_spread=0.05) * 1.04 ** (np.arange(140) / 7)[:, None]
    [found] = backtest(volumes(np.round(history)), interval_min=30, folds=8)
    assert abs(found.mean_bias) <= 0.03
    assert found.accuracy[Model.PROFILE].bias < -0.05
    assert set(found.models) <= set(ELIGIBLE)


def test_the_median_of_all_weeks_is_not_chosen_once_a_step_is_too_old_to_be_seen():
    """Weeks it did well on knew the step; without it, it tells of the level long gone."""
    history = noisy(196, seed=4, day_spread=0.02)
    history[140:] = np.round(history[140:] * 1.5)
    contest = Contest(Series(MONDAY, history), (), DEFAULTS)
    seen, gone = 161, 182
    assert contest._profile(seen, 7).step is not None
    assert contest._profile(gone, 7).step is None
    assert Model.MEDIAN_ALL in contest._eligible(seen)
    assert Model.MEDIAN_ALL not in contest._eligible(gone)
    assert Model.MEDIAN_ALL in contest._eligible(133)  # before any step
