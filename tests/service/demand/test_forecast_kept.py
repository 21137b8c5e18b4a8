"""What is kept with a forecast, and what a week is told to bring."""

import numpy as np
import pytest

from scheduler.forecast.calendar import DayKind, SpecialDay
from service.demand import forecasting
from service.demand.promotions import FactorSource, learnt
from service.history.volumes import import_volumes
from service.roster import weeks
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.demand.test_demand import NEXT, WHO, database, history

assert database  # a fixture


@pytest.fixture
def forecast(database):
    import_volumes(at_desk(database, **WHO), history())
    weeks.open_week(at_desk(database, **WHO), NEXT)
    return forecasting.forecast_week(at_desk(database, **WHO), NEXT).forecast


def test_the_model_of_each_post_is_kept_with_the_forecast(database, forecast):
    with database.read() as unit:
        number = unit.weeks.get("main", NEXT).forecast_id
        kept = unit.demand.forecast(number)
    assert kept.forecast.models == forecast.models
    assert kept.forecast.day_cv == forecast.day_cv
    assert kept.forecast.week_cv == forecast.week_cv
    assert len(kept.forecast.week_cv) == len(forecast.posts)
    np.testing.assert_array_equal(kept.forecast.scored, forecast.scored)
    assert kept.note.inputs["model.presales"] == forecast.models[0]


def test_a_weeks_effects_name_what_the_planner_said(database, forecast):
    sale = SpecialDay(forecast.horizon.date(5), DayKind.PROMOTION, "双12", None, 3.0)
    forecasting.save_special_day(at_desk(database, **WHO), sale)
    found = learnt(at_desk(database), NEXT).week
    told = [each for each in found if each.source is FactorSource.PLANNER]
    assert [(each.post, each.date, each.factor) for each in told] == [
        (post, sale.date, 3.0) for post in s.POSTS
    ]
