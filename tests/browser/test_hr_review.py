import datetime as dt

import pytest
from playwright.sync_api import expect

from kpi.month import Month
from service.month import kpi_plans, months
from service.month.growth import notes
from service.pay import base_raises, pay_review
from service.pay.pay_review import RunState
from service.roster import intake
from service.scheme.weight_studies import study_of
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, fill
from tests.service.pay import test_base_raises

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

LOOK = {"role": "hr", "month": "2026-11"}


@pytest.fixture
def shop(shelf, request, tmp_path):
    """Return the id of a shop with a month that is filled and scored."""
    name = request.node.name.replace("[", "-").replace("]", "")
    return scored_shop(shelf, name, tmp_path / "in")


def scored_shop(shelf, name, folder):
    """Fill a new shop's month and score it; return the shop's id."""
    week = s.week(FIRST, absences=(), wishes=())
    intake.keep_week(at_desk(shelf, name, **WHO), week, shop_name="小店")
    fill(shelf, folder, shop=name)
    months.score(at_desk(shelf, name, **WHO), NOVEMBER)
    return name


def test_month_is_looked_at_by_the_day_agreed_on_reviewed_locked_and_corrected(screen, shelf, shop):
    screen.open("course", shop=shop, lang="zh", **LOOK)
    assert screen.sees("推算，不是结果")
    assert screen.sees("排班遵守率")
    slider = screen.page.get_by_role("slider")
    slider.focus()
    slider.press("ArrowLeft")
    screen.settle()
    assert screen.sees("截至 周二 11月3日")
    screen.open("growth", shop=shop, lang="zh", **LOOK)
    screen.tick_first_row()
    note = screen.page.get_by_role("textbox", name="内容")
    expect(note).to_have_value("最高等级，已连续 1 个月")
    screen.write("内容", "带教新人")
    screen.page.keyboard.press("Escape")  # the calendar that the next field opened
    screen.press("记下约定")
    screen.press("已完成", exact=True)
    assert screen.sees(f"✓ {dt.datetime.now(s.CLOCK.zone).month}月")
    (entry,) = notes(at_desk(shelf, shop))
    assert (entry.value.text, entry.value.done_on is None) == ("带教新人", False)
    screen.open("payout", shop=shop, lang="zh", **LOOK)
    screen.press("送审", exact=True)
    pay_review.raise_objection(
        at_desk(shelf, shop, **WHO), NOVEMBER, agent_id="A1", about="adherence", text="3日系统故障"
    )
    screen.open("payout", shop=shop, lang="zh", **LOOK)
    assert screen.sees("还有 1 条申诉没有答复")
    screen.write("您的答复", "故障已登记，结果不变")
    screen.press("不采纳", exact=True)
    screen.press("批准", exact=True)
    assert screen.sees("“人事”不能审批自己登记或自己名下的记录")
    screen.say_who("店长")
    screen.press("批准", exact=True)
    screen.press("锁定", exact=True)
    assert screen.sees("已锁定，可以按工资表发放")
    state = pay_review.review_state(at_desk(shelf, shop), NOVEMBER)
    assert state.state is RunState.LOCKED
    assert state.objections[0].value.is_accepted is False
    screen.open("payout", shop=shop, lang="en", **LOOK)
    screen.press("Correct", exact=True)
    screen.write("Why it is corrected", "attendance added")
    screen.press("Compute anew")
    assert screen.sees("Correction: run 2 against the locked run 1")
    assert screen.sees("Nobody's score or pay changes")


def test_a_raise_of_the_base_is_granted_where_it_is_due(screen, shelf, tmp_path):
    desk = at_desk(shelf, "rising", **test_base_raises.HR)
    september = Month(2026, 9)
    test_base_raises.rising(desk, tmp_path)
    test_base_raises.lock(shelf, september, "rising")
    screen.open("payout", shop="rising", lang="zh", role="hr", month="2026-09")
    assert screen.sees("应调底薪")
    screen.tick_first_row()
    screen.press("上调所选（1）")
    assert screen.sees("已上调 1 人的底薪。")
    assert base_raises.raises_due(desk, september)[0].is_granted


def test_scheme_is_edited_previewed_and_published_and_one_that_ships_taken_over(
    screen, shelf, shop
):
    screen.open("schemes", shop=shop, lang="zh", **LOOK)
    screen.press("编辑为新版本")
    screen.page.wait_for_url("**/scheme_editor**")
    screen.settle()
    assert screen.sees("0 / 2 人")
    edit(screen, "adherence")
    weigh(screen, "25")
    assert screen.sees("权重合计为 95，应为 100")
    assert screen.page.get_by_role("button", name="发布新版本").is_disabled()
    weigh(screen, "30")
    edit(screen, "adherence")  # closes it
    screen.page.locator('[class*="remove-reply_rate"] button').first.click()
    screen.settle()
    edit(screen, "target_attainment")
    weigh(screen, "70")
    assert screen.sees("2 / 2 人")
    screen.press("发布新版本")
    assert screen.sees("已发布：方案 · 第 2 版")
    old, new = kpi_plans.schemes(at_desk(shelf, shop))
    assert [line.indicator for line in old.lines][-1] == "reply_rate"
    assert [line.weight for line in new.lines] == [70, 30]
    assert new.valid_from > old.valid_from
    screen.open("schemes", shop=shop, lang="en", **LOOK)
    screen.choose(
        "Choose a scheme", "ships with the product: After-sales scheme (AS-1, ours) · version 1"
    )
    screen.press("Take this scheme over")
    assert screen.sees("After-sales scheme (AS-1, ours)")
    assert "scores nothing" not in screen.text


def edit(screen, indicator):
    screen.page.locator(f'[class*="open-{indicator}"] button').first.click()
    screen.settle()


def weigh(screen, percent):
    screen.page.get_by_role("spinbutton", name="权重（%）").fill(percent)
    screen.page.keyboard.press("Tab")
    screen.settle()


def test_weights_are_found_and_taken_into_the_editor(screen, shelf, shop):
    screen.open("weights", shop=shop, lang="zh", **LOOK)
    assert screen.sees("0 / 2 人")  # the weights in force change nothing
    screen.page.get_by_role("radio", name="层次分析法").click()
    screen.settle()
    assert screen.sees("判断前后一致")
    assert screen.sees("2 / 2 人")
    screen.press("保存", exact=True)
    screen.page.get_by_role("radio", name="德尔菲法").click()
    screen.settle()
    screen.press("开始下一轮")
    assert screen.sees("第 2 轮一致程度")
    screen.press("带到方案编辑")
    screen.page.wait_for_url("**/scheme_editor**")
    assert screen.sees("没有错误")
    assert study_of(at_desk(shelf, shop), kpi_plans.schemes(at_desk(shelf, shop))[0]).ahp == (
        (1.0, 1.0, 1.0),
    )
