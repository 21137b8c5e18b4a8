import dataclasses
import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Volumes
from scheduler.errors import InputError
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.horizon import Clock
from service.demand import forecasting, staffing
from service.demand.staffed_volume import StaffedVolume
from service.history import volumes as volumes_kept
from service.history.volumes import import_volumes
from service.roster import weeks
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "王经理", "now": s.NOW}
NEXT = "2026-W50"


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(absences=(), wishes=(), **WHO))


def history():
    """Return ten weeks of chats by day, none at night."""
    flat = s.volumes(s.MONDAY - dt.timedelta(days=63), days=70)
    slots = np.arange(len(flat.start_min)) % 48
    mean = np.where((slots >= 18) & (slots < 36), 12.0, 0.0)
    counts = np.random.default_rng(1).poisson(np.tile(mean, (2, 1)))
    return dataclasses.replace(flat, counts=counts)


def test_a_week_is_planned_from_history(database):
    import_volumes(at_desk(database, **WHO), history())
    weeks.open_week(at_desk(database, **WHO), NEXT)
    kept = forecasting.forecast_week(at_desk(database, **WHO), NEXT)
    assert kept.note.source == "model"
    noon = kept.forecast.horizon.interval_of(s.at(7, 12))
    assert kept.forecast.of("presales")[noon] == pytest.approx(12.0, rel=0.25)
    needed = staffing.staff_week(at_desk(database, **WHO), NEXT)
    assert needed.requirement.of("presales")[noon] > 1
    problem = weeks.problem(at_desk(database), NEXT)
    np.testing.assert_array_equal(problem.requirement.agents, needed.requirement.agents)
    assert staffing.week_requirement(at_desk(database), NEXT).note.inputs["level"] == "mean"


def test_more_people_are_needed_for_a_higher_quantile(database):
    import_volumes(at_desk(database, **WHO), history())
    weeks.open_week(at_desk(database, **WHO), NEXT)
    kept = forecasting.forecast_week(at_desk(database, **WHO), NEXT)
    mean = staffing.staff_week(at_desk(database, **WHO), NEXT)
    busiest = StaffedVolume(kept.forecast.levels[-1])
    high = staffing.staff_week(at_desk(database, **WHO), NEXT, volume=busiest)
    assert high.requirement.hours > mean.requirement.hours


def test_without_history_or_forecast_it_says_so(database):
    weeks.open_week(at_desk(database, **WHO), NEXT)
    for act, code in (
        (forecasting.forecast_week, "no_volumes"),
        (staffing.staff_week, "week_without_forecast"),
    ):
        with pytest.raises(InputError) as error:
            act(at_desk(database, **WHO), NEXT)
        assert error.value.faults[0].code == code
    assert staffing.week_requirement(at_desk(database), NEXT) is None


def test_volumes_of_another_shop_are_refused(database):
    good = history()
    elsewhere = Volumes(Clock("Europe/Berlin"), 30, good.posts, good.start_min, good.counts)
    strange = Volumes(good.clock, 30, ("cooking", "x"), good.start_min, good.counts)
    for volumes, code in ((elsewhere, "timezone_differs"), (strange, "volumes_unknown_post")):
        with pytest.raises(InputError) as error:
            import_volumes(at_desk(database, **WHO), volumes)
        assert error.value.faults[0].code == code
    assert volumes_kept.history(at_desk(database), s.MONDAY).volumes is None


def test_special_days_are_entered_and_removed(database):
    promotion = SpecialDay(dt.date(2026, 11, 11), DayKind.PROMOTION, "双11")
    for _ in range(2):
        forecasting.save_special_day(at_desk(database, **WHO), promotion)
    assert forecasting.special_days(at_desk(database)) == (promotion,)
    import_volumes(at_desk(database, **WHO), history())
    known = volumes_kept.history(at_desk(database), s.MONDAY)
    assert promotion in known.special_days
    assert any(day.kind is DayKind.HOLIDAY for day in known.special_days)  # National Day
    forecasting.remove_special_day(at_desk(database, **WHO), promotion.date, promotion.name)
    with pytest.raises(InputError):
        forecasting.remove_special_day(at_desk(database, **WHO), promotion.date, promotion.name)


def test_a_backtest_tells_how_good_the_forecast_is(database):
    with pytest.raises(InputError):
        forecasting.backtest_forecast(at_desk(database))
    import_volumes(at_desk(database, **WHO), history())
    found = forecasting.backtest_forecast(at_desk(database), folds=2)
    assert [each.post for each in found] == list(s.POSTS)
    assert len(found[0].folds) == 2
