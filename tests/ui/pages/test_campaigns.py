import datetime as dt

import pytest

from scheduler.horizon import ClockSpan
from service.records import campaigns as c
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen

FIRST, LAST = s.MONDAY, s.MONDAY + dt.timedelta(days=2)
LONG = (ClockSpan.parse("08:00-24:00"),)


@pytest.fixture
def page(app, draft):  # noqa: ARG001 - the shop that is looked at
    return opened(app, "campaigns")


def kept(database):
    return [one.value for one in c.campaigns(at_desk(database))]


def fill(page, **values):
    page.text_input(key="campaigns.name").set_value(values["name"])
    page.date_input(key="campaigns.first").set_value(values["first"])
    page.date_input(key="campaigns.last").set_value(values["last"])
    page.text_input(key="campaigns.hours").set_value(values.get("hours", ""))
    next(part for part in page.button if part.form_id).click().run()


def test_a_campaign_is_entered_and_taken_back(page, draft):
    fill(page, name="双12", first=FIRST, last=LAST, hours="08:00-12:00，13:00-24:00")
    (found,) = kept(draft)
    assert [str(each) for each in found.opening[0].hours] == ["08:00-12:00", "13:00-24:00"]
    assert (found.first, found.last, found.volume) == (FIRST, LAST, ())
    assert "已保存：双12" in seen(page)
    button(page, "done.undo").click().run()
    assert kept(draft) == []


def test_what_is_wrong_is_told_and_nothing_kept(page, draft):
    fill(page, name="双12", first=LAST, last=FIRST)
    assert "结束不晚于开始" in seen(page)
    fill(page, name="双12", first=FIRST, last=LAST, hours="八点")
    assert "八点" in seen(page)
    assert kept(draft) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("week", "开放 08:00-24:00，全部岗位（按“双12”）"),
        ("requests", "可以等的假须写明原因（按“双12”）"),
        ("forecast", "咨询量为平日的 2.50 倍"),
        ("requirement", "开放 08:00-24:00"),
    ],
)
def test_what_it_changes_is_said_where_it_is_used(app, draft, name, text):
    campaign = c.Campaign(
        "双12",
        FIRST,
        LAST,
        (c.CampaignOpening(LONG),),
        (c.CampaignVolume(factor=2.5),),
        c.LeaveDuring.WITH_REASON,
    )
    number = c.save_campaign(at_desk(draft), campaign).number
    assert text in seen(opened(app, name))
    c.remove_campaign(at_desk(draft), number)
    assert text not in seen(opened(app, name))
