"""What a planner sees and chooses on the forecast's page: today, promotions, another model."""

import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Volumes
from scheduler.errors import InputError
from scheduler.forecast.models import Model
from scheduler.horizon import Horizon
from service.demand import forecasting
from service.demand.forecasting import DayKind, SpecialDay
from service.demand.overruling import overruled
from service.demand.promotions import FactorSource, learnt
from service.demand.today import rest_of_today
from service.history import volumes as volumes_kept
from service.history.volumes import import_volumes
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "计划员", "now": s.NOW}
HERE = (s.LABEL,)
WEEKS = 10


@pytest.fixture
def database(tmp_path):
    """Return a shop with ten weeks of history that scatters, and a forecast of the week."""
    opened = s.database(tmp_path, s.with_week(**WHO))
    past = s.volumes(start=s.MONDAY - dt.timedelta(weeks=WEEKS), days=7 * WEEKS, count=60.0)
    days = np.repeat(np.random.default_rng(5).normal(1.0, 0.2, 7 * WEEKS), 48)
    counts = np.random.default_rng(6).poisson(np.maximum(past.counts * days, 0)).astype(float)
    volumes = Volumes(s.CLOCK, 30, s.POSTS, past.start_min, counts)
    import_volumes(at_desk(opened, **WHO), volumes)
    forecasting.forecast_week(at_desk(opened, **WHO), *HERE)
    yield opened
    opened.close()


def bring(database, intervals, factor):
    """Record the week's first intervals, a factor times what is expected of the first post."""
    with database.read() as unit:
        forecast = unit.demand.forecast(unit.weeks.get("main", *HERE).forecast_id).forecast
    horizon = Horizon(s.CLOCK, s.MONDAY)
    starts = horizon.start_min + 30 * np.arange(intervals)
    counts = np.array(forecast.mean[:, :intervals])
    counts[0] *= factor
    volumes = Volumes(s.CLOCK, 30, forecast.posts, starts, np.round(counts, 3))
    import_volumes(at_desk(database, **WHO), volumes)


def test_nothing_of_the_week_recorded_is_no_today(database):
    assert rest_of_today(at_desk(database), *HERE) is None


def test_rest_of_a_busy_day_is_raised_and_needs_more_people(database):
    bring(database, 48 + 20, 1.5)
    today = rest_of_today(at_desk(database), *HERE)
    assert (today.day, today.now_min) == (1, s.at(1, 10))
    rest, past = today.rest, today.past
    assert (past.start, past.stop, rest.stop) == (48, 68, 96)
    assert (today.after.mean[0, rest] > today.before.mean[0, rest] * 1.02).all()
    assert today.hours_after["presales"] > today.hours_before["presales"]
    np.testing.assert_allclose(today.after.mean[1, rest], today.before.mean[1, rest], rtol=0.02)
    np.testing.assert_array_equal(today.after.mean[:, past], today.before.mean[:, past])
    assert np.isnan(today.arrived[:, rest]).all()


def test_earlier_moment_of_the_day_looks_at_less(database):
    bring(database, 48 + 20, 1.5)
    early = rest_of_today(at_desk(database), *HERE, now_min=s.at(1, 2))
    assert early.rest.start == 52
    assert np.isnan(early.arrived[:, 52:]).all()
    late = rest_of_today(at_desk(database), *HERE)
    move = [float(each.after.mean[0, 90] / each.before.mean[0, 90]) for each in (early, late)]
    assert 1.0 < move[0] < move[1]


def test_day_that_is_over_is_looked_at_from_noon(database):
    bring(database, 48, 1.2)
    today = rest_of_today(at_desk(database), *HERE)
    assert (today.day, today.now_min) == (0, s.at(0, 12))


def test_moment_outside_the_week_is_refused(database):
    bring(database, 10, 1.0)
    with pytest.raises(InputError, match="now_outside"):
        rest_of_today(at_desk(database), *HERE, now_min=s.at(8, 0))


def test_overruled_post_is_forecast_by_the_model_chosen_and_the_others_by_the_best(database):
    before = forecasting.forecast_week(at_desk(database, **WHO), *HERE)
    models = {"aftersales": Model.LAST_WEEK}
    kept = forecasting.forecast_week(at_desk(database, **WHO), *HERE, models=models)
    assert overruled(kept) == models
    assert overruled(before) == {}
    assert kept.forecast.models == (before.forecast.models[0], "last_week")
    np.testing.assert_array_equal(kept.forecast.of("presales"), before.forecast.of("presales"))
    last = volumes_kept.history(at_desk(database), s.MONDAY).volumes
    np.testing.assert_allclose(kept.forecast.of("aftersales"), last.counts[1, -336:])
    assert kept.forecast.posts == before.forecast.posts


def test_promotions_of_the_past_and_of_the_week_are_told(database):
    for date in (s.MONDAY - dt.timedelta(days=26), s.MONDAY + dt.timedelta(days=2)):
        day = SpecialDay(date, DayKind.PROMOTION, "大促")
        forecasting.save_special_day(at_desk(database, **WHO), day)
    found = learnt(at_desk(database), *HERE)
    assert {each.post for each in found.promotions} == set(s.POSTS)
    coming = [each for each in found.week if "大促" in each.names]
    assert {each.source for each in coming} == {FactorSource.LEARNT}
    assert {each.date for each in coming} == {s.MONDAY + dt.timedelta(days=2)}
