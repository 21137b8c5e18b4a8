import datetime as dt

import pytest

from scheduler.dispatch import Presence
from service.month import punches
from service.pay import firm_rules
from service.records import complaints, platform_rules, staff
from service.records.complaints import Channel, Complaint
from service.records.platform_rules import Occasion, Suspension
from service.roster import intake
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

LOOK = {"role": "hr", "month": "2026-11", "lang": "zh"}
DAY = dt.date(2026, 11, 3)
ONE = dt.timedelta(days=1)


@pytest.fixture
def shop(shelf, request):
    """Return the id of a shop with its people and a complaint."""
    name = request.node.name.replace("[", "-").replace("]", "")
    week = s.week(FIRST, absences=(), wishes=())
    intake.keep_week(at_desk(shelf, name, **WHO), week, shop_name="小店")
    received = s.CLOCK.at(DAY, 9 * 60)
    told = Complaint("T1", "presales", "A1", "A2", Channel.CHAT, "会话 1", received)
    number = complaints.enter_complaint(at_desk(shelf, name, **WHO), told)
    done = {"answered_min": received + 30, "closed_min": received + 60}
    complaints.update_complaint(at_desk(shelf, name, **WHO), number, **done)
    return name


def test_month_of_a_rule_is_drawn_and_the_days_told_on_which_it_rests(
    screen, shelf, shop, tmp_path
):
    path = tmp_path / "messages.csv"
    rows = ["post,user,agent,time,sender", "presales,u1,,2026-11-03T10:00:00,customer"]
    path.write_text("\n".join([*rows, "presales,u1,A1,2026-11-03T10:00:20,agent"]) + "\n", "utf-8")
    platform_rules.import_messages(at_desk(shelf, shop, **WHO), path)
    rests = Suspension(
        "d11", "pinduoduo", "双十一", "11.11", Occasion.PROMOTION, DAY, DAY + 2 * ONE, "平台公告"
    )
    platform_rules.suspend(at_desk(shelf, shop, **WHO), rests)
    screen.open("platforms", shop=shop, **LOOK)
    screen.page.get_by_role("tab", name="本月走势").click()
    screen.page.locator('[data-testid="stVegaLiteChart"]:visible').first.wait_for()
    assert screen.sees("暂停的日子改变了什么")
    screen.page.get_by_role("tab", name="规则与来源").click()
    assert screen.sees("登记规则暂停的日子")
    screen.page.get_by_text("登记规则暂停的日子").first.scroll_into_view_if_needed()


def test_a_fault_is_decided_a_last_day_kept_and_a_rule_of_the_firm_entered(screen, shelf, shop):
    screen.open("complaints", shop=shop, **LOOK)
    screen.tick_first_row()
    screen.press("无责", exact=True)
    (entry,) = complaints.complaints(at_desk(shelf, shop), NOVEMBER)
    assert entry.value.is_at_fault is False
    screen.open("certificates", shop=shop, **LOOK)
    screen.page.get_by_role("tab", name="在职与年休假").click()
    screen.choose("客服", "A1 客服001")
    screen.page.locator('[data-testid="stDateInput"]:visible [role=spinbutton]').first.click()
    screen.page.keyboard.type("20261204")
    screen.page.keyboard.press("Escape")  # the calendar that opened
    screen.settle()
    screen.press("保存")
    assert screen.sees("A1 的最后在职日：2026年12月4日")
    assert staff.employees(at_desk(shelf, shop), 2026)[0].agent.leaves == dt.date(2026, 12, 4)
    screen.open("firm_rules", shop=shop, **LOOK)
    screen.write("名称", "夜班津贴")
    screen.page.get_by_label("金额（元）").fill("30")
    screen.choose("时段起", "22:00")
    screen.choose("时段止", "06:00")
    screen.page.get_by_role("button", name="保存").last.click()
    screen.settle()
    assert screen.sees("已保存为第 1 版")
    ((part,),) = [one.parts for one in firm_rules.firm_rules(at_desk(shelf, shop))]
    assert (part.name, part.amount, str(part.window)) == ("夜班津贴", 30, "22:00-06:00")


def test_true_times_of_a_presence_are_entered_and_approved_by_another(screen, shelf, shop):
    recorded = Presence("A1", s.CLOCK.at(DAY, 9 * 60), s.CLOCK.at(DAY, 41 * 60))
    with shelf.write() as unit:
        unit.floor.replace_presences(shop, recorded.start_min, recorded.end_min, (recorded,))
    screen.open("register", shop=shop, **LOOK)
    screen.page.get_by_role("radio", name="打卡核对（补卡）").click()
    screen.settle()
    screen.write("原因", "忘打下班卡")
    screen.press("提交", exact=True)
    assert screen.sees("等另一人审批")
    (entry,) = punches.punches(at_desk(shelf, shop), NOVEMBER).waiting
    punches.decide_punch(at_desk(shelf, shop, by="主管"), entry.id, is_approved=True)
    screen.open("register", shop=shop, **LOOK)
    screen.page.get_by_role("radio", name="打卡核对（补卡）").click()
    screen.settle()
    assert screen.sees("没有待核对的打卡")
