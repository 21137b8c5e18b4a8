"""A supervisor's first morning: from an empty program and files of their own to a roster."""

import datetime as dt

import pytest

from service.roster.weeks import WeekState, last_publisher, weeks
from service.shop.shops import agents
from tests.browser.hand import Hand
from tests.browser.ways import make_week, next_week, set_up, solve_and_publish, take_past
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.start import first_files as given

pytestmark = pytest.mark.browser

MOST = 25
MOST_AGAIN = 6
"""Clicks and fields of the second week: everything is remembered."""
SHOP = "corner-morning"
TODAY = dt.datetime.now(s.CLOCK.zone).date()
MONDAY = TODAY - dt.timedelta(days=TODAY.weekday() + 7)


@pytest.fixture
def files(tmp_path):
    return (
        given.staff_list(tmp_path / "员工.xlsx"),
        given.volumes(tmp_path / "咨询量.csv", MONDAY + dt.timedelta(days=6)),
        given.code_roster(tmp_path / "班表.xlsx", MONDAY, odd="早/D"),
    )


def test_a_shop_goes_from_its_own_files_to_a_week_and_the_next(screen, shelf, files, tmp_path):
    staff, past, roster = files
    screen.open("setup", lang="zh")
    if screen.page.get_by_role("button", name="再设置一个店铺").count():  # others were here before
        screen.press("再设置一个店铺")
    hand = Hand(screen.page, screen.address)
    set_up(hand, "Corner Morning", "09:00-22:00", staff, len(given.PEOPLE))
    take_past(hand, past, roster, "早/D", "早")
    make_week(hand)
    solve_and_publish(hand, "王店长")
    assert hand.count <= MOST
    desk = at_desk(shelf, SHOP)
    assert len(agents(desk)) == len(given.PEOPLE)
    taken, made = weeks(desk)
    assert (taken.state, made.state) == (WeekState.PUBLISHED, WeekState.PUBLISHED)
    assert made.breaches == 0
    hand.leave()
    hand.open("week", shop=SHOP, lang="zh")
    hand.count = 0
    next_week(hand, given.volumes(tmp_path / "新咨询量.csv", TODAY, weeks=1))
    assert hand.count <= MOST_AGAIN
    later = weeks(desk)[-1]
    assert (later.state, later.breaches) == (WeekState.PUBLISHED, 0)
    assert later.horizon.dates[0] == MONDAY + dt.timedelta(days=14)
    assert last_publisher(desk) == "王店长"
