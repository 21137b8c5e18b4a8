"""Promotions of several days: each day by itself, and the course within the day."""

import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Volumes
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.forecast.day_shapes import promotion_shapes
from scheduler.forecast.model import forecast
from scheduler.forecast.models import OURS
from scheduler.forecast.params import ForecastParams
from scheduler.forecast.promotions import Phase, promotions
from scheduler.forecast.series import Series
from scheduler.horizon import Clock, Horizon

CLOCK = Clock("Asia/Shanghai")
START = dt.date(2026, 5, 4)  # a Monday
EVENING = 40  # the slot from 20:00
USUAL = 30 + 50 * np.sin(np.linspace(0, np.pi, 48))
FIRSTS = (dt.date(2026, 6, 17), dt.date(2026, 7, 15))
COMING = dt.date(2026, 8, 19)
DAYS = 105


def promoted(date):
    """Return the rates of a promotion's first and second day: 20:00 on, then from midnight on."""
    first, second = USUAL.copy(), USUAL * 1.8
    first[EVENING:] *= 4.0
    second[:6] *= 5.0
    return {date: first, date + dt.timedelta(days=1): second}


def special(*firsts):
    days = [first + dt.timedelta(days=step) for first in firsts for step in (0, 1)]
    return tuple(SpecialDay(day, DayKind.PROMOTION, "年中", None) for day in days)


@pytest.fixture(scope="module")
def past():
    rng = np.random.default_rng(4)
    rates = np.tile(USUAL, (DAYS, 1))
    for first in FIRSTS:
        for date, rate in promoted(first).items():
            rates[(date - START).days] = rate
    counts = rng.poisson(rates).astype(float)
    horizon = Horizon(CLOCK, START, DAYS)
    starts = horizon.start_min + 30 * np.arange(horizon.intervals)
    return Volumes(CLOCK, 30, ("chat",), starts, counts.reshape(1, -1))


def days_of(found):
    first = (COMING - found.horizon.start).days
    return found.mean[0].reshape(7, 48)[first : first + 2]


@pytest.mark.parametrize("model", [None, *OURS])
def test_each_day_comes_as_large_and_at_the_hours_it_came_before(past, model):
    week = Horizon(CLOCK, dt.date(2026, 8, 17))
    days = special(*FIRSTS, COMING)
    found = forecast(past, week, special_days=days, params=ForecastParams(model=model))
    truth = np.array(list(promoted(COMING).values()))
    expected = days_of(found)
    np.testing.assert_allclose(expected.sum(axis=1), truth.sum(axis=1), rtol=0.12)
    error = np.abs(expected - truth).sum() / truth.sum()
    assert error < 0.2
    assert expected[0, EVENING:].sum() > 2.5 * USUAL[EVENING:].sum()
    assert expected[1, :6].sum() > 5 * USUAL[:6].sum()
    other = found.mean[0].reshape(7, 48)[6]
    np.testing.assert_allclose(other, USUAL, rtol=0.35)


def test_days_of_a_promotion_are_told_apart(past):
    found = promotions(past, interval_min=30, special_days=special(*FIRSTS))[0]
    first, second = (day for day in found.days if day.phase is Phase.ON)
    assert first.learnt == pytest.approx(first.seen, rel=0.15)
    assert second.learnt == pytest.approx(second.seen, rel=0.15)
    assert second.learnt > 1.4 * first.learnt


def test_shape_leaves_the_total_and_other_days_alone(past):
    series = Series(START, past.counts[0].reshape(DAYS, 48))
    week = np.tile(USUAL, (7, 1))
    first = series.row(COMING) - 2
    found = promotion_shapes(series, week, first, 7, special(*FIRSTS, COMING))
    np.testing.assert_array_equal(found[[0, 1, 4, 5, 6]], 1.0)
    np.testing.assert_allclose((found * USUAL).sum(axis=1), USUAL.sum())
    assert found[2, EVENING:].min() > 1.5
    unseen = promotion_shapes(series.until(30), week, first, 7, special(*FIRSTS, COMING))
    np.testing.assert_array_equal(unseen, 1.0)  # no promotion lies before


def test_another_name_learns_from_promotions_of_all_names_and_less(past):
    week = Horizon(CLOCK, dt.date(2026, 8, 17))
    own, other = (
        days_of(forecast(past, week, special_days=days))
        for days in (
            special(*FIRSTS, COMING),
            (*special(*FIRSTS), SpecialDay(COMING, DayKind.PROMOTION, "店庆", None)),
        )
    )
    evening = [days[0, EVENING:].sum() / days[0].sum() for days in (own, other)]
    usual = USUAL[EVENING:].sum() / USUAL.sum()
    assert evening[0] > evening[1] > usual
