"""Arrivals drawn from the forecast's distribution."""

import numpy as np
import pytest

from scheduler.demand import Forecast
from scheduler.forecast.dispersion import dispersion
from scheduler.simulate.customers import draw_customers
from scheduler.simulate.params import SimulationParams
from tests.scheduler.simulate.weeks import horizon, post

DAY = horizon()


def scattered(mean, cv, *, day_cv=(), week_cv=(), over=DAY):
    """Return a day whose 80 % interval is that of a mean and a coefficient of variation."""
    sigma = (mean + (cv * mean) ** 2) ** 0.5
    row = np.full((1, over.intervals), float(mean))
    wide = 1.2815515655446004 * sigma
    bounds = np.stack((row - wide, row + wide), axis=1)
    quantiles, shared = np.maximum(bounds, 0), {"day_cv": day_cv, "week_cv": week_cv}
    return Forecast(over, ("presales",), row, (0.1, 0.9), quantiles, **shared)


def counts(forecast, weeks=300, **knobs):
    """Return chats by replication and interval."""
    params = SimulationParams(warm_up_min=0, **knobs)
    found = []
    for number in range(weeks):
        drawn = draw_customers((post(),), forecast, params, replication=number)
        places = (drawn.arrived_s // 1800).astype(int)
        found.append(np.bincount(places, minlength=DAY.intervals))
    return np.array(found)


def test_quantiles_say_how_far_intervals_scatter():
    spread = dispersion(scattered(40.0, 0.3), "presales")
    assert spread.day_cv == pytest.approx(0.3)
    assert spread.alone_cv == 0
    known = dispersion(scattered(40.0, 0.3, day_cv=(0.1,)), "presales")
    assert known.day_cv == pytest.approx(0.1)
    assert known.cv == pytest.approx(0.3)


def test_arrivals_fill_the_forecasts_intervals():
    drawn = counts(scattered(40.0, 0.3, day_cv=(0.2,)))
    low, high = scattered(40.0, 0.3).quantiles[0, :, 0]
    inside = ((drawn >= low) & (drawn <= high)).mean()
    assert inside == pytest.approx(0.8, abs=0.03)
    assert drawn.mean() == pytest.approx(40.0, rel=0.03)


def test_what_days_share_moves_their_totals_and_the_rest_averages_out():
    shared = counts(scattered(40.0, 0.3, day_cv=(0.3,))).sum(axis=1)
    alone = counts(scattered(40.0, 0.3, day_cv=(0.0,))).sum(axis=1)
    assert shared.std() / shared.mean() == pytest.approx(0.3, rel=0.15)
    assert alone.std() / alone.mean() == pytest.approx(0.3 / 48**0.5, rel=0.25)


def test_without_spread_or_quantiles_counts_are_poisson():
    plain = Forecast(DAY, ("presales",), np.full((1, DAY.intervals), 40.0))
    for drawn in (counts(scattered(40.0, 0.3), with_spread=False), counts(plain)):
        assert drawn.var(ddof=1) / drawn.mean() == pytest.approx(1, abs=0.05)


def test_a_given_day_factor_takes_the_place_of_the_quantiles():
    drawn = counts(scattered(40.0, 0.6), day_cv=0.1).sum(axis=1)
    assert drawn.std() / drawn.mean() == pytest.approx(0.1, rel=0.2)


def test_what_weeks_share_moves_all_their_days_together():
    spread = dispersion(scattered(40.0, 0.3, day_cv=(0.2,), week_cv=(0.15,)), "presales")
    assert (spread.week_cv, spread.shared_cv) == pytest.approx((0.15, 0.2))
    assert spread.cv == pytest.approx(0.3)
    two = horizon(days=2)
    known = scattered(40.0, 0.3, day_cv=(0.3,), week_cv=(0.3,), over=two)
    params = SimulationParams(warm_up_min=0)
    drawn = (draw_customers((post(),), known, params, replication=n).arrived_s for n in range(200))
    days = np.array([np.bincount((each // 86400).astype(int), minlength=2) for each in drawn])
    assert np.corrcoef(days.T)[0, 1] > 0.95
