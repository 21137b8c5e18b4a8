"""Two people at two screens: what one saw is what gets changed, and no entry is lost."""

import pytest

from service.roster.rosters import roster_sheet
from service.roster.rules import rules_sheet
from tests.browser.conftest import PATIENCE_MS
from tests.browser.screen import Screen
from tests.desks import at_desk
from tests.service import small_shop as s

pytestmark = pytest.mark.browser


@pytest.fixture
def other(browser, address):
    """Return the screen of another person, in a browser of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield Screen(page, address)
    context.close()


def nights(screen):
    return screen.page.get_by_role("spinbutton", name="每月最多夜班").first


def test_a_rule_saved_by_somebody_else_is_not_overwritten(screen, other, shelf, shop):
    for each in (screen, other):
        each.open("rules", shop=shop, lang="zh")
    nights(screen).fill("6")
    nights(other).fill("9")
    other.press("保存规则")
    screen.press("保存规则")
    assert screen.sees("没有覆盖任何内容")
    assert nights(screen).input_value() == "6"
    kept = rules_sheet(at_desk(shelf, shop), s.LABEL).week.rules.hours
    assert kept.max_nights_per_month == 9


def test_a_draft_published_by_somebody_else_is_not_published_again(screen, other, shelf, shop):
    for each, name in ((screen, "李主管"), (other, "王经理")):
        each.open(shop=shop, lang="zh")
        each.press("发布…")
        each.write("发布人", name)
    other.press("确认发布")
    assert other.sees("已发布 v1")
    screen.press("确认发布")
    assert screen.sees("没有覆盖任何内容")
    published = roster_sheet(at_desk(shelf, shop), s.LABEL).published
    assert published.version.published_by == "王经理"
