"""Two people at two screens: what one saw is what gets changed, and no entry is lost."""

import pytest

from service.pay import pay_review
from service.roster.rosters import roster_sheet
from service.roster.rules import rules_sheet
from tests.browser.screen import Screen, new_window
from tests.browser.test_hr_review import LOOK, scored_shop
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import NOVEMBER
from tests.service.month.test_months import WHO as HR

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture
def other(browser, address):
    """Return the screen of another person, in a browser of its own."""
    context = new_window(browser)
    yield Screen(context.new_page(), address)
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


def test_a_shift_moved_by_somebody_else_is_not_overwritten(screen, other, shelf, shop):
    for each in (screen, other):
        each.open("day", shop=shop, lang="zh")
    screen.choose("上班时间", "10:00")
    other.choose("上班时间", "12:00")
    for each in (screen, other):  # both end after closing
        each.write("破例的理由", "买家约了回电")
    other.press("保存")
    screen.press("保存")
    assert screen.sees("没有覆盖任何内容")
    assert screen.sees("下面仍是您填写的内容")
    assert screen.chosen("上班时间") == "10:00"
    assert starts(shelf, shop) == ["12:00"]
    screen.press("保存")  # having looked, they want it all the same
    assert starts(shelf, shop) == ["10:00"]


def starts(shelf, shop):
    roster = roster_sheet(at_desk(shelf, shop), s.LABEL).version.version.roster
    return [f"{s.CLOCK.clock_of(one.start_min) // 60}:00" for one in roster.by_agent()["A1"]]


@pytest.fixture
def month(shelf, request, tmp_path):
    """Return the id of a shop whose November is in review."""
    name = scored_shop(shelf, request.node.name, tmp_path / "in")
    pay_review.send_to_review(at_desk(shelf, name, **HR), NOVEMBER)
    return name


def computed_anew(other, shop, number):
    """Let somebody else compute the month at another screen, and send it to review again."""
    other.open("month", shop=shop, lang="zh", **LOOK)
    other.say_who("王经理")
    other.start("重新评分")
    assert other.sees(f"第 {number} 次评分 · 王经理")  # once a worker has done it
    other.open("payout", shop=shop, lang="zh", **LOOK)
    other.say_who("王经理")
    other.press("送审", exact=True)


def how_far(shelf, shop):
    found = pay_review.review_state(at_desk(shelf, shop), NOVEMBER)
    return found.number, found.state


def test_a_month_computed_anew_by_somebody_else_is_not_approved_or_locked(
    screen, other, shelf, month
):
    screen.open("payout", shop=month, lang="zh", **LOOK)
    screen.say_who("店长")
    computed_anew(other, month, 2)
    screen.press("批准", exact=True)
    assert screen.sees("没有覆盖任何内容")
    assert "王经理" in screen.page.get_by_role("alert").filter(has_text="没有覆盖").inner_text()
    assert how_far(shelf, month) == (2, pay_review.RunState.REVIEW)
    screen.press("批准", exact=True)  # the run that is shown now
    assert how_far(shelf, month) == (2, pay_review.RunState.APPROVED)
    computed_anew(other, month, 3)
    screen.press("锁定", exact=True)
    assert screen.sees("没有覆盖任何内容")
    assert how_far(shelf, month) == (3, pay_review.RunState.REVIEW)
    screen.press("批准", exact=True)
    screen.press("锁定", exact=True)
    assert how_far(shelf, month) == (3, pay_review.RunState.LOCKED)
