"""A supervisor's first morning: from an empty program and files of their own to a roster."""

import datetime as dt

import pytest

from service.roster.weeks import WeekState, weeks
from service.shop.shops import agents
from tests.browser.hand import Hand
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.start import first_files as given

pytestmark = pytest.mark.browser

SOLVE_MS = 480_000  # for a busy machine
MADE = ".st-key-publish-open button:not([disabled])"
MOST = 25
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


def test_a_shop_goes_from_its_own_files_to_a_published_roster(screen, shelf, files):
    staff, past, roster = files
    screen.open("setup", lang="zh")
    if screen.page.get_by_role("button", name="再设置一个店铺").count():  # others were here before
        screen.press("再设置一个店铺")
    hand = Hand(screen.page, screen.address)
    hand.fill("店铺名称", "Corner Morning")
    hand.fill("开放时间", "09:00-22:00")
    hand.fill("岗位", "售前")
    hand.press("创建店铺")
    hand.give("员工名单", staff)
    hand.press("看改动")
    hand.press(f"导入 {len(given.PEOPLE)} 人")
    hand.give("历史咨询量", past)
    hand.press("导入", exact=True)
    hand.give("之前一周的班表", roster)
    hand.press("导入并生效")
    hand.choose("早/D", "早")
    hand.press("按所选导入")
    hand.press("准备")
    hand.press("自动排班")
    hand.shortest()
    hand.start("开始排班", exact=True, within=screen.page.get_by_role("dialog"))
    screen.page.wait_for_selector(MADE, timeout=SOLVE_MS)  # the first one is kept by itself
    screen.settle()
    hand.press("发布…")
    hand.fill("发布人", "王店长")
    screen.page.keyboard.press("Tab")
    screen.settle()
    hand.press("确认发布")
    assert hand.count <= MOST
    desk = at_desk(shelf, SHOP)
    assert len(agents(desk)) == len(given.PEOPLE)
    taken, made = weeks(desk)
    assert (taken.state, made.state) == (WeekState.PUBLISHED, WeekState.PUBLISHED)
    assert made.breaches == 0
