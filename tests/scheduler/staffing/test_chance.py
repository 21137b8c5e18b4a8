"""The chance that a week holds its target, as simulated, and what it takes to raise it."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Forecast
from scheduler.errors import InputError
from scheduler.forecast.dispersion import Dispersion
from scheduler.horizon import Clock, Horizon
from scheduler.post import LevelDefinition, Post, StaffingInputs
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.staffing.chance import (
    CHANCES,
    chance_curves,
    drawn_factors,
    shares_held,
    staffed_for,
)
from scheduler.staffing.motion import level_of
from scheduler.staffing.requirement import requirement
from tests.scheduler.simulate.weeks import always, problem

DAYS = Horizon(Clock("Asia/Shanghai"), dt.date(2026, 11, 30), 2)
POST = Post("presales", StaffingInputs(handle_s=600.0))


def scattered(mean=60.0, cv=0.2, *, day_cv=0.2, week_cv=0.0, over=DAYS):
    """Return days that scatter as much as told."""
    row = np.full((1, over.intervals), mean)
    wide = 1.2815515655446004 * (mean + (cv * mean) ** 2) ** 0.5
    bounds = np.stack((row - wide, row + wide), axis=1)
    shared = {"day_cv": (day_cv,), "week_cv": (week_cv,)}
    return Forecast(over, ("presales",), row, (0.1, 0.9), np.maximum(bounds, 0), **shared)


def test_whole_people_hold_as_often_as_simulated():
    expected = scattered()
    (curve,) = chance_curves(expected, [POST]).values()
    people = int(np.ceil(requirement(expected, [POST]).agents[0, 5]))
    asked = problem((POST,), agents=people, over=DAYS)
    params = SimulationParams(replications=150, seed=4)
    found = simulate(asked, always(people, DAYS), expected, params).tally
    level = found.held.sum(axis=(1, 2)) / found.counted.sum(axis=(1, 2))
    assert 0.3 < np.mean(level >= 0.8) < 0.8
    assert curve.chance_at(1.0, whole=True) == pytest.approx(np.mean(level >= 0.8), abs=0.1)


def test_staffed_for_the_mean_a_week_that_scatters_misses_more_often_than_not():
    (even,) = chance_curves(scattered(cv=0.0, day_cv=0.0), [POST]).values()
    (wild,) = chance_curves(scattered(), [POST]).values()
    assert even.chance_at(1.0) == pytest.approx(0.5, abs=0.02)
    assert wild.chance_at(1.0) < 0.45


def test_a_greater_chance_takes_more_hours():
    (curve,) = chance_curves(scattered(), [POST]).values()
    hours = [curve.hours_for(chance) for chance in CHANCES]
    assert (np.diff(hours) > 0).all()
    reached = [curve.chance_at(curve.factor(chance)) for chance in CHANCES]
    np.testing.assert_allclose(reached, CHANCES, atol=0.01)


def test_what_whole_weeks_share_makes_them_less_sure():
    days, week = (
        chance_curves(scattered(week_cv=shared, over=dataclasses.replace(DAYS, days=7)), [POST])
        for shared in (0.0, 0.2)
    )
    assert week["presales"].factor(0.9) > days["presales"].factor(0.9) + 0.05


def test_days_of_a_week_share_its_factor():
    drawn = drawn_factors(Dispersion(0.0, 0.0, 0.3), dataclasses.replace(DAYS, days=8), 4000)
    assert (drawn[:, 0] == drawn[:, 7 * 48 - 1]).all()
    assert drawn[:, 0].std() == pytest.approx(0.3, rel=0.05)
    assert abs(np.corrcoef(drawn[:, 0], drawn[:, 7 * 48])[0, 1]) < 0.05


def test_posts_keep_their_own_factors_and_deferrable_work_its_mean():
    two = scattered()
    later = Post("later", StaffingInputs(is_deferrable=True, within_s=7200.0))
    both = Forecast(
        two.horizon,
        ("presales", "later"),
        np.repeat(two.mean, 2, axis=0),
        two.levels,
        np.repeat(two.quantiles, 2, axis=0),
        day_cv=(0.2, 0.2),
    )
    found = staffed_for(both, [POST, later], 0.9)
    assert found.of("presales")[0] > 1.03 * two.mean[0, 0]
    assert found.of("later")[0] == two.mean[0, 0]


def test_shares_above_and_below_the_line_make_the_level():
    met = np.array([0.7, 0.1, 0.2, 5.0, 3.0, 0.5])
    for definition in LevelDefinition:
        held, counted = shares_held(met, definition)
        assert held / counted == pytest.approx(level_of(met, definition))


@pytest.mark.parametrize("chance", [0.0, 1.0, -0.5, float("nan")])
def test_impossible_chances_are_refused(chance):
    with pytest.raises(InputError, match="share_out_of_range"):
        staffed_for(scattered(), [POST], chance)


def test_a_forecast_that_does_not_scatter_is_told():
    plain = Forecast(DAYS, ("presales",), np.full((1, DAYS.intervals), 60.0))
    with pytest.raises(InputError, match="spread_unknown"):
        staffed_for(plain, [POST], 0.8)
