"""The forecast as its callers see it."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.errors import InputError
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.forecast.model import forecast
from scheduler.forecast.params import ForecastParams
from scheduler.horizon import Clock, Horizon
from tests.scheduler.forecast.volumes import MONDAY, SHAPE, noisy, usual, volumes, week_after


def codes(found):
    return [caveat.code for caveat in found.caveats]


def day(number):
    return MONDAY + dt.timedelta(days=number)


def promotion(number, name="11.11", posts=None):
    return SpecialDay(day(number), DayKind.PROMOTION, name, posts)


def test_a_week_that_repeats_is_forecast_exactly():
    history = usual(70)
    found = forecast(volumes(history), week_after(history))
    np.testing.assert_allclose(found.mean[0], usual(7).ravel(), rtol=1e-6)
    assert codes(found) == []


def test_one_wild_week_does_not_move_the_next_forecast():
    history = usual(84)
    history[56:63] *= 4
    found = forecast(volumes(history), week_after(history))
    np.testing.assert_allclose(found.mean[0], usual(7).ravel(), rtol=0.05)


def test_a_lasting_step_is_followed_within_two_weeks():
    factors = np.repeat([1.0, 1.6], [98, 14])
    history = usual(112, factors=factors)
    found = forecast(volumes(history), week_after(history))
    np.testing.assert_allclose(found.mean[0], 1.6 * usual(7).ravel(), rtol=0.05)


def test_the_recent_level_fades_with_the_lead():
    factors = np.ones(112)
    factors[-2:] = 1.1
    chance = np.exp(np.random.default_rng(3).normal(0, 0.08, 112))
    history = usual(112, factors=factors * chance)
    found = forecast(volumes(history), week_after(history, days=28))
    ratio = (found.mean[0].reshape(-1, 48) / usual(28)).mean(axis=1)
    assert abs(ratio[21:].mean() - 1) <= abs(ratio[:3].mean() - 1) + 0.02


def test_slots_without_a_record_stay_closed():
    history = usual(56)
    history[:, :14] = np.nan
    history[6::7] = np.nan
    found = forecast(volumes(history), week_after(history))
    closed = np.isnan(found.mean[0].reshape(7, 48))
    assert closed[:, :14].all()
    assert closed[6].all()
    assert not closed[:6, 14:].any()
    assert (np.isnan(found.quantiles[0]).all(axis=0) == closed.ravel()).all()


def test_a_closed_day_of_the_horizon_is_closed():
    history = usual(56)
    shut = SpecialDay(day(58), DayKind.CLOSED, "stocktaking")
    found = forecast(volumes(history), week_after(history), special_days=[shut])
    assert np.isnan(found.mean[0].reshape(7, 48)).all(axis=1).tolist() == [
        number == 2 for number in range(7)
    ]


def test_a_promotion_gets_what_an_earlier_one_of_its_name_did():
    factors = np.ones(84)
    factors[30] = 3.0
    history = usual(84, factors=factors)
    found = forecast(
        volumes(history), week_after(history), special_days=[promotion(30), promotion(86)]
    )
    ratio = (found.mean[0].reshape(7, 48) / usual(7)).mean(axis=1)
    assert 2.5 < ratio[2] < 3.0
    np.testing.assert_allclose(np.delete(ratio, 2), 1.0, atol=0.02)
    assert codes(found) == []


def test_a_promotion_never_seen_is_an_ordinary_day_with_wider_intervals():
    history = noisy(84, seed=1)
    plain = forecast(volumes(history), week_after(history))
    found = forecast(volumes(history), week_after(history), special_days=[promotion(86)])
    np.testing.assert_allclose(found.mean, plain.mean)
    width = (found.at(0.9) - found.at(0.1))[0].reshape(7, 48)
    before = (plain.at(0.9) - plain.at(0.1))[0].reshape(7, 48)
    assert (width[2] > before[2]).all()
    np.testing.assert_allclose(np.delete(width, 2, 0), np.delete(before, 2, 0))
    assert codes(found) == ["special_day_unlike"]


def test_a_special_day_moves_only_the_posts_it_concerns():
    factors = np.ones(84)
    factors[30] = 3.0
    history = usual(84, factors=factors)
    both = volumes(history, posts=("presales", "aftersales"))
    special = [promotion(number, posts=("presales",)) for number in (30, 86)]
    found = forecast(both, week_after(history), special_days=special)
    tuesday = slice(96, 144)
    assert found.of("presales")[tuesday].sum() > 2 * found.of("aftersales")[tuesday].sum()


def test_people_catch_up_after_a_closure_as_they_did_before():
    factors = np.ones(112)
    history = usual(112)
    for closed in (24, 52, 80):
        history[closed] = np.nan
        factors[closed + 1] = 1.3
    history *= factors[:, None]
    shut = SpecialDay(day(113), DayKind.CLOSED, "stocktaking")
    found = forecast(volumes(history), week_after(history), special_days=[shut])
    ratio = (found.mean[0].reshape(7, 48) / usual(7)).mean(axis=1)
    assert 1.15 < ratio[2] < 1.3
    assert ratio[4] == pytest.approx(1, abs=0.03)


def test_the_course_of_the_month_is_learnt():
    dates = [day(number) for number in range(161)]  # the horizon is 3 to 9 August
    factors = np.array([1.3 if date.day <= 9 else 1.0 for date in dates])
    history = noisy(154, seed=9, day_spread=0.05) * factors[:154, None]
    found = forecast(volumes(history), week_after(history))
    flat = forecast(volumes(history), week_after(history), params=ForecastParams(month_waves=0))
    truth = usual(161, factors=factors)[154:].ravel()
    assert np.abs(found.mean[0] - truth).sum() < np.abs(flat.mean[0] - truth).sum() / 2


def test_under_two_weeks_the_forecast_is_coarse_wide_and_says_so():
    history = usual(10)
    found = forecast(volumes(history), week_after(history))
    assert codes(found) == ["history_short"]
    by_day = found.mean[0].reshape(7, 48)
    np.testing.assert_allclose(by_day, np.tile(by_day[0], (7, 1)))
    np.testing.assert_allclose(by_day[0] / by_day[0].sum(), SHAPE / SHAPE.sum(), rtol=1e-9)
    busy = by_day[0] > 15
    width = (found.at(0.975) - found.at(0.025))[0].reshape(7, 48)[0]
    assert (width[busy] > 1.5 * by_day[0][busy]).all()


def test_a_month_of_history_says_that_its_spread_is_assumed():
    history = noisy(28, seed=4)
    assert codes(forecast(volumes(history), week_after(history))) == ["spread_unmeasured"]


def test_days_from_the_horizon_on_are_not_looked_at():
    history = noisy(91, seed=2)
    changed = history.copy()
    changed[84:] *= 10
    horizon = Horizon(volumes(history).clock, day(84))
    one, other = (forecast(volumes(table), horizon) for table in (history, changed))
    np.testing.assert_array_equal(one.mean, other.mean)
    np.testing.assert_array_equal(one.quantiles, other.quantiles)


def test_quantiles_ascend_around_the_mean():
    history = noisy(98, seed=5)
    found = forecast(volumes(history), week_after(history))
    assert (np.diff(found.quantiles, axis=1) >= 0).all()
    assert (found.at(0.025) <= found.mean).all()
    assert (found.mean <= found.at(0.975)).all()
    assert (found.quantiles >= 0).all()


def test_intervals_are_wider_where_whole_days_move():
    calm, wild = (
        forecast(volumes(table), week_after(table))
        for table in (noisy(98, seed=6, day_spread=0), noisy(98, seed=6, day_spread=0.4))
    )
    width = [(found.at(0.9) - found.at(0.1)).sum() for found in (calm, wild)]
    assert width[1] > 1.4 * width[0]


def test_a_finer_history_is_summed():
    history = noisy(56, seed=7)
    horizon = Horizon(volumes(history).clock, day(56), 7, 60)
    found = forecast(volumes(history), horizon)
    assert found.mean.shape == (1, 168)
    half_hours = forecast(volumes(history), week_after(history))
    assert found.mean.sum() == pytest.approx(half_hours.mean.sum(), rel=0.02)


def test_a_week_in_which_daylight_saving_ends_is_an_hour_longer():
    clock = Clock("America/New_York")
    first = dt.date(2026, 8, 30)
    history = usual(63)
    found = forecast(
        volumes(history, first=first, clock=clock),
        week_after(history, first=first, clock=clock),
    )
    assert found.mean.shape == (1, 7 * 48 + 2)
    sunday = found.mean[0, :50]
    np.testing.assert_allclose(sunday[4:6], sunday[2:4])  # 01:00 to 02:00 comes twice
    np.testing.assert_allclose(sunday[6], usual(7)[0, 4], rtol=1e-6)


def test_silence_is_forecast_as_silence():
    history = np.zeros((56, 48))
    found = forecast(volumes(history), week_after(history))
    np.testing.assert_array_equal(found.mean, 0.0)


def test_the_same_history_gives_the_same_forecast():
    history = noisy(84, seed=8)
    one, other = (forecast(volumes(history), week_after(history)) for _ in range(2))
    np.testing.assert_array_equal(one.quantiles, other.quantiles)


def test_a_forecast_needs_some_history_of_every_post():
    history = usual(14)
    with pytest.raises(InputError, match="history_empty"):
        forecast(volumes(history), Horizon(volumes(history).clock, MONDAY))
    with pytest.raises(InputError, match="history_empty"):
        forecast(volumes(history * np.nan), week_after(history))


def test_another_time_zone_or_interval_is_refused():
    history = usual(56)
    with pytest.raises(InputError, match="clock_differs"):
        forecast(volumes(history), Horizon(Clock("Asia/Tokyo"), day(56)))
    with pytest.raises(InputError, match="interval_not_multiple"):
        forecast(volumes(history), Horizon(volumes(history).clock, day(56), 7, 20))


@pytest.mark.parametrize(
    "knobs",
    [
        {"levels": (0.9, 0.1)},  # not ascending
        {"levels": (0.0, 0.5)},  # 0 is no quantile
        {"levels": (0.5, 1.0)},
        {"half_life_weeks": 0.0},
        {"level_keep": 1.1},
        {"month_prior": -1.0},
    ],
)
def test_impossible_knobs_are_refused(knobs):
    with pytest.raises(InputError):
        ForecastParams(**knobs)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 80), st.floats(0, 0.5))
def test_whatever_is_missing_the_forecast_stays_a_forecast(seed, days, missing):
    chance = np.random.default_rng(seed)
    history = noisy(days, seed=seed)
    history[chance.random(history.shape) < missing] = np.nan
    history[0, 0] = 1.0
    found = forecast(volumes(history), week_after(history))
    known = ~np.isnan(found.mean)
    assert np.isfinite(found.mean[known]).all()
    assert (np.isnan(found.quantiles).all(axis=1) == ~known).all()


def left_out(number, posts=None):
    return SpecialDay(day(number), DayKind.LEFT_OUT, "spike", posts)


def test_nothing_is_learnt_from_a_day_left_out_and_the_forecast_says_so():
    history = usual(56)
    history[50] *= 30
    wild = forecast(volumes(history), week_after(history), special_days=[left_out(50)])
    history[50] = np.nan
    missing = forecast(volumes(history), week_after(history), special_days=[left_out(50)])
    np.testing.assert_array_equal(wild.mean, missing.mean)
    np.testing.assert_allclose(wild.mean[0].reshape(7, 48), usual(7))
    assert [each.details for each in wild.caveats if each.code == "days_left_out"] == [
        {"dates": [day(50).isoformat()]}
    ]


def test_a_day_left_out_is_no_closure_after_which_people_catch_up():
    history = usual(56, factors=np.where(np.arange(56) == 32, 1.6, 1.0))
    days = [left_out(30), left_out(54)]  # the horizon's first day is the second one after it
    found = forecast(volumes(history), week_after(history), special_days=days)
    np.testing.assert_allclose(found.mean[0, :48], usual(7)[0], rtol=0.02)


def test_a_day_is_left_out_of_the_posts_it_concerns():
    history = usual(35)
    history[30] *= 30
    both = volumes(history, posts=("presales", "aftersales"))
    days = [left_out(30, ("presales",))]
    found = forecast(both, week_after(history), special_days=days)
    assert [each.post for each in found.caveats if each.code == "days_left_out"] == ["presales"]
