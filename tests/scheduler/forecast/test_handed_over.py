"""A robot's share as a series of its own: learnt, forecast, and a way to forecast the chats."""

import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Volumes
from scheduler.errors import InputError
from scheduler.forecast.backtest import backtest
from scheduler.forecast.handed_over import share_ahead
from scheduler.forecast.model import forecast
from scheduler.forecast.models import Model
from scheduler.forecast.params import DEFAULTS, ForecastParams
from scheduler.forecast.series import Series
from scheduler.horizon import Clock, Horizon

CLOCK = Clock("Asia/Shanghai")
START = dt.date(2026, 8, 3)  # a Monday
DAYS = 70
AT_NIGHT = slice(0, 16)
WEEK = Horizon(CLOCK, START + dt.timedelta(days=DAYS), 7)


def tables(rng, share, *, level=None):
    """Return contacts by half hour, steady from week to week, and those handed over."""
    day = 20 + 60 * np.sin(np.linspace(0, np.pi, 48))
    moves = np.ones(DAYS) if level is None else level
    contacts = rng.poisson(np.outer(moves, day)).astype(float)
    return contacts, rng.binomial(contacts.astype(int), share).astype(float)


def volumes(counts, post="chat"):
    horizon = Horizon(CLOCK, START, DAYS)
    starts = horizon.start_min + 30 * np.arange(horizon.intervals)
    return Volumes(CLOCK, 30, (post,), starts, counts.reshape(1, -1))


def test_share_is_learnt_by_slot_and_weekday_and_follows_the_last_days():
    rng = np.random.default_rng(3)
    share = np.full((DAYS, 48), 0.5)
    share[:, AT_NIGHT] = 0.2
    share[5::7] = 0.8  # Saturdays
    contacts, chats = tables(rng, share)
    found = share_ahead(Series(START, chats), Series(START, contacts), DAYS, 7, DEFAULTS)
    assert found.shape == (7, 48)
    assert found[0, AT_NIGHT].mean() == pytest.approx(0.2, abs=0.03)
    assert found[0, 20:].mean() == pytest.approx(0.5, abs=0.03)
    assert found[5].mean() == pytest.approx(0.8, abs=0.04)
    share[-10:] *= 0.6  # the robot has learnt
    contacts, chats = tables(rng, share)
    later = share_ahead(Series(START, chats), Series(START, contacts), DAYS, 7, DEFAULTS)
    assert later[0, 20:].mean() == pytest.approx(0.3, abs=0.05)


def test_only_days_before_the_week_are_looked_at():
    rng = np.random.default_rng(3)
    contacts, chats = tables(rng, np.full((DAYS, 48), 0.5))
    short = share_ahead(Series(START, chats), Series(START, contacts), 60, 7, DEFAULTS)
    chats[60:] = 0.0
    again = share_ahead(Series(START, chats), Series(START, contacts), 60, 7, DEFAULTS)
    np.testing.assert_array_equal(short, again)


def test_share_that_moves_is_chosen_and_one_that_tells_nothing_harms_nobody():
    """The share falls steadily while contacts stay: their product sees it, weeks of chats lag."""
    rng = np.random.default_rng(5)
    falling = np.repeat(np.linspace(0.9, 0.3, DAYS)[:, None], 48, axis=1)
    contacts, chats = tables(rng, falling)
    with_all = backtest(volumes(chats), interval_min=30, folds=4, contacts=volumes(contacts))[0]
    alone = backtest(volumes(chats), interval_min=30, folds=4)[0]
    assert with_all.chosen.wape <= alone.chosen.wape * 1.01
    noise = rng.poisson(chats * rng.uniform(1.0, 4.0, chats.shape)) + chats
    fooled = backtest(volumes(chats), interval_min=30, folds=4, contacts=volumes(noise))[0]
    assert fooled.chosen.wape <= alone.chosen.wape * 1.02


def test_forecast_by_contacts_is_all_times_share_and_tells_the_share():
    rng = np.random.default_rng(7)
    contacts, chats = tables(rng, np.full((DAYS, 48), 0.4))
    params = ForecastParams(model=Model.HANDED_OVER)
    found = forecast(volumes(chats), WEEK, contacts=volumes(contacts), params=params)
    assert found.models == ("handed_over",)
    assert found.handed_of("chat") == pytest.approx(0.4, abs=0.02)
    whole = forecast(volumes(contacts), WEEK)
    np.testing.assert_allclose(found.mean.sum() / whole.mean.sum(), 0.4, atol=0.02)
    plain = forecast(volumes(chats), WEEK)
    assert plain.handed_over is None
    assert plain.handed_of("chat") is None


def test_forecast_without_contacts_is_as_it_was():
    rng = np.random.default_rng(7)
    _, chats = tables(rng, np.full((DAYS, 48), 0.4))
    other = volumes(np.full(chats.shape, 5.0), post="phone")
    found = forecast(volumes(chats), WEEK, contacts=other)  # of a post nobody forecasts
    np.testing.assert_array_equal(found.mean, forecast(volumes(chats), WEEK).mean)
    with pytest.raises(InputError, match="model_needs_contacts"):
        forecast(volumes(chats), WEEK, params=ForecastParams(model=Model.HANDED_OVER))


def test_more_chats_than_contacts_are_a_fault_that_says_where():
    rng = np.random.default_rng(7)
    contacts, chats = tables(rng, np.full((DAYS, 48), 0.4))
    contacts[3, 20] = chats[3, 20] - 1
    with pytest.raises(InputError) as caught:
        forecast(volumes(chats), WEEK, contacts=volumes(contacts))
    (fault,) = caught.value.faults
    assert (fault.code, fault.value) == ("contacts_below_chats", "chat")
    assert fault.details["first"].startswith("2026-08-06T10:00")
