"""All contacts of a shop beside its chats: kept, withdrawn, and what a robot hands over."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from scheduler.changes import Changes
from scheduler.errors import InputError
from service.demand.forecasting import backtest_forecast, forecast_week
from service.demand.overruling import Model
from service.history.volumes import HistoryKind, VolumesFrom, history, import_volumes
from service.month.imports import withdraw_imports
from service.trial.scenarios import ScenarioInputs, handed_over, save_scenario, scenarios
from tests.desks import at_desk
from tests.service import small_shop as s

FILE = VolumesFrom(HistoryKind.CONTACTS, "all.csv", 10)


@pytest.fixture
def opened(tmp_path):
    """Return a shop in which 40 % of the contacts of one post are handed over."""
    opened = s.database(tmp_path, s.with_week(by="计划员", now=s.NOW))
    desk = at_desk(opened, by="计划员", now=s.NOW)
    start = s.MONDAY - dt.timedelta(weeks=6)
    import_volumes(desk, s.volumes(start, 42, 24.0))
    whole = s.volumes(start, 42, 60.0)
    counts = np.array(whole.counts)
    counts[1] = np.nan  # after-sales has no robot
    contacts = dataclasses.replace(whole, counts=counts)
    import_volumes(desk, contacts, source=FILE, is_all_contacts=True)
    yield opened
    opened.close()


def desk(opened):
    return at_desk(opened, by="计划员", now=s.NOW)


def test_share_is_forecast_with_the_week_and_moved_by_a_scenario(opened):
    kept = forecast_week(desk(opened), s.LABEL)
    assert kept.forecast.handed_of("presales") == pytest.approx(0.4, abs=0.01)
    assert handed_over(desk(opened), s.LABEL).keys() == {"presales"}
    save_scenario(desk(opened), "机器人", ScenarioInputs(s.LABEL, Changes()))
    more = ScenarioInputs(s.LABEL, Changes(handed_over={"presales": 0.8}))
    save_scenario(desk(opened), "停机", more)
    now, off = scenarios(desk(opened))
    assert off.required_hours["presales"] > 1.5 * now.required_hours["presales"]
    assert off.required_hours["aftersales"] == now.required_hours["aftersales"]
    unknown = ScenarioInputs(s.LABEL, Changes(handed_over={"aftersales": 0.5}))
    with pytest.raises(InputError, match="handed_over_unknown"):
        save_scenario(desk(opened), "不知道", unknown)


def test_all_times_share_is_tried_where_contacts_are_known_and_can_be_chosen(opened):
    presales, aftersales = backtest_forecast(desk(opened), folds=2)
    assert Model.HANDED_OVER in presales.accuracy
    assert Model.HANDED_OVER not in aftersales.accuracy
    models = {"presales": Model.HANDED_OVER}
    kept = forecast_week(desk(opened), s.LABEL, models=models)
    assert kept.forecast.models[0] == "handed_over"
    assert kept.note.overrulings[0].value == "handed_over"


def test_contacts_are_withdrawn_and_fewer_than_the_chats_are_refused(opened):
    fewer = s.volumes(s.MONDAY - dt.timedelta(weeks=6), 42, 10.0)
    with pytest.raises(InputError, match="contacts_below_chats"):
        import_volumes(desk(opened), fewer, is_all_contacts=True)
    with pytest.raises(InputError, match="contacts_below_chats"):
        import_volumes(desk(opened), s.volumes(s.MONDAY - dt.timedelta(weeks=6), 42, 90.0))
    before = history(desk(opened), s.MONDAY)
    assert np.nanmax(before.contacts.counts) == 60.0
    assert np.nanmax(before.volumes.counts) == 24.0
    with opened.read() as unit:
        (taken,) = unit.imports.all("main")
    withdraw_imports(desk(opened), (taken.id,))
    assert history(desk(opened), s.MONDAY).contacts is None
