"""Who overruled a forecast, and what would have been forecast otherwise, is kept with it."""

import datetime as dt

import numpy as np
import pytest

from scheduler.campaign import Campaign
from scheduler.campaign_parts import CampaignVolume
from scheduler.forecast.models import Model
from service.demand.forecasting import DayKind, SpecialDay, forecast_week, save_special_day
from service.demand.staffing import staff_week
from service.history.volumes import import_volumes
from service.records.campaigns import save_campaign
from service.roster.publishing import keep_roster, publish
from store.demand import OverrulingKind
from tests.desks import at_desk
from tests.service import small_shop as s

HERE = (s.LABEL,)
WEDNESDAY = s.MONDAY + dt.timedelta(days=2)


def desk(opened, by="计划员"):
    return at_desk(opened, by=by, now=s.NOW)


@pytest.fixture
def opened(tmp_path):
    opened = s.database(tmp_path, s.with_week(by="计划员", now=s.NOW))
    past = s.volumes(start=s.MONDAY - dt.timedelta(weeks=4), days=28, count=60.0)
    days = np.repeat(np.linspace(0.8, 1.2, 28), 48)
    import_volumes(
        desk(opened), type(past)(s.CLOCK, 30, s.POSTS, past.start_min, past.counts * days)
    )
    yield opened
    opened.close()


def rival(opened, overruling):
    with opened.read() as unit:
        return unit.demand.forecast(overruling.rival).forecast


def test_model_somebody_chose_stands_beside_the_forecast_without_it(opened):
    plain = forecast_week(desk(opened), *HERE)
    made = forecast_week(desk(opened, "阿周"), *HERE, models={"aftersales": Model.LAST_WEEK})
    (one,) = made.note.overrulings
    assert (one.kind, one.posts, one.value) == (OverrulingKind.MODEL, ("aftersales",), "last_week")
    assert one.entered.by == "阿周"
    without = rival(opened, one)
    assert without.posts == ("aftersales",)
    np.testing.assert_array_equal(without.of("aftersales"), plain.forecast.of("aftersales"))
    again = forecast_week(desk(opened), *HERE, models={"aftersales": Model.LAST_WEEK})
    assert again.note.overrulings[0].entered.by == "阿周"  # who made it anew did not choose it
    assert forecast_week(desk(opened), *HERE).note.overrulings == ()


def test_factor_somebody_told_stands_beside_what_was_learnt(opened):
    day = SpecialDay(WEDNESDAY, DayKind.PROMOTION, "大促", ("presales",), 2.0)
    save_special_day(desk(opened, "阿周"), day)
    part = CampaignVolume(factor=1.5)
    friday = WEDNESDAY + dt.timedelta(days=2)
    save_campaign(desk(opened, "店长"), Campaign("会员日", friday, friday, volume=(part,)))
    made = forecast_week(desk(opened), *HERE)
    one, other = made.note.overrulings
    assert (one.date, one.value, one.posts, one.entered.by) == (
        WEDNESDAY,
        "2.0",
        ("presales",),
        "阿周",
    )
    assert (other.date, other.name, other.entered.by) == (friday, "会员日", "店长")
    without = rival(opened, one)
    cells = slice(48 * 2, 48 * 3)
    assert made.forecast.of("presales")[cells].sum() > 1.5 * without.of("presales")[cells].sum()
    rest = np.r_[0 : 48 * 2, 48 * 3 : 48 * 4]
    np.testing.assert_allclose(without.of("presales")[rest], made.forecast.of("presales")[rest])


def test_published_version_keeps_its_forecast_when_the_week_is_forecast_anew(opened):
    first = forecast_week(desk(opened), *HERE, models={"presales": Model.LAST_WEEK})
    staff_week(desk(opened), *HERE)
    keep_roster(desk(opened), s.LABEL, s.roster())
    published = publish(desk(opened), s.LABEL, reason="试")
    forecast_week(desk(opened), *HERE)
    with opened.read() as unit:
        kept, week = unit.snapshots.of_version(published.id), unit.weeks.get("main", s.LABEL)
        assert kept.forecast_id == first.id != week.forecast_id
        assert kept.requirement_id == week.requirement_id
        assert kept.entered.by == "计划员"
        assert unit.demand.forecast(kept.forecast_id).note.overrulings == first.note.overrulings
