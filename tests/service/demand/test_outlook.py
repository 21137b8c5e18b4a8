import dataclasses
import datetime as dt

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.forecast.calendar import DayKind, SpecialDay
from service.demand import forecasting, outlook
from service.demand.outlook import Source
from service.roster import weeks
from tests.service import small_shop as s
from tests.service.demand.test_demand import NEXT, WHO, database, history

assert database  # a fixture


@pytest.fixture
def forecast(database):
    forecasting.import_volumes(database, "main", history(), **WHO)
    weeks.open_week(database, "main", NEXT, **WHO)
    return forecasting.forecast_week(database, "main", NEXT, **WHO).forecast


def test_the_model_of_each_post_is_kept_with_the_forecast(database, forecast):
    with database.read() as unit:
        number = unit.weeks.get("main", NEXT).forecast_id
        kept = unit.demand.forecast(number)
    assert kept.forecast.models == forecast.models
    assert kept.forecast.day_cv == forecast.day_cv
    assert kept.note.inputs["model.presales"] == forecast.models[0]


def test_a_weeks_effects_name_what_the_planner_said(database, forecast):
    sale = SpecialDay(forecast.horizon.date(5), DayKind.PROMOTION, "双12", None, 3.0)
    forecasting.save_special_day(database, "main", sale, **WHO)
    found = outlook.week_effects(database, "main", NEXT)
    told = [each for each in found if each.source is Source.PLANNER]
    assert [(each.post, each.date, each.factor) for each in told] == [
        (post, sale.date, 3.0) for post in s.POSTS
    ]


def test_a_busy_morning_raises_the_rest_of_today(database, forecast):
    start, now = forecast.horizon.start_min, forecast.horizon.start_min + 12 * 60
    flat = s.volumes(forecast.horizon.start, days=1)
    busy = np.where(np.arange(48) < 24, 3 * np.nan_to_num(forecast.mean[:, :48]), np.nan)
    forecasting.import_volumes(
        database, "main", dataclasses.replace(flat, counts=np.round(busy)), **WHO
    )
    found = outlook.rest_of_today(database, "main", NEXT, now)
    noon = (now - start) // 30
    assert (found.mean[:, noon:36] >= forecast.mean[:, noon:36]).all()
    np.testing.assert_array_equal(found.mean[:, 48:], forecast.mean[:, 48:])


def test_without_forecast_it_says_so(database):
    weeks.open_week(database, "main", NEXT, **WHO)
    with pytest.raises(InputError, match="week_without_forecast"):
        outlook.rest_of_today(database, "main", NEXT, s.CLOCK.at(dt.date(2026, 12, 7)))
    with pytest.raises(InputError, match="no_volumes"):
        outlook.week_effects(database, "main", NEXT)
