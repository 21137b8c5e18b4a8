"""The back-test, and the accuracy reached on real volumes."""

import datetime as dt

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.forecast.backtest import _even, _winkler, backtest
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.forecast.models import OURS, Model
from scheduler.horizon import Clock
from tests.scheduler.forecast.volumes import MONDAY, noisy, read, usual, volumes


@pytest.fixture(scope="module")
def bank_calls(shared):
    path = shared / "data" / "bank_calls_5min" / "bank_calls_5min.csv"
    return read(path, clock=Clock("America/New_York"), interval_min=5)


@pytest.fixture(scope="module")
def anonymous_bank(shared):
    path = shared / "data" / "anonymous_bank_1999" / "anonymous_bank_1999_6min.csv"
    filled_in = lambda row: row["imputed"] == "1"  # noqa: E731 - a name says what is skipped
    return read(path, clock=Clock("Asia/Jerusalem"), interval_min=6, skip=filled_in)


def test_a_week_that_repeats_has_no_error():
    [found] = backtest(volumes(usual(84)), interval_min=30, folds=4)
    for model in OURS:
        assert found.accuracy[model].wape == pytest.approx(0, abs=1e-6)
    assert found.accuracy[Model.LAST_WEEK].intervals == 4 * 7 * 48


def test_errors_and_bias_are_shares_of_the_volume():
    # the last week is half as large again as all before it: each simple way is a third too low
    history = usual(63, factors=np.repeat([1.0, 1.5], [56, 7]))
    [found] = backtest(volumes(history), interval_min=30, folds=1)
    for model in (Model.MEDIAN_8_WEEKS, Model.LAST_WEEK):
        assert found.accuracy[model].wape == pytest.approx(1 / 3)
        assert found.accuracy[model].bias == pytest.approx(-1 / 3)


def test_the_future_never_helps():
    history = noisy(84, seed=1)
    [whole] = backtest(volumes(history), interval_min=30, starts=[MONDAY + dt.timedelta(days=56)])
    [part] = backtest(volumes(history[:63]), interval_min=30, folds=1)
    assert whole.accuracy == part.accuracy
    assert whole.coverage_80 == part.coverage_80


def test_closed_intervals_are_left_out_and_missed_ones_counted():
    history = usual(70)
    history[:, :10] = np.nan
    history[-7:-6, 5] = 3.0  # a chat in an hour that was always closed
    [found] = backtest(volumes(history), interval_min=30, folds=1)
    assert found.accuracy[Model.PROFILE].intervals == 7 * 38
    assert found.accuracy[Model.PROFILE].missed == 1


def test_the_floor_is_what_poisson_chance_leaves():
    chance = np.random.default_rng(11)
    history = chance.poisson(usual(140)).astype(float)
    [found] = backtest(volumes(history), interval_min=30, folds=10)
    # about 6 chats an interval: the best possible forecast errs by a third
    rates = usual(7).ravel()
    assert found.floor == pytest.approx(np.sqrt(2 * rates / np.pi).sum() / rates.sum(), rel=0.02)
    assert found.floor < found.accuracy[Model.PROFILE].wape < 1.15 * found.floor


def test_intervals_hold_where_days_move_together():
    [found] = backtest(volumes(noisy(280, seed=12, day_spread=0.2)), interval_min=30, folds=26)
    assert 0.75 <= found.coverage_80 <= 0.85
    assert 0.92 <= found.coverage_95 <= 0.98


def test_few_chats_are_measured_by_parts_of_their_probability():
    """A count of 0 or 1 cannot be held with 80 %; what is said of it still can be right."""
    history = np.random.default_rng(4).poisson(usual(280) / 20).astype(float)
    [found] = backtest(volumes(history), interval_min=30, folds=20)
    assert found.coverage_80 > 0.85
    assert 0.74 <= found.even_80 <= 0.86
    assert 0.92 <= found.even_95 <= 0.98


def test_parts_are_those_of_the_probability_inside():
    # three counts whose probabilities run from 0 to 0.4, 0.4 to 0.8, 0.85 to 0.95
    below, upto = np.array([0.0, 0.4, 0.85]), np.array([0.4, 0.8, 0.95])
    assert _even(below, upto, 0.1, 0.9) == pytest.approx((0.75 + 1.0 + 0.5) / 3)
    # no chat is all there is, as expected; and one that could not be
    assert _even(np.array([0.0]), np.array([1.0]), 0.1, 0.9) == pytest.approx(0.8)
    assert _even(np.array([1.0]), np.array([1.0]), 0.1, 0.9) == 0.0


def test_an_interval_scores_its_width_and_what_lies_outside():
    actual, low, high = np.array([10.0, 4.0, 21.0]), np.full(3, 6.0), np.full(3, 20.0)
    # widths of 14; 2 below and 1 above, 10 times of an interval of 80 %, 40 of one of 95 %
    assert _winkler(actual, low, high, 0.2) == pytest.approx((3 * 14 + 10 * 3) / 35)
    assert _winkler(actual, low, high, 0.05) == pytest.approx((3 * 14 + 40 * 3) / 35)


@pytest.mark.parametrize("seed", range(6))
def test_never_much_worse_than_the_median_of_8_weeks(seed):
    chance = np.random.default_rng(seed)
    storms = np.ones(182)
    storms[chance.choice(182, 8, replace=False)] = chance.choice([0.3, 2.5], 8)
    history = noisy(182, seed=seed, day_spread=0.1) * storms[:, None]
    [found] = backtest(volumes(history), interval_min=30, folds=12)
    simple = found.accuracy[Model.MEDIAN_8_WEEKS].wape
    assert found.chosen.wape <= 1.02 * simple


def test_each_post_is_tested_by_itself():
    found = backtest(volumes(usual(56), posts=("a", "b")), interval_min=30, folds=2)
    assert [each.post for each in found] == ["a", "b"]


def test_too_little_history_is_one_clear_error():
    with pytest.raises(InputError, match="history_too_short"):
        backtest(volumes(usual(20)), interval_min=30)
    with pytest.raises(InputError, match="start_outside_history"):
        backtest(volumes(usual(56)), interval_min=30, starts=[MONDAY])
    with pytest.raises(InputError, match="not_positive"):
        backtest(volumes(usual(56)), interval_min=30, folds=0)


def test_folds_shrink_to_what_history_allows():
    [found] = backtest(volumes(usual(35)), interval_min=30, folds=12)
    assert len(found.folds) == 3


def test_bank_calls_a_week_ahead(bank_calls):
    [found] = backtest(bank_calls, interval_min=30, folds=12)
    yardsticks = (Model.MEDIAN_8_WEEKS, Model.LAST_WEEK)
    simple, naive = (found.accuracy[model] for model in yardsticks)
    assert simple.wape == pytest.approx(0.0634, abs=5e-4)
    assert naive.wape == pytest.approx(0.0870, abs=5e-4)
    assert found.floor == pytest.approx(0.0230, abs=5e-4)
    assert found.chosen.wape <= 0.058
    assert 0.75 <= found.coverage_80 <= 0.85
    assert 0.92 <= found.coverage_95 <= 0.98


def test_bank_calls_by_calendar_weeks_with_known_closures(bank_calls):
    mondays = [dt.date(2003, 8, 4) + dt.timedelta(days=7 * week) for week in range(12)]
    shut = [
        SpecialDay(dt.date(2003, month, day), DayKind.CLOSED, "closed")
        for month, day in ((9, 1), (10, 14))
    ]
    [found] = backtest(bank_calls, interval_min=30, starts=mondays, special_days=shut)
    assert found.chosen.wape <= 0.052


@pytest.mark.parametrize(
    ("interval", "simple", "reach", "floor"),
    [(30, 0.2574, 0.240, 0.121), (60, 0.2327, 0.215, 0.086)],
)
def test_anonymous_bank_a_week_ahead(anonymous_bank, interval, simple, reach, floor):
    [found] = backtest(anonymous_bank, interval_min=interval, folds=26)
    assert found.accuracy[Model.MEDIAN_8_WEEKS].wape == pytest.approx(simple, abs=5e-4)
    assert found.chosen.wape <= reach
    assert found.floor == pytest.approx(floor, abs=4e-3)
    assert 0.75 <= found.coverage_80 <= 0.85
    assert 0.92 <= found.coverage_95 <= 0.98
