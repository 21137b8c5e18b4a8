"""A published week on the day: somebody is ill, proposals mend it, one is taken and undone."""

import datetime as dt
from dataclasses import replace

import pytest

from scheduler.roster import Roster
from service.roster.intake import keep_week
from service.roster.publishing import keep_roster, publish
from service.roster.rosters import roster_sheet
from tests.browser.languages import walk
from tests.desks import at_desk
from tests.service import small_shop as s

pytestmark = pytest.mark.browser
WEEK_MIN = 7 * 1440


@pytest.fixture
def coming(shelf, request):
    """Return a shop and the label of its next week, which is published."""
    now = dt.datetime.now(dt.UTC)
    date = now.astimezone(s.CLOCK.zone).date()
    monday = date + dt.timedelta(days=7 - date.weekday())
    desk = at_desk(shelf, request.node.name, by="王经理", now=now)
    keep_week(desk, s.week(monday, absences=(), wishes=()), shop_name="小店")
    label = f"{monday.isocalendar().year}-W{monday.isocalendar().week:02d}"
    later = (monday - s.MONDAY).days // 7 * WEEK_MIN
    keep_roster(desk, label, Roster(tuple(moved(one, later) for one in s.roster().shifts)))
    publish(desk, label)
    return request.node.name, label


def moved(shift, minutes):
    meal = replace(
        shift.meal,
        start_min=shift.meal.start_min + minutes,
        end_min=shift.meal.end_min + minutes,
    )
    start, end = shift.start_min + minutes, shift.end_min + minutes
    return replace(shift, start_min=start, end_min=end, meal=meal)


def test_somebody_is_ill_and_a_proposal_is_taken_and_taken_back(screen, shelf, coming):
    shop, label = coming
    walk(screen, ["today"], shop, given=("客服", "一组", "王经理"))
    screen.open("today", shop=shop, week=label, lang="zh")
    assert screen.sees("到岗")
    screen.choose("哪些人", "A1 客服001 (一组) 09:00-18:00")
    screen.page.keyboard.press("Escape")
    screen.press("登记", exact=True)
    assert screen.sees("已登记 1 人：没来")
    screen.press("修补班表")
    screen.page.wait_for_selector(".st-key-mend_panel")
    assert screen.sees("缺 10.0 → 2.0 人时")
    screen.press("采用", exact=True)
    latest = roster_sheet(at_desk(shelf, shop), label).version.version
    assert (latest.number, set(latest.roster.by_agent())) == (2, {"A2", "A3"})
    screen.press("撤销")
    latest = roster_sheet(at_desk(shelf, shop), label).version.version
    assert set(latest.roster.by_agent()) == {"A1", "A3"}
